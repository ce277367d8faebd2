// The diagram: chooses how to draw the network (figure, derivation, matrices), lays the pulses over it, opens numbers
// for editing in place, and links what the pointer is on with the rest of the page.

import { valueAt } from "../trace_values.js";
import { element } from "../../draw/dom.js";
import { namingOf, textOf } from "../notation.js";
import { fullNumber } from "../../math/format.js";
import { set, shape } from "../../draw/svg.js";
import { readNumber } from "../../math/parse_number.js";
import { drawCircuit } from "./diagram_circuit.js";
import { drawFlow } from "./diagram_flow.js";
import { drawMatrices } from "./matrices.js";
import { mistakeLine } from "../../panels/number.js";
import { createPicking, nodesOf } from "./picking.js";
import { ARRIVAL, MAX_RENDERED_EDGES } from "./presentation.js";
import { mountPulses } from "../../draw/pulses.js";
import { defineShades } from "../../draw/shades.js";

/** @import { Address, Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Route } from "../../draw/pulses.js" */
/** @import { Presentation } from "./presentation.js" */

/** Beyond so many edges the drawing is restyled at most ten times a second while it plays. */
const CALM_EDGES = 300;
const CALM_MS = 100;
/** A column with more units than this, or a network with more weights, is drawn as matrices. */
const MATRIX_UNITS = 64;
const MATRIX_EDGES = 10_000;

/** @param {Screen} screen @returns {"figure" | "derivation" | "matrices"} */
function presentationOf({ trace: { network }, state }) {
  const sizes = [network.inputs, ...network.layers.map((layer) => layer.units)];
  const edges = sizes.reduce((sum, units, l) => sum + units * (sizes[l + 1] ?? 0), 0);
  if (Math.max(...sizes) > MATRIX_UNITS || edges > MATRIX_EDGES) return "matrices";
  return state.grammar ?? state.notation;
}

/** What must be built anew when it changes. @param {Screen} screen @param {Context} context */
const topologyKey = (screen, context) =>
  JSON.stringify([
    presentationOf(screen),
    context.language(),
    screen.trace.network.inputs,
    screen.trace.network.layers.map(({ units, activation, biases }) => [units, activation, biases === null]),
  ]);

