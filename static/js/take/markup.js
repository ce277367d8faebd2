// The text of an SVG file. No DOM.

/** @typedef {Record<string, string | number | null | undefined>} Attributes null, undefined and "": left out */
/** @typedef {{tag: string, attributes: Attributes, children: (Markup | string)[]}} Markup */

const ESCAPED = /** @type {Record<string, string>} */ ({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
});
/** Characters that XML has no place for. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** @param {string} text */
const escaped = (text) =>
  text.replace(FORBIDDEN, "").replace(/[&<>"]/g, (character) => ESCAPED[character] ?? character);

/** A number without more decimals than a picture shows. @param {number} value */
export const short = (value) => String(Number(value.toFixed(2)));

/** @param {string} tag @param {Attributes} [attributes] @param {(Markup | string)[]} [children] @returns {Markup} */
export const markup = (tag, attributes = {}, children = []) => ({ tag, attributes, children });

/** @param {Markup | string} node @returns {string} */
export function textOf(node) {
  if (typeof node === "string") return escaped(node);
  const attributes = Object.entries(node.attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => ` ${name}="${escaped(typeof value === "number" ? short(value) : String(value))}"`)
    .join("");
  const inside = node.children.map(textOf).join("");
  return inside === "" ? `<${node.tag}${attributes}/>` : `<${node.tag}${attributes}>${inside}</${node.tag}>`;
}

/** Names with something before them, since another picture in the same page may have the same.
 * @param {Markup | string} node @param {string} prefix @returns {Markup | string} */
export function prefixed(node, prefix) {
  if (typeof node === "string") return node;
  const attributes = Object.entries(node.attributes).map(([name, value]) => {
    if (name === "id") return [name, `${prefix}${value}`];
    return [name, typeof value === "string" ? value.replace("url(#", `url(#${prefix}`) : value];
  });
  return markup(
    node.tag,
    Object.fromEntries(attributes),
    node.children.map((child) => prefixed(child, prefix)),
  );
}

/** A name for a text, the same for the same text. @param {string} text */
function nameOf(text) {
  let hash = 0x811c9dc5; // FNV-1a
  for (let k = 0; k < text.length; k += 1) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193) >>> 0;
  return `d${hash.toString(36)}-`;
}

/**
 * A whole file. Files that differ have no name in common.
 * @param {object} picture
 * @param {number} picture.width of the picture, in CSS pixels
 * @param {number} picture.height
 * @param {string | undefined} picture.viewBox the part of the coordinates that it shows, if they are not its pixels
 * @param {string} picture.background a colour
 * @param {string} picture.title what it is
 * @param {string} picture.description what it shows
 * @param {string} picture.language of both, as the attribute `lang` has it
 * @param {Markup[]} picture.children
 */
export function fileOf({ width, height, viewBox, background, title, description, language, children }) {
  const box = viewBox ?? `0 0 ${short(width)} ${short(height)}`;
  const [x = 0, y = 0, across = width, down = height] = box.split(/[\s,]+/).map(Number);
  const ground = markup("rect", { x, y, width: across, height: down, fill: background });
  const content = [ground, ...children];
  const prefix = nameOf([title, description, ...content.map(textOf)].join("\n"));
  const root = markup(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: box,
      role: "img",
      "aria-labelledby": `${prefix}title ${prefix}description`,
      "xml:lang": language,
    },
    [
      markup("title", { id: `${prefix}title` }, [title]),
      markup("desc", { id: `${prefix}description` }, [description]),
      ...content.map((child) => prefixed(child, prefix)),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${textOf(root)}\n`;
}
