// How the body of a request is written in a program. What stands around it comes with the page.

/** @type {Record<string, string>} */
const PYTHON = { true: "True", false: "False", null: "None" };

/** A string of JSON in Python's notation, which has no `\/`. @param {string} text */
const pythonString = (text) => text.replace(/\\(.)/g, (whole, escaped) => (escaped === "/" ? "/" : whole));

/**
 * The text of a JSON value in the notation of each kind of program.
 * @type {Record<string, (json: string) => string>}
 */
export const LITERALS = {
  curl: (json) => json.replaceAll("'", "'\\''"),
  python: (json) =>
    json.replace(
      /"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g,
      (token) => PYTHON[token] ?? pythonString(token),
    ),
  javascript: (json) => json,
};

/** @param {string} text */
export function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
