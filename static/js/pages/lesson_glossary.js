// The page of the glossary: the search over its table.
import { begin } from "../core/browser/loading.js";
import { createTable } from "../lesson/reader/glossary_table.js";

await begin(document, () => {
  const root = document.querySelector("[data-glossary]");
  if (root) createTable(root).show();
  document.documentElement.dataset["ready"] = "true";
});
