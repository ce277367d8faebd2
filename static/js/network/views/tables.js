// Every number of the trace, layer by layer: units, then weights, gradient, change and new weights as matrices with their shapes.
// Unknown yet is "·"; the step's own numbers are marked; what stood there before an edit stays beside it.
/** @import { Address, Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Naming } from "../notation.js" */
/** @import { MathNode } from "../../core/types.js" */
import { figureRuleInPlaceOf, figureRuleValueOf, valueAt } from "../trace_values.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { isKnown } from "../../core/frame.js";
import { menuWord } from "../../core/names.js";
import { partsOf } from "../../core/address.js";
import { namingOf, signOf, symbolOf } from "../notation.js";
import { mi, mo, row } from "../../math/nodes.js";
import { formatNumber } from "../../math/format.js";
import { showsFigureRule } from "../narration.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";

/** A matrix with more rows or columns than this shows its corner, a layer with more units its first ones. */
const MOST = 16;
const MOST_UNITS = 64;
const CORNER = 8;
/** From so many columns on the four matrices stand below each other. */
const WIDE = 5;
/** @param {number} count @param {number} most */
const shownOf = (count, most) => (count > most ? CORNER : count);

/** What has no numbers before the update. @type {Key[]} */
const LATER = ["table.gradient", "table.change", "table.updated"];
/** The columns of a layer's table of units. */
const UNIT_FAMILIES = ["z", "a", "error", "delta"];

/** @typedef {{draw: (screen: Screen) => void}} Cell */

