// A drawing that is asked about: its symbols become buttons, and what was chosen carries a mark. And a drawing that is
// spoken about: what a line of a derivation names is bright, all else steps back.
/** @import { Address } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Naming } from "../notation.js" */
import { setAttribute } from "../../draw/dom.js";
import { partsOf, withoutSample } from "../../core/address.js";
import { symbolOf } from "../notation.js";
import { spoken } from "../../math/speech.js";
import { set, shape } from "../../draw/svg.js";

const NAMED = "[data-edit],[data-address],[data-focus]";
/** What the pointer is on: the innermost that has a name. @param {Element} node */
const nameOf = (node) =>
  node.getAttribute("data-edit") ??
  node.getAttribute("data-address") ??
  node.getAttribute("data-focus") ??
  "";
/** Where two things stand for the same number, the first of these is its button. */
const BUTTONS = [".number-label[data-focus]", "[data-address]", "[data-focus]", "[data-edit]"];

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

/** @param {HTMLElement} stage @param {HTMLElement} sheet @param {Context} context */
export function createPicking(stage, sheet, { dispatch, t }) {
  /** @type {Set<string>} */
  let families = new Set();
  /** @type {Map<Element, {role: string | null, tabindex: string | null, label: string | null, hidden: string | null}>} */
  const before = new Map();
  let shown = "";

  /** The named part under the pointer that may be chosen. @param {EventTarget | null} target */
  function pickable(target) {
    for (
      let node = target instanceof Element ? target.closest(NAMED) : null;
      node;
      node = node.parentElement?.closest(NAMED) ?? null
    ) {
      if (families.has(partsOf(nameOf(node)).family)) return node;
    }
    return null;
  }
  /** @param {Event} event */
  function choose(event) {
    if (families.size === 0) return;
    event.stopImmediatePropagation();
    const node = pickable(event.target);
    if (!node) return;
    event.preventDefault();
    dispatch("pick", nameOf(node));
  }
  stage.addEventListener("click", choose, true);
  stage.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Enter" || event.key === " ") choose(event);
    },
    true,
  );

  function release() {
    for (const [node, { role, tabindex, label, hidden }] of before) {
      set(node, { role, tabindex, "aria-label": label, "aria-hidden": hidden, "data-mark": null });
      node.classList.remove("pickable");
    }
    before.clear();
    sheet.querySelector(".marks")?.remove();
  }
  /** @param {Element} node */
  function keep(node) {
    if (before.has(node)) return;
    const [role = null, tabindex = null, label = null, hidden = null] = [
      "role",
      "tabindex",
      "aria-label",
      "aria-hidden",
    ].map((name) => node.getAttribute(name));
    before.set(node, { role, tabindex, label, hidden });
  }

  /** @param {NonNullable<Screen["pick"]>} pick @param {Naming} naming */
  function mark(pick, naming) {
    /** @type {Map<Address, Element>} */
    const buttons = new Map();
    for (const query of BUTTONS) {
      for (const node of sheet.querySelectorAll(query)) {
        const address = nameOf(node);
        if (families.has(partsOf(address).family) && !buttons.has(address)) buttons.set(address, node);
      }
    }
    // What may not be chosen is no button while the drawing is asked about.
    for (const node of sheet.querySelectorAll('[data-edit][role="button"]')) {
      if (families.has(partsOf(nameOf(node)).family)) continue;
      keep(node);
      set(node, { role: null, tabindex: null });
    }
    // A symbol inside a picture that reads as one thing, or not at all, could not be reached.
    for (const node of buttons.values()) {
      for (let at = node.parentElement; at && at !== sheet; at = at.parentElement) {
        if (at.getAttribute("role") !== "img" && at.getAttribute("aria-hidden") !== "true") continue;
        keep(at);
        set(at, { role: "group", tabindex: null, "aria-hidden": null });
      }
    }
    const svg = sheet.querySelector("svg");
    if (!svg) return;
    const layer = shape("g", { class: "marks", "aria-hidden": "true" }, svg);
    const inverse = svg.getScreenCTM()?.inverse();
    for (const [address, node] of buttons) {
      keep(node);
      const text = pick.marks[address];
      const name = spoken(symbolOf(address, naming), t);
      set(node, {
        role: "button",
        tabindex: 0,
        "aria-hidden": null,
        "data-mark": text ?? null,
        "aria-label": text ? t("lesson.marked", { symbol: name, mark: text }) : name,
      });
      node.classList.add("pickable");
      if (!text || !inverse) continue;
      const box = (node.querySelector(".plate") ?? node).getBoundingClientRect();
      const at = new DOMPoint(box.right, box.top).matrixTransform(inverse);
      const badge = shape(
        "g",
        { class: "mark", "data-mark": text, transform: `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})` },
        layer,
      );
      shape("circle", { r: 11 }, badge);
      shape("text", { "text-anchor": "middle", dy: "0.35em" }, badge).textContent = text;
    }
  }

  return {
    /** @param {Screen} screen @param {Naming} naming @param {unknown} drawing changes when the drawing was built anew */
    update({ pick = null, frame }, naming, drawing) {
      const lights = frame.active.at(-1)?.lights ?? null;
      const wanted = JSON.stringify([pick, lights, drawing, pick ? sheet.clientWidth : 0]);
      if (wanted === shown) return;
      shown = wanted;
      const held =
        document.activeElement && before.has(document.activeElement) ? nameOf(document.activeElement) : null;
      release();
      families = new Set(pick?.families);
      setAttribute(stage, "data-picking", pick !== null);
      if (pick) mark(pick, naming);
      if (held) {
        const again = [...before.keys()].find(
          (node) => nameOf(node) === held && node.getAttribute("role") === "button",
        );
        if (again instanceof SVGElement) again.focus();
      }
      setAttribute(sheet, "data-dimmed", lights !== null);
      for (const node of sheet.querySelectorAll(".bright")) node.classList.remove("bright");
      for (const node of (lights ?? []).flatMap((address) => nodesOf(sheet, address)))
        node.classList.add("bright");
    },
  };
}