const DRAW = { figure: drawFlow, derivation: drawCircuit, matrices: drawMatrices };

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const stage = element("div", {
    class: "diagram",
    tabindex: 0,
    role: "region",
    "aria-label": context.t(/** @type {Key} */ ("diagram.title")),
  });
  const sheet = element("div", { class: "sheet" });
  stage.append(sheet);
  root.append(stage);
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  let theme = "";
  /** @type {import("../types.js").Trace | null} */
  let builtFor = null;
  const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

  /** @type {Presentation | null} */
  let presentation = null;
  let key = "";
  let edges = 0;
  /** @type {Screen | null} */
  let latest = null;
  /** @type {Route[]} */
  let routes = [];
  let arrived = true;
  let restyled = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  const pulses = mountPulses(canvas);
  const picking = createPicking(stage, sheet, context);

  let fitted = "";
  const fit = () => {
    const { clientWidth: width, clientHeight: height } = sheet;
    if (!presentation || width === 0 || fitted === `${width} ${height}`) return;
    fitted = `${width} ${height}`;
    pulses.resize(width, height, presentation.width);
    presentation.resized(width, height);
  };
  new ResizeObserver(fit).observe(sheet);

  /** @param {Screen} screen */
  function build(screen) {
    const svg = shape("svg", {
      class: "network",
      role: "group",
      "aria-label": context.t(/** @type {Key} */ ("diagram.title")),
    });
    defineShades();
    sheet.replaceChildren(svg, canvas);
    presentation = DRAW[presentationOf(screen)](svg, context, screen);
    const { width, height } = presentation;
    set(svg, { viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}` });
    sheet.style.setProperty("--drawing-width", `${width.toFixed(0)}px`);
    sheet.style.setProperty("--drawing-aspect", (width / height).toFixed(3));
    edges = screen.trace.network.layers.reduce(
      (sum, { weights }) => sum + weights.length * (weights[0]?.length ?? 0),
      0,
    );
    stage.dataset["presentation"] = presentationOf(screen);
    fitted = "";
    fit();
  }

  /** @param {Screen} screen */
  function redraw(screen) {
    clearTimeout(late);
    restyled = performance.now();
    presentation?.update(screen, namingOf(screen, context.catalog), arrived);
    light(screen.focus);
    picking.update(screen, namingOf(screen, context.catalog), key);
    bringIntoView(screen);
  }

  let stood = -1;
  /** A drawing wider than its place shows the column where the step happens. @param {Screen} screen */
  function bringIntoView({ state: { position } }) {
    if (position === stood) return;
    stood = position;
    if (stage.scrollWidth <= stage.clientWidth) return;
    const at = sheet
      .querySelector(
        '[data-unit][data-state="active"],[data-disc][data-state="active"],[data-ball][data-state="active"],[data-loop]',
      )
      ?.getBoundingClientRect();
    if (!at) return;
    const place = stage.getBoundingClientRect();
    stage.scrollLeft += at.x + at.width / 2 - place.x - place.width / 2;
  }

  // --- focus: hovering and the keyboard name an address; the page answers with screen.focus
  /** @type {Address | null} */
  let told = null;
  const tell = (/** @type {EventTarget | null} */ target) => {
    const node = target instanceof Element ? target.closest("[data-address],[data-focus]") : null;
    const address = node?.getAttribute("data-address") ?? node?.getAttribute("data-focus") ?? null;
    if (address === told) return;
    told = address;
    context.dispatch("focus", address);
  };
  stage.addEventListener("pointerover", (event) => tell(event.target));
  stage.addEventListener("pointerleave", () => tell(null));
  stage.addEventListener("focusin", (event) => tell(event.target));
  stage.addEventListener("focusout", () => tell(null));

  /** @type {Element[]} */
  let lit = [];
  /** @param {Address | null} focus */
  function light(focus) {
    if (focus === null && lit.length === 0) return;
    for (const node of lit) node.classList.remove("lit");
    lit = focus === null ? [] : nodesOf(sheet, focus);
    for (const node of lit) node.classList.add("lit");
  }

  // --- editing in place
  /** @param {Element} target */
  function open(target) {
    const address = target.getAttribute("data-edit");
    if (!address || !latest) return;
    const value = valueAt(latest.trace, address, latest.state.sample);
    const box = target.getBoundingClientRect();
    const origin = sheet.getBoundingClientRect();
    const name = textOf(address, namingOf(latest, context.catalog));
    const input = element("input", {
      class: "in-place",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      value: fullNumber(value),
      "aria-label": context.t(/** @type {Key} */ ("diagram.value"), { name }),
    });
    const width = Math.max(96, box.width + 24);
    input.style.setProperty(
      "left",
      `${Math.max(0, Math.min(origin.width - width, box.x + box.width / 2 - origin.x - width / 2))}px`,
    );
    input.style.setProperty("top", `${box.y + box.height / 2 - origin.y}px`);
    input.style.setProperty("width", `${width}px`);
    const line = mistakeLine(input);
    line.node.style.setProperty("top", `${box.y + box.height / 2 - origin.y + 20}px`);
    let open_ = true;
    const close = (/** @type {boolean} */ keep) => {
      if (!open_) return;
      const read = readNumber(input.value);
      if (keep && "mistake" in read) {
        line.say(context.t(read.mistake.key, read.mistake.params));
        return;
      }
      open_ = false;
      line.say(null);
      input.remove();
      if (keep && "value" in read && read.value !== value)
        context.dispatch("edit", { address, value: read.value });
    };
    input.addEventListener("input", () => line.say(null));
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      close(event.key === "Enter");
      if (!open_) focusOn(address);
    });
    input.addEventListener("blur", () => {
      close(true);
      if (!open_) return;
      context.dispatch("say", { key: "editor.not_taken", params: { reason: line.node.textContent ?? "" } });
      close(false);
    });
    sheet.append(input);
    input.focus();
    input.select();
  }
  const focusOn = (/** @type {Address} */ address) => {
    const node = sheet.querySelector(`[data-edit="${address}"]`);
    if (node instanceof SVGElement || node instanceof HTMLElement) node.focus();
  };
  stage.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-edit]") : null;
    if (target) open(target);
  });
  stage.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-edit]") : null;
    if (!target || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    open(target);
  });

  return {
    update(screen) {
      latest = screen;
      const now = `${document.documentElement.dataset["theme"]} ${dark?.matches}`;
      const wanted = topologyKey(screen, context);
      // A dense network is partly a still picture, made for its weights and the theme.
      const stale = edges > MAX_RENDERED_EDGES && (builtFor !== screen.trace || now !== theme);
      if (wanted !== key || stale) {
        key = wanted;
        builtFor = screen.trace;
        build(screen);
      }
      arrived = screen.frame.t >= ARRIVAL || (still?.matches ?? false);
      routes = presentation?.routes(screen) ?? [];
      if (now !== theme) {
        theme = now;
        pulses.readColours();
      }
      clearTimeout(late);
      const wait = restyled + CALM_MS - performance.now();
      if (edges > CALM_EDGES && screen.playing && wait > 0)
        late = setTimeout(() => latest && redraw(latest), wait);
      else redraw(screen);
      this.animate?.(screen);
    },
    animate(screen) {
      latest = screen;
      const { t } = screen.frame;
      const there = t >= ARRIVAL || (still?.matches ?? false);
      if (there !== arrived) {
        arrived = there;
        redraw(screen);
      }
      pulses.draw(still?.matches ? [] : routes, t, presentation?.radius ?? 0);
    },
  };
}
