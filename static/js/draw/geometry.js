// Where everything stands: numbers in, numbers and path strings out, no DOM. The proportions are measured from the
// classic pictures of backpropagation; R is the radius of a neuron.

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ inputs: number, layers: readonly { units: number, biases?: unknown, bias?: boolean }[] }} Topology */
/** @typedef {Point & { w: number, h: number }} Box a box around its middle */
/** @typedef {{ from: Point, to: Point, base: Point, line: string, head: string, angle: number }} Edge */
/**
 * @typedef {object} Places
 * @property {number} R
 * @property {number} width
 * @property {number} height
 * @property {Point[]} inputs where the arrows of an input start; its text stands left of it
 * @property {Point[][]} units by layer, by unit
 * @property {(Point | null)[]} biases the "+1" whose arrows go into this layer, or null
 * @property {number} inputRadius of the circles that inputs stand in; 0: none
 * @property {Point[]} captions the foot of every column, inputs first
 */

export const hasBias = (/** @type {{ biases?: unknown, bias?: boolean }} */ layer) =>
  layer.bias !== false && layer.biases !== null;

/** How far columns stand apart, from the right end of the inputs on, and how far units of a column, in R. */
const COLUMN = 5.4;
const FIRST_COLUMN = 4.5;
const pitchOf = (/** @type {number} */ units) => (units <= 4 ? 3.4 : units <= 6 ? 3.2 : 2.75);

/**
 * @param {Topology} network
 * @param {{ column?: number, first?: number, radius?: number, left?: number, right?: number, pitch?: number, tallest?: number, bottom?: number, circles?: number }} [options] `circles`: radius of the circles that inputs stand in, in R
 * @returns {Places}
 */
export function placeUnits(network, options = {}) {
  const layers = network.layers;
  const extra = layers.map((layer) => (hasBias(layer) ? 1 : 0));
  const rows = [network.inputs, ...layers.map((layer) => layer.units)].map(
    (units, c) => units + (extra[c] ?? 0),
  );
  const most = Math.max(...rows);
  const pitch = (options.pitch ?? 1) * pitchOf(most);
  const radius = options.radius ?? 43;
  const tallest = options.tallest ?? 1150;
  const R = Math.max(4, Math.min(radius, tallest / (most * pitch)));
  const shrunk = radius / R;
  const stretch = R * (1 + (shrunk - 1) * 0.8);
  const column = (options.column ?? COLUMN) * stretch;
  const first = (options.first ?? FIRST_COLUMN) * stretch;
  const left = (options.left ?? 1.9) * radius;
  const right = (options.right ?? 6.7) * radius;
  const width = left + first + column * (layers.length - 1) + right;
  const inputPitch =
    network.inputs + (extra[0] ?? 0) > 1
      ? Math.max(
          pitch,
          Math.min(2 * pitch, ((most - 1) * pitch * 0.802) / (rows[0] ? Math.max(1, rows[0] - 1) : 1)),
        )
      : pitch;
  const tall = Math.max((most - 1) * pitch, ((rows[0] ?? 1) - 1) * inputPitch) * R;
  const top = 2.85 * Math.max(R, radius * 0.6);
  const bottom = (options.bottom ?? 2.4) * Math.max(R, radius * 0.6);
  const middle = top + tall / 2;
  const height = top + tall + bottom;

  /** @param {number} x @param {number} count @param {number} step @returns {Point[]} */
  const stand = (x, count, step) =>
    Array.from({ length: count }, (_, j) => ({ x, y: middle + (j - (count - 1) / 2) * step * R }));

  const columns = rows.map((count, c) =>
    stand(c === 0 ? left : left + first + (c - 1) * column, count, c === 0 ? inputPitch : pitch),
  );
  return {
    R,
    width,
    height,
    inputRadius: (options.circles ?? 0) * R,
    inputs: (columns[0] ?? []).slice(0, network.inputs),
    units: layers.map((layer, l) => (columns[l + 1] ?? []).slice(0, layer.units)),
    biases: layers.map((_, l) => (extra[l] ? (columns[l]?.at(-1) ?? null) : null)),
    captions: columns.map((column_) => ({ x: column_[0]?.x ?? 0, y: height - 10 })),
  };
}

