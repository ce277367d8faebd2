// The page `/api`: its requests can be edited and sent.
import { mountRequestForm } from "../api/request_form.js";
import { copyText } from "../core/browser/clipboard.js";
import { ignoreInputMethod } from "../core/browser/input_method.js";
import { begin } from "../core/browser/loading.js";
import { pageTranslations } from "../core/browser/sentences.js";

await begin(document, async () => {
  ignoreInputMethod(window);
  const { t, language } = await pageTranslations(document);
  for (const root of document.querySelectorAll("[data-request]")) {
    mountRequestForm(root, {
      t,
      language,
      fetch: fetch.bind(globalThis),
      now: () => performance.now(),
      copy: copyText,
    });
  }
  document.documentElement.dataset["ready"] = "true";
});
