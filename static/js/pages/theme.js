// Before the first paint: the theme that was chosen here last time. Not a module, so that nothing flashes.
{
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
}
