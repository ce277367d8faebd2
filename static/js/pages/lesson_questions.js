// The page of the questions that learners ask: the search over them. A link to a question always finds it.
import { begin } from "../core/browser/loading.js";
import { createSearch } from "../lesson/reader/search.js";
import { mountFormulas } from "../lesson/reader/wide_formulas.js";

/** Hides what has nothing left to show. @param {Iterable<Element>} parts @param {string} kind of its entries */
function hideEmpty(parts, kind) {
  for (const part of parts)
    part.toggleAttribute("hidden", part.querySelector(`${kind}:not([hidden])`) === null);
}

/** @param {Element} root with the search bar, the index and the answers */
function mount(root) {
  const answers = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-asked]")]);
  const links = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-entry]")]);
  const { field, showAll, update } = createSearch(root, answers);
  root.addEventListener("found", () => {
    const hidden = new Set(answers.filter((one) => one.hidden).map((one) => one.dataset["asked"]));
    for (const link of links) link.hidden = hidden.has(link.dataset["entry"]);
    hideEmpty(root.querySelectorAll(".asked-theme"), "[data-asked]");
    hideEmpty(root.querySelectorAll("[data-theme]"), "[data-entry]");
  });
  function showEverything() {
    field.value = "";
    update();
  }
  showAll.addEventListener("click", () => {
    showEverything();
    field.focus();
  });
  /** A question that the search has left out is shown when a link leads to it. */
  function reach() {
    const asked = answers.find(({ id }) => id === decodeURIComponent(location.hash.slice(1)));
    if (!asked?.hidden) return;
    showEverything();
    asked.scrollIntoView();
  }
  addEventListener("hashchange", reach);
  update();
}

await begin(document, () => {
  const root = document.querySelector("[data-asked-list]");
  if (root) mount(root);
  mountFormulas();
  document.documentElement.dataset["ready"] = "true";
});