const n = (/** @type {number} */ value) => Number(value.toFixed(2)).toString();
export const pathOf = (/** @type {readonly Point[]} */ points) =>
  points.map((p, k) => `${k ? "L" : "M"}${n(p.x)} ${n(p.y)}`).join("");

/** A long slim arrow head with its tip at `tip`, pointing along `angle`. @param {Point} tip @param {number} angle @param {number} length */
export function arrowHead(tip, angle, length, slim = 0.27) {
  const back = { x: tip.x - length * Math.cos(angle), y: tip.y - length * Math.sin(angle) };
  const dx = length * slim * Math.sin(angle);
  const dy = length * slim * Math.cos(angle);
  return `M${n(tip.x)} ${n(tip.y)}L${n(back.x + dx)} ${n(back.y - dy)}L${n(back.x - dx)} ${n(back.y + dy)}Z`;
}

/**
 * A straight arrow between two points.
 * @param {Point} from @param {Point} to @param {number} head length of its head
 * @returns {Edge}
 */
export function arrow(from, to, head) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const base = { x: to.x - head * 0.8 * Math.cos(angle), y: to.y - head * 0.8 * Math.sin(angle) };
  return { from, to, base, line: pathOf([from, base]), head: arrowHead(to, angle, head), angle };
}

/** The point of a circle in the direction of another point. @param {Point} centre @param {number} radius @param {Point} towards */
export function onCircle(centre, radius, towards) {
  const angle = Math.atan2(towards.y - centre.y, towards.x - centre.x);
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}

/**
 * The arrow of weight w l.j.i, or of the bias of unit j when i is null. It leaves at the right-hand side and touches
 * the target's circle.
 * @param {Places} places @param {number} layer 1-based @param {number} unit @param {number | null} input
 * @returns {Edge}
 */
export function placeEdge(places, layer, unit, input) {
  const { R } = places;
  const target = places.units[layer - 1]?.[unit] ?? { x: 0, y: 0 };
  const source =
    (input === null
      ? places.biases[layer - 1]
      : layer === 1
        ? places.inputs[input]
        : places.units[layer - 2]?.[input]) ?? target;
  const radius = layer === 1 && input !== null ? places.inputRadius : input === null ? R * 0.55 : R;
  const angle = Math.atan2(target.y - source.y, target.x - source.x) * 0.55;
  const from = { x: source.x + radius * Math.cos(angle), y: source.y + radius * Math.sin(angle) };
  return arrow(from, onCircle(target, R, from), Math.max(7, R * 0.52));
}

/** The error ball: behind the neuron, up and to the right. @param {Point} unit @param {number} R @returns {Point} */
export const placeBall = (unit, R) => ({ x: unit.x + R, y: unit.y - R });

/**
 * The error that runs back from one ball to another, beside the edge that carried the signal forward.
 * @param {Places} places @param {number} layer layer of the weight @param {number} unit @param {number} input
 */
export function placeTransport(places, layer, unit, input) {
  const { R } = places;
  const start = placeBall(places.units[layer - 1]?.[unit] ?? { x: 0, y: 0 }, R);
  const end = placeBall(places.units[layer - 2]?.[input] ?? { x: 0, y: 0 }, R);
  return arrow(onCircle(start, R * 1.02, end), onCircle(end, R * 1.06, start), Math.max(8, R * 0.5));
}

/** A polyline with round corners. @param {readonly Point[]} points @param {number} radius */
export function roundedPath(points, radius) {
  let path = "";
  points.forEach((p, k) => {
    const before = points[k - 1];
    const after = points[k + 1];
    if (!before) path += `M${n(p.x)} ${n(p.y)}`;
    else if (!after) path += `L${n(p.x)} ${n(p.y)}`;
    else {
      const r = Math.min(
        radius,
        Math.hypot(p.x - before.x, p.y - before.y) / 2,
        Math.hypot(p.x - after.x, p.y - after.y) / 2,
      );
      const a = onCircle(p, r, before);
      const b = onCircle(p, r, after);
      path += `L${n(a.x)} ${n(a.y)}Q${n(p.x)} ${n(p.y)} ${n(b.x)} ${n(b.y)}`;
    }
  });
  return path;
}

