// The network in figure notation: round neurons, error balls behind them, red errors running back, green update loops.
// Built once for a topology; update() restyles only what changed.

import { setText as write } from "../../draw/dom.js";
import { figureRuleValueOf, valueAt } from "../trace_values.js";
import { isKnown } from "../../core/frame.js";
import {
  placeBall,
  placeComparison,
  placeEdge,
  placeLabels,
  placeLoop,
  placeTransport,
  placeUnits,
} from "../../draw/geometry.js";
import { countedLayer, runningNumber, signOf, symbolOf } from "../notation.js";
import { edgeState, diagramStateOf } from "../diagram_state.js";
import { edgeWidth, largestSize } from "../../draw/widths.js";
import { formatNumber, formatSigned, fullNumber } from "../../math/format.js";

import { set, shape, symbolCache, widthOf, widthOfRuns, writeRuns } from "../../draw/svg.js";
import { layEdges } from "../../draw/bitmap.js";
import {
  fillAside,
  fillNumberLabel,
  ghostOf,
  isElementwise,
  makeNumberLabel,
  withGhost,
} from "./number_label.js";

/** @import { Address, Key } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Naming } from "../notation.js" */
/** @import { DiagramState } from "../diagram_state.js" */
/** @import { Box, Edge, Point } from "../../draw/geometry.js" */
/** @import { Run } from "../../draw/svg.js" */
/** @import { NumberLabel } from "./number_label.js" */

/** @import { Route } from "../../draw/pulses.js" */
/**
 * @typedef {object} Presentation one way of drawing a network
 * @property {number} width in its own units
 * @property {number} height
 * @property {number} radius of a neuron
 * @property {(screen: Screen, naming: Naming, arrived: boolean) => void} update
 * @property {(width: number, height: number) => void} resized repaints what depends on its size in pixels
 * @property {(screen: Screen) => Route[]} routes where pulses run at this position
 */

/** Up to how many arrows each one carries its value; beyond, only those in use. */
const LABELLED_EDGES = 64;
/** Up to how many arrows each one is an element; beyond, the strongest few into every neuron. */
export const RENDERED_EDGES = 2000;
const STRONGEST = 8;
/** Up to how many arrows in use carry their values at once. */
const MOST_LABELS = 20;
/** A computed number appears when this much of the way is done. */
export const ARRIVAL = 0.72;
/** The sizes of the numbers on arrows: at rest, and in use. */
const SMALL = 15;
const NORMAL = 15;
/** Up to how many red arrows at once carry what they bring. */
const MOST_PRODUCTS = 4;
/** Where every number carries its symbol, circles are for the inputs too and columns stand farther apart; in R. */
const CUT = { circles: 0.82, first: 8.2, column: 7.6, left: 1.3 };

/**
 * @typedef {object} EdgeNode
 * @property {number} layer
 * @property {number} unit
 * @property {number | null} input
 * @property {Edge} place
 * @property {SVGGElement} group
 * @property {SVGPathElement} line
 * @property {SVGPathElement} head
 * @property {NumberLabel | null} numberLabel
 * @property {string} look
 */

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first
 * @returns {Presentation}
 */
