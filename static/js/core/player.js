// The only clock of the page: a motion (t from 0 to 1), a pause, the next step; or a flow, in which steps follow each
// other without a pause and as fast as its schedule says. The clock itself is given, so tests own time.

/** Milliseconds at speed 1: fast but smooth, then time to read. */
export const MOTION = 900;
export const PAUSE = 900;
/** Without motion a step simply stays as long as both. */
const STILL = MOTION + PAUSE;
/** Without motion a flow shows a new picture after so many milliseconds. */
export const STILL_FLOW = 500;
/** A frame that took longer, as in a tab in the background, counts as so many milliseconds: nothing is skipped. */
export const LONGEST_FRAME = 250;

/** So far from a whole number a count of steps may be by rounding. */
const ROUNDING = 1e-9;

/** @typedef {{now: () => number, request: (tick: () => void) => number, cancel: (id: number) => void}} Clock */

/**
 * Steps that follow each other by a schedule. They are counted in units of the tool, such as iterations.
 * @typedef {object} Flow
 * @property {number} at how many are done
 * @property {number} end how many there are
 * @property {(at: number, milliseconds: number) => number} after how many are done so much later; not a whole number
 * @property {boolean} [jumps] a step by hand arrives without motion
 */

/** Starts and lands softly. @param {number} t */
export const eased = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);

/**
 * A flow under way.
 * @typedef {object} Flowing
 * @property {number} place how many steps are done; not a whole number
 * @property {number} shown how many are, with the one under way
 * @property {number} until where it stops
 * @property {number} last the time of its last frame
 * @property {number} t the way into the step under way
 * @property {boolean} isOver
 */

/** @param {Flow} current @param {number} now @returns {Flowing} */
const flowFrom = ({ at }, now) => ({ place: at, shown: at, until: Infinity, last: now, t: 1, isOver: false });

/**
 * A flow a frame later; the same one where there is nothing new to show.
 * @param {Flowing} flowing @param {Flow} current @param {number} now @param {boolean} still
 * @returns {Flowing}
 */
function flowed(flowing, current, now, still) {
  if (still && now - flowing.last < STILL_FLOW) return flowing;
  // Somebody went elsewhere, or an edit has changed the steps.
  const from = flowing.shown === current.at ? flowing.place : current.at;
  const stop = Math.min(current.end, flowing.until);
  const passed = Math.min(now - flowing.last, still ? STILL_FLOW : LONGEST_FRAME);
  const place = Math.min(stop, current.after(from, passed));
  const isOver = place >= stop;
  const shown = still && !isOver ? Math.floor(place + ROUNDING) : Math.ceil(place - ROUNDING);
  return {
    ...flowing,
    place,
    shown,
    last: now,
    t: still || isOver ? 1 : Math.min(1, 1 - (shown - place)),
    isOver,
  };
}

/**
 * @param {object} parts
 * @param {Clock} parts.clock
 * @param {() => boolean} parts.still discrete steps, nothing moves
 * @param {() => number} parts.speed
 * @param {() => boolean} parts.advance goes one step on; false at the end
 * @param {() => Flow | null} [parts.flow] how playing goes on from here; null: step by step
 * @param {(count: number) => void} [parts.reach] goes to where `count` steps of the flow are done
 * @param {(t: number) => void} parts.move t has changed
 * @param {() => void} parts.changed playing has changed, or a flow that was paused has come to rest
 */
export function createPlayer({
  clock,
  still,
  speed,
  advance,
  flow = () => null,
  reach = () => {},
  move,
  changed,
}) {
  let playing = false;
  let t = 1;
  let began = 0;
  /** @type {number | null} */
  let waiting = null;
  /** @type {Flowing | null} */
  let flowing = null;

  function tick() {
    waiting = null;
    const current = playing || flowing ? flow() : null;
    if (current) flowOn(current);
    else {
      if (flowing) endFlow();
      stepOn();
    }
    if (t < 1 || playing || flowing) wait();
  }

  function stepOn() {
    const past = (clock.now() - began) * speed();
    if (t < 1) {
      t = still() ? 1 : Math.min(1, past / MOTION);
      move(eased(t));
    } else if (playing && past >= (still() ? STILL : MOTION + PAUSE)) {
      if (!step()) stop();
    }
  }

  /** @param {Flow} current */
  function flowOn(current) {
    const before = flowing?.shown;
    const next = flowed(flowing ?? flowFrom(current, clock.now()), current, clock.now(), still());
    if (next === flowing) return;
    flowing = next;
    t = next.t;
    if (next.shown === before) move(t);
    else reach(next.shown);
    if (!next.isOver) return;
    endFlow();
    if (playing) halt();
    else changed();
  }

  function endFlow() {
    flowing = null;
    t = 1;
    began = clock.now();
  }

  function wait() {
    if (waiting === null) waiting = clock.request(tick);
  }

  /** One step on, with its motion. */
  function step() {
    t = still() || flow()?.jumps ? 1 : 0;
    began = clock.now();
    if (!advance()) {
      t = 1;
      return false;
    }
    move(eased(t));
    if (t < 1) wait();
    return true;
  }

  function halt() {
    if (!playing) return;
    playing = false;
    changed();
  }

  /** The step under way is taken to its end. */
  function stop() {
    if (flowing) flowing.until = Math.ceil(flowing.place);
    halt();
  }

  return {
    get playing() {
      return playing;
    },
    /** Playing by a schedule, also on the way to the end of its last step. */
    get flowing() {
      return flowing !== null;
    },
    /** The way into the current step, eased; in a flow it is even. */
    get t() {
      return flowing ? t : eased(t);
    },
    play() {
      if (playing) return;
      playing = true;
      const current = flow();
      if (current) {
        playing = current.at < current.end;
        if (playing) {
          flowing = flowFrom(current, clock.now());
          wait();
        }
      } else if (!step()) playing = false;
      else wait();
      changed();
    },
    pause: stop,
    step,
    /** Arrived: no motion is left. */
    settle() {
      if (t === 1 && !flowing) return;
      flowing = null;
      t = 1;
      move(1);
    },
  };
}
