// The body of a request in a program means the same as the JSON.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { LITERALS, isJson } from "../../../static/js/api/code.js";

const VALUES = [
  { a: [true, false, null, 1.5e-300, -0], true: `null, 'false' " \\ / \n\t` },
  "it's, 'quoted'",
  { é: "中文 😀", "\u2028": "\u0000" },
];
const TEXTS = [...VALUES.map((value) => JSON.stringify(value, null, 2)), '["\\/", "\\\\/", "\\u00e9"]'];

/** @param {string} kind @param {string} json */
const literal = (kind, json) => LITERALS[kind]?.(json) ?? "";

test("a shell gives curl the body as it was typed", () => {
  for (const text of TEXTS) {
    assert.equal(
      execFileSync("sh", ["-c", `printf %s '${literal("curl", text)}'`], { encoding: "utf8" }),
      text,
    );
  }
});

test("Python reads the body as JSON does", () => {
  for (const text of TEXTS) {
    const program = `import json\nprint(json.dumps(\n${literal("python", text)}))`;
    const printed = execFileSync("python3", ["-c", program], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(printed), JSON.parse(text));
  }
});

test("JavaScript reads the body as JSON does", () => {
  for (const text of TEXTS) {
    assert.deepEqual(new Function(`return ${literal("javascript", text)}`)(), JSON.parse(text));
  }
});

test("a text is JSON or not", () => {
  assert.deepEqual(['{"a": 1}', "{a: 1}", ""].map(isJson), [true, false, false]);
});
