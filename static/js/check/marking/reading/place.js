// Puts the cells that were read for a name into their places of the sheet. Pure.
/** @import { Address, Notice } from "../../../core/types.js" */
/** @import { Plan, Target } from "./names.js" */
import { sizeOf } from "./names.js";

/** @typedef {[Address, string][]} Placed numbers as written, by address */
/** @typedef {{placed: Placed, turned?: boolean}} Put */

/** @param {number} count @returns {number[]} */
const upTo = (count) => Array.from({ length: count }, (_, n) => n);
/** @param {number} sample */
const markOf = (sample) => (sample > 0 ? `@${sample}` : "");

/**
 * @param {Target} target @param {readonly string[][]} rows @param {Plan} plan
 * @param {object} [how]
 * @param {number} [how.sample] that a single row is for
 * @param {boolean} [how.isLayer] whether z3 is the third layer, if there is one, not the third of all neurons
 * @returns {Put | {mistake: Notice}} where `turned`, a matrix with a row for each input was turned round
 */
export function placed(target, rows, plan, { sample = 0, isLayer = false } = {}) {
  const flat = rows.flat();
  const { family, kind, layer, indices } = target;
  const depth = plan.network.layers.length;
  if (kind === "address" || family === "loss") return ofAddress(target, flat, plan);
  if (layer > depth) return { mistake: { key: "checking.paste_layer", params: { layer, depth } } };
  if (kind === "running")
    return isLayer && (indices[0] ?? 0) < depth
      ? ofLayer(family, (indices[0] ?? 0) + 1, rows, plan, sample)
      : ofRunning(target, rows, plan, sample);
  if (kind === "all") return ofAll(target, flat, plan, sample);
  if (kind === "layer" && (indices.length === 0 || flat.length !== 1))
    return ofLayer(family, layer, rows, plan, sample);
  const mark = family.endsWith("w") || family.endsWith("b") ? "" : markOf(sample);
  if (flat.length !== 1) return wrongCount(flat.length, "1");
  return { placed: [[`${family}${layer}.${indices.join(".")}${mark}`, flat[0] ?? ""]] };
}

/** @param {number} found @param {string} wanted @returns {{mistake: Notice}} */
const wrongCount = (found, wanted) => ({
  mistake: { key: "checking.paste_count", params: { found, wanted } },
});

/** @param {Target} target @param {readonly string[]} flat @param {Plan} plan
 * @returns {{placed: Placed} | {mistake: Notice}} */
function ofAddress({ family, layer, indices, sample }, flat, { inputs }) {
  if (family !== "loss") {
    if (flat.length !== 1) return wrongCount(flat.length, "1");
    return { placed: [[`${family}${layer}.${indices.join(".")}${markOf(sample ?? 0)}`, flat[0] ?? ""]] };
  }
  if (flat.length === 1)
    return { placed: [[sample === null || inputs.length === 1 ? "loss" : `loss@${sample}`, flat[0] ?? ""]] };
  if (flat.length !== inputs.length) return wrongCount(flat.length, "1");
  return { placed: flat.map((text, s) => [`loss@${s}`, text]) };
}

/** The addresses of all numbers of a family, in order: by layer, by unit, by input. @param {string} family
 * @param {Plan} plan @param {string} mark @returns {Address[]} */
const allOf = (family, plan, mark) =>
  plan.network.layers.flatMap((_, l) => {
    const { units, fanIn, hasBias } = sizeOf(plan, l + 1);
    if (family.endsWith("b")) return hasBias ? upTo(units).map((j) => `${family}${l + 1}.${j}`) : [];
    if (family.endsWith("w"))
      return upTo(units).flatMap((j) => upTo(fanIn).map((i) => `${family}${l + 1}.${j}.${i}`));
    return upTo(units).map((j) => `${family}${l + 1}.${j}${mark}`);
  });

