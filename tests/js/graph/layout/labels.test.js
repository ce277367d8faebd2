import assert from "node:assert/strict";
import { test } from "node:test";
import { overlap } from "../../../../static/js/draw/labels.js";
import { pointsOf } from "../../../../static/js/graph/layout/curves.js";
import { layOut, linkKey } from "../../../../static/js/graph/layout/index.js";
import { labelSpots } from "../../../../static/js/graph/layout/labels.js";
import { block, boxOf } from "./graphs.js";

test("labels cover neither blocks nor each other where there is room", () => {
  const blocks = [0, 1, 2, 3].map((id) => block(id));
  const links = [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ].map(([source = 0, target = 0], k) => ({ source, target, operand: k % 2 }));
  const { places, routes } = layOut(blocks, links, { gap: 170, lane: 40 });
  const lines = links.map((link) => pointsOf(routes.get(linkKey(link)) ?? []));
  const bodies = blocks.map((of) => boxOf(of, places.get(of.id) ?? { x: 0, y: 0 }));
  const spots = labelSpots(
    lines.map((points) => ({ points, w: 110, h: 40 })),
    bodies,
    lines,
  );
  spots.forEach((spot, k) => {
    for (const other of [...bodies, ...spots.slice(k + 1)]) assert.ok(overlap(spot, other) < 1e-6);
  });
});
