// The laws of the layered drawing, on graphs drawn at random with a seed.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  besides,
  keptApart,
  layOut,
  layersOf,
  linkKey,
  overlapOf,
  pointsOf,
  spotLabels,
} from "../../../static/js/graph/layout.js";

/** @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const block = (/** @type {number} */ id, round = true) => ({
  id,
  rx: 34,
  ry: 34,
  round,
  left: 34,
  right: 62,
  up: 58,
  down: 52,
});

/** @param {number} count @param {number} seed @param {number} near how far back an operand may lie */
function randomGraph(count, seed, near = count) {
  const next = random(seed);
  const inputs = Math.max(1, Math.floor(count / 5));
  const links = [];
  for (let id = inputs; id < count; id++)
    for (let operand = 0; operand < (next() < 0.3 ? 1 : 2); operand++)
      links.push({ source: id - 1 - Math.floor(next() * Math.min(id, near)), target: id, operand });
  return { blocks: Array.from({ length: count }, (_, id) => block(id, id >= inputs)), links };
}
const GRAPHS = [2, 3, 5, 9, 17, 40, 90].flatMap((count) => [1, 2, 3].map((seed) => randomGraph(count, seed)));

/** @param {import("../../../static/js/graph/layout.js").Block} of @param {{x: number, y: number}} at */
const boxOf = (of, at) => ({
  x: at.x + (of.right - of.left) / 2,
  y: at.y + (of.down - of.up) / 2,
  w: of.left + of.right,
  h: of.up + of.down,
});

/** The fastest of a few runs: what the work itself takes, whatever else the machine is doing. @param {() => void} work */
function milliseconds(work) {
  const times = Array.from({ length: 7 }, () => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  });
  return Math.min(...times);
}

test("no two values overlap and all of them lie within the drawing", () => {
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
      for (const other of boxes.slice(k + 1)) assert.ok(overlapOf(box, other) < 1e-6);
    });
  }
});

test("edges run from left to right and never turn back", () => {
  for (const { blocks, links } of GRAPHS) {
    const { routes } = layOut(blocks, links);
    for (const link of links) {
      const points = pointsOf(routes.get(linkKey(link)) ?? []);
      assert.ok(points.length > 1);
      points.slice(1).forEach((p, k) => assert.ok(p.x > (points[k]?.x ?? Infinity) - 1e-9, "turns back"));
    }
  }
});

test("an edge touches the rim of both its values and no other value's body", () => {
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

test("the same graph is drawn in the same way", () => {
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

test("what reads nothing stands right before its first reader", () => {
  const links = [
    { source: 0, target: 1, operand: 0 },
    { source: 1, target: 3, operand: 0 },
    { source: 2, target: 3, operand: 1 },
  ];
  assert.equal(
    layersOf(
      [0, 1, 2, 3].map((id) => ({ id })),
      links,
    ).get(2),
    1,
  );
});

test("a value that is read twice by the same operation has two edges, well apart", () => {
  const links = [
    { source: 0, target: 1, operand: 0 },
    { source: 0, target: 1, operand: 1 },
  ];
  const { routes } = layOut([block(0), block(1)], links);
  const [one, other] = links.map((link) => pointsOf(routes.get(linkKey(link)) ?? []));
  const middle = Math.floor((one?.length ?? 0) / 2);
  assert.ok(Math.abs((one?.[middle]?.y ?? 0) - (other?.[middle]?.y ?? 0)) > 24);
});

test("a collapsed graph keeps the order of what shares a column", () => {
  for (const { blocks, links } of GRAPHS) {
    const open = layOut(blocks, links);
    const rank = new Map([...open.places].map(([id, { y }]) => [id, y]));
    // Every third operation closes over its operands that nobody else reads.
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

test("300 values are laid out within 100 ms", () => {
  for (const near of [300, 40, 8]) {
    const { blocks, links } = randomGraph(300, 7, near);
    const took = milliseconds(() => layOut(blocks, links));
    assert.ok(took <= 100, `${took.toFixed(0)} ms`);
  }
});

test("heights kept apart are the nearest ones to those wished for", () => {
  assert.deepEqual(keptApart([0, 0, 0], [1, 1, 1], [0, 10, 10]), [-10, 0, 10]);
  assert.deepEqual(keptApart([0, 50], [1, 1], [0, 10]), [0, 50]);
  const next = random(3);
  for (let round = 0; round < 50; round++) {
    const wishes = Array.from({ length: 8 }, () => next() * 60);
    const apart = wishes.map((_, k) => (k ? 5 : 0));
    const found = keptApart(
      wishes,
      wishes.map(() => 1),
      apart,
    );
    const cost = (/** @type {number[]} */ of) =>
      of.reduce((sum, at, k) => sum + (at - (wishes[k] ?? 0)) ** 2, 0);
    found.slice(1).forEach((at, k) => assert.ok(at - (found[k] ?? 0) >= 5 - 1e-9));
    // No small move that keeps the distances is nearer.
    found.forEach((_, from) => {
      for (const by of [-0.01, 0.01]) {
        const moved = found.map((at, k) => ((by > 0 ? k >= from : k <= from) ? at + by : at));
        assert.ok(cost(moved) >= cost(found) - 1e-9);
      }
    });
  }
});

test("labels keep clear of values and of each other where there is room", () => {
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
  const spots = spotLabels(
    lines.map((points) => ({ points, w: 110, h: 40 })),
    bodies,
    lines,
  );
  spots.forEach((spot, k) => {
    for (const other of [...bodies, ...spots.slice(k + 1)]) assert.ok(overlapOf(spot, other) < 1e-6);
  });
});

test("a line beside another keeps its distance", () => {
  const line = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 20, y: 0 },
  ];
  assert.deepEqual(
    besides(line, 5).map(({ y }) => y),
    [-5, -5, -5],
  );
});
