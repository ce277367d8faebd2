// What a reader has done: which sections were read, which questions and exercises solved. Kept in the browser, under one key.
import { attempt } from "./memory.js";

const KEY = "lesson";
const VERSION = 1;
/** So many solved questions are remembered; the oldest go first. */
const MOST = 500;

/** @typedef {{version: number, visited: number[], solved: string[], last: number | null}} Kept */
/** @typedef {ReturnType<typeof createProgress>} Progress */

/** @returns {Kept} */
const nothing = () => ({ version: VERSION, visited: [], solved: [], last: null });

/** @param {unknown} value */
const isSection = (value) => typeof value === "number" && Number.isSafeInteger(value) && value > 0;

/** What was kept, as far as it has the right form. @param {string | null} text @returns {Kept} */
export function readProgress(text) {
  try {
    const value = JSON.parse(text ?? "null");
    if (value?.version !== VERSION) return nothing();
    return {
      version: VERSION,
      visited: Array.isArray(value.visited) ? value.visited.filter(isSection) : [],
      solved: Array.isArray(value.solved)
        ? value.solved.filter((/** @type {unknown} */ id) => typeof id === "string").slice(-MOST)
        : [],
      last: isSection(value.last) ? value.last : null,
    };
  } catch {
    return nothing();
  }
}

/** The section and the place of a question: "5.exercise-2" or "3.purpose". @param {number} section @param {string} place */
export const idOf = (section, place) => `${section}.${place}`;

/** @param {() => Storage} storage reading it may throw, where the browser keeps nothing */
export function createProgress(storage) {
  let kept = readProgress(attempt(() => storage().getItem(KEY)));
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** What is kept by now: another tab may have added to it. */
  function newest() {
    const text = attempt(() => storage().getItem(KEY));
    if (text !== null) kept = readProgress(text);
    return kept;
  }
  /** @param {Kept} fresh */
  function keep(fresh) {
    kept = fresh;
    attempt(() => storage().setItem(KEY, JSON.stringify(kept)));
    for (const heard of listeners) heard();
  }

  return {
    /** @param {number} section */
    visit: (section) =>
      keep({ ...newest(), visited: [...new Set([...kept.visited, section])], last: section }),
    /** @param {string} id */
    solve: (id) => {
      if (!newest().solved.includes(id)) keep({ ...kept, solved: [...kept.solved, id].slice(-MOST) });
    },
    isSolved: (/** @type {string} */ id) => kept.solved.includes(id),
    isVisited: (/** @type {number} */ section) => kept.visited.includes(section),
    /** How many questions of a section are solved. @param {number} section */
    solvedIn: (section) => kept.solved.filter((id) => id.startsWith(`${section}.`)).length,
    last: () => kept.last,
    any: () => kept.visited.length > 0 || kept.solved.length > 0,
    /** Forgets everything; what it gives brings it back. */
    reset() {
      const before = newest();
      keep(nothing());
      return () => keep(before);
    },
    /** Shows what another tab, or the page that one comes back from, has done meanwhile. */
    refresh() {
      newest();
      for (const heard of listeners) heard();
    },
    /** @param {() => void} heard */
    subscribe: (heard) => void listeners.add(heard),
  };
}
