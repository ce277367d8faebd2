// The kinds of files that a page offers: those that it makes itself, and those that the server has. No DOM.

import { own } from "../core/at.js";

/** A row of the server's table, formats.json (app/web/export/table.py).
 * @typedef {{suffix: string, media_type: string, tools: string[]}} Format */
/** @typedef {Record<string, Format>} Formats */

/** In the order of the menu. What the server has besides stands among the data. */
export const GROUPS = /** @type {const} */ ([
  { name: "picture", formats: ["svg", "png", "gif", "apng", "webp"] },
  { name: "formulas", formats: ["latex", "tikz", "markdown"] },
  { name: "data", formats: ["csv", "json", "safetensors"] },
  { name: "program", formats: ["numpy", "pytorch", "jax", "notebook"] },
  { name: "page", formats: ["html"] },
  { name: "print", formats: ["handout"] },
]);
/** @typedef {(typeof GROUPS)[number]["name"]} GroupName */
const GROUPED = new Set(GROUPS.flatMap(({ formats }) => /** @type {readonly string[]} */ (formats)));

/** What the page makes without the server. @type {Formats} */
export const OWN = {
  svg: { suffix: "svg", media_type: "image/svg+xml", tools: [] },
  png: { suffix: "png", media_type: "image/png", tools: [] },
  handout: { suffix: "", media_type: "", tools: [] },
};
/** Formats of one step alone, or of all steps alone: programs, tables and players have all steps in them.
 * @type {Record<string, "step" | "all">} */
const OF = {
  ...{ svg: "step", png: "step" },
  ...{ gif: "all", apng: "all", webp: "all", html: "all", handout: "all" },
  ...{ tikz: "all", csv: "all", json: "all", safetensors: "all" },
  ...{ numpy: "all", pytorch: "all", jax: "all", notebook: "all" },
};

/** What a file of a format may hold: one step, all, or either. @param {string} format */
export const holds = (format) => own(OF, format) ?? "either";

/** Whether a file is a text that can be copied. @param {Format} format */
export const isText = ({ media_type: type }) =>
  /^text\/|^image\/svg|json|javascript|x-python|x-tex|x-latex/.test(type);

/**
 * The menu: the formats of a tool, by group; groups without any are left out.
 * @param {object} parts
 * @param {Formats} parts.server the server's table
 * @param {string | null} parts.tool null: the server has no files of it
 * @param {readonly string[]} parts.own formats that the page has of its own
 */
export function offered({ server, tool, own: made }) {
  const has = (/** @type {string} */ name) =>
    made.includes(name) || (tool !== null && (own(server, name)?.tools.includes(tool) ?? false));
  const others = Object.keys(server).filter((name) => !GROUPED.has(name));
  return GROUPS.map(({ name, formats }) => ({
    name,
    formats: [...formats, ...(name === "data" ? others : [])].filter(has),
  })).filter(({ formats }) => formats.length > 0);
}

/** What a file is called. @param {{name: string, step: number | null, suffix: string}} file */
export const fileName = ({ name, step, suffix }) =>
  `${["deltaflow", name.replaceAll(/[^\p{L}\p{N}]+/gu, "-"), step === null ? "" : `step-${step}`]
    .filter((part) => part !== "")
    .join("-")}.${suffix}`;
