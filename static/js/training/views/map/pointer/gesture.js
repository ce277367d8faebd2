// One gesture with a tool: points are drawn, sprayed, dragged or wiped away at once; the server is asked a few times a
// second, and the whole gesture is one step of undo.
/** @import { NumberedPoint } from "../../../data/later.js" */
/** @import { Point } from "../../../data/points.js" */
/** @import { TrainRequest, TrainScreen } from "../../../types.js" */
/** @import { Shape } from "../../../data/fitting.js" */
/** @import { Layer, Spot } from "./pointer.js" */
import { drawnAt, widened, withPoints } from "../../../data/drawing.js";
import { fittingNotice, isOwn, shapeOf } from "../../../data/fitting.js";
import { eventsWithPoints, pointsAt } from "../../../data/later.js";
import { movedTo, nearest, pointsOf, roundedTo, withChange, withoutPoint } from "../../../data/points.js";
import { entryName } from "../../data/sets.js";
import { paintLayer } from "./paint.js";

/** The server is asked at most once in so many milliseconds. */
const PAUSE = 200;
/** How near a point is meant, and how wide the brush sprays, in CSS pixels. */
const REACH = 14;
const SPRAY = 16;
/** The brush sprays after so many CSS pixels. */
const SPACING = 9;

/** A place with as many digits as can be seen. @param {Layer} layer @param {Spot} spot @returns {[number, number]} */
function placed(layer, spot) {
  const { frame, size } = layer;
  const within = (/** @type {number} */ value, /** @type {number} */ most) =>
    Math.min(most, Math.max(0, value));
  const [x, y] = layer.placeAt({ x: within(spot.x, size.width), y: within(spot.y, size.height) });
  return frame ? [roundedTo(x, frame.x[1] - frame.x[0]), roundedTo(y, frame.y[1] - frame.y[0])] : [x, y];
}

/** The point at a spot, or −1. @param {Layer} layer @param {readonly Point[]} list @param {Spot} spot */
function pointAt(layer, list, spot) {
  const { frame, size } = layer;
  if (!frame) return -1;
  const across = size.width / (frame.x[1] - frame.x[0]);
  const up = size.height / (frame.y[1] - frame.y[0]);
  return nearest(list, layer.placeAt(spot), REACH, (dx, dy) => Math.hypot(dx * across, dy * up));
}

/** A spot in the brush's spray. @param {Spot} spot @returns {Spot} */
function scattered(spot) {
  const angle = 2 * Math.PI * Math.random();
  const far = SPRAY * Math.sqrt(Math.random());
  return { x: spot.x + far * Math.cos(angle), y: spot.y + far * Math.sin(angle) };
}

/** The step from which on points are others; null: from the start of the run. @param {TrainScreen | null} screen */
function stepOf(screen) {
  if (screen === null || screen.state.changes !== "here") return null;
  const step = screen.run.scalar("step", screen.at);
  return step > 0 ? step : null;
}

/** Where a gesture is to hold from a step on: that, and the request and the points before the gesture.
 * @typedef {{ step: number, request: TrainRequest, before: readonly NumberedPoint[] }} Later */
/** @param {TrainScreen | null} screen @param {TrainRequest} request of one's own data @returns {Later | null} */
function laterOf(screen, request) {
  const step = stepOf(screen);
  return step === null ? null : { step, request, before: pointsAt(request, step) };
}

/** The reader's own points where no gesture goes on. @param {TrainScreen | null} screen @returns {readonly Point[]} */
function pointsOn(screen) {
  if (screen === null) return [];
  const { request, drawing } = screen.state;
  if (!isOwn(request.data)) return [];
  return laterOf(screen, request)?.before ?? pointsOf(request.data, drawing.every);
}

/** The points while a gesture goes on.
 * @typedef {{ points: readonly Point[], shape: Shape, held: number, last: Spot, later: Later | null }} Going */

/** What a gesture changes of a request. @param {Going} going @param {TrainRequest} request
 * @param {Layer["context"]["catalog"]} catalog @returns {Partial<TrainRequest>} */
