// The view of a picture: what stays where it is when it is zoomed, and that the picture cannot be lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  centredView,
  clampedView,
  firstView,
  isLarger,
  keptView,
  movedView,
  revealingView,
  scaledView,
  viewBetween,
  wholeScale,
} from "../../../../static/js/panels/zoom/view.js";

const SIZES = { pane: { width: 600, height: 400 }, content: { width: 900, height: 300 } };
/** The point of the content at a point of the pane. */
const contentAt = ({ scale, x, y }, point) => [(point.x - x) / scale, (point.y - y) / scale];
const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

/** Views as a user may reach them, drawn from a fixed sequence. */
function* views(count) {
  let seed = 7;
  const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let k = 0; k < count; k++)
    yield { scale: 0.1 + 6 * next(), x: 4000 * (next() - 0.5), y: 4000 * (next() - 0.5) };
}

test("the whole picture fits one side of the pane exactly, and neither side exceeds it", () => {
  const scale = wholeScale(SIZES, 10);
  const { x, y } = centredView(scale, SIZES);
  near(x, 0);
  near(900 * scale, 600);
  near(y, (400 - 300 * scale) / 2);
  assert.equal(wholeScale({ ...SIZES, content: { width: 10, height: 10 } }, 2), 2);
});

test("the first view begins where reading does, with the rest of the picture to its right", () => {
  assert.deepEqual(firstView(1, SIZES), { scale: 1, x: 0, y: 50 });
  assert.deepEqual(firstView(0.5, SIZES), centredView(0.5, SIZES));
});

test("zooming leaves the point under the pointer where it is", () => {
  for (const view of views(50)) {
    const around = { x: 123, y: 321 };
    const zoomed = scaledView(view, view.scale * 1.7, around);
    contentAt(zoomed, around).forEach((value, k) => near(value, contentAt(view, around)[k]));
    assert.equal(zoomed.scale, view.scale * 1.7);
  }
});

test("a clamped picture covers its pane or lies inside it, and clamping again changes nothing", () => {
  for (const view of views(200)) {
    const clamped = clampedView(view, SIZES);
    for (const [corner, room, length] of [
      [clamped.x, 600, 900 * view.scale],
      [clamped.y, 400, 300 * view.scale],
    ]) {
      if (length <= room) near(corner, (room - length) / 2);
      else assert.ok(corner <= 0 && corner + length >= room - 1e-9);
    }
    assert.deepEqual(clampedView(clamped, SIZES), clamped);
  }
});

test("however far it is dragged, the picture covers the middle of its pane", () => {
  for (const view of views(200)) {
    const kept = keptView(view, SIZES);
    assert.ok(kept.x <= 300 + 1e-9 && kept.x + 900 * view.scale >= 300 - 1e-9);
    assert.ok(kept.y <= 200 + 1e-9 && kept.y + 300 * view.scale >= 200 - 1e-9);
    const inside = { ...view, x: 300 - 450 * view.scale, y: 200 - 150 * view.scale };
    assert.deepEqual(keptView(inside, SIZES), inside);
  }
});

test("panning moves the picture by as much as the pointer, until an edge of it is reached", () => {
  const view = { scale: 2, x: -500, y: -100 };
  assert.deepEqual(movedView(view, 30, -20), { scale: 2, x: -470, y: -120 });
  assert.equal(clampedView(movedView(view, 9999, 0), SIZES).x, 0);
  assert.equal(clampedView(movedView(view, -9999, 0), SIZES).x, 600 - 1800);
});

test("a revealed box lies in the pane; one that is there already moves nothing", () => {
  const { pane } = SIZES;
  for (const view of views(200)) {
    const box = { x: 450, y: 150, w: 60 / view.scale, h: 40 / view.scale };
    const revealed = revealingView(view, box, pane);
    const left = revealed.x + (box.x - box.w / 2) * view.scale;
    const top = revealed.y + (box.y - box.h / 2) * view.scale;
    assert.ok(left >= 0 && left + 60 <= 600 + 1e-9 && top >= 0 && top + 40 <= 400 + 1e-9);
    const again = revealingView(revealed, box, pane);
    near(again.x, revealed.x);
    near(again.y, revealed.y);
  }
});

test("of a box larger than the pane the middle is shown", () => {
  const { x } = revealingView({ scale: 1, x: 0, y: 0 }, { x: 700, y: 100, w: 800, h: 10 }, SIZES.pane);
  assert.equal(x + 700, 300);
});

test("a movement begins at one view and ends at the other", () => {
  const [from, to] = [...views(2)];
  assert.deepEqual(viewBetween(from, to, 0), from);
  const end = viewBetween(from, to, 1);
  for (const key of ["scale", "x", "y"]) near(end[key], to[key]);
});

test("a picture is larger than its pane only when a side reaches beyond it", () => {
  assert.equal(isLarger({ scale: 600 / 900, x: 0, y: 0 }, SIZES), false);
  assert.equal(isLarger({ scale: 0.7, x: 0, y: 0 }, SIZES), true);
});
