// Rows of numbers that keep coming, one after the other in a single array. No DOM.

/** @param {number} width numbers in a row @param {number} expected rows, as far as is known */
export function createRows(width, expected) {
  let numbers = new Float64Array(width * expected);
  let count = 0;
  return {
    /** Another row, to be filled. */
    add() {
      count += 1;
      if (numbers.length < width * count) {
        const larger = new Float64Array(Math.max(width * count, Math.ceil(1.5 * numbers.length)));
        larger.set(numbers);
        numbers = larger;
      }
      return numbers.subarray(width * (count - 1), width * count);
    },
    /** A row, not to be changed. @param {number} at */
    row: (at) => numbers.subarray(width * at, width * (at + 1)),
    /** All rows so far, not to be changed. */
    all: () => numbers.subarray(0, width * count),
    bytes: () => numbers.byteLength,
  };
}

/** Rows of small whole numbers, each of its own length. @param {number} expected of all numbers together */
export function createLists(expected) {
  let numbers = new Uint16Array(expected);
  const starts = [0];
  return {
    /** @param {ArrayLike<number>} list */
    add(list) {
      const from = starts.at(-1) ?? 0;
      const to = from + list.length;
      if (numbers.length < to) {
        const larger = new Uint16Array(Math.ceil(1.5 * to));
        larger.set(numbers);
        numbers = larger;
      }
      numbers.set(list, from);
      starts.push(to);
    },
    /** @param {number} at */
    row: (at) => numbers.subarray(starts[at], starts[at + 1]),
    bytes: () => numbers.byteLength + 8 * starts.length,
  };
}
