// A reader's progress: the sections visited, the questions and exercises solved. Kept in the browser under one key.
/** @import { Memory } from "../../core/browser/memory.js" */

const KEY = "lesson";
const VERSION = 1;
/** Maximum number of solved questions kept; the oldest are dropped. */
const MAX_SOLVED = 500;

/** @typedef {{version: number, visited: number[], solved: string[], last: number | null}} Kept */
/** @typedef {ReturnType<typeof createProgress>} Progress */

/** @returns {Kept} */
const nothing = () => ({ version: VERSION, visited: [], solved: [], last: null });

/** @param {unknown} value */
const isSection = (value) => typeof value === "number" && Number.isSafeInteger(value) && value > 0;

/** The kept progress; parts of another form are dropped. @param {string | null} text @returns {Kept} */
export function readProgress(text) {
  try {
    const value = JSON.parse(text ?? "null");
    if (value?.version !== VERSION) return nothing();
    return {
      version: VERSION,
      visited: Array.isArray(value.visited) ? value.visited.filter(isSection) : [],
      solved: Array.isArray(value.solved)
        ? value.solved.filter((/** @type {unknown} */ id) => typeof id === "string").slice(-MAX_SOLVED)
        : [],
      last: isSection(value.last) ? value.last : null,
    };
  } catch {
    return nothing();
  }
}

/** The id of a question or exercise: "3.purpose", "5.exercise-2". @param {number} section @param {string} name */
export const idOf = (section, name) => `${section}.${name}`;

/** @param {Pick<Memory, "get" | "set">} memory */
export function createProgress(memory) {
  let kept = readProgress(memory.get(KEY));
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** Reads what is kept once more: another tab may have added to it. */
  function newest() {
    const text = memory.get(KEY);
    if (text !== null) kept = readProgress(text);
    return kept;
  }
  /** @param {Kept} fresh */
  function keep(fresh) {
    kept = fresh;
    memory.set(KEY, JSON.stringify(kept));
    for (const listener of listeners) listener();
  }

  return {
    /** @param {number} section */
    visit: (section) =>
      keep({ ...newest(), visited: [...new Set([...kept.visited, section])], last: section }),
    /** @param {string} id */
    solve: (id) => {
      if (!newest().solved.includes(id)) keep({ ...kept, solved: [...kept.solved, id].slice(-MAX_SOLVED) });
    },
    isSolved: (/** @type {string} */ id) => kept.solved.includes(id),
    isVisited: (/** @type {number} */ section) => kept.visited.includes(section),
    /** The number of solved questions of a section. @param {number} section */
    solvedIn: (section) => kept.solved.filter((id) => id.startsWith(`${section}.`)).length,
    last: () => kept.last,
    any: () => kept.visited.length > 0 || kept.solved.length > 0,
    /** Forgets everything. Returns a function that restores it. */
    reset() {
      const before = newest();
      keep(nothing());
      return () => keep(before);
    },
    /** Reads what another tab, or the page before this one, has written meanwhile. */
    refresh() {
      newest();
      for (const listener of listeners) listener();
    },
    /** @param {() => void} listener */
    subscribe: (listener) => void listeners.add(listener),
  };
}