function changeOf({ points, shape, later }, request, catalog) {
  if (later === null) return withPoints(request, points, shape, catalog);
  return { events: eventsWithPoints(later.request, later.step, later.before, points) };
}

/** @param {Layer} layer */
export function createGesture(layer) {
  const { catalog, dispatch } = layer.context;
  /** @type {Going | null} */
  let going = null;
  let count = 0;
  let sentAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const request = () => layer.screen?.state.request ?? null;

  const points = () => going?.points ?? pointsOn(layer.screen);
  function send() {
    clearTimeout(timer);
    timer = undefined;
    const now = request();
    if (!going || !now) return;
    sentAt = performance.now();
    const change = changeOf(going, now, catalog);
    const network = change.network ?? now.network;
    const notice = fittingNotice(now.network, network, entryName(layer.context));
    dispatch("setFields", { field: `data.points.${count}`, change, continues: true, notice });
  }
  /** @param {readonly Point[]} next */
  function show(next) {
    if (!going || next === going.points) return;
    going.points = next;
    layer.says.hidden = next.length > 0;
    paintLayer(layer, next, true);
    timer ??= setTimeout(send, Math.max(0, sentAt + PAUSE - performance.now()));
  }
  /** @param {Spot} spot */
  function draw(spot) {
    const drawing = layer.screen?.state.drawing;
    if (!going || !drawing) return;
    show(drawnAt(going.points, placed(layer, spot), going.shape, drawing));
  }
  /** @param {Spot} spot */
  function erase(spot) {
    if (!going) return;
    let list = going.points;
    for (let n = pointAt(layer, list, spot); n >= 0; n = pointAt(layer, list, spot))
      list = withoutPoint(list, n);
    show(list);
  }
  /** @param {Spot} spot */
  function drag(spot) {
    const point = going?.points[going.held];
    if (going && point) show(withChange(going.points, going.held, movedTo(point, placed(layer, spot))));
  }

  /** What each tool does where a gesture begins, and where it goes on.
   * @type {Record<string, { begin: (spot: Spot) => void, go: (spot: Spot) => void }>} */
  const tools = {
    point: {
      begin(spot) {
        draw(spot);
        if (going) going.held = going.points.length - 1;
      },
      go: drag,
    },
    brush: {
      begin: draw,
      go(spot) {
        if (!going || Math.hypot(spot.x - going.last.x, spot.y - going.last.y) < SPACING) return;
        going.last = spot;
        draw(scattered(spot));
      },
    },
    move: {
      begin(spot) {
        if (going) going.held = pointAt(layer, going.points, spot);
      },
      go: drag,
    },
    erase: { begin: erase, go: erase },
  };

  return {
    points,
    isOn: () => going !== null,
    /** Whether a point is held that a movement takes along. */
    holds: () => going !== null && going.held >= 0,
    /** @param {Spot} spot */
    begin(spot) {
      const now = request();
      const drawing = layer.screen?.state.drawing;
      if (!now || !drawing || !isOwn(now.data)) return;
      count += 1;
      const shape = shapeOf(now, catalog);
      const isDrawing = drawing.tool === "point" || drawing.tool === "brush";
      const next = isDrawing ? widened(shape, drawing.label) : shape;
      // Another class needs another network: its run begins anew.
      const later = next === shape ? laterOf(layer.screen, now) : null;
      const points = later?.before ?? pointsOf(now.data, drawing.every);
      going = { points, shape: next, held: -1, last: spot, later };
      tools[drawing.tool]?.begin(spot);
    },
    /** @param {Spot} spot */
    go(spot) {
      const tool = layer.screen?.state.drawing.tool;
      if (going && tool) tools[tool]?.go(spot);
    },
    /** The gesture is over: what is left of it is sent. */
    end() {
      if (timer !== undefined) send();
      going = null;
    },
  };
}

/** @typedef {ReturnType<typeof createGesture>} Gesture */
