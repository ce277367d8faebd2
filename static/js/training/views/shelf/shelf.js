// The shelf: every run that was started, to be opened again, named, kept and compared; and the same run with one thing
// changed.
/** @import { View } from "../../../core/types.js" */
/** @import { Kept } from "../../runs/shelf.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
import { sameRequest } from "../../../core/editing.js";
import { element, setAttribute } from "../../../draw/dom.js";
import { explainedWord, withExplanation } from "../explained.js";
import { formatNumber } from "../../../math/format.js";
import { VARIATIONS } from "../../runs/comparing.js";
import { valueText } from "../curves/chart.js";
import { createComparison } from "./compare.js";
import { SHELF } from "./kept.js";
import { nameOf, valueName } from "./words.js";

/** How a run has ended, in one line. @param {Kept} kept @param {Context["t"]} t */
function endText({ summary }, t) {
  if (summary === null) return t("training.no_end_yet");
  const { reason, epoch, loss, accuracy, score } = summary;
  const isShare = score !== "r_squared";
  return [
    t("training.epochs_done", { epochs: epoch }),
    `${t("training.loss")} ${formatNumber(loss ?? Number.NaN)}`,
    accuracy === null
      ? ""
      : `${t(isShare ? "training.accuracy" : "training.r_squared")} ${valueText(accuracy, isShare)}`,
    reason === "done" ? "" : t(/** @type {"training.end_loss"} */ (`training.end_${reason}`)),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** @param {Kept} kept @param {TrainScreen} screen @param {Context} context */
function rowOf(kept, screen, context) {
  const { t, dispatch } = context;
  const { request, isPinned } = kept;
  const name = nameOf(kept, context);
  const isShown = sameRequest(request, screen.state.request);
  const isOther = screen.state.other !== null && sameRequest(request, screen.state.other);
  const input = element("input", {
    class: "run-name",
    value: name,
    maxlength: 60,
    "data-key": "run-name",
    "aria-label": t("training.rename"),
    onchange: () => SHELF.change(request, { name: input.value.trim() }),
  });
  const button = (
    /** @type {string} */ key,
    /** @type {string} */ words,
    /** @type {() => void} */ onclick,
    /** @type {Record<string, unknown>} */ more = {},
  ) => element("button", { type: "button", "data-key": key, onclick, ...more }, words);
  const label = (/** @type {string} */ word) => ({ "aria-label": `${word}: ${name}`, title: word });
  const compared = button(
    "compare",
    t("training.compare"),
    () => dispatch("setOther", isOther ? null : request),
    { "aria-pressed": isOther, disabled: isShown },
  );
  return element(
    "li",
    { "aria-current": isShown ? "true" : null },
    input,
    element("p", { class: "hint" }, endText(kept, t)),
    element(
      "div",
      { class: "buttons" },
      button("reopen", t("training.reopen"), () => dispatch("setRequest", { field: "run", request }), {
        disabled: isShown,
      }),
      compared,
      button("pin", isPinned ? "★" : "☆", () => SHELF.change(request, { isPinned: !isPinned }), {
        "aria-pressed": isPinned,
        ...label(t("training.pin")),
      }),
      button("remove", "×", () => SHELF.remove(request), label(t("training.remove_run"))),
    ),
  );
}

/** The same run with one thing changed: it becomes the one to compare with. @param {Context} context */
function createVariations(context) {
  const { t, dispatch, catalog } = context;
  /** @type {TrainScreen | null} */
  let screen = null;
  const menu = element("select", {
    "data-key": "same-with",
    "aria-label": t("training.same_with"),
    onchange: () => {
      const [name, choice = ""] = menu.value.split(" ");
      const variation = VARIATIONS.find((one) => one.name === name);
      if (variation && screen) dispatch("setOther", variation.change(screen.state.request, choice));
      menu.value = "";
    },
  });
  /** @type {unknown} */
  let builtFor = null;
  return {
    root: element(
      "div",
      { class: "same-with" },
      explainedWord(context, "variations", t("training.same_with")),
      menu,
    ),
    /** @param {TrainScreen} shown */
    update(shown) {
      screen = shown;
      const { request } = shown.state;
      if (builtFor === request) return;
      builtFor = request;
      menu.replaceChildren(
        element("option", { value: "" }, t("training.same_with_choose")),
        ...VARIATIONS.flatMap(({ name, choices }) => {
          const found = choices(catalog, request);
          if (found.length === 0) return [];
          const options = found.map((choice) =>
            element(
              "option",
              { value: `${name} ${choice}` },
              name === "rate"
                ? t(choice === "10" ? "training.rate_times_10" : "training.rate_by_10")
                : valueName(context, `${name}_name`, choice),
            ),
          );
          return [element("optgroup", { label: t(`training.vary_${name}`) }, ...options)];
        }),
      );
    },
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  const list = element("ul", { class: "shelf", "aria-label": t("training.shelf") });
  const comparison = createComparison(context);
  const variations = createVariations(context);
  const clear = element(
    "button",
    { type: "button", "data-key": "clear-shelf", onclick: () => SHELF.clear() },
    t("training.clear_shelf"),
  );
  root.replaceChildren(
    variations.root,
    comparison.root,
    withExplanation(context, "shelf", element("h3", {}, t("training.shelf"))),
    element("p", { class: "hint" }, t("training.shelf_hint")),
    list,
    clear,
  );
  /** @type {TrainScreen | null} */
  let screen = null;
  /** @type {readonly unknown[]} */
  let builtFor = [];

  function build() {
    if (!screen) return;
    const { request, other } = screen.state;
    const now = [SHELF.list, request, other];
    if (now.every((part, k) => part === builtFor[k])) return;
    const isNaming = root.contains(document.activeElement) && document.activeElement?.tagName === "INPUT";
    if (isNaming && builtFor[0] === SHELF.list) return;
    builtFor = now;
    // The focus stays at the same button of the same run.
    const rows = [...list.children];
    const row = rows.findIndex((one) => one.contains(document.activeElement));
    const key = row < 0 ? null : document.activeElement?.getAttribute("data-key");
    list.replaceChildren(
      ...SHELF.list.map((kept) => rowOf(kept, /** @type {TrainScreen} */ (screen), context)),
    );
    setAttribute(clear, "hidden", SHELF.list.length === 0);
    const next = list.children[Math.min(row, list.children.length - 1)];
    if (key) /** @type {HTMLElement | null} */ (next?.querySelector(`[data-key="${key}"]`))?.focus();
  }
  SHELF.onChange(build);
  return {
    /** @param {TrainScreen} shown */
    update(shown) {
      screen = shown;
      variations.update(shown);
      comparison.update(shown);
      build();
    },
    animate: () => {},
  };
}
