// A typed program as text: its statements, and the names that it leaves free.

/** The statements of a typed function, without its comments. @param {string} text */
export const statements = (text) =>
  text
    .replaceAll(/#[^\n]*/g, "")
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter(Boolean);
/** The name that a statement assigns, as its first group. */
export const ASSIGNS = /^([\p{L}_][\p{L}\w]*)\s*=(?!=)/u;
/** A name, which may have Greek letters, that is not called. */
const READ = /(?<![\p{L}\w.])([\p{L}_][\p{L}\w]*)(?![\p{L}\w])(?!\s*\()/gu;

/**
 * Names that a typed function reads and does not make itself.
 * @param {string} text
 * @returns {string[]} in order of appearance
 */
export function freeNames(text) {
  const all = statements(text);
  const made = new Set(all.map((one) => ASSIGNS.exec(one)?.[1]));
  const read = all.flatMap((one) =>
    [...one.replace(ASSIGNS, "").matchAll(READ)].map(([, name = ""]) => name),
  );
  return [...new Set(read)].filter((name) => !made.has(name) && name !== "pi" && name !== "e");
}
