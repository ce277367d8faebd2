// What the browser keeps between visits. It may refuse: then the lesson works as well, and only a later visit begins anew.

/** Reads or writes what is kept; null where the browser does not allow it, or what was kept is garbage.
 * @template T @param {() => T} work @returns {T | null} */
export function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
