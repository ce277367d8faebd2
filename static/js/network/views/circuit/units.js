// The units of the circuit drawing: an adder, a square with z, a circle with the curve of its activation function (a
// triangle on the way back), a square with a, a bias, the slope and ∂C/∂z.

import { at } from "../../../core/at.js";
import { setText } from "../../../draw/dom.js";
import { arrow } from "../../../draw/geometry.js";
import { set, shape, widthOf, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { beforeUpdate, ghostOf } from "../../ghost.js";
import { hasBias } from "../../layout.js";
import { drawArrow } from "../diagram/arrows.js";
import { editName, isShown, numberOf, printedOf, unitName } from "../diagram/drawing_screen.js";
import {
  fillNumberLabel,
  isElementwise,
  makeNumberLabel,
  withGhost,
  withOldWeight,
} from "../diagram/number_label.js";
import { isLit, lightGroupWith, lightWith } from "./highlight.js";
import {
  HALF_NUMBER,
  placeAdder,
  placeBias,
  placeBiasStem,
  placeDerivative,
  placeOutput,
  placeSum,
  placeWire,
} from "./layout.js";
import { fillSquare, makeSquare } from "./square.js";
import { isNamed, leadOf, runsOfNumber } from "./symbols.js";
import { makeTextAbove } from "./terminals.js";

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { NumberLabel } from "../diagram/number_label.js" */
/** @import { Circuit, CircuitPlan } from "./build.js" */
/** @import { CircuitPlaces } from "./layout.js" */

/** @typedef {ReturnType<typeof buildUnit>} UnitNodes */

/** @param {CircuitPlan} plan @param {Point} unit @param {number} l @param {number} j */
export function buildUnit(plan, unit, l, j) {
  const { groups, roomy, highlights, places } = plan;
  const id = `${l}.${j}`;
  const { wire, back } = placeWire(places, unit);
  const attributes = { class: "edge wire", "data-wire": id, "data-state": "idle", "aria-hidden": "true" };
  const path = drawArrow(groups.edges, attributes, wire, { "stroke-width": 2 }).group;
  lightWith(highlights, path, `z${id}`, `delta${id}`);
  buildAdder(plan, unit, id);
  const group = buildBody(plan, unit, l, j);
  const slope = makeTextAbove(groups.units, places, unit, 0, { "data-focus": `slope${id}` });
  lightWith(highlights, slope, `slope${id}`, `delta${id}`);
  const ball = buildDerivative(plan, unit, id);
  const biased = roomy && hasBias(at(plan.network.layers, l - 1));
  if (biased) buildBiasStem(plan, unit, id);
  return {
    point: unit,
    wire,
    /** The red arrow along the wire. */
    back,
    path,
    group,
    slope,
    ...ball,
    squares: roomy
      ? {
          z: lightGroupWith(
            highlights,
            makeSquare(groups.squares, placeSum(places, unit), "z", `z${id}`, places),
            `z${id}`,
          ),
          a: lightGroupWith(
            highlights,
            makeSquare(groups.squares, placeOutput(places, unit), "a", `a${id}`, places),
            `a${id}`,
            `error${id}`,
          ),
        }
      : null,
    bias: biased
      ? lightGroupWith(
          highlights,
          makeNumberLabel(
            groups.units,
            { ...placeBias(places, unit), w: 3.4 * places.text, h: 1.3 * places.text },
            `b${id}`,
          ),
          `b${id}`,
        )
      : null,
  };
}

/** The box with "+". @param {CircuitPlan} plan @param {Point} unit @param {string} id */
function buildAdder({ places, groups, highlights }, unit, id) {
  const { x, y } = placeAdder(places, unit);
  const { half } = places.parts.adder;
  const plus = shape("g", { class: "plus", "aria-hidden": "true" }, groups.squares);
  lightWith(highlights, plus, `z${id}`);
  shape("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half, rx: 2 }, plus);
  const attributes = { x, y, dy: "0.35em", "text-anchor": "middle", "font-size": half * 1.9 };
  setText(shape("text", attributes, plus), "+");
}

/** The curve of an activation function, within a circle of radius R. @param {readonly number[]} values at equal
 * distances @param {number} R */
export function curvePath(values, R) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const points = values.map((value, k) => {
    const x = R * 0.55 * ((2 * k) / (values.length - 1) - 1);
    const y = -R * 0.4 * ((2 * (value - low)) / (high - low || 1) - 1);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  });
  return `M${points.join("L")}`;
}

/**
 * Circle, curve and triangle; the style sheet shows what fits the phase.
 * @param {CircuitPlan} plan @param {Point} unit @param {number} l @param {number} j
 */
function buildBody(plan, unit, l, j) {
  const { groups, roomy, depth, highlights } = plan;
  const { R } = plan.places;
  const id = `${l}.${j}`;
  const hue = l === depth ? "output" : l % 2 ? "odd" : "even";
  const group = shape(
    "g",
    {
      class: `unit ${hue}`,
      "data-unit": id,
      "data-state": "idle",
      "data-focus": `a${id}`,
      role: "img",
      tabindex: roomy ? 0 : null,
    },
    groups.units,
  );
  lightWith(highlights, group, `z${id}`, `a${id}`, `slope${id}`, `delta${id}`);
  const body = shape("g", { transform: `translate(${unit.x} ${unit.y})` }, group);
  shape("circle", { class: "body", r: R }, body);
  const { activation } = at(plan.network.layers, l - 1);
  const curve = plan.context.catalog.activations.find(({ name }) => name === activation)?.curve;
  if (curve) shape("path", { class: "curve", d: curvePath(curve, R), "data-function": activation }, body);
  shape("path", { class: "triangle", d: `M${-R} 0L${R * 0.9} ${-R * 1.05}V${R * 1.05}Z` }, body);
  return group;
}

/** ∂C/∂z or δ, a rule over its number. @param {CircuitPlan} plan @param {Point} unit @param {string} id */
function buildDerivative({ places, groups, roomy, highlights }, unit, id) {
  const address = `delta${id}`;
  const ball = shape(
    "g",
    { class: "derivative", "data-ball": id, "data-state": "absent", "data-focus": address, role: "img" },
    groups.units,
  );
  lightWith(highlights, ball, address);
  if (!roomy) return { ball, derivative: null };
  const { x, y } = placeDerivative(places, unit);
  const size = places.text;
  const text = { "text-anchor": "middle", "font-size": size };
  return {
    ball,
    derivative: {
      symbol: places.parts.tall ? shape("text", { class: "rule", x, y, ...text }, ball) : null,
      value: shape(
        "text",
        { class: "value", x, y: y + (places.parts.tall ? size : 0), ...text, "data-address": address },
        ball,
      ),
    },
  };
}

/** The arrow from a bias up to the adder. @param {CircuitPlan} plan @param {Point} unit @param {string} id */
function buildBiasStem({ places, groups, highlights }, unit, id) {
  const { from, to } = placeBiasStem(places, unit);
  const up = arrow(from, to, 0.4 * places.text);
  const attributes = {
    class: "edge from-bias",
    "data-edge": `${id}.b`,
    "data-state": "idle",
    "aria-hidden": "true",
  };
  const { group } = drawArrow(groups.edges, attributes, up, { "stroke-width": 1.6 });
  lightWith(highlights, group, `b${id}`);
}

/**
 * All that a unit shows, as a key.
 * @param {Circuit} circuit @param {DrawingScreen} now @param {UnitState} unit @param {string} id
 */
export function lookOf({ highlights }, now, unit, id) {
  const bias = `b${id}`;
  const before = numberOf(now, bias);
  return [
    unit.state,
    unit.summed,
    unit.ball,
    unit.incoming,
    unit.collecting,
    isLit(highlights, `delta${id}`),
    isLit(highlights, `slope${id}`),
    ...[`z${id}`, `a${id}`, `slope${id}`, `delta${id}`, `error${id}`].map((address) =>
      isShown(now, address) ? numberOf(now, address) : null,
    ),
    isShown(now, `new_${bias}`),
    before,
    numberOf(now, `new_${bias}`),
    ghostOf(now.screen, bias, before),
  ].join();
}

/**
 * @param {Circuit} circuit @param {DrawingScreen} now @param {UnitNodes} nodes @param {UnitState} unit
 * @param {number} l @param {number} j
 */
export function updateUnit(circuit, now, nodes, unit, l, j) {
  const id = `${l}.${j}`;
  const addresses = [`z${id}`, `a${id}`];
  const numbers = addresses
    .filter((address) => isShown(now, address))
    .map((address) => `${now.symbol(address).text} = ${formatNumber(numberOf(now, address))}`);
  set(nodes.group, {
    "data-state": unit.state,
    "data-shape": unit.ball === "absent" ? "circle" : "triangle",
    "aria-label": [unitName(now, l, j), ...numbers].join(", "),
  });
  set(nodes.path, { "data-state": unit.incoming === "signal" ? "signal" : "idle" });
  if (nodes.squares)
    for (const [square, address] of /** @type {const} */ ([
      [nodes.squares.z, `z${id}`],
      [nodes.squares.a, `a${id}`],
    ])) {
      fillSquare(square, runsOfNumber(now, address), numberOf(now, address), isShown(now, address));
      set(square.group, { "data-state": unit.state });
    }
  if (nodes.bias) updateBias(now, nodes.bias, unit, `b${id}`, circuit.places);
  updateSlope(circuit, now, nodes, unit, l, j);
  updateDerivative(circuit, now, nodes, unit, id);
}

/**
 * @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {UnitState} unit @param {string} address
 * @param {CircuitPlaces} places
 */
function updateBias(now, numberLabel, { incoming }, address, { text: size, parts: { tall } }) {
  const fresh = `new_${address}`;
  const renewed = isShown(now, fresh);
  const shown = renewed ? fresh : address;
  const value = numberOf(now, shown);
  const lead = tall ? leadOf(now, incoming === "update" ? fresh : shown) : [];
  const digits = tall ? 3 : 2;
  const runs =
    renewed && incoming === "update"
      ? withOldWeight([...lead], value, tall ? beforeUpdate(now.screen, fresh, value) : null, digits)
      : withGhost([...lead, { text: formatNumber(value, digits) }], ghostOf(now.screen, shown, value));
  const state = incoming === "idle" && renewed ? "renewed" : incoming;
  numberLabel.room = (tall ? 6.1 : 2 * HALF_NUMBER - 0.66) * size;
  set(numberLabel.group, { class: "number-label square bias" });
  fillNumberLabel(numberLabel, runs, shown, value, state, editName(now, address), size);
}

/**
 * σ′(z) over the triangle.
 * @param {Circuit} circuit @param {DrawingScreen} now @param {UnitNodes} nodes @param {UnitState} unit
 * @param {number} l @param {number} j
 */
function updateSlope({ network, roomy, highlights, places }, now, { slope }, unit, l, j) {
  const address = `slope${l}.${j}`;
  const value = numberOf(now, address);
  const { circuit = false } = now.screen.state;
  const wanted =
    unit.ball === "active" ||
    (circuit && unit.ball !== "absent") ||
    (isLit(highlights, address) && isShown(now, `z${l}.${j}`));
  const shown =
    wanted &&
    roomy &&
    places.parts.tall &&
    isNamed(now, address) &&
    isElementwise(now.context, at(network.layers, l - 1).activation) &&
    value !== null;
  writeRuns(slope, shown ? [...leadOf(now, address), { text: formatNumber(value, 3) }] : []);
  set(slope, { "data-address": shown ? address : null, "data-value": shown ? fullNumber(value) : null });
}

/**
 * @param {Circuit} circuit @param {DrawingScreen} now @param {UnitNodes} nodes @param {UnitState} unit
 * @param {string} id
 */
function updateDerivative({ highlights, places }, now, { ball, derivative }, unit, id) {
  const address = `delta${id}`;
  const backward = unit.ball !== "absent";
  // A number that a line of a derivation takes for granted stands there with a question mark.
  const asked = !backward && isLit(highlights, address);
  const visible = backward || asked;
  const shown = isShown(now, address);
  const value = printedOf(now, address);
  set(ball, {
    "data-state": asked ? "asked" : unit.ball,
    "aria-hidden": visible ? null : "true",
    "aria-label": visible ? `${now.symbol(address).text} = ${shown ? formatNumber(value) : "…"}` : null,
  });
  if (!derivative) return;
  const ready = backward && shown;
  if (derivative.symbol) writeRuns(derivative.symbol, visible ? runsOfNumber(now, address) : []);
  const text = ready ? formatSigned(value, derivative.symbol ? 3 : 2) : visible ? "?" : "";
  const room = derivative.symbol ? Infinity : 2 * HALF_NUMBER * places.text;
  setText(derivative.value, text);
  set(derivative.value, {
    "data-value": ready ? fullNumber(value) : null,
    textLength: widthOf(text) * places.text > room ? room.toFixed(1) : null,
    lengthAdjust: "spacingAndGlyphs",
  });
}