/**
 * The green loop from an error ball to the incoming edges: over the neuron in the upper half, under it in the lower.
 * @param {Places} places @param {number} layer @param {number} unit
 * @returns {{ line: string, head: string, points: Point[] }}
 */
export function placeLoop(places, layer, unit) {
  const { R } = places;
  const column = places.units[layer - 1] ?? [];
  const at = column[unit] ?? { x: 0, y: 0 };
  const middle = ((column[0]?.y ?? 0) + (column.at(-1)?.y ?? 0)) / 2;
  const last = layer === places.units.length;
  const under = at.y > middle + 1 || (Math.abs(at.y - middle) <= 1 && last);
  const gap = under
    ? (column[unit + 1]?.y ?? places.height + 9 * R) - at.y
    : at.y - (column[unit - 1]?.y ?? -9 * R);
  const reach = Math.min(under ? 1.9 : 2.75, Math.max(1.25, gap / R - 1.25)) * R;
  const x = at.x - 2.05 * R;
  const sources = (layer === 1 ? places.inputs : places.units[layer - 2]) ?? [];
  const heights = sources.map((source) => {
    const edge = arrow({ x: source.x + (layer === 1 ? 0 : R), y: source.y }, onCircle(at, R, source), 1);
    const part = (x - edge.from.x) / (edge.to.x - edge.from.x || 1);
    return edge.from.y + (edge.to.y - edge.from.y) * part;
  });
  const edge = under ? Math.max(at.y, ...heights) : Math.min(at.y, ...heights);
  const far = under ? Math.max(at.y + reach, edge + 1.2 * R) : Math.min(at.y - reach, edge - 1.2 * R);
  const tip = { x, y: under ? edge + 0.05 * R : edge - 0.05 * R };
  const head = Math.max(8, R * 0.5);
  const points = [
    { x: at.x + 1.15 * R, y: under ? at.y - 0.05 * R : at.y - 1.98 * R },
    { x: at.x + 1.15 * R, y: far },
    { x, y: far },
    { x, y: tip.y + (under ? head * 0.8 : -head * 0.8) },
  ];
  return {
    line: roundedPath(points, R * 0.4),
    head: arrowHead(tip, under ? -Math.PI / 2 : Math.PI / 2, head),
    points: [...points.slice(0, 3), tip],
  };
}

/**
 * The comparison at an output: t runs into "+", a branch of y into "−", both signs at the ball's right rim.
 * @param {Point} unit @param {number} R
 */
export function placeComparison(unit, R) {
  const ball = placeBall(unit, R);
  const head = Math.max(7, R * 0.42);
  const plus = { x: ball.x + 0.66 * R, y: ball.y - 0.36 * R };
  const minus = { x: ball.x + 0.66 * R, y: ball.y + 0.36 * R };
  const target = { x: unit.x + 4.1 * R, y: plus.y };
  const branch = { x: unit.x + 3.0 * R, y: unit.y };
  const entry = { x: ball.x + 0.98 * R, y: minus.y };
  return {
    plus,
    minus,
    target,
    output: arrow({ x: unit.x + R, y: unit.y }, { x: unit.x + 4.1 * R, y: unit.y }, Math.max(7, R * 0.52)),
    fromTarget: arrow(target, { x: ball.x + 0.98 * R, y: plus.y }, head),
    fromOutput: {
      line: roundedPath(
        [branch, { x: branch.x, y: minus.y }, { x: entry.x + head * 0.8, y: minus.y }],
        R * 0.16,
      ),
      head: arrowHead(entry, Math.PI, head),
      points: [branch, { x: branch.x, y: minus.y }, entry],
    },
  };
}

/** How much two boxes overlap, in area. @param {Box} a @param {Box} b */
export function overlap(a, b) {
  const w = Math.min(a.x + a.w / 2, b.x + b.w / 2) - Math.max(a.x - a.w / 2, b.x - b.w / 2);
  const h = Math.min(a.y + a.h / 2, b.y + b.h / 2) - Math.max(a.y - a.h / 2, b.y - b.h / 2);
  return w > 0 && h > 0 ? w * h : 0;
}

