// Sentences about the numbers of a step that stand for a convention at a kink, or that an answer leaves out.
/** @import { Remark, Step, Translate, Tree } from "../core/types.js" */
/** @import { Naming } from "./notation.js" */
/** @import { TraceNotice, Screen } from "./types.js" */
import { partsOf } from "../core/address.js";
import { at } from "../core/at.js";
import { menuWord } from "../core/names.js";
import { addressesOf } from "../math/formula/tree.js";
import { tidied } from "../math/sentences.js";
import { say } from "../math/speech.js";
import { neuronName } from "./narration.js";
import { countedLayer, textOf } from "./notation.js";

/** Which number of a unit in a formula a notice is about. @type {Record<TraceNotice["code"], string>} */
const FAMILIES = {
  "notice.network.kink": "slope",
  "notice.network.tie": "error",
  "notice.network.error": "error",
};

/** @param {Step} step @param {Tree} tree its formula @param {Screen} screen @param {Naming} naming
 * @param {Translate} t @returns {Remark[]} */
export function noticesOf(step, tree, screen, naming, t) {
  const { trace, state } = screen;
  if (trace.notices.length === 0) return [];
  const shown = new Set([...addressesOf(tree), ...step.reads, ...step.writes].map(withoutSample));
  // An update adds all samples up.
  const concerned = trace.notices.filter(
    ({ code, address, samples }) =>
      [address, String(partsOf(address).layer)].some((place) =>
        shown.has(`${FAMILIES[code]}${unitOf(place)}`),
      ) &&
      (step.phase === "update" || samples.includes(state.sample)),
  );
  /** @type {Map<string, TraceNotice[]>} */
  const groups = new Map();
  for (const notice of concerned) {
    const key = `${notice.code} ${partsOf(notice.address).layer}`;
    groups.set(key, [...(groups.get(key) ?? []), notice]);
  }
  return [...groups.values()].map((group) => ({ text: sentence(group, screen, naming, t), look: "marked" }));
}

/** @param {string} address */
const withoutSample = (address) => address.replace(/@.*$/, "");
/** "1.0" of "z1.0" and of "1.0". @param {string} address */
const unitOf = (address) => address.replace(/^\D+/, "");

/** One sentence for the units of a layer. @param {TraceNotice[]} group @param {Screen} screen @param {Naming} naming
 * @param {Translate} t */
function sentence(group, { trace: { network } }, naming, t) {
  const { code, address } = at(group, 0);
  const { layer, indices } = partsOf(address);
  const unit = indices[0] ?? 0;
  const place =
    group.length === 1
      ? neuronName(naming, layer, unit, t)
      : say(t, "notice.network.units", { count: group.length, layer: countedLayer(layer, naming) });
  const text = (/** @type {string} */ family) => textOf(`${family}${layer}.${unit}`, naming);
  const filled = say(t, code, {
    place,
    sum: text("z"),
    error: text("error"),
    delta: text("delta"),
    activation: menuWord(at(network.layers, layer - 1).activation),
    loss: menuWord(network.loss),
  });
  return tidied(filled.charAt(0).toUpperCase() + filled.slice(1));
}
