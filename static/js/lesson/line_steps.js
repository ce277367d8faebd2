// The lines of a derivation as steps of their figure. Pure.
/** @import { Address, Step, Tree } from "../core/types.js" */
/** @import { Figure, Line } from "./types.js" */
import { withoutSample } from "../core/address.js";
import { addressesOf, sidesOf } from "../math/formula/tree.js";
import { nodeOf } from "../math/formula/print.js";
import { textFrom } from "../math/nodes.js";
import { symbolOf } from "../network/notation.js";

/** The position after the step that writes an address: its index + 1.
 * @param {readonly Step[]} steps @param {Line["at"]} at */
function placeOf(steps, at) {
  if (at === "start") return 0;
  if (at === "end") return steps.length;
  return steps.findIndex(({ writes }) => writes.some((written) => withoutSample(written) === at)) + 1;
}

/** w1 as w₁: the digits behind a letter. @param {string} text */
const withIndices = (text) =>
  text.replace(/(?<=\p{L}′?)\d+/gu, (digits) =>
    [...digits].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join(""),
  );

/** The left side of a line, as plain text: ∂z/∂w₁. @param {Tree} tree @param {Record<Address, string>} names */
function titleOf(tree, names) {
  const naming = { notation: /** @type {const} */ ("derivation"), units: [], activations: [], names };
  const text = textFrom(
    nodeOf(sidesOf(tree)[0] ?? tree, {
      symbol: (address) => symbolOf(address, naming),
      numbers: false,
      value: () => null,
      format: String,
    }),
  );
  return withIndices(text);
}

/** The network's own steps up to the position of the first line, then one step for every line. Own steps whose
 * numbers the lines write are left out; a line's step also writes what the own steps between it and the line
 * before write.
 * @param {readonly Step[]} steps @param {Figure} figure @returns {Step[]} */
export function stepsWithLines(steps, figure) {
  const lines = figure.lines ?? [];
  const ofLines = new Set(lines.flatMap(({ writes }) => writes));
  const isReplaced = (/** @type {Step} */ step) => step.writes.some((address) => ofLines.has(address));
  const first = placeOf(steps, lines[0]?.at ?? "start");
  /** @type {Set<Address>} */
  const written = new Set();
  let reached = 0;
  const before = steps.slice(0, first).filter((step) => !isReplaced(step));
  for (const step of before) step.writes.forEach((address) => written.add(address));
  return [
    ...before,
    ...lines.map((line, k) => {
      const place = placeOf(steps, line.at);
      // Numbers that no line writes, such as the loss before its first derivative.
      const passed = steps
        .slice(reached, Math.max(reached, place))
        .flatMap(({ writes }) => writes)
        .filter((address) => !written.has(address) && !ofLines.has(address));
      reached = Math.max(reached, place);
      const writes = [...line.writes, ...passed];
      writes.forEach((address) => written.add(address));
      const at = steps[place - 1];
      return {
        phase: at?.phase ?? "forward",
        rule: `line ${k}`,
        layer: at?.layer ?? 1,
        unit: at?.unit ?? null,
        reads: addressesOf(sidesOf(line.tree)[1]),
        writes,
        formula: line.tree,
        figure: line.tree,
        lights: line.lights,
        say: line.say,
        title: titleOf(line.tree, figure.names ?? {}),
      };
    }),
  ];
}
