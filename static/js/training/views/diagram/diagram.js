// The network: its edges follow the weights of the frame on the screen, every neuron has a small picture of what it
// answers. A neuron is pointed at or gone to with the arrow keys; a click or Enter keeps it on the map.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Run } from "../../run.js" */
/** @import { Column } from "./places.js" */
/** @import { Pictures } from "./pictures.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { segmented } from "../../../panels/choices.js";
import { functionsOf, isDrawable } from "../../forward.js";
import { classNames, unitOf } from "../../task.js";
import { explained } from "../explained.js";
import { createPalette } from "../palette.js";
import { createCard, pointOf } from "./card.js";
import { createOverlay } from "./overlay.js";
import { paintEdges, paintFan, paintNeurons, shownNumbers } from "./paint.js";
import { createPictures } from "./pictures.js";
import { columnsOf, edgeAt } from "./places.js";
import { edgeText, neuronName } from "./words.js";
import { paintImage } from "../map/image.js";

/** An edge is meant within so many CSS pixels. */
const REACH = 6;

/** What is made once for a run, a size and the inputs of the map.
 * @typedef {{ run: Run, key: string, columns: Column[], pictures: Pictures | null }} Made */

/** @param {HTMLElement} root @param {Context} context */
function createParts(root, context) {
  const { dispatch, t } = context;
  const canvas = element("canvas", { class: "diagram-canvas", "aria-hidden": "true" });
  const choice = segmented(
    t("training.edges"),
    "edges",
    [
      { value: "weights", text: t("training.edges_weights") },
      { value: "change", text: t("training.edges_change") },
    ],
    (edges) => dispatch("setLook", { edges: edges === "change" ? "change" : "weights" }),
  );
  const said = element("p", { class: "diagram-said" });
  const overlay = createOverlay(context);
  const card = createCard(context);
  const room = element("div", { class: "diagram-room" }, canvas, overlay.root, card.root);
  root.replaceChildren(
    element(
      "div",
      { class: "diagram-head" },
      choice.group,
      explained(context, "diagram", choice.group),
      said,
    ),
    room,
  );
  return { canvas, choice, said, overlay, card, room };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  const functions = functionsOf(context.catalog.curves);
  const { canvas, choice, said, overlay, card, room } = createParts(root, context);
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const palette = createPalette(root, () => redraw());
  /** @type {Made | null} */
  let made = null;
  /** @type {TrainScreen | null} */
  let shown = null;
  /** @type {{ width: number, height: number } | null} */
  let size = null;
  /** The edge that is pointed at. @type {ReturnType<typeof edgeAt>} */
  let edge = null;
  const redraw = () => {
    if (shown) draw(shown);
  };
  new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    size = width > 0 && height > 0 ? { width, height } : null;
    redraw();
  }).observe(room);
  room.addEventListener("pointermove", (event) => {
    if (!made || !shown) return;
    const box = room.getBoundingClientRect();
    edge = edgeAt(made.columns, event.clientX - box.left, event.clientY - box.top, REACH);
    setText(said, edgeText(t, shown, edge));
  });
  room.addEventListener("pointerleave", () => {
    edge = null;
    if (shown) setText(said, edgeText(t, shown, edge));
  });

  /** @param {TrainScreen} screen @param {{ width: number, height: number }} room @returns {Made} */
  function prepare({ run, state: { look } }, { width, height }) {
    const key = [width, height, look.axes].join();
    if (made?.run === run && made.key === key) return made;
    const columns = columnsOf([run.header.network.inputs, ...run.layers.map(({ units }) => units)], {
      width,
      height,
    });
    const pictures = isDrawable(run.layers, functions)
      ? createPictures(
          run,
          functions,
          look.axes,
          columns.map(({ ys }) => ys.length),
        )
      : null;
    overlay.build(columns, run.header.network.inputs, classNames(run, t));
    return { run, key, columns, pictures };
  }

  /** @param {TrainScreen} screen */
  function draw(screen) {
    shown = screen;
    const { run, at, state, focus, passing } = screen;
    choice.show(state.look.edges);
    if (!size) return;
    made = prepare(screen, size);
    const { columns, pictures } = made;
    const density = pixelRatio();
    const [width, height] = [Math.round(size.width * density), Math.round(size.height * density)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pinned = unitOf(run, state.look.pinned);
    const pointed = unitOf(run, focus);
    const unit = pointed ?? pinned;
    const colours = palette();
    const numbers = shownNumbers(run, at, state.look.edges);
    const parameters = run.parametersAt(at);
    brush.setTransform(density, 0, 0, density, 0, 0);
    brush.clearRect(0, 0, size.width, size.height);
    paintFan(brush, columns, colours);
    if (numbers) paintEdges(brush, run, columns, numbers, colours, unit);
    pictures?.update(parameters, colours);
    paintNeurons(brush, run, columns, parameters, colours, pictures, unit);
    const [inputs] = columns;
    if (inputs && inputs.side > 0)
      paintImage(
        brush,
        pointOf(run, state.look.point),
        inputs.x - inputs.side / 2,
        inputs.restY - inputs.side / 2,
        inputs.side,
        colours,
      );
    card.show(screen, unit, pinned !== null && (pointed === null || focus === state.look.pinned));
    const isLeft = unit !== null && (columns[unit.layer]?.x ?? 0) > size.width / 2;
    setAttribute(card.root, "data-side", isLeft ? "left" : "right");
    setText(said, edgeText(t, screen, edge));
    if (!passing) overlay.name((address) => neuronName(t, screen, address), state.look.pinned);
  }
  return { update: draw, animate: () => {} };
}
