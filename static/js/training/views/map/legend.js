// What the marks and areas of the map mean.
/** @import { Context, Look } from "../../types.js" */
/** @import { Palette } from "../palette.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { element } from "../../../draw/dom.js";
import { FORCED, classShades, colourOfClass } from "../palette.js";
import { hatchingOf } from "./hatching.js";
import { paintMark } from "./marks.js";
import { paintStates } from "./samples.js";

/** The size of a swatch in CSS pixels: of a class, of a mark; and the radius of the mark. */
const WIDE = 26;
const NARROW = 16;
const HEIGHT = 15;
const RADIUS = 3.5;

/** A small canvas that `paint` fills. @param {number} width in CSS pixels
 * @param {(brush: CanvasRenderingContext2D, density: number, x: number, y: number) => void} paint is given its
 * middle */
function swatch(width, paint) {
  const density = pixelRatio();
  const canvas = element("canvas", {
    class: "map-swatch",
    width: Math.round(width * density),
    height: Math.round(HEIGHT * density),
    "aria-hidden": "true",
  });
  canvas.style.inlineSize = `${width}px`;
  const brush = canvas.getContext("2d");
  if (brush) paint(brush, density, (width / 2) * density, (HEIGHT / 2) * density);
  return canvas;
}

/** The area, the hatching and the mark of a class. @param {Palette} palette @param {number} k */
export const swatchOfClass = (palette, k) =>
  swatch(WIDE, (brush, density, x, y) => {
    const [red, green, blue] = new Uint8Array(classShades(palette, k).slice(200, 201).buffer);
    brush.fillStyle = `rgb(${red} ${green} ${blue})`;
    brush.fillRect(0, 0, 2 * x, 2 * y);
    const colour = colourOfClass(palette, k);
    brush.fillStyle = hatchingOf(brush, k, colour, density, FORCED.matches) ?? colour;
    brush.fillRect(0, 0, 2 * x, 2 * y);
    paintMark(brush, x, y, RADIUS * density, { k, colour, ground: palette.surface, isTest: false });
  });

/** @typedef {"train" | "showTest" | "batch" | "markWrong"} Mark */

/** @param {Palette} palette @param {Mark} what @param {string} colour */
const swatchOfMark = (palette, what, colour) =>
  swatch(NARROW, (brush, density, x, y) => {
    const radius = RADIUS * density;
    const spots = {
      x: Float32Array.of(x, x),
      y: Float32Array.of(y, y),
      classes: new Uint8Array(2),
      train: 2,
      radius,
    };
    const outputs = /** @type {Float32Array[]} */ ([]);
    const wrong = { count: 1, outputs, targets: Uint8Array.of(0), classes: Uint8Array.of(1), wrong: 1 };
    if (what === "batch" || what === "markWrong")
      paintStates(brush, spots, palette, density, {
        batch: what === "batch" ? [0] : [],
        answers: what === "markWrong" ? [wrong] : [],
        pointed: null,
      });
    paintMark(brush, x, y, radius, { k: 0, colour, ground: palette.surface, isTest: what === "showTest" });
  });

/** The legend, in which a kind of mark that can be left out has a box to tick.
 * @param {Pick<Context, "t" | "dispatch">} context */
export function createLegend({ t, dispatch }) {
  const root = element("ul", { class: "map-legend" });
  let key = "";
  /** @type {Map<"showTest" | "markWrong", HTMLInputElement>} */
  const boxes = new Map();
  for (const field of /** @type {const} */ (["showTest", "markWrong"])) {
    const box = element("input", {
      type: "checkbox",
      "data-key": field,
      onchange: () => dispatch("setLook", { [field]: box.checked }),
    });
    boxes.set(field, box);
  }
  /** @param {Node} sign @param {string} text @param {HTMLInputElement} [box] */
  const entry = (sign, text, box) =>
    element("li", {}, element(box ? "label" : "span", {}, box ?? null, sign, element("span", {}, text)));

  return {
    root,
    /** @param {Palette} palette @param {readonly string[]} classes their names; none where numbers are learnt
     * @param {Pick<Look, "showTest" | "markWrong">} look
     * @param {Record<Exclude<Mark, "train">, boolean>} has what there is on this map */
    show(palette, classes, look, has) {
      for (const [field, box] of boxes) box.checked = look[field];
      const now = JSON.stringify([palette.key, classes, has, pixelRatio()]);
      if (now === key) return;
      key = now;
      const plain = classes.length > 0 ? palette.muted : (palette.classes[1] ?? palette.muted);
      const texts = {
        train: t("training.train"),
        showTest: t("training.test"),
        batch: t("training.in_batch"),
        markWrong: t("training.wrong"),
      };
      const marks = /** @type {Mark[]} */ (["train", "showTest", "batch", "markWrong"]).filter(
        (what) => what === "train" || has[what],
      );
      root.replaceChildren(
        ...classes.map((name, k) => entry(swatchOfClass(palette, k), name)),
        ...marks.map((what) =>
          entry(swatchOfMark(palette, what, plain), texts[what], boxes.get(/** @type {"showTest"} */ (what))),
        ),
      );
    },
  };
}
