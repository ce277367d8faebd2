// The table of a class on /check: how many made each mistake, and a line for each hand-in as CSV.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countsOf,
  csvOf,
  firstMistakeOf,
  uncountedOf,
} from "../../../static/js/check/marking/class_mistakes.js";

/** @param {string} key */
const t = (key) => key;
/** @param {string} verdict @param {string[]} texts of the mistakes that give it @param {0 | 1 | null} point
 * @returns {any} */
const answer = (verdict, texts = [], point = verdict === "wrong" ? 0 : 1) => ({
  verdict,
  point,
  mistakes: texts.map((text) => ({ text })),
});
/** @param {string} id @param {string | null} first @param {any[]} answers @returns {any} */
const handIn = (id, first, ...answers) => ({ id, first_wrong: first, points: [1, answers.length], answers });

const ADA = handIn(
  "Ada",
  "z1.0",
  answer("wrong", ["forgot", "other"]),
  answer("wrong", ["forgot"]),
  answer("right"),
);
const BEN = handIn("Ben", "a1.0", answer("wrong"), answer("wrong", ["sign"]), answer("unreadable", [], null));
const CY = handIn("Cy", null, answer("right"), answer("unjudged", [], null), answer("unreadable", [], null));
const TABLE = [{ code: "forgot", text: "forgot", count: 1, of: 3 }];
/** @param {any[]} handIns @returns {any} */
const marking = (...handIns) => ({ table: TABLE, hand_ins: handIns });

test("hand-ins with a number that no known mistake gives are counted last", () => {
  assert.deepEqual(countsOf(marking(ADA, BEN, CY), t).at(-1), {
    text: "mistake.unexplained",
    count: 1,
    of: 3,
  });
  assert.equal(countsOf(marking(ADA, CY), t), TABLE);
});

test("beside a hand-in stands the likeliest mistake of its first wrong number", () => {
  assert.deepEqual(
    [ADA, BEN, CY].map((each) => firstMistakeOf(each, t)),
    ["forgot", "mistake.unexplained", ""],
  );
});

test("numbers that do not count are counted", () => {
  assert.deepEqual([ADA, BEN, CY].map(uncountedOf), [0, 1, 2]);
});

test("a line of CSV has each mistake once, and where the first was made", () => {
  /** @type {any} */
  const naming = { notation: "textbook", units: [2, 1], activations: ["\\sigma", "\\sigma"] };
  const [head, ...lines] = csvOf(marking(ADA, BEN, CY), naming, t)
    .trim()
    .split("\r\n");
  assert.equal(head?.split(",").length, lines[2]?.split(",").length);
  assert.deepEqual(
    lines.map((line) => line.split(",").with(3, "").join(",")),
    ["Ada,1,3,,forgot,0", "Ben,1,3,,mistake.unexplained sign,1", "Cy,1,3,,,2"],
  );
  assert.match(lines[0] ?? "", /,z[^,]+,/);
});
