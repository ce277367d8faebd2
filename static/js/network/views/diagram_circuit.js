// The network in derivation notation: squares on the arrows for w and z, "+" boxes, S-curve circles; backward a red
// circuit through left-pointing triangles labelled with the slope.

import { valueAt } from "../trace_values.js";
import { setText as write } from "../../draw/dom.js";
import { isKnown } from "../../core/frame.js";
import {
  arrow,
  hasBias,
  onCircle,
  placeLabels,
  placeUnits,
  roundedPath,
  arrowHead,
} from "../../draw/geometry.js";
import { ownName, symbolOf } from "../notation.js";
import { edgeState, diagramStateOf } from "../diagram_state.js";
import { edgeWidth, largestSize } from "../../draw/widths.js";
import { formatNumber, formatSigned, fullNumber } from "../../math/format.js";
import { set, shape, symbolCache, widthOf, writeRuns } from "../../draw/svg.js";
import { layEdges } from "../../draw/bitmap.js";
import { fillNumberLabel, ghostOf, isElementwise, makeNumberLabel, withGhost } from "./number_label.js";
import { RENDERED_EDGES } from "./diagram_flow.js";

/** @import { Address, Key } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Naming } from "../notation.js" */
/** @import { Edge, Point } from "../../draw/geometry.js" */
/** @import { Run } from "../../draw/svg.js" */
/** @import { NumberLabel } from "./number_label.js" */
/** @import { Route } from "../../draw/pulses.js" */
/** @import { Presentation } from "./diagram_flow.js" */

const LABELLED_EDGES = 40;
/** The size of the numbers: the drawing is wide, so they are large in its units. */
const NORMAL = 18;
const STRONGEST = 8;
/** How far under its adder a bias stands, in radii: ∂C/∂z has its place between them. */
const BELOW = 3.2;

/**
 * A square with a symbol over a number.
 * @param {Element} parent @param {Point} at @param {string} kind @param {Address} address @param {number} w @param {number} h
 */
function makeSquare(parent, at, kind, address, w, h) {
  const group = shape(
    "g",
    {
      class: `square ${kind}`,
      "data-focus": address,
      transform: `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`,
    },
    parent,
  );
  shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 3 }, group);
  return {
    group,
    low: h * 0.28,
    symbol: shape(
      "text",
      { class: "symbol", y: -h * 0.2, dy: "0.34em", "text-anchor": "middle", "font-size": 18 },
      group,
    ),
    value: shape(
      "text",
      {
        class: "value",
        y: h * 0.28,
        dy: "0.34em",
        "text-anchor": "middle",
        "font-size": NORMAL,
        "data-address": address,
      },
      group,
    ),
  };
}

/** @type {readonly Run[]} */
const NO_RUNS = [];
/** @param {ReturnType<typeof makeSquare>} square @param {readonly Run[]} runs @param {number | null} value @param {boolean} shown */
function fillSquare(square, runs, value, shown) {
  writeRuns(square.symbol, runs);
  const text = shown ? formatNumber(value, 3) : "";
  write(square.value, text);
  set(square.value, { "font-size": text.length > 6 ? NORMAL - 3 : NORMAL });
  set(square.value, { "data-value": shown ? fullNumber(value) : null });
  set(square.symbol, { y: shown ? -11 : 0 });
  set(square.value, { y: runs.length === 0 ? 0 : square.low });
}

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first
 * @returns {Presentation}
 */
