// A small change on its way through a graph: what it really makes of every value, beside what the derivatives say. The change
// is made by hand and can be made smaller; the smaller, the better the two agree.
/** @import { Context, View } from "../../core/types.js" */
/** @import { GraphAnswer, GraphScreen } from "../types.js" */
/** @import { Increment, Link } from "../increments.js" */
/** @import { Run } from "../../draw/svg.js" */
import { element, setAttribute, setOptions, setText, uniqueId } from "../../draw/dom.js";
import { arrow } from "../../draw/geometry.js";
import { nodeText, symbolIn } from "../explainer.js";
import { incrementsOf, inputsOf } from "../increments.js";
import { formatNumber, formatSigned, fullNumber } from "../../math/format.js";
import { letterSize, runsOf, set, shape, widthOfRuns, writeRuns } from "../../draw/svg.js";
import { numberInput } from "../../panels/number.js";

/** The change that one begins with, the ends of its slider and its smallest move. */
const BEGIN = 0.1;
const MOST = 0.5;
const FINEST = 0.01;
/** A card and the room around it, in letters. */
const [CARD_W, CARD_H, GAP_Y] = [7.6, 4.9, 1.4];
/** A card narrower than this, in letters, has room for fewer digits. */
const NARROW_CARD = 5;
/** Where a way from card to card is shorter, in letters, its factor has no room. */
const FACTOR_ROOM = 4.2;

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { t } = context;
  const id = uniqueId("change");
  const choice = element("select", {
    "data-key": "change-of",
    "aria-label": t("graph.change_of"),
    onchange: () => choose(Number(choice.value)),
  });
  const slider = element("input", {
    type: "range",
    min: -MOST,
    max: MOST,
    step: FINEST,
    "data-key": "change-slider",
    oninput: () => put(Number(slider.value)),
  });
  const field = numberInput(t, { "data-key": "change", class: "number short", id }, (value) => put(value));
  const name = element("label", { for: id, class: "change-name" });
  const halve = element(
    "button",
    { type: "button", "data-key": "change-halve", onclick: () => put(delta / 2) },
    t("graph.change_halve"),
  );
  const svg = shape("svg", { class: "increments-drawing", role: "img" });
  const sheet = element("div", { class: "increments-sheet" }, /** @type {Node} */ (svg));
  const key = element(
    "p",
    { class: "increments-key hint", "aria-hidden": "true" },
    element("span", { class: "really" }, t("graph.change_really")),
    element("span", { class: "linear" }, t("graph.change_linear")),
  );
  const ratio = element("p", { class: "increments-ratio", "aria-live": "polite" });
  root.replaceChildren(
    element(
      "div",
      { class: "increments" },
      element("div", { class: "increments-head" }, choice, name, slider, field.input, halve),
      sheet,
      key,
      ratio,
    ),
  );

  let delta = BEGIN;
  /** The input that is changed, by its name: another answer may count its values anew. @type {string | null} */
  let changed = null;
  /** @type {GraphScreen | null} */
  let latest = null;
  let drawn = "";
  /** @type {GraphAnswer | null} */
  let renderedFrom = null;

  new ResizeObserver(() => {
    if (latest) update(latest);
  }).observe(sheet);

  /** @param {number} value */
  function put(value) {
    delta = Number(value.toPrecision(6));
    if (latest) update(latest);
  }
  /** @param {number} input */
  function choose(input) {
    changed = latest?.answer.nodes[input]?.name ?? null;
    if (latest) update(latest);
  }

  /** Δ and the symbol of a value. @param {number} node @param {GraphAnswer} answer @returns {Run[]} */
  const deltaOf = (node, answer) => [{ text: "Δ" }, ...runsOf(symbolIn(`v.${node}`, answer))];

  /** @param {GraphAnswer} answer @param {readonly Increment[]} increments @param {readonly Link[]} links */
  function draw(answer, increments, links) {
    svg.replaceChildren();
    const letter = letterSize(svg) * 1.1;
    const width = sheet.clientWidth;
    const columns = Math.max(...increments.map(({ column }) => column)) + 1;
    const rows = Array.from({ length: columns }, (_, c) => increments.filter(({ column }) => column === c));
    const most = Math.max(...rows.map((row) => row.length));
    const cardWidth = Math.min(CARD_W * letter, (width - 8) / (columns + (columns - 1) * 0.28));
    const cardHeight = CARD_H * letter;
    const digits = cardWidth < NARROW_CARD * letter ? 3 : 4;
    const apart = columns > 1 ? Math.min((width - 4 - cardWidth) / (columns - 1), 15 * letter) : 0;
    const left = (width - apart * (columns - 1)) / 2;
    const height = most * cardHeight + (most - 1) * GAP_Y * letter + 6;
    set(svg, { width, height: Math.round(height), viewBox: `0 0 ${width} ${Math.round(height)}` });
    /** @type {Map<number, { x: number, y: number }>} */
    const places = new Map();
    rows.forEach((row, c) =>
      row.forEach((each, k) =>
        places.set(each.id, {
          x: left + c * apart,
          y: height / 2 + (k - (row.length - 1) / 2) * (cardHeight + GAP_Y * letter),
        }),
      ),
    );
    const small = letter * 0.88;
    for (const { source, target, slope } of links) {
      const [a, b] = [places.get(source), places.get(target)];
      if (!a || !b) continue;
      const from = { x: a.x + cardWidth / 2, y: a.y };
      const to = { x: b.x - cardWidth / 2 - 1, y: b.y };
      const group = shape(
        "g",
        { class: "increments-link", "data-link": `${source}.${target}`, "data-value": fullNumber(slope) },
        svg,
      );
      const { line, head } = arrow(from, to, Math.min(letter * 0.8, (to.x - from.x) * 0.6));
      shape("path", { class: "line", d: line }, group);
      shape("path", { class: "head", d: head }, group);
      if (to.x - from.x < FACTOR_ROOM * letter) continue;
      const text = shape(
        "text",
        {
          x: ((from.x + to.x) / 2).toFixed(1),
          y: ((from.y + to.y) / 2 - small * 0.55).toFixed(1),
          "text-anchor": "middle",
          "font-size": small.toFixed(1),
        },
        group,
      );
      text.textContent = `× ${formatNumber(slope, 3)}`;
    }
    for (const each of increments) {
      const at = places.get(each.id) ?? { x: 0, y: 0 };
      const group = shape(
        "g",
        {
          class: "increments-card",
          "data-increment": answer.nodes[each.id]?.name ?? "",
          transform: `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`,
        },
        svg,
      );
      shape(
        "rect",
        {
          class: "plate",
          x: -cardWidth / 2,
          y: -cardHeight / 2,
          width: cardWidth,
          height: cardHeight,
          rx: 8,
        },
        group,
      );
      /** @param {string} look @param {readonly Run[]} runs @param {number} y @param {number} size @param {number | null} [value] */
      const text = (look, runs, y, size, value) => {
        const node = shape(
          "text",
          {
            class: look,
            y: (y * letter).toFixed(1),
            dy: "0.34em",
            "text-anchor": "middle",
            "font-size": Math.min(size, (cardWidth - 8) / Math.max(0.1, widthOfRuns(runs))).toFixed(1),
            "data-value": value === undefined ? null : fullNumber(value),
          },
          group,
        );
        writeRuns(node, runs);
      };
      text("name", deltaOf(each.id, answer), -1.55, letter * 1.15);
      text("really", [{ text: formatSigned(each.change, digits) }], -0.05, letter * 1.05, each.change);
      if (each.column > 0)
        text("linear", [{ text: formatSigned(each.linear, digits) }], 1.4, small, each.linear);
    }
  }

  /** @param {GraphScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer } = screen;
    const inputs = inputsOf(answer);
    root.hidden = inputs.length === 0;
    const input = inputs.find((node) => node.name === changed) ?? inputs[0];
    if (!input) return;
    setOptions(
      choice,
      inputs.map((node) => ({ value: String(node.id), text: nodeText(node.id, answer) })),
      String(input.id),
    );
    choice.hidden = inputs.length < 2;
    const called = nodeText(input.id, answer);
    setText(name, `Δ${called} =`);
    setAttribute(slider, "aria-label", t("graph.change", { name: called }));
    if (document.activeElement !== slider || Number(slider.value) !== delta) slider.value = String(delta);
    setAttribute(slider, "aria-valuetext", formatNumber(delta));
    field.show(delta);
    if (sheet.clientWidth === 0) return;
    const form = `${input.id} ${delta} ${sheet.clientWidth} ${context.language()}`;
    if (renderedFrom === answer && drawn === form) return;
    renderedFrom = answer;
    drawn = form;
    const { increments, links } = incrementsOf(answer, input.id, delta);
    draw(answer, increments, links);
    const last = increments.find(({ id: node }) => node === answer.result);
    const params = {
      name: called,
      result: nodeText(answer.result, answer),
      slope: formatNumber(last?.slope),
      ratio: last?.change === null || last?.change === undefined ? "·" : formatNumber(last.change / delta),
    };
    setText(
      ratio,
      t(
        last?.change === null
          ? "graph.change_undefined"
          : delta === 0
            ? "graph.change_none"
            : "graph.change_ratio",
        params,
      ),
    );
    setAttribute(
      ratio,
      "data-ratio",
      last?.change === null || last?.change === undefined || delta === 0 ? null : String(last.change / delta),
    );
    setAttribute(
      svg,
      "aria-label",
      [
        t("graph.change_picture", { name: called }),
        ...increments.map((each) =>
          t("graph.change_told", {
            name: nodeText(each.id, answer),
            change: formatNumber(each.change),
            linear: formatNumber(each.linear),
          }),
        ),
      ].join(" "),
    );
  }
  return { update };
}
