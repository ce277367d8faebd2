// The sections of the formula panel for one step: the result and its check, the rule in symbols, the numbers filled
// in. Every number is a button that names its address.
/** @import { Address, Context, MathNode, PageScreen, Remark, Step, Tree } from "../core/types.js" */
/** @import { StepFormulas } from "./step_formulas.js" */
import { loadLater } from "../core/browser/later.js";
import { element } from "../draw/dom.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { mathElement } from "../math/formula/mathml.js";
import { addressesOf, cutTerms, evaluate, lineOf, sidesOf, sizeOf } from "../math/formula/tree.js";
import { checkedAgain, say, spoken } from "../math/speech.js";
import { NOTHING, madeBy, mathLine } from "./step_formulas.js";

/** More numbers of a check, or results, than this are counted instead of shown. */
export const MAX_PARTS = 24;
const MAX_RESULTS = 14;

const LOOKS = {
  plain: "formula-panel-note",
  marked: "formula-panel-note left-out-note",
  badge: "formula-panel-note",
  fine: "formula-panel-fine",
};

/** The numbers of a step by the section that shows them.
 * @param {StepFormulas} formulas
 * @returns {{results: Address[], below: Address[]}} `results`: what the left sides make, and what the explainer places
 * there; `below`: what the step writes and its formula does not spell out */
function numbersOf(formulas) {
  const {
    screen: { explainer },
    step,
    lines,
  } = formulas;
  const left = lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? NOTHING));
  /** @param {Address[]} addresses */
  const known = (addresses) =>
    addresses.filter((address) => !left.includes(address) && explainer.value(address) !== null);
  const besides = known(step.writes);
  const placed = (/** @type {string} */ place) =>
    besides.filter((address) => (explainer.place?.(address) ?? "below") === place);
  return {
    results: [...placed("result"), ...madeBy(formulas)],
    below: placed("below"),
  };
}

/** All sections of one step. @param {StepFormulas} formulas @param {Context} context @returns {Node[]} */
export function sectionsOf(formulas, context) {
  const {
    screen: { explainer },
    step,
    tree,
    lines,
    symbols,
    numbers,
  } = formulas;
  const { t } = context;
  const remarks = (explainer.remarks?.(step) ?? []).map((remark) => remarkOf(remark, context));
  if (lines.length === 0) return remarks;
  const { results, below } = numbersOf(formulas);
  const filledIn = lines.flatMap((line) => [line, ...(explainer.further?.(line) ?? [])]);
  const sections = [
    results.length > 0 ? resultSection(results, below, formulas, context) : null,
    section("rule", say(t, "formula_panel.rule"), ...shownLines(lines, symbols, step, context), ...remarks),
    section(
      "numbers",
      say(t, holdsArrays(tree) ? "formula_panel.shapes" : "formula_panel.numbers"),
      ...shownLines(filledIn, numbers, step, context, formulas),
    ),
  ];
  return sections.filter((node) => node !== null);
}

/** What a line of an update makes: a gradient, or what a weight or bias becomes; "" for dots, which go on.
 * @param {Tree} line */
const kindOf = (line) => addressesOf(sidesOf(line)[0] ?? NOTHING)[0]?.replace(/[wb]\d.*$/, "") ?? "";

/** The lines of a formula; an update has one like another for each weight, of which the first of each kind is open.
 * @param {Tree[]} lines @param {StepFormulas["symbols"]} printing @param {Step} step @param {Context} context
 * @param {StepFormulas} [formulas] where what a line leaves out can be opened */
function shownLines(lines, printing, step, context, formulas) {
  /** @type {{kind: string, nodes: HTMLElement[]}[]} */
  const groups = [];
  for (const line of lines) {
    const shown = mathLine(line, printing, context);
    const fold = formulas && foldFor(line, formulas, context);
    const node = fold ? element("div", {}, shown, fold) : shown;
    const [kind, last] = [step.phase === "update" ? kindOf(line) : "", groups.at(-1)];
    if (last && (kind === "" || kind === last.kind)) last.nodes.push(node);
    else groups.push({ kind, nodes: [node] });
  }
  return groups.flatMap(({ kind, nodes: [first, ...others] }) => {
    if (!first || kind === "" || others.length < 2) return first ? [first, ...others] : [];
    const count = say(context.t, "formula_panel.more_lines", { count: others.length });
    return [first, element("details", { class: "more-lines" }, element("summary", {}, count), ...others)];
  });
}

/** What a line leaves out, closed at first: the terms of a long sum, or the rule that it only names.
 * @param {Tree} line @param {StepFormulas} formulas @param {Context} context @returns {HTMLElement | null} */
export function foldFor(line, { lines, screen: { explainer } }, { t }) {
  const count = cutTerms(line);
  const name = explainer.namedRule?.(line) ?? "";
  if (count === 0 && name === "") return null;
  const title =
    count > 0 ? say(t, "formula_panel.all_terms", { count }) : say(t, "formula_panel.written_out", { name });
  return element(
    "details",
    { class: "more-lines", "data-whole": lines.indexOf(line) },
    element("summary", {}, title),
  );
}

