// Reading an element of a list that must be there, and an entry of a table that may be missing.

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

/**
 * The entry of a table under a name from outside; undefined if it has none of its own. `table[name]` finds what all
 * objects inherit, too, under names such as "constructor" and "toString".
 * @template T @param {Readonly<Record<string, T>> | null | undefined} table @param {string} name
 * @returns {T | undefined} */
export const own = (table, name) => (table && Object.hasOwn(table, name) ? table[name] : undefined);
