// The laws of the layered drawing, on random graphs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { overlap } from "../../../../static/js/draw/labels.js";
import { pointsOf } from "../../../../static/js/graph/layout/curves.js";
import { layOut, linkKey } from "../../../../static/js/graph/layout/index.js";
import { GRAPHS, block, boxOf, randomGraph } from "./graphs.js";

test("no two blocks overlap and all of them lie within the drawing", () => {
  for (const { blocks, links } of GRAPHS) {
    const { places, width, height } = layOut(blocks, links);
    const boxes = blocks.map((of) => boxOf(of, places.get(of.id) ?? { x: NaN, y: NaN }));
    boxes.forEach((box, k) => {
      assert.ok(
        box.x - box.w / 2 >= 0 &&
          box.x + box.w / 2 <= width &&
          box.y - box.h / 2 >= 0 &&
          box.y + box.h / 2 <= height,
      );
      for (const other of boxes.slice(k + 1)) assert.ok(overlap(box, other) < 1e-6);
    });
  }
});

test("edges run strictly from left to right", () => {
  for (const { blocks, links } of GRAPHS) {
    const { routes } = layOut(blocks, links);
    for (const link of links) {
      const points = pointsOf(routes.get(linkKey(link)) ?? []);
      assert.ok(points.length > 1);
      points.slice(1).forEach((p, k) => assert.ok(p.x > (points[k]?.x ?? Infinity) - 1e-9, "turns back"));
    }
  }
});

test("an edge touches the rim of both its blocks and no other block", () => {
  for (const { blocks, links } of GRAPHS) {
    const { routes, places } = layOut(blocks, links);
    for (const link of links) {
      const route = routes.get(linkKey(link)) ?? [];
      const points = pointsOf(route);
      for (const [end, id] of /** @type {const} */ ([
        [points[0], link.source],
        [points.at(-1), link.target],
      ])) {
        const at = places.get(id);
        const reach = Math.hypot((end?.x ?? 0) - (at?.x ?? 0), (end?.y ?? 0) - (at?.y ?? 0));
        assert.ok(Math.abs(reach - 34) < 1e-6 || !blocks[id]?.round);
      }
      for (const { id } of blocks) {
        if (id === link.source || id === link.target) continue;
        const at = places.get(id) ?? { x: 0, y: 0 };
        for (const p of points)
          assert.ok(Math.hypot(p.x - at.x, p.y - at.y) > 34, `${linkKey(link)} runs through ${id}`);
      }
    }
  }
});

test("the layout is deterministic", () => {
  for (const { blocks, links } of GRAPHS) assert.deepEqual(layOut(blocks, links), layOut(blocks, links));
});

test("a chain is one straight line and a diamond is symmetric", () => {
  const chain = layOut(
    [block(0), block(1), block(2)],
    [
      { source: 0, target: 1, operand: 0 },
      { source: 1, target: 2, operand: 0 },
    ],
  );
  const [first] = chain.places.values();
  for (const { y } of chain.places.values()) assert.ok(Math.abs(y - (first?.y ?? 0)) < 1e-6);
  const diamond = layOut(
    [0, 1, 2, 3].map((id) => block(id)),
    [
      { source: 0, target: 1, operand: 0 },
      { source: 0, target: 2, operand: 0 },
      { source: 1, target: 3, operand: 0 },
      { source: 2, target: 3, operand: 1 },
    ],
  );
  const y = (/** @type {number} */ id) => diamond.places.get(id)?.y ?? NaN;
  assert.ok(Math.abs(y(0) - y(3)) < 1e-6 && Math.abs(y(0) - (y(1) + y(2)) / 2) < 1e-6 && y(1) < y(2));
});

test("a tree is drawn without a crossing, its first operands on top", () => {
  const links = [
    [0, 4],
    [1, 4],
    [2, 5],
    [3, 5],
    [4, 6],
    [5, 6],
  ].map(([source = 0, target = 0], k) => ({ source, target, operand: k % 2 }));
  const { places } = layOut(
    [0, 1, 2, 3, 4, 5, 6].map((id) => block(id)),
    links,
  );
  const heights = [0, 1, 2, 3].map((id) => places.get(id)?.y ?? NaN);
  assert.deepEqual(
    heights,
    heights.toSorted((a, b) => a - b),
  );
});

test("two edges between the same blocks are well apart", () => {
  const links = [
    { source: 0, target: 1, operand: 0 },
    { source: 0, target: 1, operand: 1 },
  ];
  const { routes } = layOut([block(0), block(1)], links);
  const [one, other] = links.map((link) => pointsOf(routes.get(linkKey(link)) ?? []));
  const middle = Math.floor((one?.length ?? 0) / 2);
  assert.ok(Math.abs((one?.[middle]?.y ?? 0) - (other?.[middle]?.y ?? 0)) > 24);
});

test("a collapsed graph keeps the order of the blocks that share a layer", () => {
  for (const { blocks, links } of GRAPHS) {
    const open = layOut(blocks, links);
    const rank = new Map([...open.places].map(([id, { y }]) => [id, y]));
    // Every third operation is collapsed with the operands that only it reads.
    const hidden = new Set(
      links
        .filter(
          ({ source, target }) =>
            target % 3 === 0 &&
            links.filter((link) => link.source === source).every((link) => link.target === target) &&
            links.some((link) => link.target === source),
        )
        .map(({ source }) => source),
    );
    const host = (/** @type {number} */ id) => links.find((link) => link.source === id)?.target ?? id;
    const shown = blocks.filter(({ id }) => !hidden.has(id));
    const outer = (/** @type {number} */ id) => {
      while (hidden.has(id)) id = host(id);
      return id;
    };
    const closed = links
      .filter(({ source, target }) => outer(target) !== outer(source))
      .map((link, operand) => ({ source: link.source, target: outer(link.target), operand }))
      .filter(({ source }) => !hidden.has(source));
    const { places } = layOut(shown, closed, { rank });
    for (const a of shown)
      for (const b of shown) {
        const [one, other] = [places.get(a.id), places.get(b.id)];
        if (a.id === b.id || !one || !other || one.layer !== other.layer) continue;
        assert.equal(
          one.y < other.y,
          (rank.get(a.id) ?? 0) < (rank.get(b.id) ?? 0) ||
            ((rank.get(a.id) ?? 0) === (rank.get(b.id) ?? 0) && one.y < other.y),
        );
      }
  }
});

test("300 blocks all get their places, and every link its route", () => {
  for (const near of [300, 40, 8]) {
    const { blocks, links } = randomGraph(300, 7, near);
    const { places, routes } = layOut(blocks, links);
    assert.equal(places.size, blocks.length);
    assert.equal(routes.size, links.length);
  }
});
