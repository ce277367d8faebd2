// The table of the glossary (templates/lesson/glossary_table.html): searched, or limited to some entries.
/** @import { Entry } from "./formula_symbols.js" */
import { at } from "../../core/at.js";
import { createSearch } from "./search.js";

/** The search over the table. @param {Element} root with the table of the template */
export function createTable(root) {
  const rows = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-symbol]")]);
  /** @type {Entry[]} */
  const entries = rows.map((row) => ({
    name: row.dataset["symbol"] ?? "",
    letters: JSON.parse(row.dataset["letters"] ?? "{}"),
  }));
  /** @type {ReadonlySet<string> | null} */
  let only = null;
  const { field, showAll, update } = createSearch(
    root,
    rows,
    (_, k) => only === null || only.has(at(entries, k).name),
  );

  /** @param {Iterable<string> | null} [names] null: all entries */
  function show(names = null) {
    only = names === null ? null : new Set(names);
    field.value = "";
    update();
  }
  showAll.addEventListener("click", () => {
    show();
    root.dispatchEvent(new CustomEvent("everything"));
    field.focus();
  });
  return {
    entries,
    show,
    search: field,
    row: (/** @type {string} */ name) => rows.find((row) => row.dataset["symbol"] === name) ?? null,
  };
}
