// Samples that are images, in a grid: those that are answered wrongly first, and of these those to test on. What is
// answered stands below each, with a mark where it is wrong.
/** @import { Context, TrainScreen } from "../../types.js" */
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { answersAt } from "../../answers.js";
import { functionsOf } from "../../forward.js";
import { classNames } from "../../task.js";
import { colourOfClass, createPalette } from "../palette.js";
import { hatchingOf } from "./hatching.js";
import { paintImage } from "./image.js";
import { sampleWords } from "./readout.js";

/** The size of an image and of what is written below it, and the space between two, in CSS pixels. */
const IMAGE = 32;
const LINE = 15;
const SPACE = 8;
/** The order follows the answers at most so often while a run plays: else nobody could look at an image. */
const CALM = 1000;

/** The order of the samples: wrong before right, test before training. @param {TrainScreen} screen
 * @param {Map<string, import("../../forward.js").Apply>} functions
 * @returns {{ part: "train" | "test", n: number, isWrong: boolean }[]} */
export function orderOf({ run, at }, functions) {
  const all = /** @type {const} */ (["test", "train"]).flatMap((part) => {
    const { count, classes, targets } = answersAt(run, functions, at, part);
    return Array.from({ length: count }, (_, n) => ({ part, n, isWrong: classes[n] !== targets[n] }));
  });
  return [...all.filter(({ isWrong }) => isWrong), ...all.filter(({ isWrong }) => !isWrong)];
}

/** @param {HTMLElement} root that is filled @param {Context} context */
export function createTiles(root, context) {
  const { catalog, dispatch, t } = context;
  const functions = functionsOf(catalog.curves);
  const title = element("h3", { class: "map-title" });
  const canvas = element("canvas", { class: "tiles-canvas", role: "img", tabindex: 0 });
  const room = element("div", { class: "map-room" }, canvas);
  const readout = element("p", { class: "map-readout" });
  root.replaceChildren(title, room, readout);
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const palette = createPalette(root, () => redraw());
  /** @type {TrainScreen | null} */
  let shown = null;
  /** @type {{ width: number, height: number } | null} */
  let size = null;
  /** @type {ReturnType<typeof orderOf>} */
  let order = [];
  /** @type {unknown} */
  let orderedRun = null;
  let orderedAt = -Infinity;
  /** The tile that is gone to by keyboard. */
  let chosen = 0;
  const redraw = () => {
    if (shown) draw(shown);
  };
  new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    size = width > 0 && height > 0 ? { width, height } : null;
    redraw();
  }).observe(room);

  const across = () => Math.max(1, Math.floor(((size?.width ?? 0) + SPACE) / (IMAGE + SPACE)));
  const down = () => Math.max(1, Math.floor(((size?.height ?? 0) + SPACE) / (IMAGE + LINE + SPACE)));
  /** @param {number} k */
  function tell(k) {
    const tile = order[k];
    if (!shown || !tile) return setText(readout, "");
    setText(readout, sampleWords(t, functions, shown, tile.part, tile.n));
  }
  /** @param {MouseEvent} event */
  const tileAt = ({ offsetX, offsetY }) =>
    Math.floor(offsetY / (IMAGE + LINE + SPACE)) * across() +
    Math.min(across() - 1, Math.floor(offsetX / (IMAGE + SPACE)));
  /** @param {number} k */
  function choose(k) {
    const { inputs, test_inputs } = shown?.run.header.data ?? {};
    const tile = order[k];
    const point = tile && (tile.part === "test" ? test_inputs : inputs)?.[tile.n];
    if (point) dispatch("setLook", { point });
  }
  canvas.addEventListener("pointermove", (event) => tell(tileAt(event)));
  canvas.addEventListener("pointerleave", () => setText(readout, ""));
  canvas.addEventListener("click", (event) => choose(tileAt(event)));
  canvas.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across(), ArrowDown: across() };
    const move = moves[event.key];
    if (move === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (move === undefined) return choose(chosen);
    chosen = Math.max(0, Math.min(order.length - 1, chosen + move));
    tell(chosen);
  });

  /** @param {TrainScreen} screen */
  function draw(screen) {
    shown = screen;
    const { run, at, passing } = screen;
    const now = performance.now();
    if (!passing || run !== orderedRun || now - orderedAt > CALM) {
      order = orderOf(screen, functions);
      [orderedRun, orderedAt] = [run, now];
    }
    const parts = {
      train: answersAt(run, functions, at, "train"),
      test: answersAt(run, functions, at, "test"),
    };
    const words = t("training.images_title", {
      wrong: parts.train.wrong + parts.test.wrong,
      count: parts.train.count + parts.test.count,
    });
    setText(title, words);
    setAttribute(canvas, "aria-label", words);
    if (!size) return;
    const density = pixelRatio();
    const [width, height] = [Math.round(size.width * density), Math.round(size.height * density)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    brush.setTransform(density, 0, 0, density, 0, 0);
    brush.clearRect(0, 0, size.width, size.height);
    const colours = palette();
    const names = classNames(run, t);
    const { inputs, test_inputs } = run.header.data;
    order.slice(0, across() * down()).forEach(({ part, n }, k) => {
      const x = (k % across()) * (IMAGE + SPACE);
      const y = Math.floor(k / across()) * (IMAGE + LINE + SPACE);
      const answer = parts[part].classes[n] ?? 0;
      paintImage(brush, (part === "test" ? test_inputs : inputs)?.[n] ?? [], x, y, IMAGE, colours);
      paintAnswer(brush, colours, {
        x,
        y,
        answer,
        isWrong: answer !== parts[part].targets[n],
        isTest: part === "test",
      });
    });
    setAttribute(canvas, "data-classes", names.length);
  }
  return {
    draw,
    /** @param {{ width: number, height: number }} given in CSS pixels */
    resize(given) {
      size = given;
      Object.assign(room.style, { inlineSize: `${given.width}px`, blockSize: `${given.height}px` });
    },
  };
}

/** What is answered, below an image: the class, with a cross and a frame where it is wrong.
 * @param {CanvasRenderingContext2D} brush @param {import("../palette.js").Palette} colours
 * @param {{ x: number, y: number, answer: number, isWrong: boolean, isTest: boolean }} tile */
function paintAnswer(brush, colours, { x, y, answer, isWrong, isTest }) {
  const colour = colourOfClass(colours, answer);
  brush.fillStyle = hatchingOf(brush, answer, colour, 1, false) ?? colour;
  brush.fillRect(x, y + IMAGE, IMAGE, LINE);
  brush.fillStyle = colours.text;
  brush.font = `${isWrong ? "700 11px" : "12px"} sans-serif`;
  brush.textBaseline = "middle";
  brush.textAlign = "center";
  brush.fillText(
    [isTest ? "○" : "", answer, isWrong ? "✕" : ""].filter((sign) => sign !== "").join("\u2009"),
    x + IMAGE / 2,
    y + IMAGE + LINE / 2 + 1,
  );
  if (!isWrong) return;
  brush.strokeStyle = colours.danger;
  brush.lineWidth = 2;
  brush.strokeRect(x, y, IMAGE, IMAGE + LINE);
}
