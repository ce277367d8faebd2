// The glossary on a page of its own: the search over its table.
import { createTable } from "../lesson/reader/glossary.js";

const root = document.querySelector("[data-glossary]");
if (root) createTable(root).show();
document.documentElement.dataset["ready"] = "true";
