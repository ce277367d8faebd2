// Reading an element that must be there.

/**
 * The element at index `k`, counted from 0. Throws a `RangeError` that names the index if there is none, so that a
 * wrong
 * index fails where it is used and not as a strange number later.
 * @template T @param {ArrayLike<T>} list @param {number} k @returns {T} */
export function at(list, k) {
  const element = list[k];
  if (element === undefined) throw new RangeError(`no element ${k} in a list of ${list.length}`);
  return element;
}
