// Access to the browser's storage, which may be refused. The lesson works without it, but nothing is kept for the
// next visit.

/** The result of reading or writing; null where the browser does not allow it, or what was kept cannot be read.
 * @template T @param {() => T} work @returns {T | null} */
export function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
