// Teacher's mode: the slides of a section, what the keys do, links that hide parts; and the scale on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE_WIDTH, zoomOf } from "../../../static/js/lesson/reader/paper.js";
import { printedSteps } from "../../../static/js/lesson/reader/paper_steps.js";
import {
  drawingHeight,
  hiding,
  scrollOf,
  slideIn,
  slidesOf,
  smallerThan,
  stepsOn,
} from "../../../static/js/lesson/reader/slides.js";

test("the words of a part are a slide, and so is each of its figures, questions and exercises", () => {
  const slides = slidesOf([
    { part: "words", pieces: [], hasWords: true },
    { part: "three", pieces: ["8", "9", "10"], hasWords: true },
    { part: "picture", pieces: ["13"], hasWords: false },
    { part: "empty", pieces: [], hasWords: false },
  ]);
  assert.deepEqual(
    slides.map(({ part, piece }) => `${part} ${piece}`),
    ["words null", "three null", "three 8", "three 9", "three 10", "picture 13", "empty null"],
  );
});

test("an address names a slide, counted from 1, or the last one; anything else names none", () => {
  for (const [text, slide] of /** @type {const} */ ([
    ["1", 0],
    ["4", 3],
    ["99", 4],
    ["0", 0],
    ["end", 4],
    ["", null],
    ["-1", null],
    ["2x", null],
    ["1e3", null],
    [null, null],
  ])) {
    assert.equal(slideIn(text, 5), slide, String(text));
  }
  assert.equal(slideIn("1", 0), null);
});

test("the keys step through a figure that has steps left, unless it has thousands", () => {
  const figure = (/** @type {number} */ at, ceiling = 10) => ({
    floor: 7,
    ceiling,
    atEnd: () => at === ceiling,
    atStart: () => at === 7,
  });
  assert.ok(stepsOn(figure(8), "next"));
  assert.ok(!stepsOn(figure(10), "next"));
  assert.ok(stepsOn(figure(10), "back"));
  assert.ok(!stepsOn(figure(7), "back"));
  assert.ok(!stepsOn(figure(8, 4000), "next"));
});

test("a link hides what was chosen and keeps the rest of the address", () => {
  assert.equal(
    hiding("http://a/lesson/5?lang=zh#x", ["exercises", "tools"]),
    "http://a/lesson/5?lang=zh&hide=exercises,tools#x",
  );
  assert.equal(hiding("http://a/lesson/5?hide=tools&lang=zh", []), "http://a/lesson/5?lang=zh");
});

test("a slide longer than the window is scrolled by a share of it, then by the rest", () => {
  const view = (/** @type {number} */ top, whole = 2000) => ({ top, height: 1000, whole });
  assert.equal(scrollOf(view(0), "next"), 850);
  assert.equal(scrollOf(view(850), "next"), 150);
  assert.equal(scrollOf(view(1000), "next"), 0);
  assert.equal(scrollOf(view(998), "next"), 0);
  assert.equal(scrollOf(view(1000), "back"), -850);
  assert.equal(scrollOf(view(0), "back"), 0);
  assert.equal(scrollOf(view(0, 900), "next"), 0);
});

test("the font becomes smaller down to a limit, then the drawing, also down to a limit", () => {
  let size = Infinity;
  const tried = [];
  for (let next = smallerThan(size); next !== null; next = smallerThan(size)) tried.push((size = next));
  assert.deepEqual(
    tried,
    [...tried].sort((a, b) => b - a),
  );
  assert.ok(tried.includes(1) && size >= 0.6);
  const height = drawingHeight(500, 100) ?? 0;
  assert.ok(height < 400 && height > 350);
  assert.equal(drawingHeight(500, 300), null);
});

test("on paper a wide plot becomes as wide as the page, a narrow one stays as it is", () => {
  assert.equal(zoomOf(2 * PAGE_WIDTH), 0.5);
  assert.equal(zoomOf(PAGE_WIDTH / 2), 1);
});

test("a short figure is printed with every step, a long run with the first, the last and some between", () => {
  assert.deepEqual(printedSteps(0), []);
  assert.deepEqual(printedSteps(5), [1, 2, 3, 4, 5]);
  assert.deepEqual(printedSteps(100), [1, 2, 5, 10, 20, 50, 100]);
  assert.deepEqual(printedSteps(4000), [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4000]);
});
