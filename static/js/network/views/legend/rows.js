// The legend: the meaning of each letter in this notation, letters with several meanings, and the colours of
// the drawing. To add a row, add it to SYMBOLS, CLASHES or DRAWING and its sentence to static/i18n/legend.

/** @import { Address, Mount } from "../../../core/types.js" */
/** @import { Drawing, Notation, Screen } from "../../types.js" */
/** @import { Naming } from "../../notation.js" */
import { element } from "../../../draw/dom.js";
import { mathElement } from "../../../math/formula/mathml.js";
import { drawingOf } from "../../letters.js";
import { errorFamily, namingOf, symbolOf } from "../../notation.js";
import { say, spoken } from "../../../math/speech.js";

/** An example address of every kind of number, by the number of layers L.
 * @type {((layers: number, naming: Naming) => Address)[]} */
const SYMBOLS = [
  () => "x.0",
  () => "x.0@0",
  () => "w1.0.0",
  () => "w2.0.0",
  () => "b1.0",
  () => "z1.0",
  () => "a1.0",
  (L) => `a${L}.0`,
  () => "t.0",
  () => "loss",
  (L, naming) => `${errorFamily(L, naming)}${L}.0`,
  () => "error1.0",
  () => "delta1.0",
  () => "slope1.0",
  () => "dw1.0.0",
  () => "eta",
  () => "new_w1.0.0",
];
const OF_THE_DERIVATION = ["z_sum", "prime_derivation", "order_derivation", "delta_derivation"];
/** @type {Record<Notation, string[]>} */
const CLASHES = {
  figure: ["z_target", "e", "y", "prime_figure", "order_figure", "delta_figure"],
  textbook: OF_THE_DERIVATION,
  derivation: OF_THE_DERIVATION,
};
/** The letters in the sentences about a drawing. @type {Record<Notation, Record<string, string>>} */
const WORDS = {
  figure: { z: "e", a: "y", t: "z", f: "f", slope: "f′(e)", delta: "δ", carried: "−∂C/∂…" },
  textbook: { z: "z", a: "a", t: "t", f: "σ", slope: "σ′(z)", delta: "δ = ∂C/∂z", carried: "∂C/∂…" },
  derivation: { z: "z", a: "a", t: "t", f: "σ", slope: "σ′(z)", delta: "∂C/∂z", carried: "∂C/∂…" },
};
/** @type {Record<Drawing, string[]>} */
const DRAWING = {
  flow: [
    "idle",
    "active",
    "done",
    "signal",
    "ball_active",
    "ball_known",
    "weight",
    "transport",
    "compare",
    "update",
    "sign",
  ],
  circuit: [
    "square_given",
    "square_weight",
    "square_a",
    "square_bias",
    "adder",
    "circle",
    "triangle",
    "signal",
    "carried",
    "update",
    "sign",
  ],
};

/** @param {HTMLElement} root @param {import("../../types.js").Context} context */
export const mountRows = /** @type {Mount<Screen>} */ (
  (root, { t, catalog }) => {
    const symbols = element("dl", { class: "legend-symbols" });
    const clashes = element("ul", { class: "legend-clashes" });
    const drawing = element("ul", { class: "legend-drawing" });
    const which = element("p", { class: "formula-panel-fine" });
    root.replaceChildren(
      which,
      element(
        "div",
        { class: "legend-columns" },
        element("section", {}, element("h3", {}, say(t, "legend.symbols")), symbols),
        element("section", {}, element("h3", {}, say(t, "legend.clashes")), clashes),
        element("section", {}, element("h3", {}, say(t, "legend.drawing")), drawing),
      ),
    );

    /** @type {unknown[]} */
    let renderedFrom = [];
    /** @param {Screen} screen @param {Address} address */
    const applies = ({ trace: { network, request } }, address) =>
      !(address.includes("@") && request.inputs.length < 2) &&
      !(address.startsWith("w2") && network.layers.length < 2) &&
      !(address.startsWith("b1") && !network.layers[0]?.biases) &&
      !(address === "error1.0" && network.layers.length < 2);

    return {
      update(screen) {
        const { state, trace } = screen;
        // The same steps are those of the same topology.
        const from = [state.notation, drawingOf(state), trace.steps ?? trace.network];
        if (from.every((part, k) => part === renderedFrom[k])) return;
        renderedFrom = from;
        const naming = namingOf(screen, catalog);
        which.textContent = say(t, `legend.notation_${state.notation}`);
        symbols.replaceChildren(
          ...SYMBOLS.map((address) => address(trace.network.layers.length, naming))
            .filter((address, k, all) => applies(screen, address) && all.indexOf(address) === k)
            .flatMap((address) => {
              const symbol = symbolOf(address, naming);
              const math = mathElement(document, symbol);
              math.setAttribute("aria-label", spoken(symbol, t));
              return [element("dt", {}, math), element("dd", {}, say(t, meaningOf(address, naming)))];
            }),
        );
        drawing.replaceChildren(
          ...DRAWING[drawingOf(state)].map((name) =>
            element(
              "li",
              {},
              element("span", { class: `swatch swatch-${name}`, "aria-hidden": "true" }),
              say(t, `legend.${name}`, WORDS[state.notation]),
            ),
          ),
        );
        clashes.replaceChildren(
          ...[
            ...CLASHES[state.notation],
            ...(naming.fused ? [`delta_fused_${kindOf(state.notation)}`] : []),
          ].map((name) => element("li", {}, say(t, `legend.clash_${name}`))),
        );
      },
    };
  }
);

/** The sentences of the textbook's letters are the derivation's. @param {Notation} notation */
const kindOf = (notation) => (notation === "figure" ? "figure" : "derivation");

/** The key of the sentence about an example address. @param {Address} address @param {Naming} naming */
function meaningOf(address, { notation, units, fused }) {
  if (address.includes("@")) return "legend.symbol_sample";
  const kind = kindOf(notation);
  const layers = units.length;
  const family = address.replace(/[\d.]+$/, "").replace(/\d.*$/, "");
  const last = layers > 1 && address === `a${layers}.0` ? "_last" : "";
  if (fused && address === `delta${layers}.0`) return `legend.symbol_delta_fused_${kind}`;
  const into = family === "w" ? (address.startsWith("w1") ? "_input" : "_hidden") : "";
  const flipped = kind === "figure" && (family === "error" || family === "delta") ? "_figure" : "";
  return `legend.symbol_${family}${last}${into}${flipped}`;
}
