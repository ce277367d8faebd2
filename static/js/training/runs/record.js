// A run as a file: its request with its events, how it ended and by which version, so that it can be replayed and held
// against what was recorded. No DOM.
/** @import { Run } from "../run.js" */
/** @import { Catalog, TrainRequest } from "../types.js" */
import { Unreadable, isObject } from "../../core/url_hash.js";
import { requestOf } from "../request.js";
import { networkAt } from "../run.js";
import { summaryOf } from "./shelf.js";

const KIND = "deltaflow-run";
/** The version of this format. */
const FORMAT = 1;

/** @param {Run} run @param {TrainRequest} request
 * @param {{ version: string, date: string, link: string }} made with which version of the page, when, and where it is
 * shown */
export function toRecord(run, request, made) {
  const last = run.count - 1;
  const record = {
    kind: KIND,
    format: FORMAT,
    ...made,
    request,
    events: run.events,
    end: run.end,
    result: summaryOf(run),
    network: networkAt(run, last),
  };
  return `${JSON.stringify(record, null, 1)}\n`;
}

/** The request of a record, or of a file that holds nothing but a request. Throws `Unreadable`. @param {string} text
 * @param {Pick<Catalog, "optimizers">} [catalog] @returns {TrainRequest} */
export function fromRecord(text, catalog) {
  /** @type {unknown} */
  let found;
  try {
    found = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new Unreadable("training.no_record");
  }
  const request = requestOf(isObject(found) && found["kind"] === KIND ? found["request"] : found, catalog);
  if (request === null) throw new Unreadable("training.no_record");
  return request;
}
