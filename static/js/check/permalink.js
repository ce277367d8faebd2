// The link to a state of the page `/check`: that of the network, with the numbers handed in.
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { Answers, Conventions, State } from "./types.js" */
import * as network from "../network/permalink.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";
import { partOf } from "./parts.js";
import { inTextbook } from "./state.js";

/** A text that is longer is no number: the API refuses it. */
const LONGEST_TEXT = 1000;
/** An address of a number, as far as a link is concerned. */
const ADDRESS = /^[a-z_]{1,8}[\d.@]{0,40}$/;
/** The fields of the conventions. @type {Record<keyof Conventions, "string" | "boolean">} */
const CONVENTIONS = {
  delta: "string",
  half: "boolean",
  reduction: "string",
  share: "string",
  layout: "string",
};

/** @param {State} state @param {NetworkCatalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { answers, conventions, shown, part, gradients } = state;
  const compact = unpacked(network.encode({ ...state, position: 0 }, catalog));
  return packed({
    ...compact,
    // Always the textbook's.
    n: undefined,
    part: part === "marking" ? undefined : part,
    m: Object.keys(answers).length > 0 ? answers : undefined,
    y: Object.keys(gradients).length > 0 ? gradients : undefined,
    c: Object.keys(conventions).length > 0 ? conventions : undefined,
    a: shown === "all" ? 1 : undefined,
  });
}

/** @param {string} hash with or without "#" @param {NetworkCatalog} catalog @returns {State} */
export function decode(hash, catalog) {
  const { part, m = {}, y = {}, c = {}, a } = unpacked(hash);
  const state = network.decode(hash, catalog);
  if (!isAnswers(m) || !isAnswers(y) || !isConventions(c)) throw new Unreadable("page.error.link");
  return inTextbook({
    ...state,
    part: partOf(part),
    answers: m,
    gradients: y,
    conventions: c,
    shown: a === 1 ? "all" : "first",
  });
}

/** @param {unknown} value @returns {value is Answers} */
export const isAnswers = (value) =>
  isObject(value) &&
  Object.entries(value).every(
    ([address, text]) => ADDRESS.test(address) && typeof text === "string" && text.length <= LONGEST_TEXT,
  );

/** @param {unknown} value @returns {value is Partial<Conventions>} */
const isConventions = (value) =>
  isObject(value) &&
  Object.entries(value).every(
    ([name, one]) =>
      Object.hasOwn(CONVENTIONS, name) && typeof one === CONVENTIONS[/** @type {keyof Conventions} */ (name)],
  );
