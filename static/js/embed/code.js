// The HTML that shows a player in a page of another site. No DOM.

/** By the address of the whole page: the address of its player, and the name of its tool for the element. */
export const PLAYERS = /** @type {Record<string, {path: string, tool: string}>} */ ({
  "/": { path: "/embed", tool: "network" },
  "/chain-rule": { path: "/embed/chain-rule", tool: "chain-rule" },
  "/descent": { path: "/embed/descent", tool: "descent" },
});

/**
 * What is to be shown.
 * @typedef {object} Shown
 * @property {string} base the address of the server, without a slash at its end
 * @property {string} page as `/descent`
 * @property {string} state the hash of its link, without "#"
 * @property {readonly string[]} hide
 * @property {string} language "": that of the reader
 * @property {string} theme "": that of the reader
 * @property {string} title
 * @property {number} width in CSS pixels
 * @property {number} height
 */

const ESCAPED = /** @type {Record<string, string>} */ ({ "&": "&amp;", '"': "&quot;", "<": "&lt;" });
/** @param {Record<string, string | number>} attributes those without a text are left out */
const written = (attributes) =>
  Object.entries(attributes)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => ` ${name}="${String(value).replace(/[&"<]/g, (sign) => ESCAPED[sign] ?? sign)}"`)
    .join("");

/** @param {Shown} shown */
const choicesOf = ({ hide, language, theme }) => ({ hide: hide.join(","), lang: language, theme });

/** @param {Shown} shown */
export function addressOf(shown) {
  const query = Object.entries(choicesOf(shown))
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`);
  const path = `${shown.base}${PLAYERS[shown.page]?.path ?? ""}`;
  return `${path}${query.length > 0 ? `?${query.join("&")}` : ""}#${shown.state}`;
}

/** A frame of a fixed size. @param {Shown} shown */
export function frameCode(shown) {
  const { title, width, height } = shown;
  const attributes = { src: addressOf(shown), title, width, height, loading: "lazy" };
  return `<iframe${written({ ...attributes, style: "border: 0; max-width: 100%" })}></iframe>`;
}

/** The element that is as high as what it holds. @param {Shown} shown */
export function elementCode(shown) {
  const script = `<script type="module" src="${shown.base}/static/js/embed/delta-flow.js"></script>`;
  const tool = PLAYERS[shown.page]?.tool ?? "";
  const attributes = { tool, ...choicesOf(shown), title: shown.title, state: shown.state };
  return `${script}\n<delta-flow${written(attributes)}></delta-flow>`;
}
