// The parts of the page `/check`. To add one, add a row here and its name to Part in types.d.ts, and what it shows to
// templates/check.html with `data-of-part="<name>"`; its code has a folder beside marking/. With more than one row
// the stage shows them as tabs.
/** @import { Key } from "../core/types.js" */
/** @import { Part } from "./types.js" */

/** @type {readonly {name: Part, word: Key}[]} */
export const PARTS = [
  { name: "marking", word: "checking.part_marking" },
  { name: "gradients", word: "checking.part_gradients" },
];

/** @param {unknown} name of a link @returns {Part} the first one where there is no such part */
export const partOf = (name) => PARTS.find((part) => part.name === name)?.name ?? "marking";
