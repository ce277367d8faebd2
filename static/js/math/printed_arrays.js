// What programs write around the numbers that they print: array(…, dtype=float32), tensor(…, grad_fn=<…>),
// np.float64(…) of NumPy 2, Array(…) of JAX, <tf.Tensor: shape=(2, 2), …, numpy=…> of TensorFlow,
// <Variable …, value=…> of Keras.

/** An array with its description: of one part of a text each, since none holds another. Where the first `numpy=` has no
 * end, no later one has: what is found ahead is not looked for again. */
const DESCRIBED =
  /<(?:tf\.\w{1,40}|Variable|KerasVariable)\b(?=([^<>[\n]{0,300}?\b(?:numpy|value)\s?=))\1([^<>]*)>/g;
/** What is said of an array behind its numbers. */
const SAID =
  /(?:,\s?)?\b(?:dtype|device|requires_grad|grad_fn|weak_type|shape)\s?=\s?(?:<\w*>|\([\d, ]{0,40}\)|[\w.':]+)/g;
const MODULE = /(?<![\w.])(?:\w{1,40}\.){0,2}/;
/** A number alone: as it is, since its brackets are no row. */
const SCALAR = new RegExp(
  [
    MODULE.source,
    "(?:float|int|tensor|array|Array|DeviceArray|Tensor|(?:b?float|u?int)\\d{1,3})",
    "\\(\\s?([-+−]?[\\d.][\\w.+-]{0,40})\\s?\\)",
  ].join(""),
  "g",
);
const ARRAY = new RegExp(
  `${MODULE.source}(?:\\b(?:array|tensor|matrix)\\b|(?:Array|DeviceArray|Tensor)(?=\\s?\\())`,
  "g",
);
const HEADING = /\bParameter containing:/g;

/** The numbers with their brackets and names alone. @param {string} text */
export const withoutPrinting = (text) =>
  text
    .replaceAll(DESCRIBED, " $2 ")
    .replaceAll(SAID, " ")
    .replaceAll(SCALAR, "$1")
    .replaceAll(ARRAY, " ")
    .replaceAll(HEADING, " ");
