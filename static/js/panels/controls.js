// The player's buttons, and the position.
/** @import { Context, PageScreen, View } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";
import { shape } from "../draw/svg.js";

/** Drawn in a 24 × 24 box. */
const ICONS = {
  first: "M6 5v14M19 5l-9 7 9 7z",
  back: "M17 5l-9 7 9 7z",
  play: "M8 5l11 7-11 7z",
  pause: "M7 5h2.5v14H7zM14.5 5H17v14h-2.5z",
  next: "M7 5l9 7-9 7z",
  last: "M18 5v14M5 5l9 7-9 7z",
  rounds: "M4 5l8 7-8 7zM13 5l8 7-8 7z",
  take: "M12 4v11M9 11l3 4 3-4zM5 14v6h14v-6v6H5z",
  share: "M12 15V4M9 8l3-4 3 4zM5 14v6h14v-6v6H5z",
};

/** Two words of which one is seen; a button keeps its width whichever it is.
 * @param {string} one @param {string} other */
export function eitherWord(one, other) {
  const words = [element("span", {}, one), element("span", {}, other)];
  return {
    root: element("span", { class: "either" }, ...words),
    /** @param {boolean} isOther */
    show: (isOther) => words.forEach((word, n) => setAttribute(word, "data-absent", isOther !== (n === 1))),
  };
}

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const svg = shape("svg", {
    viewBox: "0 0 24 24",
    width: 18,
    height: 18,
    "aria-hidden": "true",
    class: "icon",
  });
  shape("path", { d: ICONS[name] }, svg);
  return svg;
}

/** The button that plays and pauses.
 * @param {Pick<Context<any, any>, "dispatch" | "t">} context @param {string} word while nothing plays */
export function playButton({ dispatch, t }, word) {
  const root = element("button", {
    type: "button",
    class: "primary play",
    "data-key": "play",
    onclick: () => dispatch("toggle"),
  });
  const words = eitherWord(word, t("control.pause"));
  /** @type {boolean | null} */
  let shown = null;
  return {
    root,
    /** @param {boolean} playing */
    show(playing) {
      if (shown === playing) return;
      shown = playing;
      words.show(playing);
      root.replaceChildren(icon(playing ? "pause" : "play"), words.root);
      setAttribute(root, "aria-label", playing ? t("control.pause") : word);
      setAttribute(root, "title", t("control.play_title"));
    },
  };
}

/** Buttons that rest where there is nowhere to go. @param {Element[]} buttons @param {boolean} rests */
export const setResting = (buttons, rests) =>
  buttons.forEach((button) => setAttribute(button, "aria-disabled", rests ? "true" : null));

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  /** @param {"first" | "back" | "next" | "last"} verb */
  const button = (verb) =>
    element(
      "button",
      {
        type: "button",
        "data-key": verb,
        "aria-label": t(`control.${verb}`),
        title: t(`control.${verb}_title`),
        onclick: () => dispatch(verb),
      },
      /** @type {Node} */ (icon(verb)),
    );
  const first = button("first");
  const back = button("back");
  const next = button("next");
  const last = button("last");
  const play = playButton(context, t("control.play"));
  const place = element("p", { class: "place" });
  root.replaceChildren(
    element(
      "div",
      { class: "transport", role: "group", "aria-label": t("control.player") },
      first,
      back,
      play.root,
      next,
      last,
    ),
    place,
  );
  /** A tool may count otherwise than step by step. @param {PageScreen} screen */
  const count = ({ state, steps, explainer }) => {
    const standing = explainer.standing?.() ?? { k: state.position, count: steps.length };
    setText(place, t("control.place", { position: standing.k, count: standing.count }));
  };
  return {
    count,
    /** @param {PageScreen} screen */
    update(screen) {
      const { position } = screen.state;
      play.show(screen.playing);
      setResting([first, back], position === 0);
      setResting([next, last], position === screen.steps.length);
      count(screen);
    },
  };
}
