// The focus stays where the reader is: when the control that has it is removed, hidden or switched off, it goes to the
// same control made anew, else to the nearest one.

const FOCUSABLE =
  "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1']), [contenteditable]";
/** Where the reader types or chooses: no place that the focus comes to by itself. */
const TYPED = "input, select, textarea";
/** After so many milliseconds every view has followed an answer. */
const LATE = 300;
/** How many neighbours are remembered on each side. */
const NEIGHBOURS = 12;

/** @typedef {{node: Element, key: string | null}} Held */

/** @param {Element} node */
const isUsable = (node) =>
  node.isConnected && node.getClientRects().length > 0 && !node.matches(":disabled, [aria-hidden=true] *");

/** @param {Element} node @returns {Held} */
const heldOf = (node) => ({ node, key: node.getAttribute("data-key") });

/** The controls around one, the nearest first. @param {Document} page @param {Element} node */
function around(page, node) {
  const all = [...page.querySelectorAll(FOCUSABLE)].filter((one) => one === node || !one.matches(TYPED));
  const at = all.indexOf(node);
  return Array.from({ length: NEIGHBOURS }, (_, n) => [all[at + n + 1], all[at - n - 1]])
    .flat()
    .flatMap((one) => (one ? [heldOf(one)] : []));
}

/** @param {Document} page @returns {{check: () => void}} `check`: after what may have taken the focus away */
export function keepFocus(page) {
  /** The control with the focus, and those around it. @type {Held[]} */
  let held = [];
  page.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target !== page.body) held = [heldOf(target), ...around(page, target)];
  });
  page.addEventListener("focusout", ({ target, relatedTarget }) => {
    // The reader leaves a field: one that was taken away can no longer be used.
    if (relatedTarget === null && target instanceof Element && target.matches(TYPED) && isUsable(target))
      held = [];
  });
  page.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Element && !target.closest(`${FOCUSABLE}, label`)) held = [];
  });
  const restore = () => {
    const [last] = held;
    if (!last || isUsable(last.node) || (page.activeElement !== page.body && page.activeElement !== null))
      return;
    for (const { node, key } of held) {
      const again =
        isUsable(node) || key === null ? node : page.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!again || !isUsable(again)) continue;
      /** @type {HTMLElement} */ (again).focus({ preventScroll: true });
      if (page.activeElement === again) return;
    }
    page.getElementById("main")?.focus({ preventScroll: true });
  };
  // The browser lets a control go that is no longer shown when it draws next; a view may be built later still.
  const check = () => {
    requestAnimationFrame(() => requestAnimationFrame(restore));
    setTimeout(restore, LATE);
  };
  for (const name of ["click", "keyup", "close", "toggle", "fullscreenchange"])
    page.addEventListener(name, check, { capture: true });
  page.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.skip") : null;
    const place = link && page.querySelector(link.getAttribute("href") ?? "");
    if (!place) return;
    // The part after # holds what the page shows.
    event.preventDefault();
    /** @type {HTMLElement} */ (place).focus();
  });
  return { check };
}
