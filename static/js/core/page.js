// What every page with a player does: puts state, clock, server, address bar, keys and views together. What a page
// shows, how it is edited and what it requests are in the spec of its entry module.
/** @import { Catalog, Commands, Key, PageCommands } from "./types.js" */
/** @import { Tool, ToolSpec } from "./tool.js" */
import { createAddressBar } from "./address_bar.js";
import { createApi, knownAnswers } from "./api.js";
import { addressOf } from "./browser/address.js";
import { copyText } from "./browser/clipboard.js";
import { keepFocus } from "./browser/focus.js";
import { keepPage } from "./browser/doors.js";
import { ignoreInputMethod } from "./browser/input_method.js";
import { loadLater } from "./browser/later.js";
import { begin, hideNotLoaded, showNotLoaded } from "./browser/loading.js";
import { setTheme } from "./browser/theme.js";
import { createKeeper } from "./answers/kept.js";
import { isAnswer } from "./answers/shapes.js";
import { acceptedState } from "./editing.js";
import { createTranslations, readCatalog, readTranslations } from "./i18n.js";
import { waitingNotice } from "./problems.js";
import { createTool } from "./tool.js";
import { listen } from "./keys.js";
import { url } from "./url_hash.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;
/** Dialogs that most readers never need, each a script of its own. */
const LATER = ["take", "offline"];
/** For so many milliseconds at most the frame of the page waits for the first answer without its controls. */
const FRAME_ALONE = 2000;

/** A request as a command for a shell, its single quotes escaped. @param {string} address @param {object} request */
function curlOf(address, request) {
  const body = JSON.stringify(request).replaceAll("'", "'\\''");
  return `curl -s ${address} -H 'content-type: application/json' -d '${body}'`;
}

/** Sets the language in the address and in the links of the page's head. @param {string} language */
function setLanguageOfLinks(language) {
  const address = addressOf(window);
  const to = new URL(address.href);
  to.searchParams.set("lang", language);
  address.write(to.href);
  address.flush();
  for (const link of document.querySelectorAll(
    ":is(.site, .stage-head) a[href*='lang=']:not([data-language])",
  )) {
    link.setAttribute("href", (link.getAttribute("href") ?? "").replace(/lang=\w+/, `lang=${language}`));
  }
  for (const link of document.querySelectorAll("[data-language]")) {
    if (link.getAttribute("data-language") === language) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** @param {(language: string) => void} choose */
function listenToLanguages(choose) {
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link.getAttribute("data-language") ?? "en");
    });
  }
}

/** @param {ToolSpec<any, any>} spec of any tool, whose own module has checked its verbs */
export const openPage = (spec) => begin(document, () => open(spec));

