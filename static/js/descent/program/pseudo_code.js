// The loop of gradient descent as pseudo-code, the algorithm of figure 1.
/** @import { Line } from "./listing.js" */

/**
 * One line of mathematics and words. It stands for all lines of the program of its kinds: it is highlighted
 *   while one of
 * them runs.
 * @typedef {object} PseudoLine
 * @property {readonly Line["kind"][]} kinds
 * @property {number} indent
 * @property {readonly ({ say: string } | { latex: string })[]} parts `say`: the key of a text
 * @property {string} [note] the key of its comment
 * @property {"rows" | "gradient" | "point" | "round" | "value"} [shows] the value beside it
 */

const SAMPLES = "\\{x_1,\\dots,x_m\\}";
const LABELS = "\\{y^{(1)},\\dots,y^{(m)}\\}";
/** The average gradient and the step, as figure 1 writes them. */
const AVERAGE = String.raw`\hat g=\frac1m\nabla_\theta\sum_i L(f(x_i,\theta),y^{(i)})`;
const STEP = String.raw`\theta=\theta-\varepsilon_k\hat g`;

/** @param {boolean} batched whether a step draws a batch, or takes all rows @returns {PseudoLine[]} */
export const pseudoCode = (batched) => [
  {
    kinds: ["start"],
    indent: 0,
    parts: [
      { say: "pseudo.rate" },
      { latex: "\\varepsilon_k" },
      { say: "pseudo.parameters" },
      { latex: "\\theta" },
    ],
  },
  { kinds: ["loop", "stop"], indent: 0, parts: [{ say: "pseudo.while" }], shows: "round" },
  {
    kinds: ["batch"],
    indent: 1,
    parts: [{ latex: SAMPLES }],
    note: batched ? "pseudo.samples" : "pseudo.samples_all",
    shows: "rows",
  },
  { kinds: ["batch"], indent: 1, parts: [{ latex: LABELS }], note: "pseudo.labels" },
  { kinds: ["gradient"], indent: 1, parts: [{ latex: AVERAGE }], note: "pseudo.average", shows: "gradient" },
  { kinds: ["update"], indent: 1, parts: [{ latex: STEP }], note: "pseudo.update", shows: "point" },
  { kinds: ["value"], indent: 0, parts: [{ say: "pseudo.end" }], shows: "value" },
];
