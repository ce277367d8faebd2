// The graph of a typed expression: the drawing, the pulses over it, zoom and scroll, and what a click on a value does.
/** @import { Address, Context, Key, View } from "../../core/types.js" */
/** @import { GraphScreen } from "../types.js" */
/** @import { GraphDrawing } from "./drawing/types.js" */
/** @import { Route } from "../../draw/pulses.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { stageOf } from "../diagram_state.js";
import { set, shape } from "../../draw/svg.js";
import { drawGraph, shapeKey } from "./drawing/index.js";
import { mountPulses } from "../../draw/pulses.js";
import { defineShades } from "../../draw/shades.js";

/** The scale at which numbers read well. */
const LEGIBLE = 0.7;
/** To see a graph whole is worth somewhat smaller numbers. */
const WHOLE = 0.58;
/** The largest scale by itself (a page may ask for less, `--largest-scale`), the ends of the buttons, and one press. */
const LARGEST = 1.7;
const [LEAST, MOST] = [0.08, 3];
const PRESS = 1.25;
/** How far what happens keeps from the rim. */
const EDGE = 10;
/** Below this scale only the shape of a large graph is drawn. */
const FAR = 0.3;

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch } = context;
  const t = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ params = {}) =>
    context.t(/** @type {Key} */ (key), params);
  const svg = shape("svg", {
    class: "network graph-network",
    role: "group",
    "aria-label": t("graph.picture"),
  });
  const sheet = element("div", { class: "graph-sheet" });
  const pane = element(
    "div",
    { class: "graph-pane", tabindex: 0, role: "region", "aria-label": t("graph.picture") },
    sheet,
  );
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  const button = (
    /** @type {string} */ name,
    /** @type {string} */ sign,
    /** @type {() => void} */ onclick,
  ) =>
    element(
      "button",
      {
        type: "button",
        class: "graph-zoom",
        "data-key": `zoom-${name}`,
        "aria-label": t(`graph.zoom_${name}`),
        title: t(`graph.zoom_${name}`),
        onclick,
      },
      sign,
    );
  const tools = element(
    "div",
    { class: "graph-tools" },
    button("out", "−", () => zoomTo(scale / PRESS)),
    button("in", "+", () => zoomTo(scale * PRESS)),
    button("fit", "⤢", () => zoomTo(null)),
  );
  const stage = element("div", { class: "diagram graph" }, pane, canvas, tools);
  sheet.append(svg);
  root.replaceChildren(stage);

  const pulses = mountPulses(canvas);
  const still = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
  const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
  /** @type {GraphDrawing | null} */
  let drawing = null;
  let key = "";
  let theme = "";
  let drawnStage = -1;
  /** @type {Route[]} */
  let routes = [];
  /** @type {GraphScreen | null} */
  let latest = null;
  /** The reader's own scale, `null`: as large as there is room for, `fit`: all of it. @type {number | "fit" | null} */
  let wanted = null;
  let scale = 1;

  /** @param {GraphScreen} screen */
  function build(screen) {
    const active = document.activeElement;
    const focused =
      active && svg.contains(active)
        ? [active.getAttribute("data-node"), active.getAttribute("data-of")]
        : null;
    svg.replaceChildren();
    defineShades();
    drawing = drawGraph(svg, context, screen);
    litFor = null;
    lit = [];
    stood = -1;
    fit();
    if (!focused) return;
    const again = svg.querySelector(`[data-node="${focused[0] ?? focused[1]}"]`);
    if (again instanceof SVGElement) again.focus({ preventScroll: true });
  }

  // --- zoom: to the width as far as the numbers stay legible, or as the reader wishes
  function fit() {
    if (!drawing || pane.clientWidth === 0) return;
    const { width, height } = drawing;
    const room = Math.max(280, globalThis.innerHeight - 330);
    const all = Math.min(pane.clientWidth / width, room / height);
    const largest = Number(getComputedStyle(stage).getPropertyValue("--largest-scale")) || LARGEST;
    const own = all >= WHOLE ? Math.min(largest, all) : drawing.roomy ? WHOLE : LEGIBLE;
    scale = wanted === null ? own : wanted === "fit" ? Math.min(largest, all) : wanted;
    sheet.style.setProperty("width", `${(width * scale).toFixed(1)}px`);
    sheet.style.setProperty("height", `${(height * scale).toFixed(1)}px`);
    pane.style.setProperty("max-height", `${room}px`);
    setAttribute(stage, "data-far", scale < FAR);
    pulses.resize(pane.clientWidth, pane.clientHeight, pane.clientWidth / scale);
    canvas.style.setProperty("width", `${pane.clientWidth}px`);
    canvas.style.setProperty("height", `${pane.clientHeight}px`);
  }
  /** @param {number | null} next `null`: between all of it and as large as legible @param {{ x: number, y: number }} [around] in the pane */
  function zoomTo(next, around = { x: pane.clientWidth / 2, y: pane.clientHeight / 2 }) {
    const before = scale;
    const at = { x: (pane.scrollLeft + around.x) / before, y: (pane.scrollTop + around.y) / before };
    wanted = next === null ? (wanted === "fit" ? null : "fit") : Math.max(LEAST, Math.min(MOST, next));
    fit();
    pane.scrollLeft = at.x * scale - around.x;
    pane.scrollTop = at.y * scale - around.y;
    if (latest) draw(latest);
  }
  pane.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = pane.getBoundingClientRect();
      zoomTo(scale * Math.exp(-event.deltaY / 400), { x: event.clientX - box.x, y: event.clientY - box.y });
    },
    { passive: false },
  );
  let fitted = "";
  new ResizeObserver(() => {
    const size = `${pane.clientWidth} ${globalThis.innerHeight}`;
    if (size === fitted) return;
    fitted = size;
    fit();
    stood = -1;
    if (latest) bringIntoView(latest);
  }).observe(pane);
  // Dragging the paper moves it; a press that does not move is a click.
  let grabbed = /** @type {{ x: number, y: number, left: number, top: number } | null} */ (null);
  pane.addEventListener("pointerdown", (event) => {
    if (
      event.pointerType === "mouse" &&
      event.button === 0 &&
      event.target instanceof Element &&
      !event.target.closest("[data-node],[data-handle]")
    )
      grabbed = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
  });
  pane.addEventListener("pointermove", (event) => {
    if (!grabbed || !(event.buttons & 1)) return void (grabbed = null);
    pane.scrollLeft = grabbed.left - event.clientX + grabbed.x;
    pane.scrollTop = grabbed.top - event.clientY + grabbed.y;
  });

  let stood = -1;
  /** A drawing larger than its place shows where the step happens. @param {GraphScreen} screen */
  function bringIntoView(screen) {
    const { position } = screen.state;
    if (position === stood || !drawing) return;
    stood = position;
    const at = drawing.activeArea(screen);
    if (!at) return;
    const [width, height] = [pane.clientWidth, pane.clientHeight];
    const [left, right] = [(at.x - at.w / 2) * scale, (at.x + at.w / 2) * scale];
    const [top, bottom] = [(at.y - at.h / 2) * scale, (at.y + at.h / 2) * scale];
    // Where there is no room for all of it, the value that is being found is seen.
    if (right - left > width)
      pane.scrollLeft = screen.frame.phase === "backward" ? left - EDGE : right - width + EDGE;
    else if (left < pane.scrollLeft || right > pane.scrollLeft + width)
      pane.scrollLeft = at.x * scale - width / 2;
    if (top < pane.scrollTop || bottom > pane.scrollTop + height) pane.scrollTop = at.y * scale - height / 2;
  }

  // --- focus: hovering and the keyboard name an address; the page answers with screen.focus
  /** @type {Address | null} */
  let told = null;
  const tell = (/** @type {EventTarget | null} */ target) => {
    const node = target instanceof Element ? target.closest("[data-focus],[data-address]") : null;
    const address = node?.getAttribute("data-focus") ?? node?.getAttribute("data-address") ?? null;
    if (address === told) return;
    told = address;
    dispatch("focus", address);
  };
  pane.addEventListener("pointerover", (event) => tell(event.target));
  pane.addEventListener("pointerleave", () => tell(null));
  pane.addEventListener("focusin", (event) => tell(event.target));
  pane.addEventListener("focusout", () => tell(null));
  /** @type {Element[]} */
  let lit = [];
  let litFor = /** @type {string | null} */ (null);
  /** @param {Address | null} focus */
  function light(focus) {
    if (focus === litFor) return;
    litFor = focus;
    for (const node of lit) node.classList.remove("lit");
    lit = [];
    if (focus === null) return;
    const [family, first = "", second = ""] = focus.split(".");
    const query =
      family === "v" || family === "m"
        ? `[data-node="${first}"]`
        : family === "g"
          ? `[data-ball="${first}"]`
          : `[data-graph-edge="${first}.${second}"]`;
    lit = [...svg.querySelectorAll(query)];
    for (const node of lit) node.classList.add("lit");
  }

  // --- choosing, folding, opening
  /** @param {Element | null} target @returns {boolean} */
  function act(target) {
    const handle = target?.closest("[data-handle]");
    if (handle) {
      dispatch(handle.getAttribute("data-handle") ?? "", Number(handle.getAttribute("data-of")));
      return true;
    }
    const node = target?.closest("[data-node][role=button]") ?? target?.closest("[data-ball]");
    if (!node || !latest) return false;
    const id = Number(node.getAttribute("data-node") ?? node.getAttribute("data-ball"));
    dispatch("select", latest.state.selected === id ? null : id);
    return true;
  }
  pane.addEventListener("click", (event) => {
    if (
      event.target instanceof Element &&
      !act(event.target) &&
      latest?.state.selected !== null &&
      event.target.closest("svg") &&
      !event.target.closest("[data-node],.part")
    )
      dispatch("select", null);
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!act(event.target instanceof Element ? event.target : null)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  // The handle of the value one is on can be reached and is seen.
  /** @param {EventTarget | null} target */
  function showHandle(target) {
    const on = target instanceof Element ? target.closest("[data-node],[data-handle]") : null;
    const id = on?.getAttribute("data-node") ?? on?.getAttribute("data-of") ?? null;
    for (const handle of svg.querySelectorAll('[data-handle="collapse"]')) {
      const own = handle.getAttribute("data-of") === id;
      set(handle, { "data-shown": own ? "" : null, tabindex: own ? 0 : -1 });
    }
  }
  pane.addEventListener("pointerover", (event) => showHandle(event.target));
  pane.addEventListener("focusin", (event) => showHandle(event.target));

  /** @param {GraphScreen} screen */
  function draw(screen) {
    const moment = still?.matches ? 1 : screen.frame.t;
    if (!drawing) return;
    const { offsetLeft, offsetTop } = sheet;
    const { origin } = drawing;
    const at = {
      x: (pane.scrollLeft - offsetLeft) / scale + origin.x,
      y: (pane.scrollTop - offsetTop) / scale + origin.y,
    };
    pulses.draw(still?.matches ? [] : routes, moment, drawing.radius * 0.9, at);
  }

  return {
    update(screen) {
      latest = screen;
      const now = `${document.documentElement.dataset["theme"]} ${dark?.matches}`;
      const next = shapeKey(screen, context);
      if (next !== key) {
        key = next;
        build(screen);
      }
      if (!drawing) return;
      const moment = still?.matches ? 1 : screen.frame.t;
      drawnStage = stageOf(moment);
      drawing.update(screen, moment);
      light(screen.focus);
      routes = drawing.routes(screen);
      if (now !== theme) {
        theme = now;
        pulses.readColours();
      }
      bringIntoView(screen);
      draw(screen);
    },
    animate(screen) {
      latest = screen;
      const moment = still?.matches ? 1 : screen.frame.t;
      if (stageOf(moment) !== drawnStage) {
        drawnStage = stageOf(moment);
        drawing?.update(screen, moment);
      }
      draw(screen);
    },
  };
}