/** @param {ToolSpec<any, any>} spec */
async function open(spec) {
  ignoreInputMethod(window);
  const focus = keepFocus(document);
  /** Says that the page waits for the server, as soon as there is a place for it.
   * @type {import("./api.js").Waiting["told"]} */
  let tellWait = () => showNotLoaded(document, true);
  const translations = createTranslations(document, (language) =>
    readTranslations(document, api.get, language),
  );
  const server = {
    fetch: fetch.bind(globalThis),
    language: () => translations.language,
    known: knownAnswers(document),
    isAnswer,
    keeper: createKeeper({ [spec.path]: spec.keeps }, () => catalog),
    waiting: { told: (/** @type {Parameters<typeof tellWait>[0]} */ wait) => tellWait(wait) },
  };
  const api = createApi(server);
  const [catalog] = /** @type {[Catalog, unknown]} */ (
    await Promise.all([readCatalog(document, api.get), translations.use(translations.language)])
  );

  hideNotLoaded(document);

  // ---- the tool and the address bar ----------------------------------------------------------------------

  const write = () => linkOf(spec, tool.model, catalog);
  const bar = createAddressBar({
    tab: window,
    read: (hash) => spec.decode(hash, catalog),
    write,
    isWaiting: () => tool.model.state.request !== tool.model.answer?.request,
    follow: (state) => {
      tool.settle();
      tool.store.dispatch("open", state ?? spec.startState(catalog));
    },
    refuse: ({ key, params }) => tool.store.dispatch("say", { key, params }),
  });
  const linked = bar.start();
  keepOnLeaving(write);
  const forgetLater = noticeTimer(() => tool.store.dispatch("say", null));
  /** @type {Tool} */
  const tool = createTool(spec, {
    root: document.documentElement,
    catalog,
    translations,
    ask: api.ask,
    askBeside: createApi({ ...server, waiting: {} }).ask,
    begin: linked.state ?? spec.startState(catalog),
    heard: (model, before, verb) => {
      if (verb === "arrived" || verb === "refused") mount();
      if (model.notice !== before.notice && model.notice !== null) forgetLater();
      bar.changed(model, before, verb);
      if (verb === "arrived" || document.activeElement === document.body) focus.check();
    },
    commands: () => commands,
  });
  const { dispatch } = tool;
  let isMounted = false;
  /** The views are built when there is something to show, so that the frame changes once. */
  function mount() {
    if (isMounted) return;
    isMounted = true;
    tool.mountViews();
  }
  tellWait = (wait) => {
    mount();
    tool.store.dispatch("say", waitingNotice(wait));
  };
  if (linked.refusal) tool.store.dispatch("say", { key: linked.refusal.key, params: linked.refusal.params });

  // ---- commands: what reaches beyond the state -----------------------------------------------------------------

  /** @param {string} text @param {Key} said */
  async function copy(text, said) {
    if (await copyText(text)) tool.store.dispatch("say", { key: said });
  }

  const copied = () => (spec.copied ?? spec.body)(tool.model);
  const copiedTo = () => `${location.origin}${url(spec.copiedTo?.(tool.model) ?? spec.path)}`;

  /** @param {string} language */
  async function speak(language) {
    try {
      await translations.use(language);
    } catch {
      tool.store.dispatch("say", { key: "page.error.network" });
      return;
    }
    setLanguageOfLinks(language);
    tool.mountViews();
    // The server's own sentences come in the new language as well.
    if (tool.model.problem || spec.worded) tool.store.dispatch("retry");
  }

  /** @type {Partial<Commands<PageCommands>>} */
  const commands = {
    share: () => void copy(bar.link(), "control.copied_link"),
    copyJson: () => void copy(JSON.stringify(copied(), null, 1), "control.copied_json"),
    copyCurl: () => void copy(curlOf(copiedTo(), copied()), "control.copied_curl"),
    theme: (theme) => {
      setTheme(theme);
      tool.update();
    },
    language: (language) => void speak(language),
    ...Object.fromEntries(LATER.map((name) => [name, () => void openLater(name, tool, spec)])),
    help: () => /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog.help"))?.showModal(),
  };

  listen(document, dispatch, () => tool.model, spec.keys ?? {});
  listenToLanguages((language) => void speak(language));

  tool.ask();
  setTimeout(mount, FRAME_ALONE);
  translations.loadAheadAt(document.querySelector(".site"));
}

/** @param {string} name of the dialog @param {Tool} tool @param {ToolSpec<any, any>} spec */
async function openLater(name, tool, spec) {
  try {
    await loadLater(name, { tool, spec });
  } catch {
    tool.store.dispatch("say", { key: "page.error.network" });
  }
}

/** The hash of what a page shows; null before there is anything.
 * @param {ToolSpec<any, any>} spec @param {Tool["model"]} model @param {Catalog} catalog */
function linkOf(spec, model, catalog) {
  if (model.accepted === null) return null;
  const state = acceptedState(model);
  return spec.encode(spec.linked?.(state, model) ?? state, catalog);
}

/** What this tab's links to the page lead back to; a state that cannot be read again is not kept.
 * @param {() => string | null} write the state of the page, as its address has it */
function keepOnLeaving(write) {
  // After the address bar has written the last state.
  window.addEventListener("pagehide", () => {
    const { hash } = addressOf(window);
    keepPage(location.pathname, hash === `#${write()}` ? hash : "");
  });
}

/** Starts anew with every notice. @param {() => void} forget */
function noticeTimer(forget) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(forget, NOTICE);
  };
}
