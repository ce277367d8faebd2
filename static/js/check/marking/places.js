// Where on the diagram the verdicts stand: the numbers of a neuron at its circle, those of its error at its ball, those
// of a weight at its connection. Pure.
/** @import { Address } from "../../core/types.js" */
/** @import { MarkedAnswer, Verdict } from "../types.js" */
import { parse } from "../../core/address.js";
import { WORST_FIRST } from "./verdicts.js";

/** The address of the part of the diagram that shows a number, by its family. @type {Record<string, string>} */
const PARTS = {
  z: "a",
  a: "a",
  slope: "a",
  error: "delta",
  delta: "delta",
  dw: "w",
  step_w: "w",
  new_w: "w",
  db: "b",
  step_b: "b",
  new_b: "b",
};

/** The part of the diagram that a number belongs to; null: none, as of the loss.
 * @param {Address} address @returns {Address | null} */
export function partOfDiagram(address) {
  const parsed = parse(address);
  const part = parsed && PARTS[parsed.family];
  return parsed && part ? `${part}${parsed.layer}.${parsed.indices.join(".")}` : null;
}

/** The worst verdict of each part. @param {ReadonlyMap<Address, MarkedAnswer>} verdicts @param {number} sample
 * @returns {Map<Address, Verdict>} */
export function placesOf(verdicts, sample) {
  /** @type {Map<Address, Verdict>} */
  const found = new Map();
  for (const { address, verdict } of verdicts.values()) {
    const parsed = parse(address);
    const part = partOfDiagram(address);
    const isHere = parsed && (/^(d|step_|new_)[wb]$/.test(parsed.family) || (parsed.sample ?? 0) === sample);
    if (part === null || !isHere) continue;
    const before = found.get(part);
    if (before === undefined || WORST_FIRST.indexOf(verdict) < WORST_FIRST.indexOf(before))
      found.set(part, verdict);
  }
  return found;
}

/** What can be typed at a part of the diagram, in the order of computing. @type {Record<string, readonly string[]>} */
const FIELDS = {
  a: ["z", "a", "error", "slope", "delta", "db"],
  delta: ["error", "slope", "delta"],
  w: ["dw", "step_w", "new_w"],
  b: ["db", "step_b", "new_b"],
};

/** The addresses of the fields at a part of the diagram. @param {Address} picked @param {number} sample
 * @param {ReadonlySet<Address>} places of the sheet @returns {Address[]} */
export function fieldsAt(picked, sample, places) {
  const parsed = parse(picked);
  if (!parsed) return [];
  const { family, layer, indices } = parsed;
  const families = FIELDS[family] ?? FIELDS[PARTS[family] ?? ""] ?? [];
  return families
    .map((name) => {
      const mark = sample > 0 && !/[wb]$/.test(name) ? `@${sample}` : "";
      return `${name}${layer}.${indices.join(".")}${mark}`;
    })
    .filter((address) => places.has(address));
}
