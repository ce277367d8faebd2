// The layer over the diagram on which the backward pass is done: neurons to pick, connections to bring a δ back over,
// δ balls to drag, and the chips of the neuron whose δ is worked out. It reads the places from the drawing.
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Standing, Task } from "../../practice/acts.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { arrow, distanceTo, onCircle } from "../../../draw/geometry.js";
import { set, shape, widthOf } from "../../../draw/svg.js";
import { formatNumber, formatSigned } from "../../../math/format.js";
import { amountAt, broughtBy } from "../../practice/acts.js";

/** In CSS pixels: the width of what a finger hits, of text, of a chip, and how near to a neuron a ball is let go. */
const [HIT, TEXT, CHIP, NEAR] = [22, 14, 28, 26];

/** @typedef {Point & {r: number}} Circle */
/**
 * @typedef {object} Words what the parts are called
 * @property {(name: string) => string} pick @property {(from: string, to: string) => string} bring
 * @property {(name: string) => string} drag
 * @property {Record<"o" | "t" | "f" | "d", {text: string, label: string}>} chips
 */
/**
 * @typedef {object} Overlay
 * @property {HTMLElement} root
 * @property {SVGSVGElement} svg
 * @property {(act: string) => void} act
 * @property {Map<string, {unit: Circle, ball: Circle}>} places by neuron
 * @property {number} pixel the length of a CSS pixel in the drawing
 * @property {Task | null} task
 * @property {string} shown what is drawn, as a key
 * @property {{pointer: number, from: string, ghost: SVGElement} | null} drag
 */

/** @param {(act: string) => void} act @returns {Overlay} */
export function buildOverlay(act) {
  const root = element("div", { class: "act-layer" });
  const svg = shape("svg", { role: "group" }, root);
  /** @type {Overlay} */
  const overlay = { root, svg, act, places: new Map(), pixel: 1, task: null, shown: "", drag: null };
  root.addEventListener("click", (event) => {
    event.stopPropagation();
    choose(overlay, event.target);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    choose(overlay, event.target);
  });
  for (const name of /** @type {const} */ (["pointerdown", "pointermove", "pointerup", "pointercancel"]))
    root.addEventListener(name, (event) => DRAGGING[name](overlay, event));
  return overlay;
}

/** @param {Overlay} overlay @param {EventTarget | null} target */
function choose({ act }, target) {
  const name = target instanceof Element ? target.closest("[data-act]")?.getAttribute("data-act") : null;
  if (name) act(name);
}

// ---- places ----------------------------------------------------------------------------------------------------

/** Puts the layer over the drawing, and reads where its neurons are. @param {Overlay} overlay @param {Task} task
 * @returns {boolean} whether the drawing has places for all */