export function drawFigure(svg, context, first) {
  const { t } = context;
  const network = first.trace.network;
  /** As figure 2 draws a network: the inputs in circles, every neuron cut into z and a, every arrow with its symbol. */
  const cut = first.state.inputsCount === true;
  const places = placeUnits(network, cut ? CUT : {});
  const { R, width, height } = places;
  const depth = network.layers.length;
  const roomy = R >= 20;
  const layer = (/** @type {string} */ name) => shape("g", { class: name }, svg);
  const [captions, discs, lines, transports, units, balls, numberLabels, loops, notes] = [
    "captions",
    "discs",
    "edges",
    "transports",
    "units",
    "balls",
    "numberLabels",
    "loops",
    "notes",
  ].map(layer);

  // --- columns
  places.captions.forEach(({ x, y }, c) => {
    const text = shape("text", { class: "caption", x, y, "text-anchor": "middle" }, captions);
    const [inputs_, hidden, output] = cut
      ? /** @type {const} */ (["diagram.column_inputs", "diagram.column_hidden", "diagram.column_output"])
      : /** @type {const} */ (["diagram.inputs", "diagram.layer", "diagram.output"]);
    write(
      text,
      t(c === 0 ? inputs_ : c === depth ? output : hidden, { layer: countedLayer(c, { inputsCount: cut }) }),
    );
  });

  // --- inputs and outputs
  const inputs = places.inputs.map((at, i) => {
    const group = shape("g", { class: "terminal", "data-input": i, "data-focus": `x.${i}` }, notes);
    const size = roomy ? 20 : Math.max(8, R * 0.9);
    if (cut) {
      shape("circle", { class: "rim", cx: at.x, cy: at.y, r: places.inputRadius }, group);
      const name = shape(
        "text",
        {
          class: "name",
          x: at.x,
          y: at.y - (roomy ? R * 0.22 : -4),
          "text-anchor": "middle",
          "font-size": size,
        },
        group,
      );
      return {
        name,
        numberLabel: roomy
          ? makeNumberLabel(group, { x: at.x, y: at.y + R * 0.28, w: 56, h: 20 }, `x.${i}`)
          : null,
      };
    }
    shape("circle", { class: "dot", cx: at.x, cy: at.y, r: Math.max(2, R * 0.09) }, group);
    const name = shape(
      "text",
      {
        class: "name",
        x: at.x - R * 0.28,
        y: at.y - (roomy ? 2 : -3),
        "text-anchor": "end",
        "font-size": size,
      },
      group,
    );
    return {
      name,
      numberLabel: roomy
        ? makeNumberLabel(group, { x: at.x - R * 0.95, y: at.y + 18, w: 56, h: 20 }, `x.${i}`)
        : null,
    };
  });
  const lastUnits = places.units[depth - 1] ?? [];
  const outputs = lastUnits.map((at, k) => {
    const place = placeComparison(at, R);
    const group = shape(
      "g",
      { class: "comparison", "data-compare": k, "data-state": "idle", "aria-hidden": "true" },
      transports,
    );
    drawArrow(group, place.output, "output");
    const fromTarget = drawArrow(group, place.fromTarget, "lime");
    const branch = shape("g", { class: "lime" }, group);
    shape("path", { class: "line", d: place.fromOutput.line }, branch);
    shape("path", { class: "head", d: place.fromOutput.head }, branch);
    const sign = (/** @type {Point} */ p, /** @type {string} */ text) =>
      write(
        shape(
          "text",
          {
            class: "sign",
            x: p.x,
            y: p.y,
            "text-anchor": "middle",
            dy: "0.34em",
            "font-size": Math.max(8, R * 0.5),
          },
          group,
        ),
        text,
      );
    sign(place.plus, "+");
    sign(place.minus, "−");
    const terminal = shape("g", { class: "terminal out", "data-output": k }, notes);
    const x = place.target.x + R * 0.2;
    const size = roomy ? 20 : Math.max(8, R * 0.9);
    return {
      group,
      place,
      fromTarget,
      target: shape(
        "text",
        { class: "name target", x, y: place.target.y + 5, "font-size": size, "data-focus": `t.${k}` },
        terminal,
      ),
      targetLabel: roomy
        ? makeNumberLabel(terminal, { x: x + 58, y: place.target.y, w: 58, h: 20 }, `t.${k}`)
        : null,
      output: shape(
        "text",
        { class: "name", x, y: at.y + 6, "font-size": size, "data-focus": `a${depth}.${k}` },
        terminal,
      ),
      outputValue: shape(
        "text",
        { class: "number", x: x + (cut ? 46 : 33), y: at.y + 5, "data-address": `a${depth}.${k}` },
        terminal,
      ),
    };
  });

  // --- edges, strongest first where there are too many
  const count = network.layers.reduce(
    (sum, { weights }) => sum + weights.length * (weights[0]?.length ?? 0),
    0,
  );
  set(svg, { "data-density": count > 300 ? "dense" : count > LABELLED_EDGES ? "many" : null });
  /** @type {EdgeNode[]} */
  const edges = [];
  /** @type {Map<string, EdgeNode>} */
  const edgeAt = new Map();
  const biasNodes = places.biases.map((at) => {
    if (!at) return null;
    const group = shape("g", { class: "bias", "aria-hidden": "true" }, units);
    shape("circle", { cx: at.x, cy: at.y, r: R * 0.55 }, group);
    if (R >= 12)
      write(
        shape(
          "text",
          { x: at.x, y: at.y, dy: "0.34em", "text-anchor": "middle", "font-size": Math.min(15, R * 0.45) },
          group,
        ),
        "+1",
      );
    return group;
  });
  network.layers.forEach(({ weights }, index) => {
    weights.forEach((row, j) => {
      const order = row.map((_, i) => i);
      const kept =
        count > RENDERED_EDGES
          ? order.sort((a, b) => Math.abs(row[b] ?? 0) - Math.abs(row[a] ?? 0)).slice(0, STRONGEST)
          : order;
      for (const i of kept) addEdge(index + 1, j, i);
      if (biasNodes[index]) addEdge(index + 1, j, null);
    });
  });
  const resized =
    count > RENDERED_EDGES
      ? layEdges(svg, width, network.layers, (l, j, i) => placeEdge(places, l, j, i))
      : () => {};
  /** @param {number} l @param {number} j @param {number | null} i */
  function addEdge(l, j, i) {
    const place = placeEdge(places, l, j, i);
    const name = i === null ? `b${l}.${j}` : `w${l}.${j}.${i}`;
    const group = shape(
      "g",
      {
        class: i === null ? "edge from-bias" : "edge",
        "data-edge": `${l}.${j}.${i ?? "b"}`,
        "data-state": "idle",
        "data-focus": name,
        "aria-hidden": "true",
      },
      lines,
    );
    const line = shape("path", { class: "line", d: place.line }, group);
    const head = shape("path", { class: "head", d: place.head }, group);
    const node = { layer: l, unit: j, input: i, place, group, line, head, numberLabel: null, look: "" };
    edges.push(node);
    edgeAt.set(`${l}.${j}.${i ?? "b"}`, node);
  }

  // --- units and balls
  const discAt = places.units.map((column, index) =>
    column.map((at, j) => {
      const ball = placeBall(at, R);
      return shape(
        "circle",
        {
          class: "disc",
          "data-disc": `${index + 1}.${j}`,
          "data-state": "absent",
          cx: ball.x,
          cy: ball.y,
          r: R,
        },
        discs,
      );
    }),
  );
  const unitAt = places.units.map((column, index) =>
    column.map((at, j) => {
      const l = index + 1;
      const group = shape(
        "g",
        {
          class: "unit",
          "data-unit": `${l}.${j}`,
          "data-state": "idle",
          "data-focus": `a${l}.${j}`,
          role: "img",
          tabindex: roomy ? 0 : null,
          transform: `translate(${at.x} ${at.y})`,
        },
        units,
      );
      shape("circle", { class: "body", r: R }, group);
      if (cut) {
        for (const [name, side] of /** @type {const} */ ([
          ["z", 0],
          ["a", 1],
        ]))
          shape(
            "path",
            { class: "half", d: `M0 ${-R}A${R} ${R} 0 0 ${side} 0 ${R}Z`, "data-focus": `${name}${l}.${j}` },
            group,
          );
      }
      shape("path", { class: "split", d: `M0 ${-R * 0.94}V${R * 0.94}` }, group);
      const text = (
        /** @type {string} */ kind,
        /** @type {number} */ x,
        /** @type {number} */ y,
        /** @type {Address | null} */ address = null,
      ) =>
        shape(
          "text",
          { class: kind, x: x * R, y: y * R, dy: "0.34em", "text-anchor": "middle", "data-address": address },
          group,
        );
      const small = !roomy;
      return {
        group,
        /** Where a circle is too small for its numbers, they show while the pointer rests on it. */
        title: small ? shape("title", {}, group) : null,
        name: small && R < 11 ? null : text("name", 0, 0),
        sumName: small ? null : text("symbol", -0.47, -0.34),
        sum: small ? null : text("value", -0.485, 0.12, `z${l}.${j}`),
        outName: small ? null : text("symbol", 0.47, -0.34),
        out: small ? null : text("value", 0.485, 0.12, `a${l}.${j}`),
        oldSum: small ? null : text("ghost", -0.4, 0.48),
        oldOut: small ? null : text("ghost", 0.4, 0.48),
      };
    }),
  );
  const ballAt = places.units.map((column, index) =>
    column.map((at, j) => {
      const l = index + 1;
      const ball = placeBall(at, R);
      const group = shape(
        "g",
        {
          class: "ball",
          "data-ball": `${l}.${j}`,
          "data-state": "absent",
          "data-focus": `error${l}.${j}`,
          role: "img",
        },
        balls,
      );
      const text = (
        /** @type {string} */ kind,
        /** @type {number} */ x,
        /** @type {number} */ y,
        /** @type {Address | null} */ address = null,
      ) =>
        roomy
          ? shape(
              "text",
              {
                class: kind,
                x: ball.x + x * R,
                y: ball.y + y * R,
                dy: "0.34em",
                "text-anchor": "middle",
                "data-address": address,
              },
              group,
            )
          : null;
      const pill = roomy
        ? shape(
            "rect",
            { class: "pill", y: ball.y - 1.28 * R - 9, height: 18, rx: 9, visibility: "hidden" },
            group,
          )
        : null;
      return {
        group,
        at: ball,
        pill,
        name: text("symbol", 0, -0.53),
        value: text("value", l === depth ? -0.04 : 0.16, -0.04, `error${l}.${j}`),
        beside: text("beside", 0.42, 0.36),
        truth: text("truth", 0, -1.28),
      };
    }),
  );

  // --- numberLabels with the weights' values, placed once for the topology
  const bodies = places.units.flat().map(({ x, y }) => ({ x, y, w: 1.9 * R, h: 1.9 * R }));
  const rims = places.units.flat().map((at) => ({ ...placeBall(at, R), w: 1.9 * R, h: 1.9 * R }));
  const terminals = places.inputs.map(({ x, y }) =>
    cut
      ? { x, y, w: 1.8 * places.inputRadius, h: 1.8 * places.inputRadius }
      : { x: x - 0.4 * R, y, w: 1.7 * R, h: 1.3 * R },
  );
  const obstacles = [
    ...bodies,
    ...rims,
    ...terminals,
    ...places.biases.flatMap((at) => (at ? [{ ...at, w: 1.1 * R, h: 1.1 * R }] : [])),
  ];
  const labelled = roomy && edges.length <= LABELLED_EDGES;
  if (labelled) {
    for (let l = 1; l <= depth; l++) {
      const own = edges.filter((edge) => edge.layer === l);
      const tips = (places.units[l - 1] ?? []).map((_, j) => ({
        ...(placeLoop(places, l, j).points[3] ?? { x: 0, y: 0 }),
        w: 24,
        h: 28,
      }));
      const spots = placeLabels(
        own.map(({ place }) => ({
          from: place.from,
          to: place.to,
          w: cut ? 122 : l === 1 ? 108 : 96,
          h: 23,
        })),
        [...obstacles, ...tips, ...tips],
      );
      own.forEach((edge, k) => {
        const spot = spots[k];
        if (spot)
          edge.numberLabel = makeNumberLabel(
            numberLabels ?? svg,
            spot,
            edge.input === null ? `b${l}.${edge.unit}` : `w${l}.${edge.unit}.${edge.input}`,
          );
      });
    }
  }
  /** Chips for the few edges in use, where not every edge has one. @type {Map<EdgeNode, NumberLabel>} */
  const passing = new Map();
  let passingKey = "";

  /** @param {DiagramState} picture */
  function labelInUse(picture) {
    if (labelled || !roomy) return;
    const inUse = edges.filter((edge) => edgeState(picture, edge.layer, edge.unit, edge.input) !== "idle");
    const key = inUse.map(({ place: { from, to } }) => `${from.y} ${to.x} ${to.y}`).join();
    if (key === passingKey) return;
    passingKey = key;
    for (const numberLabel of passing.values()) numberLabel.group.remove();
    passing.clear();
    if (inUse.length > MOST_LABELS) return;
    const spots = placeLabels(
      inUse.map(({ place }) => ({ from: place.from, to: place.to, w: 84, h: 19 })),
      bodies,
    );
    inUse.forEach((edge, k) => {
      const spot = spots[k];
      if (spot)
        passing.set(
          edge,
          makeNumberLabel(
            numberLabels ?? svg,
            spot,
            edge.input === null ? `b${edge.layer}.${edge.unit}` : `w${edge.layer}.${edge.unit}.${edge.input}`,
          ),
        );
    });
  }

  /** @type {ReturnType<typeof symbolCache>} */
  let symbol = symbolCache(() => ({ tag: "mtext", text: "" }));
  let named = "";
  /** The names depend on the topology and the notation. @param {Naming} naming */
  function learnNames(naming) {
    if (named !== naming.notation) symbol = symbolCache((address) => symbolOf(address, naming));
    named = naming.notation;
  }
  const sentence = (/** @type {Address} */ address, /** @type {number | null} */ value) =>
    `${symbol(address).text} = ${formatNumber(value)}`;

  /** @param {Element} parent @param {Edge} place @param {string} kind */
  function drawArrow(parent, place, kind) {
    const group = shape("g", { class: kind }, parent);
    shape("path", { class: "line", d: place.line }, group);
    shape("path", { class: "head", d: place.head }, group);
    return group;
  }

  // --- red arrows and green loops come and go with the step
  /** @type {Map<string, SVGGElement>} */
  let comings = new Map();

  /** The spots of the numberLabels beside the red arrows into one ball. @type {Map<string, Box[]>} */
  const transportSpots = new Map();

  /**
   * @param {number} l layer of the ball being computed @param {number} i
   * @returns {{ unit: number, place: Edge, spot: Box | undefined }[]}
   */
  function transportsOf(l, i, crowded = false) {
    const above = places.units[l] ?? [];
    const placed = above.map((_, j) => placeTransport(places, l + 1, j, i));
    const key = `${l}.${i}`;
    if (crowded) return placed.map((place, unit) => ({ unit, place, spot: undefined }));
    let spots = transportSpots.get(key);
    if (!spots) {
      const taken = edges.flatMap((edge) =>
        edge.numberLabel && edge.layer === l + 1 && edge.input === i
          ? [{ ...edge.numberLabel.spot, w: 112, h: 24 }]
          : [],
      );
      const fan = above.map((_, j) => placeEdge(places, l + 1, j, i));
      spots = roomy
        ? placeLabels(
            placed.map(({ from, to }) => ({ from, to, w: 108, h: 42, prefer: 0.5, beside: 32 })),
            [...obstacles, ...obstacles, ...taken, ...taken],
            [...placed, ...fan],
          )
        : [];
      transportSpots.set(key, spots);
    }
    return placed.map((place, unit) => ({ unit, place, spot: spots?.[unit] }));
  }

  /** Does the step's own formula read −∂C/∂e above, as where loss and softmax are one? @param {Screen} screen @param {number} l @param {number} i */
  const readsWhole = ({ frame }, l, i) => {
    const step = frame.active.find(
      ({ layer: at, unit, phase }) => phase === "backward" && at === l && (unit === i || unit === null),
    );
    return JSON.stringify(step?.figure ?? null).includes(`"delta${l + 1}.`);
  };

  /** @param {Screen} screen @param {DiagramState} picture @param {Naming} naming @param {boolean} arrived */
  function drawComings(screen, picture, naming, arrived) {
    const { trace, state } = screen;
    const derived = naming.notation === "derivation";
    const drawn = state.figureRule && trace.as_drawn !== undefined && !derived;
    /** @type {Map<string, SVGGElement>} */
    const next = new Map();
    const keep = (/** @type {string} */ key, /** @type {() => SVGGElement} */ make) => {
      const node = comings.get(key) ?? make();
      next.set(key, node);
      return node;
    };
    const arrows = picture.reduce(
      (sum, column, l) =>
        sum + column.filter((unit) => unit.collecting).length * (picture[l + 1]?.length ?? 0),
      0,
    );
    picture.forEach((column, index) => {
      const l = index + 1;
      column.forEach((unit, i) => {
        if (unit.collecting) {
          for (const { unit: j, place, spot } of transportsOf(l, i, arrows > MOST_PRODUCTS)) {
            const group = keep(`transport ${l + 1}.${j}.${i}`, () => {
              const made = shape(
                "g",
                { class: "transport", "data-transport": `${l + 1}.${j}.${i}` },
                transports,
              );
              shape("path", { class: "line", d: place.line }, made);
              shape("path", { class: "head", d: place.head }, made);
              return made;
            });
            if (!spot) continue;
            const labelGroup = keep(`part ${l + 1}.${j}.${i}`, () => {
              const made = shape(
                "g",
                {
                  class: "part",
                  transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
                  role: "img",
                },
                numberLabels,
              );
              shape("rect", { class: "plate", rx: 7 }, made);
              shape("text", { class: "rule", y: -9.5, dy: "0.34em", "text-anchor": "middle" }, made);
              shape("text", { class: "value", y: 9.5, dy: "0.34em", "text-anchor": "middle" }, made);
              return made;
            });
            const weight = valueAt(trace, `w${l + 1}.${j}.${i}`, state.sample) ?? 0;
            const elementwise = isElementwise(context, network.layers[l]?.activation);
            const upstream = drawn
              ? figureRuleValueOf(trace, `error${l + 1}.${j}`, state.sample)
              : signOf(`delta${l + 1}.${j}`, naming.notation) *
                (valueAt(trace, `delta${l + 1}.${j}`, state.sample) ?? 0);
            const value = weight * (upstream ?? 0);
            const number = runningNumber(naming, l + 1, j);
            const whole = !drawn && readsWhole(screen, l, i);
            /** @type {Run[]} */
            const slope =
              drawn || whole || derived
                ? []
                : elementwise
                  ? [
                      { text: " f", kind: "italic", look: "factor" },
                      { text: "′", look: "factor" },
                      { text: String(number), kind: "lowered", look: "factor" },
                    ]
                  : [];
            const source =
              !derived && (drawn || (elementwise && !whole)) ? `error${l + 1}.${j}` : `delta${l + 1}.${j}`;
            const rule = [
              ...symbol(`w${l + 1}.${j}.${i}`).runs,
              ...slope,
              { text: " " },
              ...symbol(source).runs,
            ];
            const [plate, ruleText, valueText] = labelGroup.children;
            writeRuns(/** @type {SVGTextElement} */ (ruleText), rule);
            writeRuns(/** @type {SVGTextElement} */ (valueText), [
              { text: arrived ? formatSigned(value) : "…" },
            ]);
            set(/** @type {Element} */ (valueText), {
              "data-contribution": `${l + 1}.${j}.${i}`,
              "data-value": arrived ? fullNumber(value) : null,
            });
            const w = Math.max(widthOfRuns(rule), widthOf(formatSigned(value))) * NORMAL + 12;
            set(/** @type {Element} */ (plate), { x: -w / 2, y: -21, width: w, height: 42 });
            set(labelGroup, {
              "aria-label": `${rule.map((run) => run.text).join("")} = ${formatNumber(value)}`,
            });
            set(group, { "data-value": fullNumber(value) });
          }
        }
        if (unit.looping) {
          const place = placeLoop(places, l, i);
          keep(`loop ${l}.${i}`, () => {
            const made = shape(
              "g",
              { class: "loop", "data-loop": `${l}.${i}`, "aria-hidden": "true" },
              loops,
            );
            shape("path", { class: "line", d: place.line }, made);
            shape("path", { class: "head", d: place.head }, made);
            return made;
          });
        }
      });
    });
    for (const [key, node] of comings) if (!next.has(key)) node.remove();
    comings = next;
  }

  /** @param {SVGTextElement | null | undefined} node @param {number | null} value @param {number} room @param {boolean} shown @param {number} [size] */
  function writeNumber(node, value, room, shown, size = 0.36 * R) {
    if (!node) return;
    const text = shown ? formatNumber(value, 3) : "";
    write(node, text);
    set(node, {
      "data-value": shown ? fullNumber(value) : null,
      "font-size": text ? size.toFixed(1) : null,
      textLength: widthOf(text) * size * 1.06 > room ? room.toFixed(1) : null,
      lengthAdjust: text ? "spacingAndGlyphs" : null,
    });
  }

  /** What every unit last showed, so that a step restyles only its own. @type {string[][]} */
  const looks = [];

  /** @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
  function update(screen, naming, arrived) {
    const { trace, frame, state } = screen;
    learnNames(naming);
    const picture = diagramStateOf(frame, network);
    const sample = state.sample;
    const shown = (/** @type {Address} */ address) =>
      isKnown(frame, address) && (arrived || !frame.writes.has(address));
    const before = (/** @type {Address} */ address, /** @type {number | null} */ value) =>
      ghostOf(screen, address, value);
    const derived = naming.notation === "derivation";
    const drawn = state.figureRule && trace.as_drawn !== undefined && !derived;

    inputs.forEach(({ name, numberLabel }, i) => {
      const value = valueAt(trace, `x.${i}`, sample);
      writeRuns(name, symbol(`x.${i}`).runs);
      if (numberLabel)
        fillNumberLabel(
          numberLabel,
          withGhost([{ text: formatNumber(value) }], before(`x.${i}`, value)),
          `x.${i}`,
          value,
          "given",
          edit(`x.${i}`, value),
        );
    });
    const batch = trace.request.inputs.length;
    const difference =
      trace.network.loss === context.catalog.as_drawn.loss &&
      (batch === 1 || trace.request.reduction === "sum");
    outputs.forEach(({ group, target, targetLabel, output, outputValue }, k) => {
      const value = valueAt(trace, `t.${k}`, sample);
      const comparing = picture[depth - 1]?.[k]?.comparing ?? false;
      set(group, {
        "data-state": comparing ? "active" : "idle",
        "data-signs": difference && !derived ? "" : null,
      });
      writeRuns(target, symbol(`t.${k}`).runs);
      set(target, { "data-state": comparing ? "active" : "idle" });
      if (targetLabel)
        fillNumberLabel(
          targetLabel,
          withGhost([{ text: formatNumber(value) }], before(`t.${k}`, value)),
          `t.${k}`,
          value,
          comparing ? "compare" : "given",
          edit(`t.${k}`, value),
        );
      writeRuns(output, symbol(`a${depth}.${k}`).runs);
      set(output, { "data-state": comparing ? "active" : "idle" });
      const a = valueAt(trace, `a${depth}.${k}`, sample);
      write(outputValue, shown(`a${depth}.${k}`) && roomy ? formatNumber(a) : "");
      set(outputValue, { "data-value": shown(`a${depth}.${k}`) ? fullNumber(a) : null });
    });

    const largest = network.layers.map((_, index) => largestSize(trace.network.layers[index]?.weights ?? []));
    labelInUse(picture);
    /** Whether the new weights, and the new bias, of a unit are shown. */
    const renewals = picture.map((column, index) =>
      column.map(
        ({ updated }, j) =>
          updated && { weights: shown(`new_w${index + 1}.${j}.0`), bias: shown(`new_b${index + 1}.${j}`) },
      ),
    );
    for (const edge of edges) {
      const { layer: l, unit: j, input: i } = edge;
      const phase = edgeState(picture, l, j, i);
      const fresher = renewals[l - 1]?.[j];
      const renewed = fresher ? (i === null ? fresher.bias : fresher.weights) : false;
      const [now, later] = [trace.network.layers[l - 1], trace.layers[l - 1]];
      const given =
        (i === null
          ? (renewed ? later?.updated_biases : now?.biases)?.[j]
          : (renewed ? later?.updated_weights : now?.weights)?.[j]?.[i]) ?? 0;
      const current = i === null ? `b${l}.${j}` : `w${l}.${j}.${i}`;
      const change = drawn && renewed ? figureRuleValueOf(trace, `d${current}`, sample) : null;
      const value = change === null ? given : (valueAt(trace, current, sample) ?? 0) + change;
      const look = `${phase} ${renewed} ${value}`;
      if (edge.look !== look) {
        edge.look = look;
        set(edge.group, {
          "data-state": phase,
          "data-sign": value < 0 ? "negative" : "positive",
          "data-renewed": renewed ? "" : null,
        });
        set(edge.line, {
          "stroke-width": (
            edgeWidth(value, largest[l - 1] ?? 1) * (count > LABELLED_EDGES ? 0.55 : 1)
          ).toFixed(2),
        });
        if (phase !== "idle" && lines?.lastElementChild !== edge.group) lines?.append(edge.group);
      }
      const numberLabel = edge.numberLabel ?? passing.get(edge);
      if (!numberLabel) continue;
      const fresh = `new_${current}`;
      const primed = phase === "update" || renewed;
      const address = renewed ? fresh : current;
      const lead =
        phase === "idle" && !cut ? [] : [...symbol(primed ? fresh : current).runs, { text: " = " }];
      const number = phase === "update" && !renewed && isKnown(frame, fresh) ? "…" : formatNumber(value);
      const old = change === null ? before(address, value) : null;
      fillNumberLabel(
        numberLabel,
        withGhost([...lead, { text: number }], old),
        address,
        value,
        phase === "idle" && renewed ? "renewed" : phase,
        edit(current, valueAt(trace, current, sample)),
        phase === "idle" ? SMALL : NORMAL,
      );
      fillAside(
        numberLabel,
        change === null
          ? null
          : {
              text:
                phase === "update" && formatNumber(given) !== formatNumber(value)
                  ? t(/** @type {Key} */ ("diagram.true"), { value: formatNumber(given) })
                  : "",
              address,
              value: given,
            },
      );
      if (
        phase !== "idle" &&
        numberLabels &&
        document.activeElement !== numberLabel.group &&
        numberLabel.group.nextElementSibling?.getAttribute("data-state") === "idle"
      )
        numberLabels.append(numberLabel.group);
    }
    picture.forEach((column, index) => {
      const l = index + 1;
      column.forEach((unit, j) => {
        const nodes = unitAt[index]?.[j];
        const ball = ballAt[index]?.[j];
        if (!nodes || !ball) return;
        const z = `z${l}.${j}`;
        const a = `a${l}.${j}`;
        const e = `error${l}.${j}`;
        const [zValue, aValue, eValue] = [z, a, e]
          .map((address) => valueAt(trace, address, sample))
          .map((value) => value ?? 0);
        const [oldZ, oldA] = [before(z, zValue ?? 0), before(a, aValue ?? 0)];
        const look = [
          naming.notation,
          unit.state,
          unit.summed,
          unit.ball,
          drawn,
          zValue,
          aValue,
          eValue,
          oldZ,
          oldA,
          before(e, eValue ?? 0),
          shown(z),
          shown(a),
          shown(e),
        ].join();
        if (looks[index]?.[j] === look && !drawn) return;
        (looks[index] ??= [])[j] = look;
        const number = runningNumber(naming, l, j);
        const open = roomy && (cut || unit.state === "active" || unit.summed);
        set(nodes.group, {
          "data-state": unit.state,
          "data-split": open ? "" : null,
          "aria-label": [
            derived
              ? t("diagram.unit_in_layer", { unit: j + 1, layer: countedLayer(l, naming) })
              : t("diagram.unit", { number, layer: l }),
            ...[z, a].filter(shown).map((address) => sentence(address, valueAt(trace, address, sample))),
          ].join(", "),
        });
        if (nodes.title) write(nodes.title, nodes.group.getAttribute("aria-label") ?? "");
        if (nodes.name) {
          writeRuns(
            nodes.name,
            open
              ? []
              : [
                  { text: "f", kind: "italic" },
                  { text: String(number), kind: "lowered" },
                  ...(roomy
                    ? [{ text: "(" }, { text: "e", kind: /** @type {const} */ ("italic") }, { text: ")" }]
                    : []),
                ],
          );
          set(nodes.name, { "font-size": roomy ? 18 : Math.max(6, R * 0.75) });
        }
        for (const [node, address] of /** @type {const} */ ([
          [nodes.sumName, z],
          [nodes.outName, a],
        ])) {
          if (!node) continue;
          writeRuns(node, open ? symbol(address).runs : []);
          // A symbol without its number stands in the middle.
          if (cut) set(node, { y: shown(address) ? -0.34 * R : 0 });
        }
        writeNumber(nodes.sum, zValue ?? 0, R * 0.84, open && shown(z));
        writeNumber(nodes.out, aValue ?? 0, R * 0.84, open && shown(a));
        writeNumber(
          nodes.oldSum,
          oldZ ?? null,
          R * 0.62,
          open && shown(z) && typeof oldZ === "number",
          0.27 * R,
        );
        writeNumber(
          nodes.oldOut,
          oldA ?? null,
          R * 0.62,
          open && shown(a) && typeof oldA === "number",
          0.27 * R,
        );

        const disc = discAt[index]?.[j];
        if (disc) set(disc, { "data-state": unit.ball });
        const real = (valueAt(trace, e, sample) ?? 0) * signOf(e, naming.notation);
        const value = drawn ? (figureRuleValueOf(trace, e, sample) ?? real) : real;
        const visible = unit.ball !== "absent";
        set(ball.group, {
          "data-state": unit.ball,
          "aria-hidden": visible ? null : "true",
          "aria-label": visible ? `${symbol(e).text} = ${shown(e) ? formatNumber(value) : "…"}` : null,
        });
        if (ball.name) {
          const { runs } = symbol(e);
          writeRuns(ball.name, visible ? runs : []);
          if (derived)
            ball.name.style.setProperty(
              "font-size",
              `${Math.min(17, (1.55 * R) / widthOfRuns(runs)).toFixed(1)}px`,
            );
        }
        if (ball.value) {
          const ready = visible && shown(e);
          writeNumber(ball.value, value, R * (l === depth ? 1.1 : 1.35), ready, 0.38 * R);
          if (visible && !ready) write(ball.value, "?");
          set(ball.value, { "data-drawn": drawn ? "" : null });
        }
        const old = before(e, valueAt(trace, e, sample));
        const told = visible && shown(e);
        if (ball.beside)
          writeNumber(
            ball.beside,
            old === null ? null : old * signOf(e, naming.notation),
            R * 0.8,
            told && old !== null && !drawn,
            0.27 * R,
          );
        if (ball.truth && ball.pill) {
          const words =
            told && drawn && formatNumber(real, 3) !== formatNumber(value, 3)
              ? t(/** @type {Key} */ ("diagram.true"), { value: formatNumber(real, 3) })
              : "";
          write(ball.truth, words);
          const w = widthOf(words) * SMALL + 12;
          set(ball.pill, { x: ball.at.x - w / 2, width: w, visibility: words ? null : "hidden" });
        }
      });
    });
    drawComings(screen, picture, naming, arrived);
  }

  /** @param {Address} address @param {number | null} value */
  const edit = (address, value) =>
    t(/** @type {Key} */ ("diagram.edit"), { name: symbol(address).text, value: formatNumber(value) });

  /** @param {Screen} screen @returns {Route[]} */
  function routes(screen) {
    const picture = diagramStateOf(screen.frame, network);
    /** @type {Route[]} */
    const found = [];
    for (const edge of edges) {
      const phase = edgeState(picture, edge.layer, edge.unit, edge.input);
      if (phase === "signal") found.push({ points: [edge.place.from, edge.place.to], kind: "signal" });
    }
    picture.forEach((column, index) => {
      const l = index + 1;
      column.forEach((unit, i) => {
        if (unit.collecting)
          for (const { place } of transportsOf(l, i))
            found.push({ points: [place.from, place.to], kind: "transport" });
        if (unit.looping) found.push({ points: placeLoop(places, l, i).points, kind: "update" });
        if (unit.comparing) {
          const place = outputs[i]?.place;
          if (place)
            found.push(
              { points: [place.fromTarget.from, place.fromTarget.to], kind: "compare" },
              { points: place.fromOutput.points, kind: "compare" },
            );
        }
      });
    });
    return found;
  }

  return { width, height, radius: R, update, routes, resized };
}
