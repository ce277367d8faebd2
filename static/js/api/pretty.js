// JSON to read: what fits stands in one line, all else in a line for each entry.

/** @param {string} key @param {unknown} value */
const field = (key, value) => `${JSON.stringify(key)}: ${value}`;

/** @param {unknown} value @returns {string} */
function inOneLine(value) {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => field(key, inOneLine(inner)))
    .join(", ")}}`;
}

/**
 * @param {unknown} value as JSON has it
 * @param {number} width in characters
 * @returns {string}
 */
export function pretty(value, width = 88) {
  const line = inOneLine(value);
  if (line.length <= width || value === null || typeof value !== "object") return line;
  const inner = width - 2;
  const [open, close, entries] = Array.isArray(value)
    ? ["[", "]", value.map((each) => pretty(each, inner))]
    : ["{", "}", Object.entries(value).map(([key, each]) => field(key, pretty(each, inner)))];
  return `${open}\n${entries.join(",\n").replace(/^/gm, "  ")}\n${close}`;
}
