// The translations of the page in the language chosen. A change of language changes translations only: no state is touched.
/** @import { Key } from "./types.js" */

/** @typedef {Record<string, string>} Dictionary */

export const LANGUAGES = /** @type {const} */ (["zh", "en"]);

/** @param {string} text @param {Record<string, string | number>} params */
export const filled = (text, params) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));

/** The sentences of every page and those of the lesson. @param {(path: string) => Promise<Dictionary>} read @param {string} language @returns {Promise<Dictionary>} */
export async function lessonTranslations(read, language) {
  const [everywhere, lesson] = await Promise.all(
    ["", "lesson/"].map((folder) => read(`/static/i18n/${folder}${language}.json`)),
  );
  return { ...everywhere, ...lesson };
}

/** @param {Document} page @param {(language: string) => Promise<Dictionary>} load */
export function createTranslations(page, load) {
  /** @type {Dictionary} */
  let translations = {};
  /** @type {Map<string, Promise<Dictionary>>} */
  const read = new Map();
  /** Each language is read once; one that could not be read is asked for again. @param {string} chosen @returns {Promise<Dictionary>} */
  const table = (chosen) => {
    const known = read.get(chosen);
    if (known) return known;
    const asked = load(chosen);
    read.set(chosen, asked);
    asked.catch(() => read.delete(chosen));
    return asked;
  };
  let language = page.documentElement.lang.startsWith("zh") ? "zh" : "en";
  return {
    get language() {
      return language;
    },
    /** @param {Key} key @param {Record<string, string | number>} [params] */
    t: (key, params = {}) => filled(translations[key] ?? key, params),
    /** @param {string} key a key made at run time, as `preset.<name>` @param {string} otherwise */
    find: (key, otherwise) => translations[key] ?? otherwise,
    /** Reads the other languages ahead, so that a change needs no server. */
    ahead: () => void Promise.allSettled(LANGUAGES.map(table)),
    /** Loads a language and says the server's translations of the frame again. @param {string} chosen */
    async use(chosen) {
      translations = await table(chosen);
      language = chosen;
      page.documentElement.lang = chosen === "zh" ? "zh-Hans" : chosen;
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
