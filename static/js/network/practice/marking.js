// Numbers that a reader gives, judged by POST /api/v1/mark: what is sent, and what its answer says. No DOM.
/** @import { Address } from "../../core/types.js" */
/** @import { Trace } from "../types.js" */
/** @import { Question } from "./questions.js" */
import { partsOf, withoutSample } from "../../core/address.js";
import { signOf } from "../notation.js";
import { valueAt } from "../trace_values.js";

export const PATH = "/api/v1/mark";
/** Numbers before the one that is asked for: handed in as they are, so that no slip is looked for in them. */
const BEFORE = new Set(["z", "a", "delta"]);

/**
 * @typedef {object} FoundMistake
 * @property {string} code @property {string} text @property {Address} address @property {string | null} formula
 */
/**
 * @typedef {object} Marked
 * @property {"right" | "right_to_digits" | "follows" | "wrong" | "unreadable"} verdict
 * @property {string} text
 * @property {FoundMistake[]} mistakes
 */

/** The same number with the other sign, as a text. @param {string} text */
export function negated(text) {
  const plain = text.trim().replace(/^\+\s*/, "");
  return /^[-−–]/.test(plain) ? plain.slice(1).trim() : `-${plain}`;
}

/** An address as the marking has it: the first sample has no mark. @param {Address} address @param {number} sample */
const marked = (address, sample) =>
  sample > 0 && /^(z|a|error|delta)\d/.test(address) ? `${address}@${sample}` : address;

/**
 * The request that marks one number from the right ones before it.
 * @param {Trace} trace @param {number} sample @param {Address} address @param {string} text in the engine's sign
 * @param {readonly Address[]} reads what the number is worked out from
 */
export function markBody(trace, sample, address, text, reads) {
  const { rule: _rule, include: _include, ...request } = trace.request;
  /** @type {Record<Address, string>} */
  const answers = {};
  for (const name of reads) {
    const value = BEFORE.has(partsOf(name).family) ? valueAt(trace, name, sample) : null;
    if (value !== null && withoutSample(name) === name) answers[marked(name, sample)] = String(value);
  }
  answers[marked(address, sample)] = text;
  const conventions = { delta: "dC_dz", share: "in_delta", layout: "row" };
  return { ...request, answers, conventions };
}

/** @param {Trace} trace @param {{sample: number, notation: import("../types.js").Notation}} state
 * @param {Question} question @param {string} text as it was typed, in the letters that are shown */
export const bodyOf = (trace, { sample, notation }, { address, step }, text) =>
  markBody(trace, sample, address, signOf(address, notation) < 0 ? negated(text) : text, step.reads);

/** What is said of the number at an address. @param {any} answer of the marking @param {Address} address
 * @param {number} sample @returns {Marked | null} */
export function markedIn(answer, address, sample) {
  const name = marked(address, sample);
  return answer.answers.find((/** @type {{address: string}} */ each) => each.address === name) ?? null;
}

/** Whether a number is right as far as it goes. @param {Marked} said */
export const isRight = ({ verdict }) => verdict === "right" || verdict === "right_to_digits";
