// The runs that were started, kept on a shelf: each request with its name, how it ended, and what the reader has made
// of it. Pure functions on the list; `createShelf` keeps it in the browser.
/** @import { Memory } from "../../core/browser/memory.js" */
/** @import { Run } from "../run.js" */
/** @import { TrainAnswer, TrainRequest } from "../types.js" */
import { sameRequest } from "../../core/editing.js";
import { isObject } from "../../core/url_hash.js";
import { requestOf } from "../request.js";

/** How a run has ended, in the numbers that a list has room for.
 * @typedef {{ reason: string, epoch: number, loss: number | null, test_loss: number | null, accuracy: number | null,
 * score: string }} Summary */
/** `name`: the reader's own; `before`: the request before it, which it is told apart from.
 * @typedef {{ request: TrainRequest, before: TrainRequest | null, name: string, isPinned: boolean,
 * summary: Summary | null }} Kept */

/** So many runs are kept; the oldest that is not pinned leaves first. */
export const MOST_KEPT = 30;
const KEY = "training-shelf";

/** @param {number} value @returns {number | null} */
const orNull = (value) => (Number.isFinite(value) ? value : null);

/** @param {Run} run @returns {Summary | null} null: it goes on */
export function summaryOf(run) {
  if (run.end === null) return null;
  const last = run.count - 1;
  return {
    reason: run.end.reason,
    epoch: run.end.epoch,
    loss: orNull(run.scalar("loss", last)),
    test_loss: orNull(run.scalar("test_loss", last)),
    accuracy: orNull(run.scalar("accuracy", last)),
    score: run.header.score,
  };
}

/** @param {readonly Kept[]} list @param {TrainRequest} request */
const placeOf = (list, request) => list.findIndex((one) => sameRequest(one.request, request));

/** The list with a run that has been asked for, the newest first; one that is on it stays where it is.
 * @param {readonly Kept[]} list @param {TrainRequest} request @returns {readonly Kept[]} */
export function shelved(list, request) {
  if (placeOf(list, request) >= 0) return list;
  const before = list[0]?.request ?? null;
  const next = [{ request, before, name: "", isPinned: false, summary: null }, ...list];
  if (next.length <= MOST_KEPT) return next;
  const oldest = next.findLastIndex((one, k) => k > 0 && !one.isPinned);
  return next.filter((_, k) => k !== (oldest < 0 ? next.length - 1 : oldest));
}

/** What in a request is changed by drawing: the points, from the start or from a step on, and the output that tells
 * their classes apart. @param {TrainRequest} request */
function withoutDrawn({ network, data: _, events, ...settings }) {
  const layers = network.layers.slice(0, -1);
  const others = (events ?? []).filter(({ set, weight }) => set || weight);
  return { ...settings, events: others, network: { ...network, layers, loss: "" } };
}

/** The list with the run of points that were drawn further: it takes the place of the run before the last points,
 * unless the reader has named or pinned that, or more than the points has changed.
 * @param {readonly Kept[]} list @param {TrainRequest} drawn the run before @param {TrainRequest} request
 * @returns {readonly Kept[]} */
export function redrawn(list, drawn, request) {
  const place = placeOf(list, drawn);
  const kept = list[place];
  const isSame = sameRequest(withoutDrawn(drawn), withoutDrawn(request));
  if (!kept || kept.name || kept.isPinned || !isSame || placeOf(list, request) >= 0)
    return shelved(list, request);
  return list.with(place, { ...kept, request, summary: null });
}

/** The list with one of its runs changed. @param {readonly Kept[]} list @param {TrainRequest} request
 * @param {Partial<Kept>} change @returns {readonly Kept[]} */
export function withKept(list, request, change) {
  const place = placeOf(list, request);
  if (place < 0) return list;
  return list.map((one, k) => (k === place ? { ...one, ...change } : one));
}

/** @param {readonly Kept[]} list @param {TrainRequest} request @returns {readonly Kept[]} */
export const withoutKept = (list, request) => list.filter((one) => !sameRequest(one.request, request));

/** What the browser has kept, as far as it can be read. @param {string | null} text @returns {readonly Kept[]} */
export function readShelf(text) {
  try {
    const found = JSON.parse(text ?? "[]");
    return (Array.isArray(found) ? found : []).filter(isObject).flatMap((one) => {
      const { before, name, isPinned, summary } = one;
      const request = requestOf(one["request"]);
      if (request === null) return [];
      return [
        {
          request,
          before: requestOf(before),
          name: typeof name === "string" ? name : "",
          isPinned: isPinned === true,
          summary: isObject(summary) ? /** @type {Summary} */ (/** @type {unknown} */ (summary)) : null,
        },
      ];
    });
  } catch {
    return [];
  }
}

/** @param {Memory} memory */
export function createShelf(memory) {
  let list = readShelf(memory.get(KEY));
  /** The run that was drawn last, as long as drawing goes on. @type {TrainRequest | null} */
  let drawn = null;
  /** The run on the screen. @type {TrainRequest | null} */
  let noted = null;
  /** @type {Set<() => void>} */
  const told = new Set();
  /** @param {readonly Kept[]} next */
  function set(next) {
    if (next === list) return;
    list = next;
    if (list.length > 0) memory.set(KEY, JSON.stringify(list));
    else memory.remove(KEY);
    for (const tell of told) tell();
  }
  return {
    get list() {
      return list;
    },
    /** Puts the run on the screen on the shelf, and its end when that has come. All runs while points are drawn are one
     * entry, beside that of the run before. @param {TrainAnswer} answer @param {boolean} [isDrawing] */
    note({ request, run, isOver }, isDrawing = false) {
      const isNew = placeOf(list, request) < 0;
      // A run that the reader has taken off the shelf does not come back while it is on the screen.
      if (noted !== request) set(isDrawing && drawn ? redrawn(list, drawn, request) : shelved(list, request));
      if (!isDrawing) drawn = null;
      else if (isNew && noted !== request) drawn = request;
      noted = request;
      const kept = list[placeOf(list, request)];
      if (isOver && kept && kept.summary === null) set(withKept(list, request, { summary: summaryOf(run) }));
    },
    /** @param {TrainRequest} request @param {Partial<Kept>} change */
    change: (request, change) => set(withKept(list, request, change)),
    /** @param {TrainRequest} request */
    remove: (request) => set(withoutKept(list, request)),
    clear: () => set([]),
    /** @param {() => void} tell called after each change; it replaces nothing */
    onChange: (tell) => told.add(tell),
  };
}