/** @param {Point} from @param {Point} to @param {number} part */
export const between = (from, to, part) => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

/** The box that a label on the segment cannot leave. @param {Point} from @param {Point} to @param {number} w @param {number} h @returns {Box} */
const around = (from, to, w, h) => ({
  ...between(from, to, 0.5),
  w: Math.abs(to.x - from.x) + w,
  h: Math.abs(to.y - from.y) + h,
});

/** How much of the segment lies in the box. @param {Point} from @param {Point} to @param {Box} box */
function lengthInside(from, to, box) {
  let low = 0;
  let high = 1;
  for (const [start, end, middle, size] of /** @type {const} */ ([
    [from.x, to.x, box.x, box.w],
    [from.y, to.y, box.y, box.h],
  ])) {
    const step = end - start;
    if (Math.abs(step) < 1e-9) {
      if (Math.abs(start - middle) > size / 2) return 0;
      continue;
    }
    const a = (middle - size / 2 - start) / step;
    const b = (middle + size / 2 - start) / step;
    low = Math.max(low, Math.min(a, b));
    high = Math.min(high, Math.max(a, b));
  }
  return high > low ? (high - low) * Math.hypot(to.x - from.x, to.y - from.y) : 0;
}

/**
 * Finds a spot on its own line for every label, so that labels do not cover each other, nor what must stay visible.
 * Two rounds: the second lets the first labels make way for the later ones.
 * @param {readonly { from: Point, to: Point, w: number, h: number, prefer?: number, beside?: number }[]} labels `beside`: how far off the line it may stand
 * @param {readonly Box[]} [obstacles]
 * @param {readonly { from: Point, to: Point }[]} [lines] what had better not be hidden
 * @returns {Box[]}
 */
export function placeLabels(labels, obstacles = [], lines = labels) {
  /** @type {Box[]} */
  const spots = labels.map(({ from, to, w, h, prefer = 0.4 }) => ({ ...between(from, to, prefer), w, h }));
  for (let round = 0; round < 3; round++) {
    labels.forEach(({ from, to, w, h, prefer = 0.4, beside = 0 }, k) => {
      const inReach = obstacles.filter(
        (box) => overlap(box, around(from, to, w + 8 * beside, h + 8 * beside)) > 0,
      );
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const aside = { x: (from.y - to.y) / length, y: (to.x - from.x) / length };
      let best = spots[k];
      let least = Infinity;
      for (let part = 0.12; part <= 0.86; part += 0.02) {
        for (const off of beside ? [-4, -3, -2, -1.5, -1, 0, 1, 1.5, 2, 3, 4] : [0]) {
          const on = between(from, to, part);
          const box = { x: on.x + aside.x * off * beside, y: on.y + aside.y * off * beside, w, h };
          let cost = 60 * Math.abs(part - prefer) + 120 * Math.abs(off);
          spots.forEach((other, m) => {
            if (m !== k && (round > 0 || m < k)) cost += overlap({ ...box, w: w + 6, h: h + 4 }, other) * 2;
          });
          for (const other of inReach) cost += overlap(box, other) * 2;
          lines.forEach((line, m) => {
            if (labels !== lines || m !== k) cost += lengthInside(line.from, line.to, box) * 0.5;
          });
          if (cost < least) {
            least = cost;
            best = box;
          }
        }
      }
      if (best) spots[k] = best;
    });
  }
  return spots;
}

/** A point at part 0..1 of the length of a polyline. @param {readonly Point[]} points @param {number} part */
export function alongPath(points, part) {
  const first = points[0] ?? { x: 0, y: 0 };
  let total = 0;
  for (let k = 1; k < points.length; k++) total += distance(points[k - 1] ?? first, points[k] ?? first);
  let left = Math.max(0, Math.min(1, part)) * total;
  for (let k = 1; k < points.length; k++) {
    const a = points[k - 1] ?? first;
    const b = points[k] ?? first;
    const length = distance(a, b);
    if (left <= length || k === points.length - 1)
      return between(a, b, length ? Math.min(1, left / length) : 0);
    left -= length;
  }
  return first;
}

const distance = (/** @type {Point} */ a, /** @type {Point} */ b) => Math.hypot(b.x - a.x, b.y - a.y);
