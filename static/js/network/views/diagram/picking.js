// Two uses of the drawing in lessons. In an exercise its symbols become buttons, and those that were chosen carry a
// mark. In a derivation the numbers that a line names are bright, and all else is dimmed.

/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Pick, Screen } from "../../types.js" */
/** @import { Naming } from "../../notation.js" */
import { partsOf, withoutSample } from "../../../core/address.js";
import { setAttribute } from "../../../draw/dom.js";
import { set, shape } from "../../../draw/svg.js";
import { spoken } from "../../../math/speech.js";
import { symbolOf } from "../../notation.js";

const NAMED = "[data-edit],[data-address],[data-focus]";
/** Where two nodes stand for the same number, the first of these is its button. */
const BUTTONS = [".number-label[data-focus]", "[data-address]", "[data-focus]", "[data-edit]"];
/** The attributes that picking changes, and puts back afterwards. */
const ATTRIBUTES = ["role", "tabindex", "aria-label", "aria-hidden"];

/**
 * @typedef {object} Picking
 * @property {HTMLElement} stage
 * @property {HTMLElement} sheet holds the drawing
 * @property {Context} context
 * @property {Set<string>} families of the numbers that can be chosen; none: nothing can
 * @property {Map<Element, Record<string, string | null>>} before the attributes of changed nodes, as they were
 * @property {string} shown what was drawn last, as a key
 */

/** The number that a node stands for; "" for none. @param {Element} node */
const nameOf = (node) =>
  node.getAttribute("data-edit") ??
  node.getAttribute("data-address") ??
  node.getAttribute("data-focus") ??
  "";

/** The parts of a drawing that stand for a number. @param {ParentNode} sheet @param {Address} address */
export function nodesOf(sheet, address) {
  const wanted = withoutSample(address).replace(/^(new_|d)(?=[wb]\d)/, "");
  const { family } = partsOf(wanted);
  const place = wanted.replace(/^[a-z]+/, "");
  return [
    ...sheet.querySelectorAll(
      family === "z" || family === "a" || family === "slope"
        ? `[data-unit="${place}"]`
        : family === "error" || family === "delta"
          ? `[data-ball="${place}"],[data-disc="${place}"]`
          : `[data-focus="${wanted}"]`,
    ),
  ];
}

/** @param {HTMLElement} stage @param {HTMLElement} sheet @param {Context} context @returns {Picking} */
export function buildPicking(stage, sheet, context) {
  return { stage, sheet, context, families: new Set(), before: new Map(), shown: "" };
}

/**
 * Clicks and keys choose numbers, before the diagram would open them for editing.
 * @param {Picking} picking
 */
export function listenForPicks(picking) {
  const { stage } = picking;
  stage.addEventListener("click", (event) => choose(picking, event), true);
  stage.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === " ") choose(picking, event);
    },
    true,
  );
}

/** @param {Picking} picking @param {Event} event */
function choose(picking, event) {
  if (picking.families.size === 0) return;
  event.stopImmediatePropagation();
  const node = pickableUnder(picking, event.target);
  if (!node) return;
  event.preventDefault();
  picking.context.dispatch("pick", nameOf(node));
}

/** @param {Picking} picking @param {Element} node */
const isPickable = ({ families }, node) => families.has(partsOf(nameOf(node)).family);

/**
 * The innermost node under the pointer that may be chosen.
 * @param {Picking} picking @param {EventTarget | null} target
 */
function pickableUnder(picking, target) {
  let node = target instanceof Element ? target.closest(NAMED) : null;
  while (node && !isPickable(picking, node)) node = node.parentElement?.closest(NAMED) ?? null;
  return node;
}

/**
 * @param {Picking} picking @param {Screen} screen @param {Naming} naming
 * @param {unknown} drawing a key that changes when the drawing was built anew
 */
export function updatePicking(picking, { pick = null, frame }, naming, drawing) {
  const { stage, sheet } = picking;
  const lights = frame.active.at(-1)?.lights ?? null;
  const shown = JSON.stringify([pick, lights, drawing, pick ? sheet.clientWidth : 0]);
  if (shown === picking.shown) return;
  picking.shown = shown;
  const focused = focusedName(picking);
  restore(picking);
  picking.families = new Set(pick?.families);
  setAttribute(stage, "data-picking", pick !== null);
  if (pick) offer(picking, pick, naming);
  if (focused !== null) focusOn(picking, focused);
  setAttribute(sheet, "data-dimmed", lights !== null);
  for (const node of sheet.querySelectorAll(".bright")) node.classList.remove("bright");
  for (const node of (lights ?? []).flatMap((address) => nodesOf(sheet, address)))
    node.classList.add("bright");
}

