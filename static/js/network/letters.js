// Letters and drawing, the two choices of how a network is shown: every letters with every drawing. To add letters,
// add a row to LETTERS and their symbols to notation.js; to add a drawing, a name to DRAWINGS and to DRAW in
// views/diagram/build.js.

/** @import { Chosen, Drawing, Model, Notation, Screen, State, TraceRequest } from "./types.js" */

/**
 * `drawing`: the one that goes with these letters unless another one is chosen. `offered`: under which choice the
 * menu shows them. The derivation has the textbook's letters, but writes δ out as ∂C/∂z.
 * @type {Record<Notation, { drawing: Drawing, offered: "figure" | "textbook" }>}
 */
export const LETTERS = {
  figure: { drawing: "flow", offered: "figure" },
  textbook: { drawing: "flow", offered: "textbook" },
  derivation: { drawing: "circuit", offered: "textbook" },
};
export const OFFERED_LETTERS = /** @type {const} */ (["textbook", "figure"]);
export const DRAWINGS = /** @type {const} */ (["flow", "circuit"]);

/** @param {Pick<State, "notation" | "drawing">} state @returns {Drawing} */
export const drawingOf = ({ notation, drawing }) => drawing ?? LETTERS[notation].drawing;

/** Whether a network is shown as the figures show it: only there their rule has a place.
 * @param {Pick<State, "notation" | "drawing">} state */
export const isAsInFigures = (state) => state.notation === "figure" && drawingOf(state) === "flow";
/** Whether the numbers of the figures' rule are shown: chosen, answered, and in the figures' letters and drawing.
 * @param {Pick<Screen, "state" | "trace">} screen */
export const showsFigureRule = ({ state, trace }) =>
  state.figureRule && trace.as_drawn !== undefined && isAsInFigures(state);

/** The entry of a list after this one, and after the last the first. @template T @param {readonly T[]} list
 * @param {T} value */
export const after = (list, value) => /** @type {T} */ (list[(list.indexOf(value) + 1) % list.length]);

/** How an example is shown: in its own letters and drawing, as far as the reader has chosen none.
 * @param {Notation} own letters of the example @param {Chosen} chosen
 * @returns {{ notation: Notation, drawing: Drawing | undefined }} */
export function lookOf(own, chosen) {
  const notation =
    chosen.notation === undefined || LETTERS[own].offered === LETTERS[chosen.notation].offered
      ? own
      : chosen.notation;
  // The drawing is the example's, whatever letters were chosen.
  const drawing = chosen.drawing ?? LETTERS[own].drawing;
  return { notation, drawing: drawing === LETTERS[notation].drawing ? undefined : drawing };
}

/** Whether two networks have the same layers of the same sizes. @param {TraceRequest} one
 * @param {TraceRequest} other */
export const sameSizes = ({ network: one }, { network: other }) =>
  one.inputs === other.inputs &&
  one.layers.length === other.layers.length &&
  one.layers.every(({ units }, l) => units === other.layers[l]?.units);

/** The letters of the network on the screen: those of its example, also under the reader's choice.
 * @param {Pick<Model, "catalog" | "state">} model @returns {Notation} */
export const ownLetters = ({ catalog, state: { preset, request } }) => {
  const example = catalog.presets.find(({ name }) => name === preset);
  return example && sameSizes(example.request, request) ? (example.letters ?? "textbook") : "textbook";
};
