// A sheet in a package: its marks, whose variant it is, and how an LMS is found and told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findApi, openSession } from "../../../static/js/sheets/package/lms.js";
import { halfUnit, isRight, variantOf } from "../../../static/js/sheets/package/marking.js";

test("half a unit is of the last digit that is asked for", () => {
  assert.equal(halfUnit("0", 3), 0);
  for (const [text, digits, half] of /** @type {[string, number, number][]} */ ([
    ["0.512", 3, 0.0005],
    ["-0.00512", 3, 0.000005],
    ["1200", 2, 50],
    ["12.0", 3, 0.05],
    ["-0.0520", 3, 0.00005],
  ])) {
    assert.ok(Math.abs(halfUnit(text, digits) / half - 1) < 1e-12, text);
  }
});

test("a number is right by the key, or by what is exact", () => {
  const key = { text: "0.53", exact: 0.5372 };
  for (const value of [0.525, 0.53, 0.535, 0.537, 0.54]) assert.ok(isRight(value, key, 2), String(value));
  for (const value of [0.5249, 0.5423, -0.53, 0]) assert.ok(!isRight(value, key, 2), String(value));
  assert.ok(isRight(0, { text: "0", exact: 0 }, 3));
  assert.ok(!isRight(0.001, { text: "0", exact: 0 }, 3));
});

test("students whose numbers follow each other get other variants", () => {
  for (const name of ["", "s", "2026-A-", "李"]) {
    for (const count of [2, 3, 30, 60]) {
      const places = Array.from({ length: 130 }, (_, k) => variantOf(`${name}${k + 1}`, count));
      assert.deepEqual([...new Set(places)].length, count);
      places.forEach((place, k) => assert.notEqual(place, places[k + 1]));
    }
  }
  assert.equal(variantOf("", 5), 0);
  assert.equal(variantOf("anybody", 1), 0);
  assert.ok(variantOf("9".repeat(400), 60) < 60);
});

/** Windows inside each other, the innermost first; the outermost is its own parent.
 * @param {any[]} windows */
function nested(windows) {
  windows.forEach((each, level) => {
    each.parent = windows[level + 1] ?? each;
  });
  return windows[0];
}
const foreign = () => Object.defineProperty({}, "API", { get: () => assert.fail("another origin") });
const plain = (/** @type {number} */ count) => Array.from({ length: count }, () => ({}));

test("the API is found up to seven windows around the page, or around the opener", () => {
  const API = { LMSInitialize: () => "true" };
  assert.equal(findApi(nested([{ API }])), API);
  assert.equal(findApi(nested([...plain(7), { API }])), API);
  assert.equal(findApi(nested([...plain(8), { API }])), null);
  assert.equal(findApi(nested([{}, foreign(), { API }])), API);
  assert.equal(findApi(nested([{}, { opener: nested([{}, { API }]) }])), API);
  assert.equal(findApi(nested([{ opener: null }, foreign()])), null);
});

/** An LMS that keeps what it is told. @param {Record<string, string>} values @param {Record<string, string>} [answers] */
function lms(values, answers = {}) {
  /** @type {string[][]} */
  const told = [];
  const answer = (/** @type {string} */ name, /** @type {string[]} */ given) => {
    told.push([name, ...given]);
    return answers[name] ?? answers[given[0] ?? ""] ?? "true";
  };
  const api = Object.fromEntries(
    ["LMSInitialize", "LMSSetValue", "LMSCommit", "LMSFinish"].map((name) => [
      name,
      (/** @type {string[]} */ ...given) => answer(name, given),
    ]),
  );
  const LMSGetValue = (/** @type {string} */ name) => values[name] ?? "";
  return { api: /** @type {any} */ ({ ...api, LMSGetValue }), told };
}

test("the score is sent once", () => {
  const { api, told } = lms({ "cmi.core.student_id": "s7", "cmi.core.lesson_status": "not attempted" });
  const session = openSession(api);
  assert.equal(session.student, "s7");
  assert.equal(session.send(62.5, true), "sent");
  assert.equal(session.send(100, true), "refused");
  session.finish();
  assert.deepEqual(told, [
    ["LMSInitialize", ""],
    ["LMSSetValue", "cmi.core.lesson_status", "incomplete"],
    ["LMSSetValue", "cmi.core.score.raw", "62.5"],
    ["LMSSetValue", "cmi.core.score.min", "0"],
    ["LMSSetValue", "cmi.core.score.max", "100"],
    ["LMSSetValue", "cmi.core.lesson_status", "passed"],
    ["LMSCommit", ""],
    ["LMSFinish", ""],
  ]);
});

test("what an LMS refuses is told; the ends of the scale it need not know", () => {
  for (const name of ["LMSCommit", "cmi.core.score.raw", "cmi.core.lesson_status"]) {
    assert.equal(openSession(lms({}, { [name]: "false" }).api).send(50, false), "refused", name);
  }
  for (const name of ["cmi.core.score.min", "cmi.core.score.max"]) {
    assert.equal(openSession(lms({}, { [name]: "false" }).api).send(50, false), "sent", name);
  }
});

test("no score is sent in review, without an LMS, or where it does not open", () => {
  const { api, told } = lms({ "cmi.core.lesson_mode": "review" });
  for (const each of [api, null, lms({}, { LMSInitialize: "false" }).api, {}]) {
    const session = openSession(each);
    assert.equal(session.keepsScore, false);
    assert.equal(session.send(50, false), "none");
  }
  assert.deepEqual(told, [
    ["LMSInitialize", ""],
    ["LMSFinish", ""],
  ]);
});
