import assert from "node:assert/strict";
import test from "node:test";
import { GROUPS, OWN, fileName, holds, isText, offered } from "../../../static/js/take/formats.js";

const SERVER = {
  csv: { suffix: "csv", media_type: "text/csv", tools: ["trace", "graph"] },
  gif: { suffix: "gif", media_type: "image/gif", tools: ["trace"] },
  svg: { suffix: "svg", media_type: "image/svg+xml", tools: ["trace"] },
  onnx: { suffix: "onnx", media_type: "application/octet-stream", tools: ["trace"] },
};
const flat = (/** @type {ReturnType<typeof offered>} */ groups) => groups.flatMap(({ formats }) => formats);

test("a menu has what the page makes and what the server has of the tool, each once", () => {
  const groups = offered({ server: SERVER, tool: "trace", own: ["svg", "png"] });
  assert.deepEqual(flat(groups), ["svg", "png", "gif", "csv", "onnx"]);
  assert.deepEqual(flat(offered({ server: SERVER, tool: "graph", own: ["svg"] })), ["svg", "csv"]);
});

test("a tool that the server has nothing of has what the page makes alone, and no empty group", () => {
  const groups = offered({ server: SERVER, tool: null, own: ["png"] });
  assert.deepEqual(groups, [{ name: "picture", formats: ["png"] }]);
});

test("names of every object are no formats", () => {
  assert.deepEqual(offered({ server: {}, tool: "trace", own: [] }), []);
  assert.equal(holds("svg"), "step");
  assert.equal(holds("gif"), "all");
  assert.equal(holds("latex"), "either");
});

test("every format stands in one group", () => {
  const names = GROUPS.flatMap(({ formats }) => /** @type {readonly string[]} */ (formats));
  assert.equal(new Set(names).size, names.length);
  for (const name of Object.keys(OWN)) assert.ok(names.includes(name), name);
});

test("texts can be copied, pixels not", () => {
  for (const type of ["text/csv", "image/svg+xml", "application/json", "text/x-python; charset=utf-8"])
    assert.ok(isText({ suffix: "", media_type: type, tools: [] }), type);
  for (const type of ["image/png", "image/gif", "application/octet-stream", ""])
    assert.ok(!isText({ suffix: "", media_type: type, tools: [] }), type);
});

test("a file is called after what is in it", () => {
  assert.equal(fileName({ name: "two_spirals", step: null, suffix: "png" }), "deltaflow-two-spirals.png");
  assert.equal(fileName({ name: "a/b\\c", step: 0, suffix: "csv" }), "deltaflow-a-b-c-step-0.csv");
});
