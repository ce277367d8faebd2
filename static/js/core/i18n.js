// The sentences of the page in the language chosen. A change of language replaces sentences and touches no state.
/** @import { Key } from "./types.js" */
import { own } from "./at.js";
import { isAnswer, isDictionary } from "./answers/shapes.js";

/** @typedef {Record<string, string>} Dictionary */

/**
 * A language, as app/localization.py has it; the page's links to its languages carry the table.
 * @typedef {object} Language
 * @property {string} code
 * @property {string} htmlLang the `lang` attribute of the page
 */

/** @param {Document} page @returns {Language[]} */
const languagesOf = (page) =>
  [...page.querySelectorAll("[data-language]")].map((link) => ({
    code: link.getAttribute("data-language") ?? "",
    htmlLang: link.getAttribute("lang") ?? "",
  }));

/** @param {string} text @param {Record<string, string | number>} params */
export const filled = (text, params) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(own(params, name) ?? whole));

/**
 * The sentences of the page, and with a part those of that too. The page says where the files of
 * its release are.
 * @param {Document} page
 * @param {(path: string, isRight: (content: any) => boolean) => Promise<Dictionary>} read
 * @param {string} language
 * @param {"lesson" | "sheets"} [part]
 * @returns {Promise<Dictionary>}
 */
export async function readTranslations(page, read, language, part) {
  const { static: root, sentences = "" } = page.documentElement.dataset;
  const folders = part === undefined ? [sentences] : [sentences, `${part}/`];
  const tables = await Promise.all(
    folders.map((folder) => read(`${root}i18n/${folder}${language}.json`, isDictionary)),
  );
  return Object.assign({}, ...tables);
}

/** The catalog of the page's release.
 * @param {Document} page
 * @param {(address: string, isRight: (content: any) => boolean) => Promise<any>} read */
export const readCatalog = (page, read) =>
  read(page.documentElement.dataset["catalog"] ?? "", (catalog) => isAnswer("/api/v1/catalog", catalog));

/** @param {Document} page @param {(language: string) => Promise<Dictionary>} load */
export function createTranslations(page, load) {
  /** @type {Dictionary} */
  let translations = {};
  /** @type {Map<string, Promise<Dictionary>>} */
  const read = new Map();
  /**
   * Each language is loaded once; one that failed is loaded again.
   * @param {string} chosen
   * @returns {Promise<Dictionary>}
   */
  const table = (chosen) => {
    const known = read.get(chosen);
    if (known) return known;
    const asked = load(chosen);
    read.set(chosen, asked);
    asked.catch(() => read.delete(chosen));
    return asked;
  };
  const languages = languagesOf(page);
  const first = languages.find(({ htmlLang }) => htmlLang === page.documentElement.lang) ?? languages[0];
  if (!first) throw new Error("the page names no language");
  let language = first;
  return {
    get language() {
      return language.code;
    },
    /** @param {Key} key @param {Record<string, string | number>} [params] */
    t: (key, params = {}) => filled(translations[key] ?? key, params),
    /** @param {string} key a key made at run time, as `preset.<name>` @param {string} otherwise */
    find: (key, otherwise) => own(translations, key) ?? otherwise,
    /** Loads the other languages when a reader comes to the bar that offers them, so that a change needs no server.
     * @param {Element | null} bar */
    loadAheadAt(bar) {
      const load = () => void Promise.allSettled(languages.map(({ code }) => table(code)));
      for (const event of ["pointerover", "focusin"]) bar?.addEventListener(event, load, { once: true });
    },
    /** Loads a language and rewrites what the server rendered with it. @param {string} chosen */
    async use(chosen) {
      translations = await table(chosen);
      language = languages.find(({ code }) => code === chosen) ?? language;
      page.documentElement.lang = language.htmlLang;
      for (const node of page.querySelectorAll("[data-i18n]")) {
        const text = translations[node.getAttribute("data-i18n") ?? ""];
        if (text !== undefined) node.textContent = text;
      }
      for (const name of ["aria-label", "title", "placeholder"]) {
        for (const node of page.querySelectorAll(`[data-i18n-${name}]`)) {
          const text = translations[node.getAttribute(`data-i18n-${name}`) ?? ""];
          if (text !== undefined) node.setAttribute(name, text);
        }
      }
    },
  };
}
