// A finger that wipes sideways over a card goes to the next one or back.

/** A wipe is at least so long, in CSS pixels, and so many times as long as high. */
const LENGTH = 48;
const FLATNESS = 2;
/** What scrolls sideways itself, or takes the finger for something else. */
const OTHERS = ".math-wide, .scroll, input, select, textarea, [role=slider]";

/**
 * @param {HTMLElement} card @param {(forward: boolean) => void} turn `forward`: the finger went to the start of a line
 */
export function listenToSwipes(card, turn) {
  /** @type {{id: number, x: number, y: number} | null} */
  let from = null;
  card.addEventListener("pointerdown", (event) => {
    const isOther = event.target instanceof Element && event.target.closest(OTHERS) !== null;
    from =
      event.pointerType === "touch" && event.isPrimary && !isOther
        ? { id: event.pointerId, x: event.clientX, y: event.clientY }
        : null;
  });
  card.addEventListener("pointercancel", () => {
    from = null;
  });
  card.addEventListener("pointerup", (event) => {
    if (from?.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    from = null;
    if (Math.abs(dx) < LENGTH || Math.abs(dx) < FLATNESS * Math.abs(dy)) return;
    turn(getComputedStyle(card).direction === "rtl" ? dx > 0 : dx < 0);
  });
}

/** A pull begins in so many pixels at the top of a sheet, where its handle is drawn. */
const HANDLE = 40;

/** Calls `close` when a finger pulls a sheet down at its upper end. The browser may scroll the sheet meanwhile, so that
 * these are events of touches, not of pointers.
 * @param {HTMLElement} side holds the sheet, or is it @param {() => void} close */
export function listenToPulls(side, close) {
  /** @type {Touch | null} */
  let from = null;
  side.addEventListener(
    "touchstart",
    ({ target, touches: [finger] }) => {
      const sheet = target instanceof Element ? target.closest(".rail, [data-sheet] .pane") : null;
      const depth = sheet && finger ? finger.clientY - sheet.getBoundingClientRect().top : Infinity;
      from = depth < HANDLE && sheet?.scrollTop === 0 ? (finger ?? null) : null;
    },
    { passive: true },
  );
  side.addEventListener("touchend", ({ changedTouches: [finger] }) => {
    if (!from || !finger) return;
    const [dx, dy] = [finger.clientX - from.clientX, finger.clientY - from.clientY];
    if (dy >= LENGTH && dy >= FLATNESS * Math.abs(dx)) close();
  });
}
