// Colours as three numbers, mixed and ranged. No DOM.

/** @typedef {readonly [number, number, number]} Colour */

/** "#1d5fc4", or "rgb(29, 95, 196)" as the browser computes it, as three numbers from 0 to 255.
 * @param {string} text @returns {Colour} */
export function parseColour(text) {
  const computed = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(text.trim());
  if (computed) return [Number(computed[1]), Number(computed[2]), Number(computed[3])];
  const hex = text.trim().replace("#", "");
  const part = (/** @type {number} */ k) => Number.parseInt(hex.slice(k, k + 2), 16) || 0;
  return [part(0), part(2), part(4)];
}

/** @param {Colour} a @param {Colour} b @param {number} t @returns {Colour} */
export const mixColours = (a, b, t) => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/**
 * A two-sided ramp: -1 the first colour, 0 the middle one, 1 the last; the root keeps small numbers visible.
 * @param {Colour} negative @param {Colour} zero @param {Colour} positive
 * @returns {(u: number) => Colour}
 */
export const divergingRamp = (negative, zero, positive) => (u) =>
  mixColours(zero, u < 0 ? negative : positive, Math.sqrt(Math.min(1, Math.abs(u))));
