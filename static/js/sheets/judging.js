// What is said to a reader's work: numbers are marked by the server, signs, rules and the picked number by the key.
/** @import { Translate } from "../core/types.js" */
/** @import { Judged, Marked, MarkedAnswer, SheetNumber, Sheets, Variant, Work } from "./types.js" */
import { own } from "../core/at.js";

/** @param {Variant} variant @returns {SheetNumber[]} */
export const numbersOf = (variant) => variant.lines.flatMap(({ numbers }) => numbers);

/** The numbers that the server is asked to mark: those on the sheet, and those that were written; null: none was.
 * On a sheet to find the slip, what stands on the sheet, and what is put in the place of the picked number.
 * @param {Variant} variant @param {Work} work @returns {Record<string, string> | null} */
export function answersOf(variant, work) {
  /** @type {Record<string, string>} */
  const answers = {};
  let isWritten = false;
  for (const { address, shown, asked } of numbersOf(variant)) {
    const text = asked ? (own(work.answers, address) ?? "").trim() : shown;
    if (text === null || text === "") continue;
    answers[address] = text;
    isWritten ||= asked;
  }
  if (variant.slip === null) return isWritten ? answers : null;
  const { at, right } = work.slip;
  if (at === "") return null;
  const put = right.trim();
  return put === "" ? answers : { ...answers, [at]: put };
}

/** @param {MarkedAnswer["verdict"]} verdict @returns {Judged["verdict"]} */
const short = (verdict) => (verdict === "right_to_digits" ? "right" : verdict);

/** @param {string} place @param {boolean} isRight @param {string} code @param {string} reason @returns {Judged} */
const judgedByKey = (place, isRight, code, reason) => ({
  place,
  verdict: isRight ? "right" : "wrong",
  point: isRight ? 1 : 0,
  text: "",
  code: isRight ? "" : code,
  reason: isRight ? "" : reason,
});

/** @param {MarkedAnswer} marked @returns {Judged} */
function judgedNumber({ address, verdict, point, text, mistakes }) {
  const [likeliest] = mistakes;
  const isWrong = verdict === "wrong";
  return {
    place: address,
    verdict: short(verdict),
    point,
    text,
    code: isWrong ? (likeliest?.code ?? "unexplained") : "",
    reason: isWrong ? (likeliest?.text ?? "") : "",
  };
}

/** @param {Variant} variant @param {Work} work @param {Translate} t @returns {Judged[]} */
const judgedSigns = (variant, work, t) =>
  numbersOf(variant).flatMap(({ address, asked, sign }) => {
    const given = own(work.signs, address);
    if (!asked || given === undefined) return [];
    return [
      judgedByKey(
        address,
        given === sign,
        `sign_of_${address.replace(/[\d.@].*$/, "")}`,
        t("sheet.sign.wrong"),
      ),
    ];
  });

/** @param {Sheets} sheets @param {Variant} variant @param {Work} work @param {Translate} t @returns {Judged[]} */
const judgedPrinciples = (sheets, variant, work, t) =>
  variant.lines.flatMap((line) => {
    const given = own(work.principles, line.name) ?? "";
    if (!line.asks_principle || given === "") return [];
    const right = sheets.principles[line.principle] ?? "";
    const isRight = given === line.principle;
    return [
      judgedByKey(
        `line:${line.name}`,
        isRight,
        `rule_${line.principle}`,
        t("sheet.principle.right", { right }),
      ),
    ];
  });

/** The picked number, and what is put in its place. @param {Variant} variant @param {Work} work
 * @param {MarkedAnswer[]} marked @param {Translate} t @returns {Judged[]} */
function judgedSlip(variant, work, marked, t) {
  const { at, right } = work.slip;
  if (variant.slip === null || at === "") return [];
  const isFound = variant.slip.at.includes(at);
  const order = numbersOf(variant).map(({ address }) => address);
  const isBefore = order.indexOf(at) < order.indexOf(variant.slip.at[0] ?? "");
  const reason = isFound ? "" : t(isBefore ? "sheet.slip.too_early" : "sheet.slip.too_late");
  const picked = judgedByKey("slip", isFound, "slip_not_found", reason);
  if (!isFound) return [picked];
  const found = { ...picked, text: variant.slip.text };
  if (right.trim() === "") return [found];
  const put = marked.find(({ address }) => address === at);
  return put ? [found, { ...judgedNumber(put), place: "slip:right" }] : [found];
}

/** @param {Sheets} sheets @param {Variant} variant @param {Work} work @param {MarkedAnswer[]} marked by the server
 * @param {Translate} t @returns {Marked} */
export function judge(sheets, variant, work, marked, t) {
  const asked = new Set(numbersOf(variant).flatMap(({ address, asked: is }) => (is ? [address] : [])));
  const numbers = sheets.plan.kind === "signs" ? [] : marked.filter(({ address }) => asked.has(address));
  const judged = [
    ...numbers.map(judgedNumber),
    ...(sheets.plan.kind === "signs" ? judgedSigns(variant, work, t) : []),
    ...judgedPrinciples(sheets, variant, work, t),
    ...judgedSlip(variant, work, marked, t),
  ];
  const points = judged.reduce((sum, { point }) => sum + (point ?? 0), 0);
  const uncounted = judged.filter(({ point }) => point === null).length;
  return { judged, points, of: variant.points - uncounted, uncounted };
}

/** The first wrong one, which alone is explained until it is mended. @param {Judged[]} judged */
export const firstWrong = (judged) =>
  judged.find(({ verdict, place }) => verdict === "wrong" && !place.startsWith("line:"))?.place ?? null;

/** The number at which a hand-in goes wrong first; of a rule, the first of its line. @param {Variant} variant
 * @param {Work} work @param {Judged[]} judged */
export function numberOfFirst(variant, work, judged) {
  const place = judged.find(({ verdict }) => verdict === "wrong")?.place;
  if (place === undefined) return null;
  const line = variant.lines.find(({ name }) => place === `line:${name}`);
  if (line) return line.numbers[0] ?? null;
  const at = place.startsWith("slip") ? work.slip.at : place;
  return numbersOf(variant).find(({ address }) => address === at) ?? null;
}
