// The sentences of a page that needs no more of the server than them.
/** @import { Translations } from "../types.js" */
import { createApi } from "../api.js";
import { createTranslations, readTranslations } from "../i18n.js";
import { hideNotLoaded, showNotLoaded } from "./loading.js";

/** Throws `NotLoaded` where they do not come. @param {Document} page @param {"lesson" | "sheets"} [part]
 * @returns {Promise<Translations>} */
export async function pageTranslations(page, part) {
  const api = createApi({
    fetch: fetch.bind(globalThis),
    language: () => page.documentElement.lang,
    waiting: { told: () => showNotLoaded(page, true) },
  });
  const translations = createTranslations(page, (language) =>
    readTranslations(page, api.get, language, part),
  );
  await translations.use(translations.language);
  hideNotLoaded(page);
  return translations;
}
