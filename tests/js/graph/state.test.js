// The transitions of the chain-rule page.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  TRANSITIONS,
  bodyOf,
  copiedOf,
  insidesOf,
  isCollapsible,
  isPreset,
  startModel,
  valuesFor,
} from "../../../static/js/graph/state.js";
import { answer, catalog } from "./example.js";

/** @param {any} model @param {string} verb @param {any} [input] @returns {any} */
const after = (model, verb, input) => TRANSITIONS[verb]?.(model, input);
/** @param {any} model the server's answer to what the model asks */
const answered = (model, more = {}) =>
  after(model, "arrived", { ...answer, ...more, request: model.state.request });
/** @param {any} model */
const refused = (model) =>
  after(model, "refused", {
    title: "",
    status: 422,
    detail: "",
    problems: [{ loc: ["expression", 3], msg: "?" }],
  });
const start = () => answered(startModel(catalog));

test("the page begins with the first preset", () => {
  assert.equal(start().state.preset, "twice");
  assert.ok(isPreset(start().state, catalog));
});

test("a new name gets 1, a present name keeps its value, the value of a removed name is remembered", () => {
  assert.deepEqual(valuesFor("loss = a*b + sin(c)", { a: 3, z: 9 }), { a: 3, b: 1, c: 1 });
  const typed = answered(after(start(), "setExpression", { text: "q = 2*r" }));
  assert.deepEqual(typed.state.request.values, { r: 1 });
  assert.deepEqual(after(typed, "setExpression", { text: "q = 2*s" }).state.request.values, { s: 2 });
});

test("functions, constants, assigned names and the exponents of numbers are not inputs", () => {
  assert.deepEqual(valuesFor("y = exp(1e5*x) + pi*e\nmax(y, x1)", {}), { x: 1, x1: 1 });
  assert.deepEqual(valuesFor("y = max(a, # the first; or\n  b) # the other", {}), { a: 1, b: 1 });
});

test("typing without a pause is one undo step, a pause begins the next", () => {
  let model = start();
  for (const text of ["s", "s*", "s*s"]) {
    model = after(model, "setExpression", { text, continues: text !== "s" });
    model = text === "s*" ? refused(model) : answered(model);
  }
  model = answered(after(model, "setExpression", { text: "s*s*s" }));
  const [once, twice] = [after(model, "undo"), after(after(model, "undo"), "undo")];
  assert.equal(once.state.request.expression, "s*s");
  assert.deepEqual(twice.state.request, start().state.request);
  assert.equal(after(after(twice, "redo"), "redo").state.request.expression, "s*s*s");
});

test("a refused text stays and can be continued; the last accepted graph stays", () => {
  const model = refused(after(start(), "setExpression", { text: "s +" }));
  assert.equal(model.state.request.expression, "s +");
  assert.equal(model.answer.request.expression, start().state.request.expression);
  assert.equal(after(model, "setValue", { name: "s", value: 4 }).state.request.expression, "s +");
  assert.equal(after(model, "setExpression", { text: "s + s" }).state.request.expression, "s + s");
  assert.deepEqual(after(model, "undo").state.request, start().state.request);
});

test("dragging a value is one undo step", () => {
  let model = start();
  for (const value of [2.1, 2.2, 2.3])
    model = answered(after(model, "setValue", { name: "s", value, continues: true }));
  assert.equal(model.state.request.values.s, 2.3);
  assert.equal(after(model, "undo").state.request.values.s, 2);
  assert.ok(!isPreset(model.state, catalog));
});

test("a value hides what reaches the result only through it, but no inputs", () => {
  assert.deepEqual(insidesOf(answer, 5), [1, 2, 3, 4]);
  assert.deepEqual(insidesOf(answer, 4), [3]);
  assert.deepEqual(insidesOf(answer, 2), [1]);
  assert.deepEqual(
    [2, 3, 4, 5].map((id) => isCollapsible(answer, id)),
    [false, false, true, true],
  );
});

test("collapsing and expanding can be undone; a hidden value is no longer selected", () => {
  const chosen = after(start(), "select", 3);
  const boxed = answered(after(chosen, "collapse", 4));
  assert.deepEqual(boxed.state.request.collapse, [4]);
  assert.equal(boxed.state.selected, 4);
  assert.equal(after(boxed, "undo").state.selected, 3);
  assert.deepEqual(after(boxed, "expand", 4).state.request.collapse, []);
  assert.equal(after(boxed, "collapse", 4), boxed);
  assert.equal(after(start(), "collapse", 0).state.request.collapse.length, 0);
});

test("a collapsed value stays collapsed under its name when the text changes", () => {
  const boxed = answered(after(start(), "collapse", 5));
  const typed = after(boxed, "setExpression", { text: "x = s**2\ny = sin(s)\nz = x*y*x + 0" });
  assert.deepEqual(typed.state.request.collapse, []);
  const closed = answered(typed);
  assert.deepEqual(closed.state.request.collapse, [5]);
  assert.deepEqual(answered(closed).state.request.collapse, [5]);
  assert.equal(after(answered(closed), "undo").state.request.expression, boxed.state.request.expression);
});

test("selecting the selected value again ends the selection", () => {
  const chosen = after(start(), "select", 2);
  assert.equal(chosen.state.selected, 2);
  assert.equal(after(chosen, "select", 2).state.selected, null);
});

test("the body sent asks for marks outside the domain; the copied one is the bare request", () => {
  const model = after(after(start(), "select", 2), "setTangents", true);
  assert.deepEqual(bodyOf(model), {
    ...start().state.request,
    undefined: "mark",
    paths: 2,
    include: ["tangents"],
  });
  assert.deepEqual(copiedOf(model), { expression: model.state.request.expression, values: { s: 2 } });
});

test("a text of one's own goes by the name of no example, until it is undone", () => {
  const typed = answered(after(start(), "setExpression", { text: "s*s*s" }));
  assert.equal(typed.state.preset, "");
  assert.equal(after(typed, "undo").state.preset, "twice");
  assert.equal(after(start(), "setValue", { name: "x", value: 7 }).state.preset, "twice");
});

test("another preset is one undo step and expands everything", () => {
  const model = answered(after(answered(after(start(), "collapse", 5)), "loadPreset", "chain"));
  assert.equal(model.state.preset, "chain");
  assert.deepEqual(model.state.request, {
    expression: "y = sin(x)\nz = exp(y)",
    values: { x: 0.5 },
    collapse: [],
  });
  assert.equal(after(model, "undo").state.preset, "twice");
});
