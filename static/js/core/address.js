// Names of numbers: `w1.0.2` is the weight of layer 1 into unit 0 from unit 2, `delta2.1@3` a δ of sample 3 .
// To add a family, add its name to PATTERN, and a row to FAMILIES in network/trace_values.js.
/** @import { Address } from "./types.js" */

/** @typedef {{family: string, layer: number, indices: number[], sample: number | null}} Parsed */

const PATTERN =
  /^(x|t|z|a|error|delta|slope|w|b|dw|db|step_w|step_b|new_w|new_b|loss|eta)(\d+)?((?:\.\d+)*)(?:@(\d+))?$/;
/** Families of given data: their first number is an index, not a layer. */
const LAYERLESS = new Set(["x", "t", "loss", "eta"]);

/** Names are parsed again and again, by every number of every view.
 * @type {Map<Address, Parsed | null>} */
const known = new Map();
/** So many are remembered at most. */
const MOST_KNOWN = 20_000;

/** @param {Address} address @returns {Parsed | null} not to be changed: the next one gets the same */
export function parse(address) {
  const found = known.get(address);
  if (found !== undefined) return found;
  if (known.size >= MOST_KNOWN) known.clear();
  const parsed = parseAnew(address);
  known.set(address, parsed);
  return parsed;
}

/** @param {Address} address @returns {Parsed | null} */
function parseAnew(address) {
  const found = PATTERN.exec(address);
  if (!found) return null;
  const [, family = "", layer, rest = "", sample] = found;
  if (LAYERLESS.has(family) !== (layer === undefined)) return null;
  return {
    family,
    layer: layer === undefined ? 0 : Number(layer),
    indices: rest === "" ? [] : rest.slice(1).split(".").map(Number),
    sample: sample === undefined ? null : Number(sample),
  };
}

/** The parts of an address; of a name without parts (`loss`), the name. @param {Address} address @returns {Parsed} */
export const partsOf = (address) =>
  parse(address) ?? { family: address, layer: 0, indices: [], sample: null };

/** @param {Address} address */
export const withoutSample = (address) => address.replace(/@\d+$/, "");
