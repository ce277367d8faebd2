// Colours as every program that reads SVG knows them: #rrggbb, and the opacity apart. No DOM.

const two = (/** @type {number} */ part) =>
  Math.round(Math.min(255, Math.max(0, part)))
    .toString(16)
    .padStart(2, "0");

/** A number, or a percentage as a part of `whole`. @param {string} text @param {number} whole */
const part = (text, whole) => (text.endsWith("%") ? (Number.parseFloat(text) / 100) * whole : Number(text));

/** A colour as a browser computes it, `rgb(29, 95, 196)`, `rgba(0, 0, 0, 0.5)` or `color(srgb 0.1 0.2 0.3 / 0.5)`, as
 * #rrggbb and its opacity; null for `none` and what is no colour of these.
 * @param {string} text @returns {{hex: string, opacity: number} | null} */
export function hexOf(text) {
  const found = /^(rgba?|color)\(\s*(?:srgb\s+)?([^)]*)\)$/.exec(text.trim());
  if (!found) return null;
  const [red = "", green = "", blue = "", opacity = "1"] = (found[2] ?? "").split(/[\s,/]+/).filter(Boolean);
  const whole = found[1] === "color" ? 1 : 255;
  const parts = [red, green, blue].map((each) => (part(each, whole) / whole) * 255);
  if (parts.some(Number.isNaN)) return null;
  return { hex: `#${parts.map(two).join("")}`, opacity: part(opacity, 1) };
}
