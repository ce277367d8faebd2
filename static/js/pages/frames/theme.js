// Before the first paint of a player in a frame: the colours that the page around it asks for, as `?theme=dark`, come
// before those that were chosen here (head.js). Not a module: it runs at once.
{
  const asked = new URLSearchParams(location.search).get("theme");
  if (asked === "light" || asked === "dark") document.documentElement.dataset["theme"] = asked;
}
