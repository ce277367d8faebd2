// The only clock of the page: a motion (t from 0 to 1), a pause, the next step. The clock itself is given, so
// tests own time.

/** Milliseconds at speed 1: fast but smooth, then time to read. */
export const MOTION = 900;
export const PAUSE = 900;
/** Without motion a step simply stays as long as both. */
const STILL = MOTION + PAUSE;

/** @typedef {{now: () => number, request: (tick: () => void) => number, cancel: (id: number) => void}} Clock */

/** Starts and lands softly. @param {number} t */
export const eased = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);

/**
 * @param {object} parts
 * @param {Clock} parts.clock
 * @param {() => boolean} parts.still discrete steps, nothing moves
 * @param {() => number} parts.speed
 * @param {() => boolean} parts.advance goes one step on; false at the end
 * @param {(t: number) => void} parts.move t has changed
 * @param {() => void} parts.changed playing has changed
 */
export function createPlayer({ clock, still, speed, advance, move, changed }) {
  let playing = false;
  let t = 1;
  let began = 0;
  /** @type {number | null} */
  let waiting = null;

  function tick() {
    waiting = null;
    const past = (clock.now() - began) * speed();
    if (t < 1) {
      t = still() ? 1 : Math.min(1, past / MOTION);
      move(eased(t));
    } else if (playing && past >= (still() ? STILL : MOTION + PAUSE)) {
      if (!step()) stop();
    }
    if (t < 1 || playing) wait();
  }

  function wait() {
    if (waiting === null) waiting = clock.request(tick);
  }

  /** One step on, with its motion. */
  function step() {
    t = still() ? 1 : 0;
    began = clock.now();
    if (!advance()) {
      t = 1;
      return false;
    }
    move(eased(t));
    if (t < 1) wait();
    return true;
  }

  function stop() {
    if (!playing) return;
    playing = false;
    changed();
  }

  return {
    get playing() {
      return playing;
    },
    /** The way into the current step, eased. */
    get t() {
      return eased(t);
    },
    play() {
      if (playing) return;
      playing = true;
      if (!step()) playing = false;
      else wait();
      changed();
    },
    pause: stop,
    step,
    /** Arrived: no motion is left. */
    settle() {
      if (t === 1) return;
      t = 1;
      move(1);
    },
  };
}
