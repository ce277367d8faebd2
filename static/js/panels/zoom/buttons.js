// The buttons of a picture: smaller, larger, the whole picture, full screen.

/** @import { Context, Key } from "../../core/types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { shape } from "../../draw/svg.js";

/** Their icons, on a square of 16. */
const ICONS = /** @type {const} */ ({
  out: "M3.5 8H12.5",
  in: "M3.5 8H12.5M8 3.5V12.5",
  fit: "M2.5 5.5V2.5H5.5M10.5 2.5H13.5V5.5M13.5 10.5V13.5H10.5M5.5 13.5H2.5V10.5M6 6.5H10V9.5H6Z",
  full: "M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10",
});
/** @typedef {keyof typeof ICONS} ButtonName */

/**
 * @param {Pick<Context, "t">} context @param {Partial<Record<ButtonName, () => void>>} actions a button for each
 * @returns {{ group: HTMLElement, setFull: (isFull: boolean) => void }}
 */
export function buildZoomButtons({ t }, actions) {
  const names = /** @type {ButtonName[]} */ (Object.keys(ICONS)).filter((name) => actions[name]);
  const buttons = new Map(
    names.map((name) => {
      const label = t(/** @type {Key} */ (`zoom.${name}`));
      const button = element("button", {
        type: "button",
        "data-key": `zoom-${name}`,
        "aria-label": label,
        title: label,
        onclick: actions[name],
      });
      const icon = shape("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
      shape("path", { d: ICONS[name] }, icon);
      button.append(icon);
      return [name, button];
    }),
  );
  return {
    group: element(
      "div",
      { class: "zoom-tools", role: "group", "aria-label": t("zoom.tools") },
      ...buttons.values(),
    ),
    setFull(isFull) {
      const button = buttons.get("full");
      if (!button) return;
      const label = t(isFull ? "zoom.full_end" : "zoom.full");
      for (const name of ["aria-label", "title"]) setAttribute(button, name, label);
      setAttribute(button, "aria-pressed", String(isFull));
    },
  };
}
