// What the program prints: one line an iteration, of which only some are shown.

/** The number of lines at the end of the output that are always shown. */
const LAST_LINES = 5;

/**
 * The iterations whose line is shown: powers of ten and the last ones.
 * @param {number} upTo the last iteration that has printed
 * @returns {{iteration: number, left: number}[]} `left`: the number of lines left out before it
 */
export function printedIterations(upTo) {
  /** @type {Set<number>} */
  const shown = new Set();
  for (let power = 1; power <= upTo; power *= 10) shown.add(power);
  for (let k = Math.max(1, upTo - LAST_LINES + 1); k <= upTo; k += 1) shown.add(k);
  let before = 0;
  return [...shown]
    .sort((a, b) => a - b)
    .map((iteration) => {
      const left = iteration - before - 1;
      before = iteration;
      return { iteration, left };
    });
}

/** A float as Python prints it. @param {number} value */
export function pythonFloat(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e16) return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  if (size >= 1e-4 && size < 1e16) return String(value);
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const sign = exponent.startsWith("-") ? "-" : "+";
  return `${mantissa}e${sign}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}
