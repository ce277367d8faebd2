// The choice of the network in the tools of section 5: example A, B or C, or the reader's own. The figures show
// the same one.
/** @import { Key } from "../../core/types.js" */
/** @import { TraceRequest } from "../../network/types.js" */
/** @import { Experiment, Lesson } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { segmented } from "../../panels/choices.js";

/** The experiment of the section's figures and tools. */
export const EXPERIMENT = "document";

/** Examples by name: preset and title. @type {Record<string, {preset: string, title: Key}>} */
const EXAMPLES = {
  a: { preset: "document", title: "examples.a" },
  b: { preset: "sign_flip", title: "examples.b" },
  c: { preset: "drawn_stuck", title: "examples.c" },
};
const OWN = "own";

/** Whether networks, inputs and targets are the same; the optimizer may differ.
 * @param {TraceRequest} a @param {TraceRequest} b */
export function isSameNetwork(a, b) {
  const parts = (/** @type {TraceRequest} */ { network, inputs, targets }) =>
    JSON.stringify([network, inputs, targets]);
  return parts(a) === parts(b);
}

/** The name of the example that a request is, or "own".
 * @param {TraceRequest} request @param {{name: string, request: TraceRequest}[]} presets */
export function exampleOf(request, presets) {
  const found = Object.entries(EXAMPLES).find(([, { preset }]) => {
    const known = presets.find(({ name }) => name === preset);
    return known !== undefined && isSameNetwork(request, known.request);
  });
  return found?.[0] ?? OWN;
}

/** The reader's own last request of an experiment. @type {WeakMap<Experiment<"network">, TraceRequest>} */
const ownRequests = new WeakMap();

/** The choice of the experiment's network; each tool has one.
 * @param {Lesson} lesson @param {Experiment<"network">} experiment */
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
    // The experiment's preset itself: whether anything is changed is decided by identity.
    const request =
      preset && isSameNetwork(preset, experiment.preset)
        ? experiment.preset
        : (preset ?? ownRequests.get(experiment));
    if (request) experiment.set(request);
  }
  function update() {
    const now = exampleOf(experiment.request, presets);
    if (now === OWN) ownRequests.set(experiment, experiment.request);
    choice.show(now);
    const none = !ownRequests.has(experiment);
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
