// What every page with a player does: puts state, clock, server, address bar, keys and views together. What a page shows,
// how it is edited and what it asks are the parts that its entry module gives.
/** @import { Catalog, Key } from "./types.js" */
/** @import { Instrument, Parts } from "./tool.js" */
import { createAddressBar } from "./address_bar.js";
import { createApi } from "./api.js";
import { acceptedState } from "./editing.js";
import { createWords } from "./i18n.js";
import { createInstrument } from "./tool.js";
import { listen } from "./keys.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;

/** @param {Parts} parts */
export async function openPage(parts) {
  const words = createWords(document, (language) => api.get(`/static/i18n/${language}.json`));
  const api = createApi(fetch.bind(globalThis), () => words.language);
  const [catalog] = /** @type {[Catalog, unknown]} */ (await Promise.all([api.get("/api/v1/catalog"), words.use(words.language)]));

  // ---- the instrument and the address bar ----------------------------------------------------------------------

  const bar = createAddressBar({
    tab: window,
    read: (hash) => parts.decode(hash, catalog),
    write: () => (instrument.model.accepted === null ? null : parts.encode(acceptedState(instrument.model), catalog)),
    isWaiting: () => instrument.model.state.request !== instrument.model.answer?.request,
    follow: (state) => {
      instrument.settle();
      instrument.store.dispatch("open", state ?? parts.startState(catalog));
    },
    refuse: ({ key, blanks }) => instrument.store.dispatch("say", { key, blanks }),
  });
  const linked = bar.start();

  let noticed = 0;
  /** @type {Instrument} */
  const instrument = createInstrument(parts, {
    root: document.documentElement,
    catalog, words,
    ask: api.ask,
    begin: linked.state ?? parts.startState(catalog),
    heard: (model, before, verb) => {
      if (model.notice !== before.notice && model.notice !== null) {
        clearTimeout(noticed);
        noticed = window.setTimeout(() => instrument.store.dispatch("say", null), NOTICE);
      }
      bar.changed(model, before, verb);
    },
    commands: () => commands,
  });
  const { dispatch } = instrument;
  if (linked.refusal) instrument.store.dispatch("say", { key: linked.refusal.key, blanks: linked.refusal.blanks });

  // ---- commands: what reaches beyond the state -----------------------------------------------------------------

  /** @param {string} text @param {Key} said */
  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      instrument.store.dispatch("say", { key: said });
    } catch {
      instrument.store.dispatch("say", { key: "control.copy_failed" });
    }
  }

  const copied = () => (parts.copied ?? parts.body)(instrument.model);

  /** @param {string} language */
  async function speak(language) {
    try {
      await words.use(language);
    } catch {
      instrument.store.dispatch("say", { key: "error.network" });
      return;
    }
    const address = new URL(location.href);
    address.searchParams.set("lang", language);
    history.replaceState(null, "", address);
    for (const link of document.querySelectorAll(".site a[href*='lang=']:not([data-language])")) {
      link.setAttribute("href", (link.getAttribute("href") ?? "").replace(/lang=\w+/, `lang=${language}`));
    }
    for (const link of document.querySelectorAll("[data-language]")) {
      if (link.getAttribute("data-language") === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    instrument.mountViews();
    // The server's own sentences come in the new language as well.
    if (instrument.model.problem || parts.worded) instrument.store.dispatch("retry");
  }

  /** @type {Record<string, (input: any) => void>} */
  const commands = {
    share: () => {
      bar.flush(false);
      void copy(location.href, "control.copied_link");
    },
    copyJson: () => void copy(JSON.stringify(copied(), null, 1), "control.copied_json"),
    copyCurl: () => void copy(
      `curl -s ${location.origin}${parts.path} -H 'content-type: application/json' -d '${JSON.stringify(copied()).replaceAll("'", "'\\''")}'`,
      "control.copied_curl"),
    /** @param {string} theme */
    theme: (theme) => {
      localStorage.setItem("theme", theme);
      if (theme === "auto") delete document.documentElement.dataset["theme"];
      else document.documentElement.dataset["theme"] = theme;
      instrument.update();
    },
    language: (language) => void speak(language),
    help: () => document.querySelector("dialog")?.showModal(),
  };

  listen(document, dispatch, () => instrument.model, parts.keys ?? {});
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dispatch("language", link.getAttribute("data-language") ?? "en");
    });
  }

  instrument.mountViews();
  instrument.ask();
  (window.requestIdleCallback ?? setTimeout)(() => words.ahead());
}
