// Menus open at their buttons, wherever on the page these are; also those that are built later.

/** Between a menu and its button, and between it and the edge of the window, in CSS pixels. */
const GAP = 4;
const MARGIN = 8;

export function placeMenus() {
  document.addEventListener(
    "beforetoggle",
    ({ target }) => {
      if (target instanceof HTMLElement && target.classList.contains("menu")) placeMenu(target);
    },
    true,
  );
}

/** Places a menu below its button, or above it, where there is more room; it begins or ends where the button does.
 * @param {HTMLElement} menu */
function placeMenu(menu) {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`);
  if (!button) return;
  const { top, bottom, left, right } = button.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const isLow = top > height - bottom;
  const isLeft = left < width - right;
  const lengths = [
    isLow ? null : bottom + GAP,
    isLeft ? null : width - right,
    isLow ? height - top + GAP : null,
    isLeft ? left : null,
  ];
  const inset = lengths.map((length) =>
    length === null ? "auto" : `${Math.max(MARGIN, Math.round(length))}px`,
  );
  const room = (isLow ? top : height - bottom) - GAP - MARGIN;
  menu.style.setProperty("inset", inset.join(" "));
  menu.style.setProperty("max-block-size", `${Math.round(room)}px`);
  menu.style.setProperty(
    "max-inline-size",
    `min(24rem, ${Math.round(isLeft ? width - left : right) - MARGIN}px)`,
  );
}
