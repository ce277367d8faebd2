// What is kept in the browser: for the next visit (`lasting`) and until the tab is closed (`ofTab`). The only module
// that uses the browser's storage. Where that is refused (cookies blocked) or full, the page works as usual, and what
// could not be kept lasts until the page is left.

/** @typedef {ReturnType<typeof createMemory>} Memory */

/** @param {() => Pick<Storage, "getItem" | "setItem" | "removeItem">} storage throws where the browser allows none */
export function createMemory(storage) {
  /** What the browser did not take; null: what it did not remove. @type {Map<string, string | null>} */
  const refused = new Map();
  /** @param {string} key @param {string | null} text @param {() => void} write */
  function change(key, text, write) {
    try {
      write();
      refused.delete(key);
    } catch {
      refused.set(key, text);
    }
  }
  return {
    /** @param {string} key @returns {string | null} null: nothing is kept */
    get(key) {
      const own = refused.get(key);
      if (own !== undefined) return own;
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {string} text */
    set: (key, text) => change(key, text, () => storage().setItem(key, text)),
    /** @param {string} key */
    remove: (key) => change(key, null, () => storage().removeItem(key)),
  };
}

export const lasting = createMemory(() => globalThis.localStorage);
export const ofTab = createMemory(() => globalThis.sessionStorage);