function fit(overlay, task) {
  const sheet = document.querySelector('[data-view="diagram"] .sheet');
  const drawing = sheet?.querySelector("svg.network");
  if (!sheet || !drawing) return false;
  if (overlay.root.parentElement !== sheet) sheet.append(overlay.root);
  set(overlay.svg, { viewBox: drawing.getAttribute("viewBox") });
  const [, , width = 1] = (drawing.getAttribute("viewBox") ?? "").split(" ").map(Number);
  overlay.pixel = width / (sheet.clientWidth || width);
  overlay.places.clear();
  task.sizes.forEach((units, l) => {
    for (let j = 0; j < units; j++) {
      const name = `${l + 1}.${j}`;
      const unit = drawing.querySelector(`[data-unit="${name}"]`);
      const disc = drawing.querySelector(`[data-disc="${name}"]`);
      const [x, y] = (unit?.getAttribute("transform") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
      const r = Number(unit?.querySelector(".body")?.getAttribute("r"));
      if (x === undefined || y === undefined || !disc) continue;
      const [cx, cy, radius] = ["cx", "cy", "r"].map((key) => Number(disc.getAttribute(key)));
      overlay.places.set(name, {
        unit: { x, y, r },
        ball: { x: Number(cx), y: Number(cy), r: Number(radius) },
      });
    }
  });
  return overlay.places.size === task.sizes.reduce((sum, units) => sum + units, 0);
}

/** @param {Overlay} overlay @param {string} name */
const placeOf = ({ places }, name) => /** @type {{unit: Circle, ball: Circle}} */ (places.get(name));

// ---- drawing ---------------------------------------------------------------------------------------------------

/** @param {Overlay} overlay @param {Task} task @param {Standing} standing @param {Words} words
 * @returns {boolean} whether it could be drawn */
export function updateOverlay(overlay, task, standing, words) {
  if (!fit(overlay, task)) return false;
  overlay.task = task;
  const shown = JSON.stringify([
    standing.neurons,
    standing.current,
    [...overlay.places],
    overlay.pixel,
    words.pick(""),
  ]);
  if (shown === overlay.shown) return true;
  overlay.shown = shown;
  const held = overlay.root.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-act")
    : null;
  overlay.svg.replaceChildren();
  drawWires(overlay, task, standing, words);
  drawNeurons(overlay, task, standing, words);
  drawChips(overlay, task, standing, words);
  if (held) focusOn(overlay, held);
  return true;
}

/** @param {Overlay} overlay @param {string} act that was in focus: if it is gone, its neuron is */
function focusOn({ svg }, act) {
  const node = svg.querySelector(`[data-act="${act}"]`) ?? svg.querySelector(`[data-act="n${act.slice(1)}"]`);
  if (node instanceof SVGElement) node.focus();
}

/** @param {Element} parent @param {string} act @param {string} label @param {Record<string, unknown>} [more] */
const button = (parent, act, label, more = {}) =>
  shape(
    "g",
    { role: "button", tabindex: 0, "data-act": act, "aria-label": label, .../** @type {{}} */ (more) },
    parent,
  );

/** @param {Overlay} overlay @param {Task} task @param {Standing} standing @param {Words} words */
function drawWires(overlay, task, standing, words) {
  const { svg, pixel } = overlay;
  for (let layer = task.sizes.length; layer > 1; layer--)
    standing.neurons[layer - 1]?.forEach((source, k) =>
      standing.neurons[layer - 2]?.forEach((target, i) => {
        const [from, to] = [placeOf(overlay, `${layer}.${k}`), placeOf(overlay, `${layer - 1}.${i}`)];
        const isIn = target.branches.includes(k) && !target.done;
        const wire = button(svg, `b${layer}.${k}.${i}`, words.bring(`${layer}.${k}`, `${layer - 1}.${i}`), {
          class: "act-wire",
          "data-state": isIn ? "in" : target.done ? "over" : source.done ? "ready" : "waits",
          "aria-pressed": String(isIn),
        });
        const [a, b] = [onCircle(from.unit, from.unit.r, to.unit), onCircle(to.unit, to.unit.r, from.unit)];
        const line = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
        shape("line", { class: "reach", ...line, "stroke-width": HIT * pixel }, wire);
        shape("line", { class: "mark", ...line, "stroke-width": 3 * pixel }, wire);
        if (isIn) drawBrought(overlay, wire, from.ball, to.ball, broughtBy(task, layer - 1, i, k));
      }),
    );
}

/** The red arrow of a δ that came back, with what it brings. @param {Overlay} overlay @param {Element} wire
 * @param {Circle} from @param {Circle} to @param {number} value */
function drawBrought({ pixel }, wire, from, to, value) {
  const place = arrow(onCircle(from, from.r, to), onCircle(to, to.r, from), 9 * pixel);
  shape("path", { class: "line", d: place.line, "stroke-width": 2 * pixel }, wire);
  shape("path", { class: "head", d: place.head }, wire);
  const text = formatSigned(value, 3);
  const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
  const length = Math.hypot(from.x - to.x, from.y - to.y) - from.r - to.r;
  // On a short arrow it would cover the balls, which show the number too.
  if (length > 1.4 * (widthOf(text) * TEXT + 14) * pixel) plate(wire, { x, y }, text, pixel);
}

/** A text on a plate. @param {Element} parent @param {Point} at @param {string} text @param {number} pixel
 * @param {number} [height] in CSS pixels */
function plate(parent, { x, y }, text, pixel, height = 20) {
  const width = (widthOf(text) * TEXT + 14) * pixel;
  const box = { x: x - width / 2, y: y - (height * pixel) / 2, width, height: height * pixel, rx: 6 * pixel };
  shape("rect", { class: "plate", ...box }, parent);
  const node = shape(
    "text",
    { x, y, dy: "0.34em", "text-anchor": "middle", "font-size": TEXT * pixel },
    parent,
  );
  setText(node, text);
}

/** @param {Overlay} overlay @param {Task} task @param {Standing} standing @param {Words} words */
function drawNeurons(overlay, task, standing, words) {
  const { svg, pixel } = overlay;
  for (let layer = task.sizes.length; layer > 0; layer--)
    standing.neurons[layer - 1]?.forEach((gathered, j) => {
      const name = `${layer}.${j}`;
      const { unit, ball } = placeOf(overlay, name);
      const isCurrent = standing.current?.[0] === layer && standing.current[1] === j;
      const node = button(svg, `n${name}`, words.pick(name), { class: "act-neuron" });
      if (isCurrent) set(node, { "data-current": "" });
      shape("circle", { cx: unit.x, cy: unit.y, r: Math.max(unit.r, 12 * pixel) }, node);
      if (gathered.done) drawHandle(overlay, name, ball, words);
      else {
        const amount = amountAt(task, gathered, layer, j);
        const place = { cx: ball.x, cy: ball.y, r: ball.r };
        shape("circle", { class: "act-place", "data-filled": String(amount !== null), ...place }, node);
        if (amount !== null)
          plate(node, ball, formatNumber(amount, 3), pixel * (ball.r < 18 * pixel ? 0.75 : 1));
      }
    });
}

/** What a known δ is dragged by. @param {Overlay} overlay @param {string} name @param {Circle} ball
 * @param {Words} words */
function drawHandle({ svg, pixel }, name, { x, y, r }, words) {
  if (name.startsWith("1.")) return;
  const handle = shape("g", { class: "act-ball", "data-drag": name, "aria-hidden": "true" }, svg);
  shape("circle", { cx: x, cy: y, r: Math.max(r, 14 * pixel) }, handle);
  setText(shape("title", {}, handle), words.drag(name));
}

/** The chips of the neuron whose δ is worked out, in a row below it. @param {Overlay} overlay @param {Task} task
 * @param {Standing} standing @param {Words} words */
function drawChips(overlay, task, { current, neurons }, words) {
  if (!current) return;
  const [layer, j] = current;
  const gathered = neurons[layer - 1]?.[j];
  if (!gathered) return;
  const { svg, pixel } = overlay;
  const { unit } = placeOf(overlay, `${layer}.${j}`);
  const kinds = /** @type {("o" | "t" | "f" | "d")[]} */ (
    layer === task.sizes.length ? ["o", "t", "f", "d"] : ["f", "d"]
  );
  const isOn = { o: gathered.sign === 1, t: gathered.sign === -1, f: gathered.slope, d: false };
  const widths = kinds.map((kind) => Math.max(CHIP, widthOf(words.chips[kind].text) * TEXT + 18) * pixel);
  const gap = 6 * pixel;
  const whole = widths.reduce((sum, width) => sum + width + gap, -gap);
  const [, , width = 0, height = 0] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  let x = Math.min(Math.max(unit.x - whole / 2, gap), width - whole - gap);
  const y = rowHeight(overlay, unit, { left: x, right: x + whole, height });
  kinds.forEach((kind, n) => {
    const wide = /** @type {number} */ (widths[n]);
    const { text, label } = words.chips[kind];
    const chip = button(svg, `${kind}${layer}.${j}`, label, {
      class: "act-chip",
      ...(kind === "d" ? {} : { "aria-pressed": String(isOn[kind]) }),
    });
    const box = { x, y: y - (CHIP * pixel) / 2, width: wide, height: CHIP * pixel, rx: 8 * pixel };
    shape("rect", box, chip);
    const middle = { x: x + wide / 2, y };
    setText(
      shape("text", { ...middle, dy: "0.34em", "text-anchor": "middle", "font-size": TEXT * pixel }, chip),
      text,
    );
    x += wide + gap;
  });
}

/** How high a row of chips lies: below its neuron, above it, or at the foot of the picture, where it covers least of
 * the neurons and their balls and is not far.
 * @param {Overlay} overlay @param {Circle} unit @param {{left: number, right: number, height: number}} row */
function rowHeight({ places, pixel }, unit, { left, right, height }) {
  const far = unit.r + 0.9 * CHIP * pixel;
  const below = Math.min(unit.y + far, height - CHIP * pixel);
  const above = Math.max(unit.y - far, CHIP * pixel);
  const circles = [...places.values()].flatMap((place) => [place.unit, place.ball]);
  const covered = (/** @type {number} */ y) =>
    circles.reduce((sum, circle) => {
      const beside = Math.max(left - circle.x, 0, circle.x - right);
      const over = circle.r + (CHIP / 2) * pixel - Math.abs(circle.y - y);
      return sum + (beside < circle.r ? Math.max(over, 0) : 0);
    }, 0);
  const heights = [below, above, height - CHIP * pixel].map((y) => ({
    y,
    cost: covered(y) + 0.15 * Math.abs(y - unit.y),
  }));
  return heights.reduce((best, one) => (one.cost < best.cost ? one : best)).y;
}

// ---- dragging --------------------------------------------------------------------------------------------------

/** A point of the window in the drawing. @param {Overlay} overlay @param {PointerEvent} event @returns {Point} */
function pointOf({ svg }, { clientX, clientY }) {
  const inverse = svg.getScreenCTM()?.inverse();
  return inverse ? new DOMPoint(clientX, clientY).matrixTransform(inverse) : { x: 0, y: 0 };
}

/** The connections back from a neuron. @param {Overlay} overlay @param {string} from */
function wiresFrom(overlay, from) {
  const [layer = 0, k = 0] = from.split(".").map(Number);
  const { unit } = placeOf(overlay, from);
  return Array.from({ length: overlay.task?.sizes[layer - 2] ?? 0 }, (_, i) => ({
    act: `b${layer}.${k}.${i}`,
    from: unit,
    to: placeOf(overlay, `${layer - 1}.${i}`).unit,
  }));
}

/** Where a dragged δ is: on the nearest connection, if that is near. @param {Overlay} overlay @param {string} from
 * @param {Point} point */
function along(overlay, from, point) {
  const wires = wiresFrom(overlay, from).map((wire) => ({ wire, far: distanceTo(wire, point) }));
  const nearest = wires.sort((a, b) => a.far - b.far)[0];
  if (!nearest || nearest.far > 2 * NEAR * overlay.pixel) return point;
  const { from: a, to: b } = nearest.wire;
  const part =
    ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2);
  const p = Math.max(0, Math.min(1, part));
  return { x: a.x + (b.x - a.x) * p, y: a.y + (b.y - a.y) * p };
}

