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
