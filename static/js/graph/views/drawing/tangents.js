// The labels of forward mode: below a node, its derivatives with respect to the inputs.

/** @import { GraphAnswer, GraphScreen } from "../../types.js" */
/** @import { Drawing, Label, NodeParts } from "./types.js" */
import { own } from "../../../core/at.js";
import { lookupOf } from "../../symbols.js";
import { labelRoom, labelWidth, numberText, plainLine, symbolRuns } from "./label_text.js";
import { movedInside } from "./labels.js";
import { MAX_EDGE_LABELS, MAX_TANGENTS } from "./measures.js";

/** The tangents of the nodes in the step of a screen; in a roomy drawing of all nodes whose tangents are known.
 * @param {Drawing} drawing @param {GraphScreen} screen @returns {Label[]} */
export function tangentLabels(drawing, { frame, answer, state }) {
  if (!state.tangents || !answer.tangents) return [];
  const { roomy } = drawing.measures;
  const labelled = [...drawing.nodes.values()].filter(({ node, kind }) => {
    const address = `m.${node.id}.0`;
    return kind !== "constant" && (frame.writes.has(address) || (roomy && frame.known.has(address)));
  });
  if (!roomy && labelled.length > MAX_EDGE_LABELS) return [];
  return labelled.map((parts) => tangentLabel(drawing, parts, answer));
}

/** @param {Drawing} drawing @param {NodeParts} parts @param {GraphAnswer} answer @returns {Label} */
function tangentLabel(drawing, { node: { id }, middle: { x, y }, ry, captionHeight }, answer) {
  const { inputs } = lookupOf(answer);
  const tangents = inputs.map((input, k) => ({ k, value: own(answer.tangents, input)?.[id] ?? null }));
  const kept = largest(tangents);
  const content = kept.map(({ k, value }) => {
    const address = `m.${id}.${k}`;
    const runs = [
      ...symbolRuns(address, answer),
      { text: " = " },
      { text: numberText(value, drawing.undefinedWord) },
    ];
    return { kind: "rate", runs, address: /** @type {string | null} */ (address), value };
  });
  if (kept.length < tangents.length) content.push({ ...plainLine("rate", [{ text: "⋯" }]), address: "" });
  const caption = captionHeight ? captionHeight + (id === answer.result ? 15 : 8) : 4;
  const spot = { x, y: y + ry + caption + labelRoom(content) / 2, w: 0, h: 0 };
  return {
    name: `t ${id}`,
    spot: movedInside(drawing, spot, labelWidth(content)),
    content,
    kind: "tangent",
  };
}

/** If there are too many tangents, those of largest size that are not 0, in the order of the inputs.
 * @param {{ k: number, value: number | null }[]} tangents */
const largest = (tangents) =>
  tangents.length <= MAX_TANGENTS
    ? tangents
    : tangents
        .filter(({ value }) => value !== 0)
        .sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))
        .slice(0, MAX_TANGENTS)
        .sort((a, b) => a.k - b.k);
