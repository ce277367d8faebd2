// The search over a list of the lesson (templates/lesson/search.html): of the glossary, of the questions.
import { at } from "../../core/at.js";
import { filled } from "../../core/i18n.js";
import { setText } from "../../draw/dom.js";

/** What is read of an entry: its text, and its mathematics as LaTeX. @param {Element} row */
function textOf(row) {
  const written = [...row.querySelectorAll("math")].map(
    (math) => `${math.dataset["latex"] ?? ""} ${math.textContent}`,
  );
  return [row.textContent ?? "", ...written].join(" ").toLocaleLowerCase();
}

/** Every word of the search is in the text, in any order. @param {string} text @param {string} wanted */
export const isFound = (text, wanted) => wanted.split(/\s+/).every((word) => text.includes(word));

/**
 * @param {Element} root with the search bar of the template
 * @param {readonly HTMLElement[]} rows of which those are shown that are found
 * @param {(row: HTMLElement, k: number) => boolean} [isChosen] may leave out some of them
 */
export function createSearch(root, rows, isChosen = () => true) {
  const texts = rows.map(textOf);
  const field = /** @type {HTMLInputElement} */ (root.querySelector("input[type=search]"));
  const count = /** @type {HTMLElement} */ (root.querySelector("[data-search-count]"));
  const showAll = /** @type {HTMLButtonElement} */ (root.querySelector("[data-search-all]"));

  function update() {
    const wanted = field.value.trim().toLocaleLowerCase();
    let shown = 0;
    rows.forEach((row, k) => {
      row.hidden = !(isChosen(row, k) && isFound(at(texts, k), wanted));
      if (!row.hidden) shown += 1;
    });
    showAll.disabled = shown === rows.length;
    setText(
      count,
      shown === 0
        ? (count.dataset["nothing"] ?? "")
        : filled(count.dataset["count"] ?? "", { shown, all: rows.length }),
    );
    root.dispatchEvent(new CustomEvent("found"));
  }
  field.addEventListener("input", update);
  root.querySelector(".glossary-search")?.removeAttribute("hidden");
  return { field, showAll, update };
}
