// The player's buttons and what the walkthrough looks like: grouping, speed, notation, as drawn.
/** @import { Context, Key, Screen, View } from "../types.js" */
import { element, setAttribute, setText } from "../dom.js";
import { shape } from "../svg.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
/** Drawn in a 24 × 24 box. */
const ICONS = {
  first: "M6 5v14M19 5l-9 7 9 7z",
  back: "M17 5l-9 7 9 7z",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  next: "M7 5l9 7-9 7z",
  last: "M18 5v14M5 5l9 7-9 7z",
};

/** @param {keyof typeof ICONS} name */
function icon(name) {
  const svg = shape("svg", { viewBox: "0 0 24 24", width: 18, height: 18, "aria-hidden": "true", class: "icon" });
  shape("path", { d: ICONS[name] }, svg);
  return svg;
}

/** A row of buttons of which one is pressed.
 * @param {string} label @param {string} key @param {{value: string, text: string}[]} choices @param {(value: string) => void} choose */
export function segmented(label, key, choices, choose) {
  const buttons = choices.map(({ value, text }) =>
    element("button", { type: "button", "data-key": `${key}-${value}`, "aria-pressed": "false", onclick: () => choose(value) }, text));
  const group = element("div", { class: "segmented", role: "group", "aria-label": label }, ...buttons);
  return {
    group,
    /** @param {string} chosen */
    show: (chosen) => choices.forEach(({ value }, n) => {
      const button = buttons[n];
      if (button) setAttribute(button, "aria-pressed", String(value === chosen));
    }),
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t }) {
  /** @param {"first" | "back" | "next" | "last"} verb */
  const button = (verb) => element("button", {
    type: "button", "data-key": verb, "aria-label": t(`control.${verb}`), title: t(`control.${verb}_title`), onclick: () => dispatch(verb),
  }, /** @type {Node} */ (icon(verb)));
  const first = button("first");
  const back = button("back");
  const next = button("next");
  const last = button("last");
  const play = element("button", { type: "button", class: "primary play", "data-key": "play", onclick: () => dispatch("toggle") });
  const playText = element("span", {});
  const place = element("p", { class: "place" });
  const grouping = segmented(t("control.grouping"), "grouping",
    ["neuron", "layer", "phase"].map((value) => ({ value, text: t(/** @type {Key} */ (`control.by_${value}`)) })),
    (value) => dispatch("setGrouping", value));
  const speed = element("select", { "aria-label": t("control.speed"), "data-key": "speed", onchange: () => dispatch("setSpeed", Number(speed.value)) },
    ...SPEEDS.map((value) => element("option", { value }, `${value}×`)));
  const notation = segmented(t("control.notation"), "notation",
    ["figure", "derivation"].map((value) => ({ value, text: t(/** @type {Key} */ (`control.notation_${value}`)) })),
    (value) => dispatch("setNotation", value));
  const drawn = element("button", { type: "button", role: "switch", class: "switch", "data-key": "drawn", "aria-checked": "false",
    onclick: () => {
      if (drawn.getAttribute("aria-disabled") !== "true") dispatch("setDrawn", drawn.getAttribute("aria-checked") !== "true");
    } }, t("control.as_drawn"));
  const why = element("p", { class: "why", id: "drawn-why" });
  root.replaceChildren(
    element("div", { class: "transport", role: "group", "aria-label": t("control.player") }, first, back, play, next, last),
    place,
    element("div", { class: "choices" }, grouping.group, speed, notation.group, drawn), why);
  /** @type {boolean | null} */
  let shownPlaying = null;

  return {
    /** @param {Screen} screen */
    update(screen) {
      const { position, grouping: by, speed: pace, notation: written, drawn: wanted } = screen.state;
      const count = screen.steps.length;
      if (shownPlaying !== screen.playing) {
        shownPlaying = screen.playing;
        setText(playText, t(screen.playing ? "control.pause" : "control.play"));
        play.replaceChildren(icon(screen.playing ? "pause" : "play"), playText);
        setAttribute(play, "title", t("control.play_title"));
      }
      for (const node of [first, back]) setAttribute(node, "aria-disabled", position === 0 ? "true" : null);
      for (const node of [next, last]) setAttribute(node, "aria-disabled", position === count ? "true" : null);
      const phase = screen.frame.phase;
      setText(place, phase === null ? t("control.place_start", { count }) : t("control.place", { position, count, phase: t(`phase.${phase}`) }));
      grouping.show(by);
      notation.show(written);
      speed.value = String(pace);
      const refusal = screen.drawnRefusal ?? (written === "figure" ? null : "control.drawn_needs_figure");
      setAttribute(drawn, "aria-checked", String(wanted && refusal === null));
      setAttribute(drawn, "aria-disabled", refusal === null ? null : "true");
      setAttribute(drawn, "aria-describedby", refusal === null ? null : "drawn-why");
      setAttribute(drawn, "title", refusal === null ? t("control.as_drawn_title") : t(refusal));
      setText(why, refusal === null ? "" : t(refusal));
    },
  };
}
