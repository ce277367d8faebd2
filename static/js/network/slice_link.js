// The link from a network to the page of gradient descent, where its loss is drawn over two of its parameters.
/** @import { TraceRequest } from "./types.js" */
/** @import { DescentRequest } from "../descent/types.js" */
import { packed } from "../core/url_hash.js";

/** How many steps of training the linked page shows. */
const STEPS = 200;
const RATE = 0.1;

/** A descent of the network with its own optimizer, over two of its parameters.
 * @param {TraceRequest} request @param {string} x @param {string} y @returns {DescentRequest} */
function sliceOf({ network, inputs, targets, reduction, optimizer }, x, y) {
  return {
    network: { request: { network, inputs, targets, ...(reduction ? { reduction } : {}) }, x, y },
    runs: [{ optimizer: optimizer ?? { name: "sgd", learning_rate: RATE } }],
    steps: STEPS,
  };
}

/** @param {TraceRequest} request @param {string} x @param {string} y addresses of two parameters
 * @returns {string} the hash of `/descent`, without "#" */
export const sliceLink = (request, x, y) => packed({ r: sliceOf(request, x, y), g: "layer" });
