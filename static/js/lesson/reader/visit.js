// What a reader has changed in a section: kept in the tab for a reload or a change of language, and encoded in shared
// links.
import { Unreadable, isObject, packed, unpacked } from "../../core/url_hash.js";
import { attempt } from "./memory.js";

/** The first characters of a hash that encodes a state. */
const STATE_PREFIX = "#1.";

/** Requests by experiment and positions by figure. `figureRule`: see `Lesson.figureRule`.
 * @typedef {{experiments: Record<string, unknown>, positions: Record<string, number>, figureRule: boolean}} Kept */
/** @typedef {ReturnType<typeof createVisit>} Visit */

/** Parts of another form are dropped. @param {unknown} value @returns {Kept} */
function readKept(value) {
  const { b, f, d } = isObject(value) ? value : {};
  return {
    experiments: isObject(b)
      ? Object.fromEntries(Object.entries(b).filter(([, request]) => isObject(request)))
      : {},
    positions: isObject(f) ? Object.fromEntries(Object.entries(f).filter(([, at]) => isPosition(at))) : {},
    figureRule: d === 1,
  };
}

/** @param {unknown} at */
const isPosition = (at) => Number.isInteger(at) && Number(at) >= 0 && Number(at) < MAX_POSITION;
const MAX_POSITION = 1e7;

/** @param {number} section @param {{tab: Window, memory: Storage}} browser */
export function createVisit(section, { tab, memory }) {
  const key = `lesson.${section}`;
  const kept = readKept(linked() ?? attempt(() => JSON.parse(memory.getItem(key) ?? "null")));

  /** The state in the address; null where there is none or it cannot be read. */
  function linked() {
    if (!tab.location.hash.startsWith(STATE_PREFIX)) return null;
    try {
      return unpacked(tab.location.hash);
    } catch (error) {
      if (error instanceof Unreadable) return null;
      throw error;
    }
  }
  const compact = () => ({ b: kept.experiments, f: kept.positions, d: kept.figureRule ? 1 : undefined });
  const opened = JSON.stringify(compact());
  function write() {
    const now = JSON.stringify(compact());
    try {
      memory.setItem(key, now);
    } catch {
      // Storage is refused: the page works, but a reload starts from the beginning.
      return;
    }
    // After a change the opened link is outdated: removed, so that a reload reads the kept state instead.
    if (now !== opened && tab.location.hash.startsWith(STATE_PREFIX)) {
      tab.history.replaceState(tab.history.state, "", `${tab.location.pathname}${tab.location.search}`);
    }
  }
  // A link to this section opened in the same tab changes the hash only.
  tab.addEventListener("hashchange", () => {
    if (tab.location.hash.startsWith(STATE_PREFIX)) tab.location.reload();
  });

  return {
    /** undefined where none was kept. @param {string} experiment */
    request: (experiment) => kept.experiments[experiment],
    /** undefined where none was kept. @param {string} figure */
    position: (figure) => kept.positions[figure],
    figureRule: () => kept.figureRule,
    /** @param {string} experiment @param {unknown} request null: that of the preset */
    keep(experiment, request) {
      if (request === null) delete kept.experiments[experiment];
      else kept.experiments[experiment] = request;
      write();
    },
    /** @param {string} figure @param {number} position */
    keepPosition(figure, position) {
      kept.positions[figure] = position;
      write();
    },
    /** @param {boolean} on */
    setFigureRule(on) {
      kept.figureRule = on;
      write();
    },
    /** A link to the page in its present state. */
    link: () => `${tab.location.origin}${tab.location.pathname}${tab.location.search}#${packed(compact())}`,
  };
}
