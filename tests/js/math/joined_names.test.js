// Which names look like a product without its sign, and what the text is with the sign written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinedName } from "../../../static/js/math/joined_names.js";
import { freeNames } from "../../../static/js/math/program_text.js";

const changed = (/** @type {string} */ text) => joinedName(text)?.text ?? null;

test("a name of variables is told with the product that may be meant, wherever it stands", () => {
  for (const [text, name, product, instead] of [
    ["xy", "xy", "x*y", "x*y"],
    ["x**2 + xy + y**2", "xy", "x*y", "x**2 + x*y + y**2"],
    ["sin(xy) - 2*xyz", "xy", "x*y", "sin(x*y) - 2*xyz"],
    ["ab + a*b", "ab", "a*b", "a*b + a*b"],
    ["(px - t)**2 + p*x", "px", "p*x", "(p*x - t)**2 + p*x"],
    ["s = x + 1; sx", "sx", "s*x", "s = x + 1; s*x"],
    ["αβ + α + β", "αβ", "α*β", "α*β + α + β"],
    ["wx", "wx", "w*x", "w*x"],
    ["xx + 1", "xx", "x*x", "x*x + 1"],
  ]) {
    const found = joinedName(text);
    assert.deepEqual([found?.name, found?.product, found?.text], [name, product, instead], text);
  }
});

test("the product means what the joined letters mean after a fraction bar, in an exponent and before one", () => {
  assert.equal(changed("1/xy"), "1/(x*y)");
  assert.equal(changed("2 / xy + a**xy"), "2 / (x*y) + a**(x*y)");
  assert.equal(changed("xy**2"), "x*y**2");
  assert.equal(changed("2*xy - xy"), "2*x*y - x*y");
});

test("comments, longer names, calls and other lines' names stay", () => {
  assert.equal(changed("xy # with xy\n"), "x*y # with xy\n");
  assert.equal(changed("xy + xy2 + fxy"), "x*y + xy2 + fxy");
  assert.equal(changed("xy = x + y; xy**2"), null);
});

test("words, numbered letters, functions and constants are no products", () => {
  for (const text of [
    "",
    "x*y",
    "loss + rate",
    "ab",
    "x1 + y2",
    "dx",
    "exp(x)",
    "pi*x",
    "max(x, y)",
    "bias*x",
    "w_x + w + x",
    "(1 - x)**2 + 100*(y - x**2)**2",
    "vwxyz",
  ])
    assert.equal(joinedName(text), null, text);
});

test("after the change no letter of the name is lost, and none is new", () => {
  for (const text of ["xy", "x**2 + xyz/zw", "ab + a*b"]) {
    let now = text;
    for (let found = joinedName(now); found; found = joinedName(now)) now = found.text;
    assert.deepEqual(freeNames(now).toSorted(), [...new Set(text.match(/[a-z]/g))].toSorted());
  }
});
