// The way from a network to the page of gradient descent: its loss over two of its own numbers.
/** @import { TraceRequest } from "./types.js" */
/** @import { DescentRequest } from "../descent/types.js" */
import { packed } from "../core/url_hash.js";

/** So many steps of training are drawn at first. */
const STEPS = 200;
const RATE = 0.1;

/** The network as it is trained by its own optimizer, seen over two of its numbers.
 * @param {TraceRequest} request @param {string} x @param {string} y @returns {DescentRequest} */
function sliceOf({ network, inputs, targets, reduction, optimizer }, x, y) {
  return {
    network: { request: { network, inputs, targets, ...(reduction ? { reduction } : {}) }, x, y },
    runs: [{ optimizer: optimizer ?? { name: "sgd", learning_rate: RATE } }],
    steps: STEPS,
  };
}

/** @param {TraceRequest} request @param {string} x @param {string} y @returns {string} the hash of `/descent`, without "#" */
export const sliceLink = (request, x, y) => packed({ r: sliceOf(request, x, y) });
