// The answer of a server, of which a page shows no more than can be read.
import { formatNumber } from "../math/format.js";
import { pretty } from "./pretty.js";

/** Of a larger answer only the beginning is kept, as it came. */
export const MOST_BYTES = 1_000_000;
/** So many characters are shown. */
export const MOST_CHARACTERS = 20_000;

/**
 * @typedef {object} Shown
 * @property {string} text
 * @property {boolean} isCut there is more of it
 * @property {number} bytes of the whole answer
 * @property {unknown} value the answer, if it is JSON and was kept as a whole
 */

/** The type of an answer that comes line by line. */
const LINES = "application/x-ndjson";

/**
 * @param {Response} response
 * @param {(shown: Shown) => void} arrived called with what there is of an answer in lines, whenever more has come
 * @returns {Promise<Shown>}
 */
export async function readShown(response, arrived = () => {}) {
  const isInLines = response.headers.get("content-type")?.startsWith(LINES) ?? false;
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (bytes < MOST_BYTES)
      text += decoder.decode(part.value.subarray(0, MOST_BYTES - bytes), { stream: true });
    bytes += part.value.length;
    if (isInLines) arrived(shownOf(text, bytes));
  }
  let value;
  try {
    if (bytes <= MOST_BYTES && !isInLines) {
      value = JSON.parse(text);
      text = pretty(value);
    }
  } catch {
    // Not ours: a proxy in between answered.
  }
  return shownOf(text, bytes, value);
}

/** @param {string} text @param {number} bytes @param {unknown} [value] @returns {Shown} */
const shownOf = (text, bytes, value) => ({
  text: text.slice(0, MOST_CHARACTERS),
  isCut: text.length > MOST_CHARACTERS,
  bytes,
  value,
});

/** A number of bytes with its unit. @param {number} bytes */
export const sizeText = (bytes) =>
  bytes < 1000
    ? `${bytes} B`
    : bytes < 999_500
      ? `${formatNumber(bytes / 1e3, 3)} kB`
      : `${formatNumber(bytes / 1e6, 3)} MB`;