/** Fills such a fold once it is open. @param {Element} fold @param {StepFormulas} formulas @param {Context} context */
export async function fillFold(fold, formulas, context) {
  const line = formulas.lines[Number(fold.getAttribute("data-whole"))];
  if (!line) return;
  try {
    const whole = await loadLater("whole", { line, formulas, context });
    const [summary, ...old] = fold.children;
    for (const node of old) node.remove();
    summary?.after(whole);
  } catch {
    fold.removeAttribute("open");
    context.dispatch("say", { key: "page.error.network" });
  }
}

/** What an update changes, row by row: the gradient, the old number and the new one.
 * @param {Address[]} results @param {StepFormulas} formulas @param {Context} context */
function updateTable(results, { screen: { explainer }, symbols }, context) {
  const cell = (/** @type {Address} */ address) => {
    const value = explainer.value(address);
    return element("span", { "data-address": address, "data-value": fullNumber(value) }, formatNumber(value));
  };
  const heads = ["table.weights", "table.gradient", "table.old_new"];
  return element(
    "table",
    { class: "update-table" },
    element(
      "thead",
      {},
      element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, say(context.t, key)))),
    ),
    element(
      "tbody",
      {},
      ...results.map((address) => {
        const old = address.slice("new_".length);
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, mathOf(symbols.symbol(old), context)),
          element("td", {}, cell(`d${old}`)),
          element("td", {}, cell(old), " → ", element("strong", {}, cell(address))),
        );
      }),
    ),
  );
}

/** @param {string} name @param {string} label @param {...(Node | null)} children */
function section(name, label, ...children) {
  return element(
    "section",
    { class: "rung", "data-section": name },
    element("h3", {}, label),
    element("div", { class: "rung-body" }, ...children),
  );
}

/** @param {Address[]} results @param {Address[]} below @param {StepFormulas} formulas @param {Context} context */
function resultSection(results, below, formulas, context) {
  const { t } = context;
  const more = results.length - MAX_RESULTS;
  const { explainer } = formulas.screen;
  const remarks = explainer.resultRemarks?.(formulas.step) ?? [];
  const isTable =
    results.length > 1 &&
    results.every((address) => address.startsWith("new_") && !explainer.beside?.(address)) &&
    results.length <= MAX_RESULTS;
  return section(
    "result",
    say(t, "formula_panel.result"),
    ...remarks.map((remark) => remarkOf(remark, context)),
    isTable
      ? updateTable(results, formulas, context)
      : element(
          "ul",
          { class: "results", "data-count": Math.min(results.length, 4) },
          ...results.slice(0, MAX_RESULTS).map((address) => resultItem(address, formulas, context)),
        ),
    more > 0
      ? element("p", { class: "formula-panel-more" }, say(t, "formula_panel.more", { count: more }))
      : null,
    below.length > 0 && !isTable ? alsoKnown(below, formulas, context) : null,
    checks([...results, ...below], formulas, context),
  );
}

/**
 * A number with its name, as a button that leads to the step which made it.
 * @param {Address} address
 * @param {StepFormulas} formulas
 * @param {Context} context
 */
export function numberLabel(address, { screen: { explainer }, symbols }, { t }) {
  const number = explainer.value(address);
  const kind = explainer.kind(address);
  const symbol = symbols.symbol(address);
  const name = mathElement(document, symbol);
  name.setAttribute("aria-hidden", "true");
  return element(
    "button",
    {
      type: "button",
      class: `number-label number-label-${/^[a-z_]+/i.exec(address)?.[0] ?? ""}`,
      "data-address": address,
      "data-value": fullNumber(number),
      "data-key": address,
      "aria-label": say(t, "formula_panel.open_number", {
        kind,
        symbol: spoken(symbol, t),
        value: formatNumber(number),
      }),
    },
    element("span", { class: "number-label-kind" }, kind),
    element("span", { class: "number-label-value" }, name, ` = ${formatNumber(number)}`),
  );
}

/** @param {Remark} remark @param {Context} context */
function remarkOf({ text, mathNode, look }, context) {
  if (look === "badge")
    return element("p", { class: LOOKS[look] }, element("strong", { class: "badge" }, text));
  if (!mathNode) return element("p", { class: LOOKS[look] }, text);
  return element("p", { class: LOOKS[look] }, text, ...mathInParts(mathNode, context));
}

/** The parts of a row, those of rows inside it among them. @param {MathNode} mathNode @returns {MathNode[]} */
const flat = (mathNode) =>
  mathNode.tag === "mrow" && (mathNode.value ?? mathNode.address ?? mathNode.look) === undefined
    ? (mathNode.parts ?? []).flatMap(flat)
    : [mathNode];

/** Mathematics that may be broken before an equals or plus sign and after a comma; read aloud as one.
 * @param {MathNode} mathNode @param {Context} context */
