// The loss over two weights of this network, asked for when it is opened.
/** @import { View } from "../../../core/types.js" */
/** @import { Landscape, Place } from "../../runs/landscape.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { element, setOptions, setText } from "../../../draw/dom.js";
import { rangeOf } from "../../../draw/plot/contour.js";
import { formatNumber } from "../../../math/format.js";
import { explained } from "../explained.js";
import { movedMost, wanted } from "../../runs/landscape.js";

import { paintLandscape } from "./paint.js";

/** The menus offer no more weights than these, those that have moved most. */
const MOST_OFFERED = 200;
/** In both menus: whichever has moved most, or second most. */
const MOST = "";
/** The losses at the ends of the scale have so many. */
const LOSS_DIGITS = 3;

/** @param {Place} place @param {Context["t"]} t */
const nameOf = ({ layer, unit, input }, t) =>
  t(input === null ? "training.bias_named" : "training.weight_named", {
    layer,
    neuron: unit + 1,
    input: (input ?? 0) + 1,
  });

/** A menu with the name of its axis before it. @param {"x" | "y"} axis @param {HTMLElement} menu
 * @param {HTMLElement | null} about */
const axisRow = (axis, menu, about = null) =>
  element("div", { class: "landscape-axis" }, element("i", { "aria-hidden": "true" }, axis), menu, about);

/** What the colours and the ends of the path mean. @param {Context["t"]} t */
function createKey(t) {
  const [low, high, here] = [element("span", {}), element("span", {}), element("span", {})];
  const end = (/** @type {string} */ look, /** @type {Node | string} */ words) =>
    element("span", {}, element("i", { class: `landscape-dot ${look}`, "aria-hidden": "true" }), words);
  const root = element(
    "div",
    { class: "landscape-key", hidden: true },
    element("p", {}, low, element("span", { class: "landscape-bar", "aria-hidden": "true" }), high),
    element("p", {}, end("start", t("training.landscape_start")), end("here", here)),
  );
  return {
    root,
    /** @param {Landscape} landscape @param {number} at where its path ends */
    show({ answer, run }, at) {
      const surface = answer?.surface;
      if (!surface) return;
      const [least, most] = rangeOf(surface);
      setText(low, t("training.landscape_low", { loss: formatNumber(least, LOSS_DIGITS) }));
      setText(high, t("training.landscape_high", { loss: formatNumber(most, LOSS_DIGITS) }));
      setText(here, t("training.landscape_end", { epoch: run.scalar("epoch", at) }));
    },
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const menu = (/** @type {"x" | "y"} */ axis) =>
    element("select", {
      "data-key": `landscape-${axis}`,
      "aria-label": t("training.landscape_axis", { axis }),
      onchange: () => ask(),
    });
  const menus = { x: menu("x"), y: menu("y") };
  const canvas = element("canvas", { class: "landscape-canvas", role: "img" });
  const key = createKey(t);
  const note = element("p", { class: "hint", role: "status" });
  const again = element(
    "button",
    { type: "button", "data-key": "landscape-again", onclick: () => ask() },
    t("training.landscape_here"),
  );
  const details = element(
    "details",
    {
      "data-key": "landscape",
      ontoggle: () => (details.open && !screen?.landscape ? ask() : screen && update(screen)),
    },
    element("summary", {}, t("training.landscape")),
    element("p", { class: "hint" }, t("training.landscape_hint")),
    element(
      "div",
      { class: "landscape-axes" },
      axisRow("x", menus.x, explained(context, "landscape", t("training.landscape"))),
      axisRow("y", menus.y),
    ),
    canvas,
    key.root,
    note,
    again,
  );
  root.replaceChildren(details);
  /** @type {TrainScreen | null} */
  let screen = null;
  /** The weights in the menus. @type {Place[]} */
  let offered = [];

  function ask() {
    if (!screen) return;
    const { run, at } = screen;
    offered = movedMost(run, at).slice(0, MOST_OFFERED);
    const chosen = (/** @type {string} */ address) => offered.find((place) => place.address === address);
    const x = chosen(menus.x.value) ?? offered.find(({ address }) => address !== menus.y.value);
    const y = chosen(menus.y.value) ?? offered.find((place) => place !== x);
    if (x && y && x !== y) dispatch("askLandscape", wanted(run, at, x, y));
  }

  /** @param {TrainScreen} shown */
  function fill({ run }) {
    if (offered.length === 0) offered = movedMost(run, run.count - 1).slice(0, MOST_OFFERED);
    const options = offered.map((place) => ({ value: place.address, text: nameOf(place, t) }));
    for (const [axis, key] of /** @type {const} */ ([
      ["x", "training.moved_most"],
      ["y", "training.moved_second"],
    ])) {
      const { value } = menus[axis];
      setOptions(menus[axis], [{ value: MOST, text: t(key) }, ...options], value);
    }
  }

  /** @param {TrainScreen} shown */
  function update(shown) {
    screen = shown;
    if (!details.open) return;
    const { landscape, run, at } = shown;
    fill(shown);
    const isOld = landscape !== null && landscape.run !== run;
    canvas.hidden = key.root.hidden = !landscape?.answer;
    const place = { epoch: run.scalar("epoch", landscape?.at ?? at) };
    setText(
      note,
      landscape === null
        ? ""
        : landscape.answer === null
          ? t("training.landscape_comes")
          : landscape.answer === undefined
            ? t("training.landscape_refused")
            : t(isOld ? "training.landscape_old" : "training.landscape_of", place),
    );
    if (!landscape?.answer) return;
    const names = { x: nameOf(landscape.x, t), y: nameOf(landscape.y, t) };
    canvas.setAttribute("aria-label", t("training.landscape_picture", names));
    const last = isOld ? landscape.at : at;
    key.show(landscape, last);
    paintLandscape(canvas, landscape, last, names, pixelRatio());
  }
  return { update };
}
