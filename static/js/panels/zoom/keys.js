// The keys of a picture, wherever the focus is in its figure or on its page.

/** @import { Gestures } from "./gestures.js" */

/** @typedef {Pick<Gestures, "pan" | "canPan"> & Record<"in" | "out" | "fit" | "full", () => void>} KeyActions */

/** How far a key pans, in pixels. */
const STRIDE = 60;
/** @type {Record<string, (actions: KeyActions) => void>} */
const KEYS = {
  "+": (actions) => actions.in(),
  "=": (actions) => actions.in(),
  "-": (actions) => actions.out(),
  "−": (actions) => actions.out(),
  0: (actions) => actions.fit(),
  f: (actions) => actions.full(),
};
/** With the Shift key. @type {Record<string, readonly [dx: number, dy: number]>} */
const STRIDES = {
  ArrowLeft: [STRIDE, 0],
  ArrowRight: [-STRIDE, 0],
  ArrowUp: [0, STRIDE],
  ArrowDown: [0, -STRIDE],
};
/** What keys are typed into, and what the arrow keys change. */
const TYPED = "input:not([type=checkbox]), select, textarea, [contenteditable]";
const ARROWED = `${TYPED}, [data-edit], [role=slider], [role=tab], [role=separator]`;

/** @param {HTMLElement} pane @param {KeyActions} actions */
export function listenToKeys(pane, actions) {
  pane.ownerDocument.addEventListener(
    "keydown",
    (event) => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
      if (event.defaultPrevented || !reaches(pane, target)) return;
      const stride = event.shiftKey ? STRIDES[key] : undefined;
      // A picture that is whole in its place stays; the arrow is no step then.
      if (stride && !target.closest(ARROWED)) {
        if (actions.canPan()) actions.pan(...stride);
      } else if (!stride && KEYS[key] && !target.closest(TYPED)) KEYS[key]?.(actions);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
}

/** Keys pressed in a figure of a lesson are for its own pictures; an open dialog gets all of them.
 * @param {Element} pane @param {Element} target */
const reaches = (pane, target) =>
  pane.getClientRects().length > 0 &&
  (pane.closest("figure.live") ?? pane.ownerDocument.body).contains(target) &&
  pane.ownerDocument.querySelector("dialog[open]") === null;
