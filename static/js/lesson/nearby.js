// Work that waits until an element comes near the window: figures are built one after the other, the nearest first,
// so that none of them holds up the page for long.

/** How far from the window work begins: a screen and a half above and below. */
const MARGIN = "150% 0px";

/** @typedef {ReturnType<typeof createNearby>} Nearby */

/**
 * @param {object} [browser]
 * @param {typeof IntersectionObserver} [browser.Observer]
 * @param {(then: () => void) => void} [browser.later] in a task of its own
 */
export function createNearby({
  Observer = IntersectionObserver,
  later = (then) => void setTimeout(then),
} = {}) {
  /** @type {Map<Element, () => void>} */
  const waiting = new Map();
  /** @type {Set<Element>} */
  const near = new Set();
  const observer = new Observer(
    (entries) => {
      const before = near.size;
      for (const { target, isIntersecting } of entries)
        if (isIntersecting) near.add(target);
        else near.delete(target);
      if (before === 0 && near.size > 0) later(startNearest);
    },
    { rootMargin: MARGIN },
  );

  /** @param {Element} node */
  function start(node) {
    const work = waiting.get(node);
    waiting.delete(node);
    near.delete(node);
    observer.unobserve(node);
    work?.();
  }

  function startNearest() {
    const nearest = [...near].sort((a, b) => distanceOf(a) - distanceOf(b))[0];
    if (nearest === undefined) return;
    start(nearest);
    if (near.size > 0) later(startNearest);
  }

  return {
    /** Calls `work` once, when the element comes near or is reached. @param {Element} node @param {() => void} work */
    whenNear(node, work) {
      waiting.set(node, work);
      observer.observe(node);
    },
    /** Starts all work inside an element now. @param {Element} root */
    reach(root) {
      for (const node of [...waiting.keys()]) if (root.contains(node)) start(node);
    },
  };
}

/** How far an element is from the window, in CSS pixels. @param {Element} node */
function distanceOf(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return Math.max(0, top - window.innerHeight, -bottom);
}
