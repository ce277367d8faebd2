// The page of the glossary: the search over its table.
import { createTable } from "../lesson/reader/glossary_table.js";

const root = document.querySelector("[data-glossary]");
if (root) createTable(root).show();
document.documentElement.dataset["ready"] = "true";
