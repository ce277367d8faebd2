import assert from "node:assert/strict";
import { test } from "node:test";
import { RUN_LOOKS, iterateAt, markerPath } from "../../../../static/js/draw/plot/runs.js";

test("every run has a marker and a dash of its own", () => {
  const outlines = new Set(RUN_LOOKS.map(({ marker }) => markerPath(marker, 6)));
  assert.equal(outlines.size, RUN_LOOKS.length);
  assert.equal(new Set(RUN_LOOKS.map(({ dash }) => dash)).size, RUN_LOOKS.length);
  for (const { marker } of RUN_LOOKS) assert.ok(/^M.*Z$/.test(markerPath(marker, 6)));
});

test("a point moves from one iterate to the next, and stays at the last one of its run", () => {
  const values = [4, 2, 1];
  assert.equal(iterateAt(values, 0, 0.3), 4);
  assert.equal(iterateAt(values, 1, 0), 4);
  assert.equal(iterateAt(values, 1, 0.5), 3);
  assert.equal(iterateAt(values, 1, 1), 2);
  assert.equal(iterateAt(values, 9, 0.2), 1);
});
