// The SVG nodes of a run in a plot: trajectory, marker, and an arrow at the border for a point outside.
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { Exit } from "../../../draw/plot/arrows.js" */
/** @import { Trajectory } from "../../../draw/plot/lines.js" */
import { at } from "../../../core/at.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { trajectoryUpTo } from "../../../draw/plot/lines.js";
import { colourOf, lookOf, markerPath } from "../../../draw/plot/runs.js";
import { placeOf } from "../../../draw/plot/scale.js";
import { set, shape } from "../../../draw/svg.js";

/** Gives a node the colour of a run. @param {SVGElement | HTMLElement} node @param {number} run */
export const setRunColour = (node, run) => node.style.setProperty("--run", `var(${colourOf(run)})`);

/** The group of a run's paths. @param {Element} parent @param {number} run */
export function trajectoryGroup(parent, run) {
  const group = shape("g", { class: "trajectory", "data-run": run }, parent);
  setRunColour(group, run);
  return group;
}

/**
 * A path in the dash pattern of a run.
 * @param {Element} group @param {string} look its class @param {number} run @param {string} [d]
 */
export const runPath = (group, look, run, d) =>
  shape("path", { class: look, d, "stroke-dasharray": lookOf(run).dash || null }, group);

/**
 * The marker of a run.
 * @param {Element} parent @param {number} run @param {number} radius @param {number} halo its radius
 */
export function runMarker(parent, run, radius, halo) {
  const { marker } = lookOf(run);
  const group = shape("g", { class: "ball", "data-ball": run }, parent);
  setRunColour(group, run);
  shape("path", { class: "halo", d: markerPath(marker, halo) }, group);
  shape("path", { class: "body", d: markerPath(marker, radius) }, group);
  return group;
}

/**
 * Shows the trajectories up to the iterate before `iteration`, and marks the followed run.
 * @param {readonly { group: SVGGElement, done: SVGPathElement, dots: SVGPathElement, ball: SVGGElement,
 *   trajectory: Trajectory, xs: readonly number[] }[]} runs
 * @param {number} iteration @param {number} followed
 */
export function showTrajectories(runs, iteration, followed) {
  runs.forEach(({ group, done, dots, ball, trajectory, xs }, r) => {
    const shown = trajectoryUpTo(trajectory, Math.max(0, Math.min(iteration - 1, xs.length - 1)));
    set(done, { d: shown.path });
    set(dots, { d: shown.dots });
    for (const node of [ball, group]) node.classList.toggle("followed", r === followed);
  });
}

/** Moves a node to the end of its parent: it is painted above the others. @param {Element} node */
export function raise(node) {
  const { parentElement } = node;
  if (parentElement && parentElement.lastElementChild !== node) parentElement.append(node);
}

/**
 * Moves a marker to a point in the plot's units.
 * @param {SVGGElement} ball @param {Plot} plot @param {number} x @param {number} y
 */
export function moveMarker(ball, plot, x, y) {
  const p = placeOf(plot, x, y);
  ball.setAttribute("transform", `translate(${p.x.toFixed(2)} ${p.y.toFixed(2)})`);
}

/**
 * The arrows at the border for the points that are outside, each with its label.
 * @param {Element} parent
 * @param {readonly { exit: Exit, run: number, text: string }[]} exits
 * @param {number} middle of the plot in pixels from the left @param {number} rise of the label's baseline in pixels
 */
export function showExits(parent, exits, middle, rise) {
  while (parent.children.length > exits.length) parent.lastElementChild?.remove();
  while (parent.children.length < exits.length) {
    const group = shape("g", {}, parent);
    shape("path", { class: "exit-head" }, group);
    shape("text", {}, group);
  }
  exits.forEach(({ exit, run, text }, k) => {
    const group = /** @type {SVGGElement} */ (at(parent.children, k));
    setRunColour(group, run);
    setAttribute(group, "data-exit", run);
    set(at(group.children, 0), { d: exit.head });
    const label = at(group.children, 1);
    set(label, {
      x: exit.inward.x.toFixed(1),
      y: (exit.inward.y + rise).toFixed(1),
      "text-anchor": exit.inward.x > middle ? "end" : "start",
    });
    setText(label, text);
  });
}
