// What of a marking is shown: up to the first number that is wrong; what comes after it waits until it has been put
// right, or all is asked for. Pure.
/** @import { Address } from "../../core/types.js" */
/** @import { MarkedAnswer, Model } from "../types.js" */
import { isCurrent } from "./request.js";

/** Verdicts that the reader has something to do about. @type {ReadonlySet<string>} */
const TO_DO = new Set(["wrong", "unreadable"]);

/** @param {Model} model */
export function shownOf(model) {
  const { marking: kept, state } = model;
  const marking = kept?.marking ?? null;
  /** @type {Map<Address, MarkedAnswer>} */
  const verdicts = new Map();
  if (kept === null || marking === null || kept.about[0] !== state.request)
    return { marking: null, verdicts, first: null, waiting: 0 };
  // A number that has been changed since has no verdict yet.
  const judged = marking.answers.filter(({ address }) => kept.answers[address] === state.answers[address]);
  const place = judged.findIndex(({ verdict }) => TO_DO.has(verdict));
  const until = state.shown === "all" || place < 0 ? judged.length : place + 1;
  for (const one of judged.slice(0, until)) verdicts.set(one.address, one);
  return {
    marking,
    verdicts,
    first: place < 0 ? null : (judged[place] ?? null),
    waiting: judged.length - until,
  };
}

/** Whether the marking of what is on the screen is still to come. @param {Model} model */
export const isMarking = (model) =>
  Object.keys(model.state.answers).length > 0 && model.markingProblem === null && !isCurrent(model);
