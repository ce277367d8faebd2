// What a reader has changed in a section: kept in the tab, so that a reload or another language finds it, and put into a
// link when it is shared.
import { Unreadable, isObject, packed, unpacked } from "../../core/url_hash.js";
import { attempt } from "./memory.js";

/** How the end of an address begins that holds a state. */
const LINKED = "#1.";

/** @typedef {{experiments: Record<string, any>, places: Record<string, number>, figureRule: boolean}} Kept */

/** @param {unknown} value @returns {Kept} only what has the right form */
function readKept(value) {
  const { b, f, d } = isObject(value) ? value : {};
  return {
    experiments: isObject(b)
      ? Object.fromEntries(Object.entries(b).filter(([, request]) => isObject(request)))
      : {},
    places: isObject(f)
      ? Object.fromEntries(Object.entries(f).filter(([, at]) => Number.isInteger(at) && at >= 0 && at < 1e7))
      : {},
    figureRule: d === 1,
  };
}

/** @param {number} section @param {{tab: Window, memory: Storage}} world */
export function createVisit(section, { tab, memory }) {
  const key = `lesson.${section}`;
  const kept = readKept(linked() ?? attempt(() => JSON.parse(memory.getItem(key) ?? "null")));

  /** The state in the address, if one is there; garbage is passed over like an anchor. */
  function linked() {
    if (!tab.location.hash.startsWith(LINKED)) return null;
    try {
      return unpacked(tab.location.hash);
    } catch (error) {
      if (error instanceof Unreadable) return null;
      throw error;
    }
  }
  const compact = () => ({ b: kept.experiments, f: kept.places, d: kept.figureRule ? 1 : undefined });
  const opened = JSON.stringify(compact());
  function write() {
    const now = JSON.stringify(compact());
    try {
      memory.setItem(key, now);
    } catch {
      // Without a memory the page works as well; only a reload begins anew.
      return;
    }
    // A link that was opened says no longer what is there: a reload or another language must find the change.
    if (now !== opened && tab.location.hash.startsWith(LINKED)) {
      tab.history.replaceState(tab.history.state, "", `${tab.location.pathname}${tab.location.search}`);
    }
  }
  // A link to this very section, put into its own tab, changes nothing but the end of the address.
  tab.addEventListener("hashchange", () => {
    if (tab.location.hash.startsWith(LINKED)) tab.location.reload();
  });

  return {
    request: (/** @type {string} */ experiment) => kept.experiments[experiment],
    position: (/** @type {string} */ figure) => kept.places[figure],
    figureRule: () => kept.figureRule,
    /** @param {string} experiment @param {any} request null: the lesson's own */
    keep(experiment, request) {
      if (request === null) delete kept.experiments[experiment];
      else kept.experiments[experiment] = request;
      write();
    },
    /** @param {string} figure @param {number} position */
    stand(figure, position) {
      kept.places[figure] = position;
      write();
    },
    /** @param {boolean} figureRule */
    setFigureRule(figureRule) {
      kept.figureRule = figureRule;
      write();
    },
    /** The page in its present state. */
    link: () => `${tab.location.origin}${tab.location.pathname}${tab.location.search}#${packed(compact())}`,
  };
}
