// Before the first paint: the theme that was chosen here last time, so that nothing flashes, and the first answer on
// its way, unless the address asks for another one. Not a module: it runs at once.
{
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  const first = document.currentScript?.dataset["firstAnswer"];
  if (first && location.hash.length < 2) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: first });
    document.head.append(link);
  }
}