export function drawDerivation(svg, context, first) {
  const { t } = context;
  const network = first.trace.network;
  const depth = network.layers.length;
  const plain = {
    inputs: network.inputs,
    layers: network.layers.map(({ units }) => ({ units, bias: false })),
  };
  const measures = { radius: 27, column: 13.6, first: 10.4, left: 2.4, right: 10.4, bottom: 5.4 };
  // As tall for its width as the figure notation, so that the page keeps its place when the notation changes.
  const figure = placeUnits(network);
  const even = placeUnits(plain, { ...measures, pitch: 1.5 });
  const rows = Math.max(network.inputs, ...network.layers.map(({ units }) => units));
  const spare = (even.width * figure.height) / figure.width - even.height;
  const places =
    even.R < 27 || rows < 2
      ? even
      : placeUnits(plain, {
          ...measures,
          pitch: 1.5 * Math.max(1, Math.min(1.8, 1 + spare / (even.height - 8.3 * 27 * 0.99))),
        });
  const { R, width, height } = places;
  const roomy = R >= 17;
  const layer = (/** @type {string} */ name) => shape("g", { class: name }, svg);
  const [captions, lines, backs, loops, squares, units, labels] = [
    "captions",
    "edges",
    "transports",
    "loops",
    "squares",
    "units",
    "numberLabels",
  ].map(layer);
  const adderAt = (/** @type {Point} */ at) => ({ x: at.x - 4.1 * R, y: at.y });
  const half = R * 0.42;
  /** Lines of text over the triangle, left of the a square: the red arrows arrive on the other side. @param {Point} at @param {number} line */
  const beside = (at, line) => ({
    x: at.x - 0.3 * R,
    y: at.y - (1.25 + 0.8 * line) * R,
    "text-anchor": "end",
    "font-size": NORMAL,
  });
  svg.classList.add("derivation");
  /** What lights up with which numbers, when a line speaks of them. @type {{ node: Element, addresses: readonly Address[] }[]} */
  const lamps = [];
  /** @template {Element} E @param {E} node @param {...Address} addresses */
  const lamp = (node, ...addresses) => {
    lamps.push({ node, addresses });
    return node;
  };
  /** @template {NumberLabel | ReturnType<typeof makeSquare> | null} C @param {C} made @param {...Address} addresses */
  const lampIn = (made, ...addresses) => {
    if (made) lamp(made.group, ...addresses);
    return made;
  };

  places.captions.forEach(({ x, y }, c) => {
    const text = shape(
      "text",
      { class: "caption", x: c === 0 ? x : x - 1.6 * R, y, "text-anchor": "middle" },
      captions,
    );
    write(
      text,
      t(/** @type {Key} */ (c === 0 ? "diagram.inputs" : c === depth ? "diagram.output" : "diagram.layer"), {
        layer: c,
      }),
    );
  });

  const inputs = places.inputs.map((at, i) => {
    const group = shape(
      "g",
      {
        class: "square given",
        "data-input": i,
        "data-focus": `x.${i}`,
        transform: `translate(${(at.x - R * 0.6).toFixed(1)} ${at.y.toFixed(1)})`,
      },
      units,
    );
    lamp(group, `x.${i}`);
    shape(
      "rect",
      { class: "plate", x: -R * 0.6, y: -R * 0.6, width: R * 1.2, height: R * 1.2, rx: 3 },
      group,
    );
    return {
      name: shape(
        "text",
        {
          class: "symbol",
          dy: "0.34em",
          "text-anchor": "middle",
          "font-size": Math.max(7, Math.min(17, R * 0.6)),
        },
        group,
      ),
      numberLabel: lampIn(
        roomy
          ? makeNumberLabel(
              units ?? svg,
              { x: at.x - R * 0.6, y: at.y + R * 0.6 + 14, w: 60, h: 25 },
              `x.${i}`,
            )
          : null,
        `x.${i}`,
      ),
    };
  });

  // --- edges: from a circle (or an input) to the "+" box of the unit they feed, and on to its circle
  const count = network.layers.reduce(
    (sum, { weights }) => sum + weights.length * (weights[0]?.length ?? 0),
    0,
  );
  set(svg, { "data-density": count > 300 ? "dense" : count > LABELLED_EDGES ? "many" : null });
  /** @type {{ layer: number, unit: number, input: number, place: Edge, back: Edge, group: SVGGElement, line: SVGPathElement, numberLabel: NumberLabel | null, look: string }[]} */
  const edges = [];
  const resized =
    count > RENDERED_EDGES
      ? layEdges(svg, width, network.layers, (l, j, i) => {
          const source = (l === 1 ? places.inputs[i] : places.units[l - 2]?.[i]) ?? { x: 0, y: 0 };
          return {
            from: { x: source.x + (l === 1 ? 0 : R), y: source.y },
            to: adderAt(places.units[l - 1]?.[j] ?? source),
          };
        })
      : () => {};
  network.layers.forEach(({ weights }, index) =>
    weights.forEach((row, j) => {
      const order = row.map((_, i) => i);
      const kept =
        count > RENDERED_EDGES
          ? order.sort((a, b) => Math.abs(row[b] ?? 0) - Math.abs(row[a] ?? 0)).slice(0, STRONGEST)
          : order;
      const target = adderAt(places.units[index]?.[j] ?? { x: 0, y: 0 });
      for (const i of kept) {
        const source = (index === 0 ? places.inputs[i] : places.units[index - 1]?.[i]) ?? target;
        const from = { x: source.x + (index === 0 ? 0 : R), y: source.y };
        const to = onCircle(target, half * 1.15, from);
        const place = arrow(from, to, Math.max(6, R * 0.36));
        const group = shape(
          "g",
          {
            class: "edge",
            "data-edge": `${index + 1}.${j}.${i}`,
            "data-state": "idle",
            "data-focus": `w${index + 1}.${j}.${i}`,
            "aria-hidden": "true",
          },
          lines,
        );
        lamp(group, `w${index + 1}.${j}.${i}`);
        const line = shape("path", { class: "line", d: place.line }, group);
        shape("path", { class: "head", d: place.head }, group);
        edges.push({
          layer: index + 1,
          unit: j,
          input: i,
          place,
          back: arrow(to, from, Math.max(9, R * 0.62)),
          group,
          line,
          numberLabel: null,
          look: "",
        });
      }
    }),
  );
  const inputBoxes = places.inputs.map((at) => ({ x: at.x - R * 0.6, y: at.y + 0.4 * R, w: 62, h: 2.4 * R }));
  const boxes = places.units
    .flat()
    .flatMap((at) => [
      { ...at, w: 2.1 * R, h: 2.1 * R },
      { x: at.x - 3.1 * R, y: at.y, w: 4 * R, h: 1.5 * R },
      { x: at.x + 0.9 * R, y: at.y - 1.9 * R, w: 60, h: 50 },
      { x: at.x - 2.9 * R, y: at.y - 1.95 * R, w: 5.4 * R, h: 1.7 * R },
      { x: at.x - 4.1 * R, y: at.y + BELOW * R, w: 124, h: 30 },
      { x: at.x - 2.3 * R, y: at.y + 1.8 * R, w: 100, h: 44 },
    ])
    .concat(inputBoxes);
  const labelled = roomy && count <= LABELLED_EDGES;
  /** @type {Map<typeof edges[number], NumberLabel>} */
  const passing = new Map();
  let passingKey = "";
  /** Above the first layer a weight keeps room below it for what runs back. @param {typeof edges} chosen */
  const edgeHeight = (chosen) => (chosen[0]?.layer === 1 ? 28 : 54);
  /** Room for a plate that says its name too; the inputs leave the first layer less of it. @param {typeof edges} chosen */
  const edgeWidthOf = (chosen) => (chosen[0]?.layer === 1 ? 116 : 130);
  /** @param {typeof edges} chosen @param {(edge: typeof edges[number], numberLabel: NumberLabel) => void} keep */
  const label = (chosen, keep) => {
    const spots = placeLabels(
      chosen.map(({ place }) => ({
        from: place.from,
        to: place.to,
        w: edgeWidthOf(chosen),
        h: edgeHeight(chosen),
        prefer: 0.52,
      })),
      boxes,
    );
    chosen.forEach((edge, k) => {
      const spot = spots[k];
      if (spot)
        keep(
          edge,
          makeNumberLabel(
            labels ?? svg,
            { ...spot, y: spot.y - (spot.h - 26) / 2, h: 26 },
            `w${edge.layer}.${edge.unit}.${edge.input}`,
          ),
        );
    });
  };
  if (labelled)
    for (let l = 1; l <= depth; l++)
      label(
        edges.filter((edge) => edge.layer === l),
        (edge, numberLabel) => (edge.numberLabel = lampIn(numberLabel, `w${l}.${edge.unit}.${edge.input}`)),
      );

  // --- units: "+" box, z square, circle or triangle, a square, bias
  const unitAt = places.units.map((column, index) =>
    column.map((at, j) => {
      const l = index + 1;
      const id = `${l}.${j}`;
      const adder = adderAt(at);
      const hue = l === depth ? "output" : l % 2 ? "odd" : "even";
      const wire = arrow({ x: adder.x + half, y: at.y }, { x: at.x - R, y: at.y }, Math.max(6, R * 0.36));
      const path = shape(
        "g",
        { class: "edge wire", "data-wire": id, "data-state": "idle", "aria-hidden": "true" },
        lines,
      );
      lamp(path, `z${id}`, `delta${id}`);
      shape("path", { class: "line", d: wire.line, "stroke-width": 2 }, path);
      shape("path", { class: "head", d: wire.head }, path);
      const back = arrow(
        { x: at.x - R * 0.9, y: at.y },
        { x: adder.x + half, y: at.y },
        Math.max(9, R * 0.62),
      );
      const plus = lamp(shape("g", { class: "plus", "aria-hidden": "true" }, squares), `z${id}`);
      shape("rect", { x: adder.x - half, y: adder.y - half, width: 2 * half, height: 2 * half, rx: 2 }, plus);
      write(
        shape(
          "text",
          { x: adder.x, y: adder.y, dy: "0.35em", "text-anchor": "middle", "font-size": R * 0.8 },
          plus,
        ),
        "+",
      );

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
        units,
      );
      lamp(group, ...["z", "a", "slope", "delta"].map((family) => `${family}${id}`));
      const body = shape("g", { transform: `translate(${at.x} ${at.y})` }, group);
      shape("circle", { class: "body", r: R }, body);
      shape(
        "path",
        {
          class: "curve",
          d: `M${-R * 0.55} ${R * 0.4}C${R * 0.12} ${R * 0.4} ${-R * 0.12} ${-R * 0.4} ${R * 0.55} ${-R * 0.4}`,
        },
        body,
      );
      shape("path", { class: "triangle", d: `M${-R} 0L${R * 0.9} ${-R * 1.05}V${R * 1.05}Z` }, body);

      const slope = lamp(
        shape("text", { class: "slope", ...beside(at, 0), "data-focus": `slope${id}` }, units),
        `slope${id}`,
        `delta${id}`,
      );
      const ball = shape(
        "g",
        {
          class: "derivative",
          "data-ball": id,
          "data-state": "absent",
          "data-focus": `delta${id}`,
          role: "img",
        },
        units,
      );
      lamp(ball, `delta${id}`);
      const biased = hasBias(network.layers[index] ?? {});
      const bias = { x: adder.x, y: adder.y + BELOW * R };
      if (biased && roomy) {
        const up = arrow({ x: bias.x, y: bias.y - 13 }, { x: bias.x, y: adder.y + half }, 8);
        const stem = shape(
          "g",
          { class: "edge from-bias", "data-edge": `${id}.b`, "data-state": "idle", "aria-hidden": "true" },
          lines,
        );
        lamp(stem, `b${id}`);
        shape("path", { class: "line", d: up.line, "stroke-width": 1.6 }, stem);
        shape("path", { class: "head", d: up.head }, stem);
      }
      return {
        at,
        adder,
        wire,
        back,
        path,
        group,
        slope,
        ball,
        z: lampIn(
          roomy ? makeSquare(squares ?? svg, { x: at.x - 2.3 * R, y: at.y }, "z", `z${id}`, 66, 50) : null,
          `z${id}`,
        ),
        a: lampIn(
          roomy
            ? makeSquare(squares ?? svg, { x: at.x + 0.9 * R, y: at.y - 1.9 * R }, "a", `a${id}`, 58, 48)
            : null,
          `a${id}`,
          `error${id}`,
        ),
        ballText: roomy
          ? shape(
              "text",
              {
                class: "rule",
                x: at.x - 2.3 * R,
                y: at.y + 1.6 * R,
                "text-anchor": "middle",
                "font-size": NORMAL,
              },
              ball,
            )
          : null,
        ballValue: roomy
          ? shape(
              "text",
              {
                class: "value",
                x: at.x - 2.3 * R,
                y: at.y + 1.6 * R + 20,
                "text-anchor": "middle",
                "font-size": NORMAL,
                "data-address": `delta${id}`,
              },
              ball,
            )
          : null,
        bias: lampIn(
          biased && roomy ? makeNumberLabel(units ?? svg, { ...bias, w: 76, h: 26 }, `b${id}`) : null,
          `b${id}`,
        ),
      };
    }),
  );

  const outputs = (places.units[depth - 1] ?? []).map((at, k) => {
    const out = arrow({ x: at.x + R, y: at.y }, { x: at.x + 3.7 * R, y: at.y }, Math.max(6, R * 0.4));
    const back = arrow(
      { x: at.x + 3.7 * R, y: at.y },
      { x: at.x + 0.95 * R, y: at.y },
      Math.max(9, R * 0.62),
    );
    const group = shape(
      "g",
      { class: "comparison", "data-compare": k, "data-state": "idle", "aria-hidden": "true" },
      backs,
    );
    lamp(group, `a${depth}.${k}`, `error${depth}.${k}`);
    const forward = shape("g", { class: "output" }, group);
    shape("path", { class: "line", d: out.line }, forward);
    shape("path", { class: "head", d: out.head }, forward);
    const red = shape("g", { class: "lime back" }, group);
    shape("path", { class: "line", d: back.line }, red);
    shape("path", { class: "head", d: back.head }, red);
    const x = at.x + 3.9 * R;
    const terminal = lamp(
      shape("g", { class: "terminal out", "data-output": k }, units),
      ...["a", "error"].map((family) => `${family}${depth}.${k}`),
      `t.${k}`,
    );
    return {
      group,
      back,
      name: shape(
        "text",
        { class: "name", x, y: at.y + 5, "font-size": roomy ? 20 : 8, "data-focus": `a${depth}.${k}` },
        terminal,
      ),
      target: shape(
        "text",
        {
          class: "name target",
          x,
          y: at.y - 1.35 * R + 5,
          "font-size": roomy ? 20 : 8,
          "data-focus": `t.${k}`,
        },
        terminal,
      ),
      numberLabel: roomy
        ? makeNumberLabel(terminal, { x: x + 76, y: at.y - 1.35 * R, w: 60, h: 25 }, `t.${k}`)
        : null,
      value: shape(
        "text",
        { class: "number", x: x + 46, y: at.y + 6, "font-size": NORMAL, "data-address": `a${depth}.${k}` },
        terminal,
      ),
      error: roomy
        ? shape("text", { class: "slope", ...beside(at, 1), "data-address": `error${depth}.${k}` }, terminal)
        : null,
    };
  });

  /** @type {Map<string, SVGGElement>} */
  let comings = new Map();

  /** @param {number} l @param {number} j */
  function loopOf(l, j) {
    const node = unitAt[l - 1]?.[j];
    const from = node?.adder ?? { x: 0, y: 0 };
    const tip = { x: from.x - 1.5 * R, y: from.y - 1.1 * R };
    const points = [
      { x: from.x + 1.72 * R, y: from.y - 0.62 * R },
      { x: from.x + 1.72 * R, y: from.y - 1.85 * R },
      { x: tip.x, y: from.y - 1.85 * R },
      tip,
    ];
    return {
      points,
      line: roundedPath(points.with(3, { x: tip.x, y: tip.y - 6 }), R * 0.3),
      head: arrowHead(tip, Math.PI / 2, Math.max(8, R * 0.45)),
    };
  }

  /** The names depend on the topology, and on the figure. @type {ReturnType<typeof symbolCache> | undefined} */
  let symbol;
  /** @type {Naming["names"]} */
  let namedBy;
  /** What the drawing speaks of; null: of everything. @type {ReadonlySet<Address> | null} */
  let lights = null;
  let shone = "";
  /** @param {Screen} screen */
  function shine({ frame, pick }) {
    const wanted = frame.active.at(-1)?.lights ?? pick?.lights ?? null;
    const key = wanted === null ? "" : wanted.join(" ");
    if (key === shone) return;
    shone = key;
    lights = wanted && new Set(wanted);
    for (const { node, addresses } of lamps) set(node, { "data-lit": lampState(addresses) });
    if (lights) show();
  }
  /** Where the drawing is wider than its place, what is lit comes into sight. */
  function show() {
    const stage = svg.closest(".diagram");
    if (!stage || stage.scrollWidth <= stage.clientWidth) return;
    const boxes = lamps
      .filter(({ node }) => node.getAttribute("data-lit") === "yes")
      .map(({ node }) => node.getBoundingClientRect())
      .filter(({ width: wide }) => wide > 0);
    const [left, right] = [
      Math.min(...boxes.map((box) => box.left)),
      Math.max(...boxes.map((box) => box.right)),
    ];
    const place = stage.getBoundingClientRect();
    // The middle of it, or its beginning where it is wider than its place.
    stage.scrollLeft +=
      right - left > place.width ? left - place.left : (left + right) / 2 - place.left - place.width / 2;
  }
  /** @param {readonly Address[]} addresses */
  const lampState = (addresses) =>
    lights && (addresses.some((address) => lights?.has(address)) ? "yes" : "no");
  /** What every unit last showed, so that a step restyles only its own. @type {string[][]} */
  const looks = [];

  /** @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
  function update(screen, naming, arrived) {
    const { trace, frame, state } = screen;
    const { sample } = state;
    const picture = diagramStateOf(frame, network);
    const read = (/** @type {Address} */ address) => valueAt(trace, address, sample);
    const shown = (/** @type {Address} */ address) =>
      isKnown(frame, address) && (arrived || !frame.writes.has(address));
    if (naming.names !== namedBy) {
      symbol = undefined;
      looks.length = 0;
    }
    namedBy = naming.names;
    symbol ??= symbolCache((address) => symbolOf(address, naming));
    const name = symbol;
    shine(screen);
    const lit = (/** @type {Address} */ address) => lights?.has(address) ?? false;
    /** A figure draws only the symbols that it has names for. @param {Address} address */
    const isNamed = (address) => !naming.names || ownName(address, naming) !== null;
    const runs = (/** @type {Address} */ address) => (isNamed(address) ? name(address).runs : NO_RUNS);
    /** "w = " in front of its number. @param {Address} address @returns {readonly Run[]} */
    const called = (address) => (isNamed(address) ? [...name(address).runs, { text: " = " }] : NO_RUNS);
    /** The drawing keeps its red arrows once they have run, as a circuit. */
    const { circuit = false } = state;
    const edit = (/** @type {Address} */ address) =>
      t(/** @type {Key} */ ("diagram.edit"), {
        name: name(address).text,
        value: formatNumber(read(address)),
      });
    const given = (
      /** @type {NumberLabel | null} */ numberLabel,
      /** @type {Address} */ address,
      /** @type {string} */ kind,
    ) => {
      if (numberLabel)
        fillNumberLabel(
          numberLabel,
          withGhost([{ text: formatNumber(read(address)) }], ghostOf(screen, address, read(address))),
          address,
          read(address),
          kind,
          edit(address),
          NORMAL,
        );
    };

    inputs.forEach(({ name, numberLabel }, i) => {
      writeRuns(name, runs(`x.${i}`));
      given(numberLabel, `x.${i}`, "given");
    });
    outputs.forEach((out, k) => {
      const comparing = picture[depth - 1]?.[k]?.comparing ?? false;
      set(out.group, { "data-state": comparing ? "active" : "idle" });
      writeRuns(out.name, runs(`a${depth}.${k}`));
      writeRuns(out.target, runs(`t.${k}`));
      given(out.numberLabel, `t.${k}`, comparing ? "compare" : "given");
      const known = shown(`a${depth}.${k}`) && roomy;
      write(out.value, known ? formatNumber(read(`a${depth}.${k}`)) : "");
      set(out.value, { "data-value": known ? fullNumber(read(`a${depth}.${k}`)) : null });
      const error = `error${depth}.${k}`;
      if (out.error) {
        const show = shown(error) && (picture[depth - 1]?.[k]?.ball === "active" || lit(error));
        writeRuns(
          out.error,
          show
            ? [...called(error), { text: formatSigned(read(error), 3) }]
            : lit(error)
              ? [...called(error), { text: "?" }]
              : [],
        );
        set(out.error, { "data-value": show ? fullNumber(read(error)) : null });
      }
    });

    if (!labelled && roomy) {
      const inUse = edges.filter((edge) => edgeState(picture, edge.layer, edge.unit, edge.input) !== "idle");
      const key = inUse.map(({ layer: l, unit, input }) => `${l}.${unit}.${input}`).join();
      if (key !== passingKey) {
        passingKey = key;
        for (const numberLabel of passing.values()) numberLabel.group.remove();
        passing.clear();
        if (inUse.length <= 20) label(inUse, (edge, numberLabel) => passing.set(edge, numberLabel));
      }
    }
    const largest = trace.network.layers.map(({ weights }) => largestSize(weights));
    /** @type {boolean[][]} */
    const renewals = [];
    for (const edge of edges) {
      const { layer: l, unit: j, input: i } = edge;
      const phase = edgeState(picture, l, j, i);
      const renewed =
        (renewals[l - 1] ??= [])[j] ?? ((renewals[l - 1] ??= [])[j] = shown(`new_w${l}.${j}.0`));
      const value =
        (renewed ? trace.layers[l - 1]?.updated_weights : trace.network.layers[l - 1]?.weights)?.[j]?.[i] ??
        0;
      const look = `${phase} ${renewed} ${value}`;
      if (look !== edge.look) {
        edge.look = look;
        set(edge.group, { "data-state": phase, "data-sign": value < 0 ? "negative" : "positive" });
        set(edge.line, {
          "stroke-width": (
            edgeWidth(value, largest[l - 1] ?? 1) * (count > LABELLED_EDGES ? 0.5 : 0.75)
          ).toFixed(2),
        });
        if (phase !== "idle" && lines?.lastElementChild !== edge.group) lines?.append(edge.group);
      }
      const numberLabel = edge.numberLabel ?? passing.get(edge);
      if (!numberLabel) continue;
      const current = `w${l}.${j}.${i}`;
      const fresh = `new_${current}`;
      const primed = phase === "update" || renewed;
      const text =
        phase === "update" && !renewed && isKnown(frame, fresh)
          ? "…"
          : formatNumber(value, phase === "idle" ? 3 : 4);
      set(numberLabel.group, { class: "number-label square w" });
      fillNumberLabel(
        numberLabel,
        withGhost(
          [...(phase === "idle" && !naming.names ? [] : called(primed ? fresh : current)), { text }],
          ghostOf(screen, renewed ? fresh : current, value),
        ),
        renewed ? fresh : current,
        value,
        phase === "idle" && renewed ? "renewed" : phase,
        edit(current),
        NORMAL,
      );
    }

    /** @type {Map<string, SVGGElement>} */
    const next = new Map();
    const keep = (/** @type {string} */ key, /** @type {() => SVGGElement} */ make) => {
      const node = comings.get(key) ?? make();
      next.set(key, node);
      return node;
    };
    /** @param {string} key @param {Edge} place @param {Record<string, string>} data @param {...Address} addresses that it lights up with */
    const redArrow = (key, place, data, ...addresses) => {
      const node = keep(key, () => {
        const made = shape("g", { class: "transport back", ...data, "aria-hidden": "true" }, backs);
        shape("path", { class: "line", d: place.line }, made);
        shape("path", { class: "head", d: place.head }, made);
        return made;
      });
      set(node, { "data-lit": lampState(addresses) });
    };

    /** Red arrows, contributions, sums and loops exist only while their step is on. @param {import("../diagram_state.js").UnitState} unit @param {number} l @param {number} j */
    const comeAndGo = (unit, l, j) => {
      const index = l - 1;
      const id = `${l}.${j}`;
      const node = unitAt[index]?.[j];
      if (!node) return;
      const kept = circuit && unit.ball === "known";
      if (unit.ball === "active" || kept) redArrow(`wire ${id}`, node.back, {}, `delta${id}`);
      if (unit.collecting || (kept && l < depth)) {
        for (const edge of edges) {
          if (edge.layer !== l + 1 || edge.input !== j) continue;
          const at = `${l + 1}.${edge.unit}.${j}`;
          redArrow(`back ${at}`, edge.back, { "data-transport": at }, `w${at}`);
          const upstream = unitAt[l]?.[edge.unit];
          if (upstream)
            redArrow(`wire ${l + 1}.${edge.unit}`, upstream.back, {}, `delta${l + 1}.${edge.unit}`);
          const numberLabel = edge.numberLabel ?? passing.get(edge);
          if (!numberLabel || !unit.collecting || screen.pick) continue;
          const part = keep(`part ${at}`, () => {
            const made = shape(
              "g",
              {
                class: "part",
                role: "img",
                transform: `translate(${numberLabel.spot.x.toFixed(1)} ${(numberLabel.spot.y + 27).toFixed(1)})`,
              },
              labels,
            );
            shape("rect", { class: "plate", rx: 6 }, made);
            shape(
              "text",
              { class: "value", dy: "0.34em", "text-anchor": "middle", "font-size": NORMAL },
              made,
            );
            return made;
          });
          const value = (read(`w${at}`) ?? 0) * (read(`delta${l + 1}.${edge.unit}`) ?? 0);
          const [plate, text] = part.children;
          const words = arrived ? `→ ${formatSigned(value, 3)}` : "…";
          writeRuns(/** @type {SVGTextElement} */ (text), [{ text: words.replace("→", "←") }]);
          set(/** @type {Element} */ (text), {
            "data-contribution": at,
            "data-value": arrived ? fullNumber(value) : null,
          });
          const w = widthOf(words) * NORMAL + 10;
          set(/** @type {Element} */ (plate), { x: -w / 2, y: -12, width: w, height: 24 });
          set(part, {
            "aria-label": `${name(`w${at}`).text} ${name(`delta${l + 1}.${edge.unit}`).text} = ${formatNumber(value)}`,
          });
        }
      }
      if (unit.looping) {
        const place = loopOf(l, j);
        keep(`loop ${id}`, () => {
          const made = shape("g", { class: "loop", "data-loop": id, "aria-hidden": "true" }, loops);
          shape("path", { class: "line", d: place.line }, made);
          shape("path", { class: "head", d: place.head }, made);
          return made;
        });
      }
      const summing =
        ((unit.collecting && !screen.pick) || (lit(`error${id}`) && l < depth)) &&
        roomy &&
        (picture[index + 1]?.length ?? 0) > 0;
      if (!summing) return;
      const sum = keep(`sum ${id}`, () => shape("g", { class: "sum" }, labels));
      if (!sum.firstElementChild)
        shape("text", { ...beside(node.at, 1), class: "slope", "data-address": `error${id}` }, sum);
      const total = /** @type {SVGTextElement} */ (sum.firstElementChild);
      writeRuns(
        total,
        shown(`error${id}`) || lit(`error${id}`)
          ? [
              ...called(`error${id}`),
              { text: shown(`error${id}`) ? formatSigned(read(`error${id}`), 3) : "?" },
            ]
          : [],
      );
      set(total, { "data-value": shown(`error${id}`) ? fullNumber(read(`error${id}`)) : null });
    };

    picture.forEach((column, index) =>
      column.forEach((unit, j) => {
        const l = index + 1;
        const id = `${l}.${j}`;
        const node = unitAt[index]?.[j];
        if (!node) return;
        comeAndGo(unit, l, j);
        const look = [
          unit.state,
          unit.summed,
          unit.ball,
          unit.incoming,
          unit.collecting,
          lit(`delta${id}`),
          lit(`slope${id}`),
          ...[`z${id}`, `a${id}`, `slope${id}`, `delta${id}`, `error${id}`].map((address) =>
            shown(address) ? read(address) : null,
          ),
          ...(node.bias
            ? [
                shown(`new_b${id}`),
                read(`b${id}`),
                read(`new_b${id}`),
                ghostOf(screen, `b${id}`, read(`b${id}`)),
              ]
            : []),
        ].join();
        if (looks[index]?.[j] === look) return;
        (looks[index] ??= [])[j] = look;
        const backward = unit.ball !== "absent";
        set(node.group, {
          "data-state": unit.state,
          "data-shape": backward ? "triangle" : "circle",
          "aria-label": [
            t(/** @type {Key} */ ("diagram.unit_in_layer"), { unit: j + 1, layer: l }),
            ...[`z${id}`, `a${id}`]
              .filter(shown)
              .map((address) => `${name(address).text} = ${formatNumber(read(address))}`),
          ].join(", "),
        });
        set(node.path, { "data-state": unit.incoming === "signal" ? "signal" : "idle" });
        if (node.z) fillSquare(node.z, runs(`z${id}`), read(`z${id}`), shown(`z${id}`));
        if (node.a) fillSquare(node.a, runs(`a${id}`), read(`a${id}`), shown(`a${id}`));
        if (node.z) set(node.z.group, { "data-state": unit.state });
        if (node.a) set(node.a.group, { "data-state": unit.state });
        if (node.bias) {
          const fresh = `new_b${id}`;
          const renewed = shown(fresh);
          const value = read(renewed ? fresh : `b${id}`);
          set(node.bias.group, { class: "number-label square bias" });
          fillNumberLabel(
            node.bias,
            withGhost(
              [
                ...called(renewed || unit.incoming === "update" ? fresh : `b${id}`),
                { text: formatNumber(value, 3) },
              ],
              ghostOf(screen, renewed ? fresh : `b${id}`, value),
            ),
            renewed ? fresh : `b${id}`,
            value,
            unit.incoming === "idle" && renewed ? "renewed" : unit.incoming,
            edit(`b${id}`),
            NORMAL,
          );
        }
        const slope = read(`slope${id}`);
        const speaksOfSlope =
          unit.ball === "active" || (circuit && backward) || (lit(`slope${id}`) && shown(`z${id}`));
        const sloped =
          speaksOfSlope &&
          roomy &&
          isNamed(`slope${id}`) &&
          isElementwise(context, network.layers[index]?.activation) &&
          slope !== null;
        writeRuns(node.slope, sloped ? [...called(`slope${id}`), { text: formatNumber(slope, 3) }] : []);
        set(node.slope, {
          "data-address": sloped ? `slope${id}` : null,
          "data-value": sloped ? fullNumber(slope) : null,
        });
        // What a line takes for granted stands there with a question mark.
        const asked = !backward && lit(`delta${id}`);
        set(node.ball, {
          "data-state": asked ? "asked" : unit.ball,
          "aria-hidden": backward || asked ? null : "true",
          "aria-label":
            backward || asked
              ? `${name(`delta${id}`).text} = ${shown(`delta${id}`) ? formatNumber(read(`delta${id}`)) : "…"}`
              : null,
        });
        if (node.ballText && node.ballValue) {
          const ready = backward && shown(`delta${id}`);
          writeRuns(node.ballText, backward || asked ? runs(`delta${id}`) : []);
          write(node.ballValue, ready ? formatSigned(read(`delta${id}`), 3) : backward || asked ? "?" : "");
          set(node.ballValue, { "data-value": ready ? fullNumber(read(`delta${id}`)) : null });
        }
      }),
    );
    for (const [key, node] of comings) if (!next.has(key)) node.remove();
    comings = next;
  }

  /** @param {Screen} screen @returns {Route[]} */
  function routes(screen) {
    const picture = diagramStateOf(screen.frame, network);
    /** @type {Route[]} */
    const found = [];
    for (const edge of edges) {
      const phase = edgeState(picture, edge.layer, edge.unit, edge.input);
      const node = unitAt[edge.layer - 1]?.[edge.unit];
      if (phase === "signal" && node)
        found.push({
          points: [edge.place.from, edge.place.to, node.wire.from, node.wire.to],
          kind: "signal",
        });
      if (phase === "weight" && node)
        found.push({
          points: [node.back.from, node.back.to, edge.back.from, edge.back.to],
          kind: "transport",
        });
    }
    picture.forEach((column, index) =>
      column.forEach((unit, j) => {
        if (unit.looping) found.push({ points: loopOf(index + 1, j).points, kind: "update" });
        const out = outputs[j];
        if (unit.comparing && out) found.push({ points: [out.back.from, out.back.to], kind: "transport" });
      }),
    );
    return found;
  }

  return { width, height, radius: R, update, routes, resized };
}
