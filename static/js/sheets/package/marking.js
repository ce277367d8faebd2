// Marks a sheet by its key alone, where there is no server to follow through from an earlier slip.
/** @import { Translate } from "../../core/types.js" */
/** @import { Marked, MarkedAnswer, SheetNumber, Sheets, Variant, Work } from "../types.js" */
import { readNumber } from "../../math/parse_number.js";
import { answersOf, judge, numbersOf } from "../judging.js";

/** Binary fractions are a little off: 0.535 − 0.53 is more than 0.005. */
const SLACK = 1e-6;

/** Half a unit of the last digit that is asked for; 0 is exact.
 * @param {string} text of the key @param {number} digits significant ones */
export function halfUnit(text, digits) {
  const value = Number(text);
  if (value === 0) return 0;
  const first = Number(value.toExponential().split("e")[1]);
  const written = -(text.split(".")[1]?.length ?? 0);
  return 0.5 * 10 ** Math.max(written, first - digits + 1);
}

/** Within half a unit of the key, or of the number with nothing rounded on the way.
 * @param {number} value @param {Pick<SheetNumber, "text" | "exact">} key @param {number} digits */
export const isRight = (value, { text, exact }, digits) =>
  [Number(text), exact].some((key) => Math.abs(value - key) <= halfUnit(text, digits) * (1 + SLACK));

/** @param {SheetNumber} number @param {string} answer @param {number} digits @param {Translate} t
 * @returns {MarkedAnswer} */
function markedNumber(number, answer, digits, t) {
  const read = readNumber(answer);
  const of = { address: number.address, expected: number.exact, from_yours: null, mistakes: [] };
  if ("mistake" in read) {
    // Here it is said before the sheet is handed in, and costs its point then.
    return { ...of, verdict: "unreadable", point: 0, text: t(read.mistake.key, read.mistake.params) };
  }
  const isIt = isRight(read.value, number, digits);
  return { ...of, verdict: isIt ? "right" : "wrong", point: isIt ? 1 : 0, text: "" };
}

/** @param {Sheets} sheets @param {Variant} variant @param {Work} work @param {Translate} t @returns {Marked} */
export function markByKey(sheets, variant, work, t) {
  const answers = answersOf(variant, work) ?? {};
  const marked = numbersOf(variant).flatMap((number) => {
    const answer = Object.hasOwn(answers, number.address) ? answers[number.address] : undefined;
    return answer === undefined ? [] : [markedNumber(number, answer, sheets.plan.digits, t)];
  });
  return judge(sheets, variant, work, marked, t);
}

/** What cannot be read, which is said before the sheet is handed in. @param {Marked} marked @returns {Marked} */
export const unreadable = ({ judged, of }) => ({
  judged: judged.filter(({ verdict }) => verdict === "unreadable"),
  points: 0,
  of,
  uncounted: 0,
});

/** @param {Marked} marked @returns {number} of 100, to two decimals */
export const scoreOf = ({ points, of }) => Math.round((points / of) * 10_000) / 100;

/** The place of a student's variant. Numbers that follow each other get other variants.
 * @param {string} student @param {number} count of variants */
export function variantOf(student, count) {
  const [, name = "", number = ""] = /^(.*?)([0-9]{0,9})$/su.exec(student) ?? [];
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 32;
  return (hash + Number(number)) % count;
}