/** A symbol with its index letter left open: the head of a column. @param {string} family @param {Naming} naming @returns {MathNode} */
function columnHead(family, naming) {
  const figure = naming.notation === "figure";
  /** @param {string} name @returns {MathNode} */
  const partial = (name) => ({
    tag: "mfrac",
    look: "derivative",
    parts: [row(mi("∂"), mi("C")), row(mi("∂"), mi(name))],
  });
  if (family === "z") return mi(figure ? "e" : "z");
  if (family === "a") return mi(figure ? "y" : "a");
  if (family === "error") return figure ? mi("δ") : partial("a");
  return figure ? row(mo("−"), partial("e")) : partial("z");
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, catalog } = context;
  const body = element("div", { class: "layers" });
  root.replaceChildren(element("h2", {}, t("table.title")), body);
  linkFocus(root, context);
  /** @type {Cell[]} */
  let cells = [];
  /** @type {HTMLDetailsElement[]} */
  let parts = [];
  let built = "";
  let lastLayer = 0;
  /** A small network shows all its layers at once, a large one the layer of the step. */
  let small = true;

  /** A number that changes with the position. @param {Address} address @param {"td" | "span"} tag */
  function numberCell(address, tag = "td") {
    const number = element("span", { class: "value", "data-address": address });
    const ghost = element("del", { class: "ghost" });
    const drawn = element("span", { class: "drawn", "data-drawn": address });
    const cell = element(tag, {}, ghost, number, drawn);
    const { family } = partsOf(address);
    const kept = { w: "", b: "", new_w: "dw", new_b: "db" }[family] ?? "";
    cells.push({
      draw(screen) {
        const { sample, notation } = screen.state;
        const sign = signOf(address, notation);
        const frozen = kept !== "" && screen.trace.network.layers[partsOf(address).layer - 1]?.frozen;
        const known =
          isKnown(screen.frame, address) ||
          (Boolean(frozen) && isKnown(screen.frame, address.replace(/^new_/, "d")));
        const value = valueAt(screen.trace, address, sample);
        const shown = known && value !== null ? sign * value : null;
        showNumber(number, shown);
        cell.classList.toggle("unknown", shown === null);
        cell.classList.toggle("writes", wholeOrPart(screen.frame.writes, address));
        cell.classList.toggle("reads", wholeOrPart(screen.frame.reads, address));
        const before = screen.ghost && shown !== null ? valueAt(screen.ghost, address, sample) : null;
        setText(ghost, before !== null && sign * before !== shown ? formatNumber(sign * before, 3) : "");
        const byFigureRule =
          showsFigureRule(screen) && shown !== null
            ? figureRuleInPlaceOf(screen.trace, address, sample)
            : null;
        const other =
          byFigureRule !== null && shown !== null && Math.abs(byFigureRule - shown) > 1e-9 * Math.abs(shown)
            ? byFigureRule
            : null;
        setText(drawn, other === null ? "" : formatNumber(other));
        setAttribute(drawn, "title", other === null ? null : t("table.as_drawn"));
        setAttribute(drawn, "data-value", other === null ? null : String(other));
      },
    });
    return cell;
  }

  /** Δ = new − old, no number of the API's own. @param {string} part `1.0.2` @param {"w" | "b"} letter */
  function changeCell(part, letter) {
    const number = element("span", { class: "value", "data-difference": `${letter}${part}` });
    const drawn = element("span", { class: "drawn" });
    const cell = element("td", {}, number, drawn);
    const old = `${letter}${part}`;
    const fresh = `new_${letter}${part}`;
    const gradient = `d${letter}${part}`;
    cells.push({
      draw(screen) {
        const { sample } = screen.state;
        const before = valueAt(screen.trace, old, sample);
        const after = valueAt(screen.trace, fresh, sample);
        const known = isKnown(screen.frame, gradient) && before !== null && after !== null;
        showNumber(number, known ? after - before : null);
        cell.classList.toggle("unknown", !known);
        cell.classList.toggle("writes", wholeOrPart(screen.frame.writes, fresh));
        const other =
          showsFigureRule(screen) && known ? figureRuleValueOf(screen.trace, gradient, sample) : null;
        const {
          layer,
          indices: [j = 0, i = 0],
        } = partsOf(old);
        const compared = screen.trace.as_drawn?.layers[layer - 1];
        const ratio = letter === "w" ? compared?.ratios[j]?.[i] : null;
        const equal =
          other === null || (known && Math.abs(other - (after - before)) <= 1e-9 * Math.abs(other));
        const agrees = equal || letter !== "w" || compared?.signs_agree[j]?.[i] !== false;
        setText(
          drawn,
          equal
            ? ""
            : `${formatNumber(other)}${typeof ratio === "number" ? ` ×${formatNumber(ratio, 3)}` : ""}${agrees ? "" : ` ${t("table.other_sign")}`}`,
        );
        setAttribute(drawn, "data-value", equal ? null : String(other));
        drawn.classList.toggle("against", !agrees);
        setAttribute(drawn, "title", equal ? null : t("table.as_drawn"));
      },
    });
    return cell;
  }

  /** @param {number} l @param {number} units @param {Naming} naming */
  function unitTable(l, units, naming) {
    const shown = shownOf(units, MOST_UNITS);
    const rows = Array.from({ length: shown }, (_, j) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, ...headOf(unitName(l, j, naming))),
        ...UNIT_FAMILIES.map((family) => numberCell(`${family}${l}.${j}`)),
      ),
    );
    return element(
      "table",
      { class: "units" },
      element("caption", {}, t("table.units"), more(units, shown)),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, t("table.unit")),
          ...UNIT_FAMILIES.map((family) =>
            element("th", { scope: "col" }, ...headOf(columnHead(family, naming))),
          ),
        ),
      ),
      element("tbody", {}, ...rows),
    );
  }

  /** @param {number} all @param {number} shown */
  const more = (all, shown) =>
    all > shown ? element("small", {}, ` ${t("table.first_of", { shown, all })}`) : null;

  /** @param {number} l @param {number} j @param {Naming} naming @returns {MathNode} */
  function unitName(l, j, naming) {
    const symbol = symbolOf(`z${l}.${j}`, naming);
    return naming.notation === "figure"
      ? { ...symbol, parts: [mi("f"), ...(symbol.parts ?? []).slice(1)] }
      : { tag: "mn", text: String(j + 1) };
  }

  /** @param {number} l @param {number} units @param {number} fanIn @param {boolean} bias @param {Naming} naming
   * @param {{key: Key, weight: (j: number, i: number) => HTMLElement, bias: (j: number) => HTMLElement}} kind */
  function matrix(l, units, fanIn, bias, naming, kind) {
    const rows = shownOf(units, MOST);
    const columns = shownOf(fanIn, MOST);
    const sources = Array.from({ length: columns }, (_, i) =>
      symbolOf(l === 1 ? `x.${i}` : `a${l - 1}.${i}`, naming),
    );
    return element(
      "table",
      { class: "matrix" },
      element(
        "caption",
        {},
        t(kind.key),
        " ",
        element("span", { class: "shape" }, `${units}×${fanIn}${bias ? ` + ${units}` : ""}`),
        more(units * fanIn, rows * columns),
      ),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, element("span", { class: "unseen" }, t("table.into"))),
          ...sources.map((source) => element("th", { scope: "col" }, ...headOf(source))),
          bias ? element("th", { scope: "col" }, ...headOf(mi("b"))) : null,
        ),
      ),
      element(
        "tbody",
        {},
        ...Array.from({ length: rows }, (_, j) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, ...headOf(unitName(l, j, naming))),
            ...Array.from({ length: columns }, (_, i) => kind.weight(j, i)),
            bias ? kind.bias(j) : null,
          ),
        ),
      ),
    );
  }

  /** @param {Screen} screen */
  function rebuild(screen) {
    cells = [];
    const naming = namingOf(screen, catalog);
    let fanIn = screen.trace.network.inputs;
    small = naming.units.length <= 4 && naming.units.every((units) => units <= 8);
    const loss = element("p", { class: "loss-line" }, t("table.loss"), " ", numberCell("loss", "span"));
    parts = screen.trace.network.layers.map((layer, index) => {
      const l = index + 1;
      const bias = layer.biases !== null;
      const wide = fanIn;
      fanIn = layer.units;
      const later = [
        matrix(l, layer.units, wide, bias, naming, {
          key: "table.gradient",
          weight: (j, i) => numberCell(`dw${l}.${j}.${i}`),
          bias: (j) => numberCell(`db${l}.${j}`),
        }),
        matrix(l, layer.units, wide, bias, naming, {
          key: "table.change",
          weight: (j, i) => changeCell(`${l}.${j}.${i}`, "w"),
          bias: (j) => changeCell(`${l}.${j}`, "b"),
        }),
        matrix(l, layer.units, wide, bias, naming, {
          key: "table.updated",
          weight: (j, i) => numberCell(`new_w${l}.${j}.${i}`),
          bias: (j) => numberCell(`new_b${l}.${j}`),
        }),
      ];
      const promise = element(
        "p",
        { class: "promise" },
        t("table.with_update", { names: LATER.map((key) => t(key)).join(" · ") }),
      );
      cells.push({
        draw({ frame }) {
          const known = isKnown(frame, `dw${l}.0.0`);
          later.forEach((table) => setAttribute(table, "hidden", !known));
          setAttribute(promise, "hidden", known);
        },
      });
      return element(
        "details",
        { open: small || l === 1, "data-layer": l },
        element(
          "summary",
          {},
          t("table.layer", { layer: l }),
          element("span", { class: "shape" }, `${wide} → ${layer.units} · ${menuWord(layer.activation)}`),
        ),
        element(
          "div",
          { class: "scroll", tabindex: 0, role: "group", "aria-label": t("table.layer", { layer: l }) },
          unitTable(l, layer.units, naming),
          element(
            "div",
            { class: wide + (bias ? 1 : 0) < WIDE ? "matrix-set" : "matrix-set wide" },
            matrix(l, layer.units, wide, bias, naming, {
              key: "table.weights",
              weight: (j, i) => numberCell(`w${l}.${j}.${i}`),
              bias: (j) => numberCell(`b${l}.${j}`),
            }),
            promise,
            ...later,
          ),
        ),
      );
    });
    body.replaceChildren(...parts, loss);
  }

  return {
    /** @param {Screen} screen */
    update(screen) {
      const { network } = screen.trace;
      const form = JSON.stringify([
        screen.state.notation,
        network.inputs,
        network.layers.map((layer) => [layer.units, layer.activation, layer.biases !== null]),
      ]);
      if (form !== built) {
        built = form;
        rebuild(screen);
      }
      const layer = screen.frame.active.at(-1)?.layer ?? 0;
      if (layer !== lastLayer) {
        lastLayer = layer;
        parts.forEach((part, n) => {
          if (n === layer - 1) part.open = true;
          else if (!small && part.classList.contains("current")) part.open = false;
          part.classList.toggle("current", n === layer - 1);
        });
      }
      for (const cell of cells) cell.draw(screen);
      showFocus(root, screen);
    },
  };
}

/** @param {ReadonlySet<Address>} addresses @param {Address} address */
function wholeOrPart(addresses, address) {
  return addresses.has(address) || addresses.has(address.split(".", 1)[0] ?? address);
}