/** The neuron at which a δ is let go. @param {Overlay} overlay @param {string} from @param {Point} point */
function neuronNear({ places, pixel }, from, point) {
  const found = [...places]
    .map(([name, { unit, ball }]) => ({
      name,
      far: Math.min(
        Math.hypot(unit.x - point.x, unit.y - point.y) - unit.r,
        Math.hypot(ball.x - point.x, ball.y - point.y) - ball.r,
      ),
    }))
    .filter(({ name }) => name !== from)
    .sort((a, b) => a.far - b.far)[0];
  return found && found.far <= NEAR * pixel ? found.name : null;
}

/** @type {Record<"pointerdown" | "pointermove" | "pointerup" | "pointercancel",
 * (overlay: Overlay, event: PointerEvent) => void>} */
const DRAGGING = {
  pointerdown(overlay, event) {
    const from = event.target instanceof Element ? event.target.closest("[data-drag]") : null;
    if (!from || event.button !== 0 || overlay.drag) return;
    event.preventDefault();
    const name = from.getAttribute("data-drag") ?? "";
    const { r } = placeOf(overlay, name).ball;
    const ghost = shape("circle", { class: "act-ghost", r, "aria-hidden": "true" }, overlay.svg);
    overlay.drag = { pointer: event.pointerId, from: name, ghost };
    overlay.root.setPointerCapture(event.pointerId);
    DRAGGING.pointermove(overlay, event);
  },
  pointermove(overlay, event) {
    const { drag } = overlay;
    if (drag?.pointer !== event.pointerId) return;
    const point = pointOf(overlay, event);
    const { x, y } = along(overlay, drag.from, point);
    set(drag.ghost, { cx: x, cy: y });
    const near = neuronNear(overlay, drag.from, point);
    for (const node of overlay.svg.querySelectorAll(".act-neuron"))
      setAttribute(node, "data-under", node.getAttribute("data-act") === `n${near}`);
  },
  pointerup(overlay, event) {
    const { drag } = overlay;
    if (drag?.pointer !== event.pointerId) return;
    const near = neuronNear(overlay, drag.from, pointOf(overlay, event));
    DRAGGING.pointercancel(overlay, event);
    if (near !== null) overlay.act(`>${drag.from}>${near}`);
  },
  pointercancel(overlay, event) {
    if (overlay.drag?.pointer !== event.pointerId) return;
    overlay.drag.ghost.remove();
    overlay.drag = null;
    for (const node of overlay.svg.querySelectorAll("[data-under]")) node.removeAttribute("data-under");
  },
};
