// Draws the map: what stays where it is once, what changes with every frame again and again.
/** @import { TrainScreen } from "../../types.js" */
/** @import { Samples } from "../../samples.js" */
/** @import { Palette } from "../palette.js" */
/** @import { MapFrame, Range } from "./axes.js" */
/** @import { MapParts, Place, Prepared } from "./parts.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { answersAt } from "../../answers.js";
import { classNames, isRegression, unitOf } from "../../task.js";
import { colourOfClass, signedShades } from "../palette.js";
import { paintCurve } from "./area.js";
import { boxIn, drawAxes, resizeAxes } from "./axes_view.js";
import { roundLimit, roundUp } from "./grid.js";
import { radiusOn } from "./marks.js";
import { prepared } from "./parts.js";
import { nearestSample, pointText, sampleText } from "./readout.js";
import { paintSamples, paintStates, spotsOf } from "./samples.js";

/** A sample is meant within so many CSS pixels. */
const REACH = 9;
/** While a run plays the readout changes at most every so many milliseconds. */
const READABLE = 250;

/** The range of a curve's height for the answer of one neuron. @param {number} limit @returns {Range} */
const heightOf = (limit) => [-1.12 * limit, 1.12 * limit];

/** The sample at a place; null: none. @param {MapParts} map @param {Place} place */
export function sampleAt({ spots, screen, layers }, { u, v }) {
  if (!spots || !screen) return null;
  const { width, height } = layers.area.canvas;
  const most = screen.state.look.showTest ? spots.x.length : spots.train;
  return nearestSample(spots, u * width, v * height, REACH * pixelRatio(), most);
}

/** The colour of each sample of a task of numbers: on a plane that of its target.
 * @param {Samples} data @param {MapFrame} frame @param {Palette} colours @returns {(n: number) => string} */
function colourOfNumbers(data, frame, colours) {
  if (frame.isCurve) return () => colourOfClass(colours, 1);
  const { targets, test_targets } = data;
  const wanted = [...(targets ?? []), ...(test_targets ?? [])];
  const limit = roundUp(Math.max(...frame.targets.map(Math.abs)));
  const shades = signedShades(colours);
  return (n) => {
    const share = ((wanted[n]?.[0] ?? 0) / limit + 1) / 2;
    const pixel = shades[Math.round(Math.max(0, Math.min(1, share)) * (shades.length - 1))] ?? 0;
    return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
  };
}

/** What stays where it is: the axes and the samples. @param {MapParts} map @param {TrainScreen} screen
 * @param {Prepared} made @param {Palette} colours @param {Range | null} height of the curve of a neuron */
function paintStill(map, { run, at, state }, { frame, axes }, colours, height) {
  const { size, layers, svg } = map;
  const density = pixelRatio();
  const y = height ?? frame.y;
  const key = [colours.key, size?.width, size?.height, density, state.look.showTest, axes, y].join(" ");
  if ((map.painted === key && map.spots) || !size) return;
  map.painted = key;
  const box = boxIn(size.width, size.height, !frame.isCurve);
  layers.resize(box, density);
  resizeAxes(svg, size.width, size.height);
  drawAxes(svg, box, { ...frame, y }, height ? "a" : "t");
  const { width, height: tall } = layers.area.canvas;
  const spots = spotsOf({ ...frame, y }, run.dataAt(at), width, tall, density * radiusOn(box.width));
  map.spots = spots;
  if (height) return;
  paintSamples(layers.samples, spots, {
    ground: colours.surface,
    // The shade of a target that is learnt is that of the map around it.
    rim: frame.isRegression && !frame.isCurve ? colours.text : colours.surface,
    showTest: state.look.showTest,
    colourOf: frame.isRegression
      ? colourOfNumbers(run.dataAt(at), frame, colours)
      : (n) => colourOfClass(colours, spots.classes[n] ?? 0),
  });
}

/** What changes with every frame and with the pointer. @param {MapParts} map */
export function paintMoving(map) {
  const { spots, made, screen, pointed, functions } = map;
  if (!spots || !made || !screen) return;
  const { run, at, state, passing } = screen;
  const n = pointed === null ? null : sampleAt(map, pointed);
  const isWrongShown = state.look.markWrong && !isRegression(run);
  /** @type {("train" | "test")[]} */
  const parts = state.look.showTest ? ["train", "test"] : ["train"];
  const isNeuronCurve = made.frame.isCurve && unitOf(run, map.head.unitAddress(screen)) !== null;
  paintStates(map.layers.states, spots, map.palette(), pixelRatio(), {
    batch: isNeuronCurve ? [] : run.batchAt(at),
    answers: isWrongShown ? parts.map((part) => answersAt(run, functions, at, part)) : [],
    pointed: n,
    cross: n === null ? pointed : null,
  });
  const now = performance.now();
  if (passing && pointed !== null && now - map.saidAt < READABLE) return;
  map.saidAt = now;
  setText(
    map.readout,
    pointed === null ? "" : n === null ? pointText(map, screen, pointed) : sampleText(map, screen, n),
  );
}

/** @param {MapParts} map @param {TrainScreen} screen */
export function draw(map, screen) {
  const { run, at, state } = screen;
  const { head, area, functions, layers } = map;
  map.screen = screen;
  head.show(screen);
  if (!map.size) return;
  if (map.made?.run !== run || map.made.axes !== state.look.axes.join()) {
    map.made = prepared(run, functions, state.look.axes);
    map.spots = null;
  }
  // Points that were moved, added or removed in the midst of the run.
  if (map.spots?.data !== run.dataAt(at)) map.spots = null;
  const { frame, forward } = map.made;
  const colours = map.palette();
  const density = pixelRatio();
  const unit = unitOf(run, head.unitAddress(screen));
  const outputs = forward.outputs(run.parametersAt(at), unit?.layer);
  const answer = outputs.at(-1) ?? [];
  const values = unit ? outputs[unit.layer - 1]?.[unit.unit] : answer[0];
  const isNumbers = unit !== null || frame.isRegression;
  const limit = unit && values ? roundLimit(values) : roundUp(Math.max(...frame.targets.map(Math.abs)));
  const height = unit && frame.isCurve ? heightOf(limit) : null;
  paintStill(map, screen, map.made, colours, height);
  if (frame.isCurve && values) paintCurve(layers.area, values, height ?? frame.y, colours, density);
  else if (isNumbers && values) area.paintNumbers(values, limit, colours, density);
  else area.paintClasses(answer, frame.classes, colours, density);
  paintMoving(map);
  setAttribute(map.scale.root, "hidden", !isNumbers || frame.isCurve);
  map.scale.show(limit, colours);
  map.legend.show(colours, classNames(run, map.t), state.look, {
    showTest: (run.dataAt(at).test_inputs?.length ?? 0) > 0,
    batch: run.batchAt(at).length < (run.dataAt(at).inputs?.length ?? 0),
    markWrong: !frame.isRegression,
  });
  setAttribute(layers.plot, "aria-label", head.title(screen));
}
