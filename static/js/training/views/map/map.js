// What the network answers everywhere: classes as hues with hatching, numbers as shades, or the fitted curve, with the
// samples on it; or what one neuron answers, while it is pointed at or pinned.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { isDrawable } from "../../forward.js";
import { draw, paintMoving, sampleAt } from "./draw.js";
import { createParts } from "./parts.js";
import { inputsAt, listenToPlot } from "./readout.js";
import { createTiles } from "./tiles.js";
import { isRegression } from "../../task.js";
import { squareSide } from "../diagram/places.js";

/** Inputs that are chosen on the map have so many digits. */
const DIGITS = 3;

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const note = element("p", { class: "hint" }, context.t("training.no_map"));
  const place = element("div", { class: "map" });
  const images = element("div", { class: "map tiles" });
  root.replaceChildren(place, images, note);
  const tiles = createTiles(images, context);
  const redraw = () => {
    if (map.screen) draw(map, map.screen);
  };
  const map = createParts(place, context, redraw);
  // Told of after the page is laid out; while a run plays nothing asks the page for a size.
  new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    map.size = width > 0 && height > 0 ? { width, height } : null;
    redraw();
  }).observe(map.room);
  listenToPlot(map.layers.plot, {
    point(pointed) {
      map.pointed = pointed;
      paintMoving(map);
    },
    choose(chosen) {
      if (!map.made) return;
      const n = sampleAt(map, chosen);
      const { inputs, test_inputs } = map.spots?.data ?? map.made.run.header.data;
      const row = n === null ? null : [...(inputs ?? []), ...(test_inputs ?? [])][n];
      const rounded = inputsAt(map.made.frame, chosen).map((x) => Number(x.toPrecision(DIGITS)));
      context.dispatch("setLook", { point: row ?? rounded });
    },
  });
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      const isShown = isDrawable(screen.run.layers, map.functions);
      const areImages =
        isShown && squareSide(screen.run.header.network.inputs) > 0 && !isRegression(screen.run);
      setAttribute(place, "hidden", !isShown || areImages);
      setAttribute(images, "hidden", !areImages);
      setAttribute(note, "hidden", isShown);
      if (areImages) tiles.draw(screen);
      else if (isShown) draw(map, screen);
    },
    /** Nothing moves between two frames; that the view has it makes it follow a run. */
    animate: () => {},
  };
}
