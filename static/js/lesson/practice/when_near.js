// Work that waits until an element is near the window.

/** Calls `work` once, when the element comes near the window or the page is printed.
 * @param {Element} node @param {() => void} work */
export function whenNear(node, work) {
  if (typeof IntersectionObserver === "undefined") {
    work();
    return;
  }
  let isDone = false;
  const start = () => {
    if (isDone) return;
    isDone = true;
    observer.disconnect();
    removeEventListener("beforeprint", start);
    work();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) start();
    },
    { rootMargin: "600px" },
  );
  observer.observe(node);
  addEventListener("beforeprint", start);
}
