// What the step is worth: the loss before and after, the change promised and kept, and the loss of every round so far.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { actualChange, predictedChange, squaredGradient } from "../loss_change.js";
import { formatNumber } from "../../math/format.js";
import { shape } from "../../draw/svg.js";
import { segmented } from "../../panels/choices.js";
import { numberInput, showNumber } from "../../panels/number.js";

const WIDTH = 300;
const HEIGHT = 90;
/** Beyond so many rounds only some carry a dot. */
const DOTS = 60;

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t, catalog } = context;
  /** Plain gradient descent, the step of the figures. */
  const descent = catalog.optimizers.find(({ name }) => name === catalog.as_drawn.optimizer);
  /** @param {Key} key @param {string} name */
  const line = (key, name) => {
    const value = element("dd", { "data-name": name });
    const term = element("dt", {}, t(key));
    return { value, term };
  };
  const before = line("loss.before", "before");
  setAttribute(before.value, "data-address", "loss");
  const after = line("loss.after", "after");
  const actual = line("loss.actual", "actual");
  const predicted = line("loss.predicted", "predicted");
  const plain = line("loss.plain", "plain");
  const rows = [before, after, actual, predicted, plain];
  const curve = element("div", { class: "curve" });
  const round = element("p", { class: "round" });
  const times = numberInput(
    t,
    { "aria-label": t("loss.times"), "data-key": "times", class: "number short" },
    (value) => {
      many = value;
    },
    { whole: true, low: 1, high: catalog.limits["rounds"] ?? 10000 },
  );
  let many = 10;
  times.show(many);
  const once = element(
    "button",
    { type: "button", class: "primary", "data-key": "again", onclick: () => dispatch("again", 1) },
    t("loss.again"),
  );
  const often = element(
    "button",
    {
      type: "button",
      "data-key": "again-many",
      onclick: () => {
        if (times.commit()) dispatch("again", many);
        else times.input.focus();
      },
    },
    t("loss.again_many"),
  );
  const restart = element(
    "button",
    { type: "button", "data-key": "round-1", onclick: () => dispatch("goToRound", 1) },
    t("loss.to_first"),
  );
  const rule = segmented(
    t("loss.rule"),
    "rule",
    [
      { value: "gradient", text: t("loss.rule_gradient") },
      { value: "as_drawn", text: t("loss.rule_drawn") },
    ],
    (value) => dispatch("setRule", value),
  );
  const check = element("p", { class: "check" });
  const checkNow = element(
    "button",
    { type: "button", "data-key": "check", onclick: () => dispatch("check") },
    t("loss.check_now"),
  );
  root.replaceChildren(
    element("h2", {}, t("loss.title")),
    element("dl", {}, ...rows.flatMap(({ term, value }) => [term, value])),
    element(
      "div",
      {
        class: "again",
        "data-field-group": true,
        "data-field": "round",
        role: "group",
        "aria-label": t("loss.rounds"),
      },
      round,
      once,
      element("span", { class: "pair" }, times.input, often),
      restart,
    ),
    rule.group,
    curve,
    element("div", { class: "checked" }, check, checkNow),
  );

  /** @param {number[]} losses @param {number} current */
  function draw(losses, current) {
    if (losses.length < 2) {
      curve.replaceChildren(element("p", { class: "hint" }, t("loss.curve_hint")));
      return;
    }
    const top = Math.max(...losses);
    const bottom = Math.min(...losses);
    const x = (/** @type {number} */ n) => 6 + ((WIDTH - 12) * n) / (losses.length - 1);
    const y = (/** @type {number} */ value) =>
      8 + (HEIGHT - 16) * (top === bottom ? 0.5 : (top - value) / (top - bottom));
    const svg = shape("svg", {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      class: "losses",
      role: "group",
      "aria-label": t("loss.curve", { rounds: losses.length }),
    });
    shape(
      "polyline",
      {
        points: losses.map((value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`).join(" "),
        fill: "none",
      },
      svg,
    );
    const stride = Math.ceil(losses.length / DOTS);
    losses.forEach((value, n) => {
      if (n % stride !== 0 && n !== losses.length - 1) return;
      const name = t("loss.round_at", { round: n + 1, loss: formatNumber(value) });
      const dot = shape(
        "circle",
        {
          cx: x(n).toFixed(1),
          cy: y(value).toFixed(1),
          r: n + 1 === current ? 5 : 3.5,
          role: "button",
          tabindex: 0,
          "aria-label": name,
          "data-round": n + 1,
          "data-value": String(value),
          "aria-current": n + 1 === current ? "true" : null,
        },
        svg,
      );
      shape("title", {}, dot).textContent = name;
      dot.addEventListener("click", () => dispatch("goToRound", n + 1));
      dot.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        dispatch("goToRound", n + 1);
      });
    });
    curve.replaceChildren(
      svg,
      element(
        "p",
        { class: "range" },
        t("loss.range", {
          first: formatNumber(losses[0] ?? 0),
          last: formatNumber(losses.at(-1) ?? 0),
          rounds: losses.length,
        }),
      ),
    );
  }

  /** @type {number[]} */
  let drawn = [];
  let figureRuleRound = 0;
  return {
    /** @param {Screen} screen */
    update(screen) {
      const { trace, frame, state } = screen;
      const lossKnown = frame.known.has("loss");
      const arrived = frame.position === screen.steps.length;
      const now = state.request.round ?? 1;
      // After many rounds one sees where they led before one walks through the next.
      showNumber(before.value, lossKnown ? trace.loss : now > 1 ? (trace.losses[now - 1] ?? null) : null);
      setAttribute(before.value, "data-address", lossKnown || now === 1 ? "loss" : null);
      showNumber(after.value, arrived ? trace.loss_after : null);
      showNumber(actual.value, arrived ? actualChange(trace) : null);
      showNumber(predicted.value, arrived ? predictedChange(trace) : null);
      const optimizer = trace.request.optimizer;
      const simple =
        (optimizer?.name ?? descent?.name) === descent?.name &&
        (state.request.rule ?? "gradient") === "gradient" &&
        trace.network.layers.every((layer) => !layer.frozen);
      const rate = Number(
        optimizer?.["learning_rate"] ??
          descent?.parameters.find(({ name }) => name === "learning_rate")?.default,
      );
      showNumber(plain.value, arrived && simple ? -rate * squaredGradient(trace) : null);
      plain.term.hidden = plain.value.hidden = !simple;
      setText(round, t("loss.round", { round: now }));
      restart.disabled = now === 1;
      rule.show(state.request.rule ?? "gradient");
      for (const button of rule.group.querySelectorAll("button")) {
        button.disabled =
          screen.figureRuleRefusal !== null && button.getAttribute("data-key") === "rule-as_drawn";
        setAttribute(
          button,
          "title",
          button.disabled && screen.figureRuleRefusal !== null ? t(screen.figureRuleRefusal) : null,
        );
      }
      if (drawn !== trace.losses || figureRuleRound !== now) {
        drawn = trace.losses;
        figureRuleRound = now;
        const focused = root.contains(document.activeElement)
          ? document.activeElement?.getAttribute("data-round")
          : null;
        draw(drawn, now);
        if (focused) root.querySelector(`[data-round="${focused}"]`)?.dispatchEvent(new Event("focus"));
      }
      const proof = trace.check;
      checkNow.hidden = proof !== undefined;
      setText(
        check,
        proof
          ? t(/** @type {Key} */ (`loss.check_${proof.method}`), {
              error: formatNumber(proof.max_relative_error, 2),
            })
          : "",
      );
      check.classList.toggle("good", proof !== undefined && proof.max_relative_error < 1e-4);
    },
  };
}
