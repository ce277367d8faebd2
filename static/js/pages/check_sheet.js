// The page of sheets: a plan becomes sheets to work on the screen or on paper, and hand-ins are marked.
import { ignoreInputMethod } from "../core/browser/input_method.js";
import { begin } from "../core/browser/loading.js";
import { pageTranslations } from "../core/browser/sentences.js";
import { foldPlan, listenToButtons, listenToForm, listenToTabs, openClass } from "../sheets/page/listen.js";
import { createPage } from "../sheets/page/page.js";

await begin(document, async () => {
  ignoreInputMethod(window);
  const translations = await pageTranslations(document, "sheets");
  const page = createPage(translations);
  listenToForm(page);
  listenToButtons(page);
  listenToTabs(page);
  openClass(page, translations);
  foldPlan();
  await page.begun();
  document.documentElement.dataset["ready"] = "true";
});
