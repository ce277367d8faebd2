// The page `/api`: its requests can be edited and sent.
import { mountRequestForm } from "../api/request_form.js";
import { createTranslations, readTranslations } from "../core/i18n.js";
import { url } from "../core/url_hash.js";

const translations = createTranslations(document, (language) =>
  readTranslations(document, async (path) => (await fetch(url(path))).json(), language),
);
await translations.use(translations.language);
for (const root of document.querySelectorAll("[data-request]")) {
  mountRequestForm(root, {
    t: translations.t,
    language: translations.language,
    fetch: fetch.bind(globalThis),
    now: () => performance.now(),
    copy: (text) => navigator.clipboard.writeText(text),
  });
}
document.documentElement.dataset["ready"] = "true";