/** @param {Picking} picking */
function focusedName({ before }) {
  const { activeElement } = document;
  return activeElement && before.has(activeElement) ? nameOf(activeElement) : null;
}

/** @param {Picking} picking @param {string} name */
function focusOn({ before }, name) {
  const node = [...before.keys()].find(
    (each) => nameOf(each) === name && each.getAttribute("role") === "button",
  );
  if (node instanceof SVGElement) node.focus();
}

/** Puts all changed nodes back. @param {Picking} picking */
function restore({ before, sheet }) {
  for (const [node, attributes] of before) {
    set(node, { ...attributes, "data-mark": null });
    node.classList.remove("pickable");
  }
  before.clear();
  sheet.querySelector(".marks")?.remove();
}

/**
 * Remembers the attributes of a node that is about to be changed.
 * @param {Picking} picking @param {Element} node
 */
function remember({ before }, node) {
  if (before.has(node)) return;
  before.set(node, Object.fromEntries(ATTRIBUTES.map((name) => [name, node.getAttribute(name)])));
}

/**
 * Makes buttons of the numbers that can be chosen, and marks those that were.
 * @param {Picking} picking @param {Pick} pick @param {Naming} naming
 */
function offer(picking, pick, naming) {
  const { sheet } = picking;
  const buttons = findButtons(picking);
  closeOthers(picking);
  for (const node of buttons.values()) openAncestors(picking, node);
  const svg = sheet.querySelector("svg");
  if (!svg) return;
  const layer = shape("g", { class: "marks", "aria-hidden": "true" }, svg);
  const inverse = svg.getScreenCTM()?.inverse();
  for (const [address, node] of buttons) {
    const mark = pick.marks[address];
    makeButton(picking, node, address, mark, naming);
    if (mark && inverse) drawMark(layer, node, mark, inverse);
  }
}

/** One node for every number that can be chosen. @param {Picking} picking */
function findButtons(picking) {
  /** @type {Map<Address, Element>} */
  const buttons = new Map();
  for (const query of BUTTONS)
    for (const node of picking.sheet.querySelectorAll(query)) {
      const address = nameOf(node);
      if (isPickable(picking, node) && !buttons.has(address)) buttons.set(address, node);
    }
  return buttons;
}

/** Numbers that cannot be chosen are no buttons as long as others can. @param {Picking} picking */
function closeOthers(picking) {
  for (const node of picking.sheet.querySelectorAll('[data-edit][role="button"]')) {
    if (isPickable(picking, node)) continue;
    remember(picking, node);
    set(node, { role: null, tabindex: null });
  }
}

/**
 * A button inside an image, or inside what is hidden from screen readers, could not be reached.
 * @param {Picking} picking @param {Element} node
 */
function openAncestors(picking, node) {
  for (let outer = node.parentElement; outer && outer !== picking.sheet; outer = outer.parentElement) {
    if (outer.getAttribute("role") !== "img" && outer.getAttribute("aria-hidden") !== "true") continue;
    remember(picking, outer);
    const role = outer.hasAttribute("aria-label") ? "group" : "none";
    set(outer, { role, tabindex: null, "aria-hidden": null });
  }
}

/**
 * @param {Picking} picking @param {Element} node @param {Address} address @param {string | undefined} mark
 * @param {Naming} naming
 */
function makeButton(picking, node, address, mark, naming) {
  const { t } = picking.context;
  const symbol = spoken(symbolOf(address, naming), t);
  remember(picking, node);
  set(node, {
    role: "button",
    tabindex: 0,
    "aria-hidden": null,
    "data-mark": mark ?? null,
    "aria-label": mark ? t("lesson.marked", { symbol, mark }) : symbol,
  });
  node.classList.add("pickable");
}

/**
 * A badge at the right upper corner.
 * @param {Element} layer @param {Element} node @param {string} mark
 * @param {DOMMatrix} inverse from the screen into the drawing
 */
function drawMark(layer, node, mark, inverse) {
  const box = (node.querySelector(".plate") ?? node).getBoundingClientRect();
  const { x, y } = new DOMPoint(box.right, box.top).matrixTransform(inverse);
  const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  const badge = shape("g", { class: "mark", "data-mark": mark, transform }, layer);
  shape("circle", { r: 11 }, badge);
  shape("text", { "text-anchor": "middle", dy: "0.35em" }, badge).textContent = mark;
}
