// The table of the glossary (templates/lesson/glossary_table.html): searched, or limited to some entries.
/** @import { Entry } from "./formula_symbols.js" */
import { at } from "../../core/at.js";
import { setText } from "../../draw/dom.js";
import { filled } from "../../core/i18n.js";

/** The search over the table. @param {Element} root with the table of the template */
export function createTable(root) {
  const rows = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-symbol]")]);
  /** @type {Entry[]} */
  const entries = rows.map((row) => ({
    name: row.dataset["symbol"] ?? "",
    letters: JSON.parse(row.dataset["letters"] ?? "{}"),
  }));
  const texts = rows.map((row) => {
    const written = [...row.querySelectorAll("math")].map(
      (math) => `${math.dataset["latex"] ?? ""} ${math.textContent}`,
    );
    return [row.textContent ?? "", ...written].join(" ").toLocaleLowerCase();
  });
  const search = /** @type {HTMLInputElement} */ (root.querySelector("input[type=search]"));
  const count = /** @type {HTMLElement} */ (root.querySelector("[data-glossary-count]"));
  const showAll = /** @type {HTMLButtonElement} */ (root.querySelector("[data-glossary-all]"));
  /** @type {ReadonlySet<string> | null} */
  let only = null;

  function update() {
    const wanted = search.value.trim().toLocaleLowerCase();
    let shown = 0;
    rows.forEach((row, k) => {
      const isChosen = only === null || only.has(at(entries, k).name);
      row.hidden = !(isChosen && at(texts, k).includes(wanted));
      if (!row.hidden) shown += 1;
    });
    showAll.disabled = shown === rows.length;
    setText(
      count,
      shown === 0
        ? (count.dataset["nothing"] ?? "")
        : filled(count.dataset["count"] ?? "", { shown, all: rows.length }),
    );
  }
  /** @param {Iterable<string> | null} [names] null: all entries */
  function show(names = null) {
    only = names === null ? null : new Set(names);
    search.value = "";
    update();
  }
  search.addEventListener("input", update);
  showAll.addEventListener("click", () => {
    show();
    root.dispatchEvent(new CustomEvent("everything"));
    search.focus();
  });
  root.querySelector(".glossary-search")?.removeAttribute("hidden");
  return {
    entries,
    show,
    search,
    row: (/** @type {string} */ name) => rows.find((row) => row.dataset["symbol"] === name) ?? null,
  };
}
