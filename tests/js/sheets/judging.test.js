import assert from "node:assert/strict";
import { test } from "node:test";
import { csvText } from "../../../static/js/math/saved_cells.js";
import { countsOf, csvOf, inOrder } from "../../../static/js/sheets/class_table.js";
import { answersOf, firstWrong, judge } from "../../../static/js/sheets/judging.js";
import { PLAN, noWork } from "../../../static/js/sheets/plan.js";

/** @param {string} address @param {any} more @returns {any} */
const number = (address, more) => ({
  number: 1,
  address,
  symbol: address,
  shown: null,
  asked: true,
  text: "1.00",
  sign: "+",
  exact: 1,
  rule: "",
  way: "",
  points: 1,
  ...more,
});
/** @param {any[]} numbers @param {any} [more] @returns {any} */
const variant = (numbers, more = {}) => ({
  variant: 1,
  request: {},
  given: [],
  formulas: [],
  lines: [{ name: "z1", principle: "weighted_sum", asks_principle: false, points: 0, numbers }],
  slip: null,
  points: numbers.length,
  ...more,
});
/** @param {string} kind @returns {any} */
const sheets = (kind) => ({ plan: { ...PLAN, kind }, principles: { update: "update", slope: "slope" } });
/** @param {string} key */
const t = (key) => key;

test("the server marks what is written and what stands on the sheet", () => {
  const sheet = variant([
    number("z1.0", { shown: "0.5", asked: false }),
    number("z1.1", {}),
    number("a1.0", {}),
  ]);
  assert.equal(answersOf(sheet, noWork()), null);
  const work = { ...noWork(), answers: { "z1.1": " 0.25 ", other: "9" } };
  assert.deepEqual(answersOf(sheet, work), { "z1.0": "0.5", "z1.1": "0.25" });
});

test("a picked number may be put right", () => {
  const sheet = variant([number("z1.0", { shown: "7", asked: false })], {
    slip: { code: "bias_forgotten", text: "…", at: ["z1.0"] },
  });
  assert.equal(answersOf(sheet, noWork()), null);
  const work = { ...noWork(), slip: { at: "z1.0", right: "1" } };
  assert.deepEqual(answersOf(sheet, work), { "z1.0": "1" });
  /** @type {any} */
  const said = [{ address: "z1.0", verdict: "right", point: 1, text: "Right.", mistakes: [] }];
  assert.equal(judge(sheets("find_the_slip"), sheet, work, said, t).points, 2);
  assert.equal(
    judge(sheets("find_the_slip"), sheet, { ...noWork(), slip: { at: "a", right: "" } }, [], t).points,
    0,
  );
});

test("signs and rules are held against the key", () => {
  const signed = variant([number("delta1.0", { sign: "-" })]);
  const work = { ...noWork(), signs: { "delta1.0": /** @type {const} */ ("+") } };
  const wrong = judge(sheets("signs"), signed, work, [], t);
  assert.equal(firstWrong(wrong.judged), "delta1.0");
  assert.equal(wrong.judged[0]?.code, "sign_of_delta");
  const faded = variant([number("z1.0", {})]);
  faded.lines[0].asks_principle = true;
  faded.lines[0].principle = "update";
  const named = judge(sheets("faded"), faded, { ...noWork(), principles: { z1: "slope" } }, [], t);
  assert.deepEqual([named.points, named.judged[0]?.code], [0, "rule_update"]);
});

/** @param {string} name @param {string[]} codes @returns {any} */
const row = (name, codes) => ({
  name,
  file: "",
  variant: 1,
  problem: "",
  handIn: null,
  first: null,
  marked: {
    points: 1,
    of: 2,
    uncounted: 0,
    judged: codes.map((code) => ({ place: "z1.0", verdict: "wrong", text: "", code, reason: `${code}!` })),
  },
});

test("points are out of what could be judged, and what was repeated costs nothing", () => {
  const sheet = variant([number("z1.0", {}), number("z1.1", {}), number("a1.0", {}), number("a1.1", {})]);
  /** @type {any[]} */
  const said = [
    { address: "z1.0", verdict: "wrong", point: 0, text: "", mistakes: [] },
    { address: "z1.1", verdict: "wrong", point: 1, text: "", mistakes: [] },
    { address: "a1.0", verdict: "unreadable", point: null, text: "", mistakes: [] },
  ];
  const { points, of, uncounted } = judge(sheets("compute"), sheet, noWork(), said, t);
  assert.deepEqual([points, of, uncounted], [1, 3, 1]);
});

test("names are in the order in which one counts, hand-ins without a name come last", () => {
  const names = ["s10", "", "s9", "s1"].map((name) => row(name, []));
  assert.deepEqual(
    inOrder(names, "en").map(({ name }) => name),
    ["s1", "s9", "s10", ""],
  );
});

test("each mistake of a hand-in counts once, the most frequent first", () => {
  const counts = countsOf([row("a", ["x", "x", "y"]), row("b", ["x"]), row("c", [])], (code) => code);
  assert.deepEqual(
    counts.map(({ code, text, count, of }) => [code, text, count, of]),
    [
      ["x", "x!", 2, 3],
      ["y", "y!", 1, 3],
    ],
  );
});

test("no cell of the CSV is a formula or breaks the line", () => {
  const [, first = "", second = ""] = csvOf([row("=1+1", ["x"]), row('a "b", c', [])], t).split("\r\n");
  assert.ok(first.startsWith("'=1+1,"));
  assert.ok(second.startsWith('"a ""b"", c",'));
  const [, parted = ""] = csvOf([row("x;=1+1;", [])], t).split("\r\n");
  assert.ok(parted.startsWith('"x;\'=1+1;",'));
  const file = csvText([["Ann", 'x;"=1+1;.json', "a\n-b", 1]]);
  assert.equal(file, 'Ann,"x;""\'=1+1;.json","a\n\'-b",1\r\n');
});

test("the CSV says in words where a hand-in goes wrong first and how", () => {
  const first = {
    number: 28,
    address: "dw1.0.0",
    symbol: String.raw`\frac{\partial C}{\partial w^{(1)}_{12}}`,
  };
  const say = (/** @type {string} */ key, /** @type {any} */ params) =>
    key === "sheet.number" ? `${params.number}: ${params.symbol}` : key;
  const [, line = ""] = csvOf([{ ...row("a", ["x", "x", "y"]), first }], say).split("\r\n");
  assert.equal(line, "a,,1,1,2,0,28: ∂C/∂w₁₂⁽¹⁾,x! y!,");
});
