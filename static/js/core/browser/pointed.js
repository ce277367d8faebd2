// Which number of a drawing the pointer or the keyboard is on.

/** The number that an element belongs to. @param {EventTarget | null} target */
export const numberAt = (target) =>
  target instanceof Element && target.isConnected ? target.closest("[data-address],[data-focus]") : null;

/** Tells what the pointer or the focus is on; null: nothing of the drawing.
 * @param {Element} drawing @param {(target: EventTarget | null) => void} told
 * @returns {() => EventTarget | null} what is under the pointer */
export function listenToPointed(drawing, told) {
  /** @type {EventTarget | null} */
  let under = null;
  const over = (/** @type {EventTarget | null} */ target) => {
    under = target;
    told(under);
  };
  drawing.addEventListener("pointerover", ({ target }) => over(target));
  drawing.addEventListener("pointerleave", () => over(null));
  // A click moves the focus to the drawing itself, or away from a number: the pointer's number stays.
  drawing.addEventListener("focusin", ({ target }) => told(numberAt(target) ?? under));
  drawing.addEventListener("focusout", (event) => {
    const { relatedTarget } = /** @type {FocusEvent} */ (event);
    if (!(relatedTarget instanceof Node && drawing.contains(relatedTarget))) told(under);
  });
  return () => under;
}
