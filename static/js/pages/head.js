// Before the first paint: the theme that was chosen here last time, so that nothing flashes, and the first answer on
// its way, unless the address asks for another one. Then it watches the page's own files: a script or a style sheet
// that does not come is asked for again. Not a module: it runs at once.
{
  const page = document.documentElement;
  let theme = null;
  try {
    theme = localStorage.getItem("theme");
  } catch {
    // The browser keeps nothing: the colours are those of the system.
  }
  if (theme === "light" || theme === "dark") page.dataset["theme"] = theme;
  const first = document.currentScript?.dataset["firstAnswer"];
  if (first && !/^#\d+\./.test(location.hash)) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: first });
    document.head.append(link);
  }

  // ---- files that do not come

  /** How often a file is asked for again, after 1, 2, 4 … seconds. */
  const MOST_REPEATS = 4;
  const SECOND = 1000;

  /** As core/browser/loading.js does. @param {boolean} asksAgain */
  const tell = (asksAgain) => {
    const place = document.querySelector("[data-not-loaded]");
    if (!(place instanceof HTMLElement)) return;
    place.hidden = false;
    place.dataset["shown"] = "true";
    const again = place.querySelector("[data-asks-again]");
    if (again instanceof HTMLElement) again.hidden = !asksAgain;
  };

  /** The same file at another address: browsers do not ask twice for a module that failed. The server answers it at
   * that of any version. @param {string} address @param {number} repeat */
  const another = (address, repeat) =>
    address.replace(/(\/static\/)[0-9a-f]{16}\//, `$1${String(repeat).padStart(16, "0")}/`);

  /** @param {(repeat: number) => void} load @param {number} repeat */
  const loadLater = (load, repeat) => {
    tell(repeat <= MOST_REPEATS);
    if (repeat <= MOST_REPEATS)
      setTimeout(() => load(repeat), SECOND * 2 ** (repeat - 1) * (0.5 + Math.random()));
  };

  /** @param {HTMLScriptElement} script */
  const loadScript = (script) => {
    /** @param {number} repeat */
    const load = (repeat) =>
      import(another(script.src, repeat)).catch((error) => {
        if (page.dataset["begun"]) throw error;
        loadLater(load, repeat + 1);
      });
    loadLater(load, 1);
  };

  /** @type {Map<HTMLLinkElement, {address: string, repeats: number}>} */
  const sheets = new Map();
  /** @param {HTMLLinkElement} link */
  const loadSheet = (link) => {
    const sheet = sheets.get(link) ?? { address: link.href, repeats: 0 };
    sheets.set(link, sheet);
    sheet.repeats += 1;
    loadLater((repeat) => {
      link.addEventListener("load", () => page.dataset["begun"] && hide(), { once: true });
      link.href = another(sheet.address, repeat);
    }, sheet.repeats);
  };
  const hide = () => {
    const place = document.querySelector("[data-not-loaded]");
    if (place instanceof HTMLElement) delete place.dataset["shown"];
  };

  /** Of a module's text that is cut. @param {ErrorEvent} event */
  const heardOf = (event) => {
    const scripts = [...document.querySelectorAll("script")];
    const script = scripts.find(({ type, src }) => type === "module" && src === event.filename);
    if (!(event.error instanceof SyntaxError) || !script) {
      tell(false);
      return;
    }
    event.preventDefault();
    loadScript(script);
  };

  addEventListener(
    "error",
    (event) => {
      const { target } = event;
      if (target instanceof HTMLLinkElement && target.relList.contains("stylesheet")) loadSheet(target);
      else if (page.dataset["begun"]) return;
      else if (target instanceof HTMLScriptElement && target.type === "module") loadScript(target);
      else if (event instanceof ErrorEvent) heardOf(event);
    },
    true,
  );
}