function mathInParts(mathNode, context) {
  const parts = flat(mathNode);
  const first = parts.findIndex(({ text }) => text === "=");
  const starts = parts.flatMap((part, n) =>
    n > first && ("+=".includes(part.text ?? " ") || parts[n - 1]?.text === ",") ? [n] : [],
  );
  if (starts.length === 0) return [mathOf(mathNode, context)];
  const pieces = [0, ...starts].map((start, n) => {
    const [sign, ...rest] = parts.slice(start, starts[n]);
    const infix = /** @type {MathNode} */ (
      start > 0 && sign?.tag === "mo" ? { ...sign, form: "infix" } : sign
    );
    const math = mathElement(document, { tag: "mrow", parts: [infix, ...rest] });
    math.setAttribute("aria-hidden", "true");
    return math;
  });
  return [element("span", { role: "math", "aria-label": spoken(mathNode, context.t) }, ...pieces)];
}

/** Mathematics in a line of text. @param {MathNode} mathNode @param {Context} context */
export function mathOf(mathNode, { t }) {
  const math = mathElement(document, mathNode);
  math.setAttribute("aria-label", spoken(mathNode, t));
  return math;
}

/**
 * One result, and the explainer's remark beside it.
 * @param {Address} address
 * @param {StepFormulas} formulas
 * @param {Context} context
 */
function resultItem(address, formulas, context) {
  const beside = formulas.screen.explainer.beside?.(address) ?? null;
  return element(
    "li",
    {},
    numberLabel(address, formulas, context),
    beside ? element("span", { class: "beside" }, beside) : null,
  );
}

/**
 * Numbers of this step that its rule does not spell out, in one small line.
 * @param {Address[]} addresses
 * @param {StepFormulas} formulas
 * @param {Context} context
 */
function alsoKnown(addresses, { screen: { explainer }, symbols }, context) {
  const { t } = context;
  const more = addresses.length - MAX_RESULTS;
  return element(
    "p",
    { class: "formula-panel-fine also-known" },
    `${say(t, "formula_panel.also_known")} `,
    ...addresses.slice(0, MAX_RESULTS).map((address) => {
      const number = explainer.value(address);
      return element(
        "span",
        { class: "also-one" },
        mathOf(symbols.symbol(address), context),
        " = ",
        element("span", { "data-address": address, "data-value": fullNumber(number) }, formatNumber(number)),
      );
    }),
    more > 0 ? say(t, "formula_panel.more", { count: more }) : null,
  );
}

/** The class and the sentence of checks. */
const CHECKS = /** @type {const} */ ({
  good: ["check-good", "formula_panel.checked"],
  bad: ["check-bad", "formula_panel.checked_bad"],
  due: ["check-due", "formula_panel.checked_later"],
});

/**
 * One line for all checks of the step; how each was made is folded away.
 * @param {Address[]} addresses
 * @param {StepFormulas} formulas
 * @param {Context} context
 */
function checks(addresses, formulas, context) {
  const { t } = context;
  const { explainer } = formulas.screen;
  const made = addresses
    .map((address) => ({ address, check: checkOf(address, formulas, context) }))
    .flatMap(({ address, check }) => (check ? [{ address, ...check }] : []));
  if (made.length === 0) return null;
  const isPart = made.length < addresses.length;
  const count = made.filter(({ good }) => good).length;
  const isBad = made.some(({ good }) => good === false);
  const [look, sentence] = isBad ? CHECKS.bad : count < made.length ? CHECKS.due : CHECKS.good;
  return element(
    "details",
    { class: `check ${look}`, open: isBad },
    element(
      "summary",
      {},
      sentence === CHECKS.good[1] && (isPart || made.length === 1)
        ? say(t, "formula_panel.checked_one")
        : say(t, sentence, { good: count, count: made.length }),
      ...(isPart
        ? made.slice(0, 4).flatMap(({ address }) => [" ", mathOf(formulas.symbols.symbol(address), context)])
        : []),
      isPart && made.length > 4 ? " …" : "",
    ),
    element(
      "ul",
      { class: "check-list" },
      ...made
        .slice(0, MAX_PARTS)
        .map(({ address, text, good }) =>
          element(
            "li",
            { class: (good === null ? CHECKS.due : good ? CHECKS.good : CHECKS.bad)[0] },
            mathOf(formulas.symbols.symbol(address), context),
            ` ${text}`,
          ),
        ),
    ),
    element(
      "p",
      { class: "formula-panel-fine" },
      explainer.checkNote ?? say(t, "formula_panel.check_note_again"),
    ),
  );
}

/** The explainer's own check of a number, else its formula evaluated again.
 * @param {Address} address @param {StepFormulas} formulas @param {Context} context */
function checkOf(address, { screen: { explainer }, step, lines }, { t }) {
  const own = explainer.check?.(address, step);
  if (own !== undefined) return own;
  const line = lineOf(address, lines);
  return line
    ? checkedAgain(
        explainer.value(address),
        evaluate(line, explainer.value),
        t,
        sizeOf(line, explainer.value),
      )
    : null;
}

/** Are there whole arrays in it? @param {Tree} tree @returns {boolean} */
const holdsArrays = (tree) =>
  tree.op === "address" ? tree.shape !== undefined : "args" in tree && tree.args.some(holdsArrays);
