// Which network the tools of section 5 speak of: example A, example B, or the reader's own. The figures follow the choice.
/** @import { Key } from "../../core/types.js" */
/** @import { TraceRequest } from "../../network/types.js" */
/** @import { Experiment, Lesson } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { segmented } from "../../panels/choices.js";

/** The experiment that the figures of the section share. */
export const EXPERIMENT = "document";

/** Examples by name: the preset behind each and its title. @type {Record<string, {preset: string, title: Key}>} */
const EXAMPLES = {
  a: { preset: "document", title: "examples.a" },
  b: { preset: "sign_flip", title: "examples.b" },
};
const OWN = "own";

/** The same numbers in the same network; how fast it learns is another matter. @param {TraceRequest} a @param {TraceRequest} b */
export function isSameNetwork(a, b) {
  const parts = (/** @type {TraceRequest} */ { network, inputs, targets }) =>
    JSON.stringify([network, inputs, targets]);
  return parts(a) === parts(b);
}

/** Which example a request is, or the reader's own. @param {TraceRequest} request @param {{name: string, request: TraceRequest}[]} presets */
export function exampleOf(request, presets) {
  const found = Object.entries(EXAMPLES).find(([, { preset }]) => {
    const known = presets.find(({ name }) => name === preset);
    return known !== undefined && isSameNetwork(request, known.request);
  });
  return found?.[0] ?? OWN;
}

/** What the reader made of a experiment, so that one can come back to it from an example. @type {WeakMap<Experiment, TraceRequest>} */
const owned = new WeakMap();

/** The choice of a network; each tool has one, and all of them show the same.
 * @param {Lesson} lesson @param {Experiment} experiment */
export function exampleChoice({ t, catalog: { presets } }, experiment) {
  const choice = segmented(
    t("examples.label"),
    "example",
    [
      ...Object.entries(EXAMPLES).map(([value, { title }]) => ({ value, text: t(title) })),
      { value: OWN, text: t("examples.own") },
    ],
    choose,
  );
  const hint = element("span", { class: "hint" }, t("examples.own_hint"));
  const node = element(
    "div",
    { class: "example-choice" },
    element("span", { class: "choice-label", "aria-hidden": "true" }, t("examples.label")),
    choice.group,
    hint,
  );

  /** @param {string} name */
  function choose(name) {
    const preset = presets.find((one) => one.name === EXAMPLES[name]?.preset)?.request;
    // The experiment knows its own preset by identity.
    const request =
      preset && isSameNetwork(preset, experiment.preset)
        ? experiment.preset
        : (preset ?? owned.get(experiment));
    if (request) experiment.set(request);
  }
  function update() {
    const now = exampleOf(experiment.request, presets);
    if (now === OWN) owned.set(experiment, experiment.request);
    choice.show(now);
    const none = !owned.has(experiment);
    for (const button of choice.group.querySelectorAll("button")) {
      if (button.getAttribute("data-key") === `example-${OWN}`) setAttribute(button, "disabled", none);
    }
    hint.hidden = !none;
    setAttribute(node, "data-example", now);
  }
  experiment.subscribe(update);
  update();
  return node;
}