/** z3 alone is the third of all neurons; z2 = [0.1, 0.4] is layer 2.
 * @param {Target} target @param {readonly string[][]} rows @param {Plan} plan @param {number} sample
 * @returns {Put | {mistake: Notice}} */
function ofRunning({ family, indices }, rows, plan, sample) {
  const index = indices[0] ?? 0;
  const depth = plan.network.layers.length;
  if (rows.flat().length !== 1) {
    if (index >= depth)
      return { mistake: { key: "checking.paste_layer", params: { layer: index + 1, depth } } };
    return ofLayer(family, index + 1, rows, plan, sample);
  }
  const address = allOf(family, plan, markOf(sample))[index];
  if (address === undefined) return { mistake: { key: "checking.paste_place" } };
  return { placed: [[address, rows.flat()[0] ?? ""]] };
}

/** @param {Target} target @param {readonly string[]} flat @param {Plan} plan @param {number} sample
 * @returns {{placed: Placed} | {mistake: Notice}} */
function ofAll({ family }, flat, plan, sample) {
  const addresses = allOf(family, plan, markOf(sample));
  if (flat.length !== addresses.length) return wrongCount(flat.length, String(addresses.length));
  return { placed: addresses.map((address, n) => [address, flat[n] ?? ""]) };
}

/** @param {string} family @param {number} layer @param {readonly string[][]} rows @param {Plan} plan
 * @param {number} sample @returns {Put | {mistake: Notice}} */
function ofLayer(family, layer, rows, plan, sample) {
  const { units, fanIn, hasBias } = sizeOf(plan, layer);
  const flat = rows.flat();
  const has = (/** @type {number} */ count, /** @type {number} */ width) =>
    rows.length === count && rows.every((row) => row.length === width);
  const at = (/** @type {number} */ r, /** @type {number} */ c) => rows[r]?.[c] ?? "";
  if (family.endsWith("w")) {
    const biasFamily = `${family.slice(0, -1)}b`;
    const cell = (/** @type {number} */ j, /** @type {number} */ i) => `${family}${layer}.${j}.${i}`;
    const pairs = (/** @type {(j: number, i: number) => string} */ text) =>
      upTo(units).flatMap((j) =>
        upTo(fanIn).map((i) => /** @type {[string, string]} */ ([cell(j, i), text(j, i)])),
      );
    if (has(units, fanIn)) return { placed: pairs(at) };
    if (hasBias && has(units, fanIn + 1))
      return {
        placed: [
          ...pairs(at),
          ...upTo(units).map(
            (j) => /** @type {[string, string]} */ ([`${biasFamily}${layer}.${j}`, at(j, fanIn)]),
          ),
        ],
      };
    if (has(fanIn, units)) return { placed: pairs((j, i) => at(i, j)), turned: true };
    if (flat.length === units * fanIn) return { placed: pairs((j, i) => flat[j * fanIn + i] ?? "") };
    return wrongCount(flat.length, `${units} × ${fanIn}`);
  }
  if (family.endsWith("b")) {
    if (!hasBias) return { mistake: { key: "checking.paste_place" } };
    if (flat.length !== units) return wrongCount(flat.length, String(units));
    return { placed: flat.map((text, j) => [`${family}${layer}.${j}`, text]) };
  }
  const samples = plan.inputs.length;
  const ofSample = (/** @type {number} */ s, /** @type {(j: number) => string} */ text) =>
    upTo(units).map((j) => /** @type {[string, string]} */ ([`${family}${layer}.${j}${markOf(s)}`, text(j)]));
  if (samples > 1 && has(samples, units))
    return { placed: upTo(samples).flatMap((s) => ofSample(s, (j) => at(s, j))) };
  if (samples > 1 && has(units, samples))
    return { placed: upTo(samples).flatMap((s) => ofSample(s, (j) => at(j, s))) };
  if (flat.length === units) return { placed: ofSample(sample, (j) => flat[j] ?? "") };
  return wrongCount(flat.length, samples > 1 ? `${samples} × ${units}` : String(units));
}
