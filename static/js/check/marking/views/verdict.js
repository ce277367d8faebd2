// What the marking says: the points, and the first number to be put right with the mistake that gives it.
/** @import { Key, MathNode, View } from "../../../core/types.js" */
/** @import { Naming } from "../../../network/notation.js" */
/** @import { Context, FoundMistake, MarkedAnswer, Marking, Screen, Verdict } from "../../types.js" */
import { problemText } from "../../../core/problems.js";
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { nodesFromLatex } from "../../../math/latex.js";
import { joined } from "../../../math/sentences.js";
import { mi, textFrom } from "../../../math/nodes.js";
import { namingOf } from "../../../network/notation.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { EXAMPLES, sheetOfExample } from "../examples.js";
import { turnedWeights } from "../given.js";
import { numberSymbol, numberWords } from "../names.js";
import { VERDICTS } from "../verdicts.js";
import { whyLink } from "../../views/why.js";
import { buildConventions } from "./conventions.js";
import { goToCell } from "./cells.js";
import { verdictList } from "./list.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, catalog, dispatch } = context;
  const said = element("p", { class: "marking-said", role: "status" });
  const place = element("div", { class: "marking-parts" });
  const begin = beginning(context);
  const all = element("button", {
    type: "button",
    "data-key": "show-all",
    onclick: () => dispatch("show", all.getAttribute("aria-pressed") === "true" ? "first" : "all"),
  });
  setText(all, t("checking.show_all"));
  const clear = element(
    "button",
    { type: "button", "data-key": "clear-answers", onclick: () => dispatch("clearAnswers") },
    t("checking.clear"),
  );
  const walk = element(
    "button",
    { type: "button", "data-key": "open-walkthrough", onclick: () => dispatch("openWalkthrough") },
    t("checking.open_walkthrough"),
  );
  const conventions = buildConventions(context);
  root.replaceChildren(
    element("h2", { class: "unseen" }, t("checking.marking")),
    said,
    begin,
    element("div", { class: "marking-tools" }, all, clear, walk),
    place,
    ...conventions.nodes,
  );
  /** @type {unknown[]} */
  let shownFor = [];
  return {
    update(screen) {
      const { marking, first, opened, state, verdicts, markingProblem } = screen;
      const naming = namingOf(screen, catalog);
      const isEmpty = Object.keys(state.answers).length === 0;
      sayStanding(said, screen, naming, context);
      begin.hidden = !isEmpty;
      clear.hidden = isEmpty;
      all.hidden = isEmpty || marking === null || (first === null && state.shown === "first");
      setAttribute(all, "aria-pressed", String(state.shown === "all"));
      conventions.update(screen);
      const about = [marking, first, opened, state.shown, verdicts.size, markingProblem, state.answers];
      if (about.every((part, k) => part === shownFor[k]) && shownFor.length > 0) return;
      shownFor = about;
      const parts = [
        first ? firstCard(first, screen, naming, context) : null,
        verdictList(screen, naming, context),
      ];
      const focused = place.contains(document.activeElement)
        ? document.activeElement?.getAttribute("data-key")
        : null;
      place.replaceChildren(...parts.filter((part) => part !== null));
      if (focused) place.querySelector(".right-numbers")?.setAttribute("tabindex", "-1");
      if (focused) /** @type {HTMLElement | null} */ (place.querySelector(".right-numbers"))?.focus();
    },
  };
}

/** What can be done with an empty sheet. @param {Context} context */
const beginning = ({ t, dispatch, catalog }) =>
  element(
    "div",
    { class: "marking-begin" },
    element("p", {}, t("checking.begin")),
    element("h3", {}, t("checking.example_sheets")),
    ...EXAMPLES.map((example) =>
      element(
        "button",
        {
          type: "button",
          "data-key": `example-${example.name}`,
          onclick: () => dispatch("openSheet", sheetOfExample(example, catalog)),
        },
        t(example.title),
      ),
    ),
  );

/** What stands in a sentence where a symbol comes. */
const PLACE = "\u{fffc}";

/** Says how the sheet stands in one sentence, which screen readers hear: a symbol is seen as it is written, and heard
 * in words. @param {HTMLElement} said @param {Screen} screen @param {Naming} naming @param {Context} context */
function sayStanding(said, screen, naming, context) {
  const { first } = screen;
  const words = first ? numberWords(first.address, naming, context.t) : "";
  const sentence = sentenceOn(screen, context);
  const [before = "", after] = sentence.split(PLACE);
  if (said.getAttribute("data-said") === `${sentence}${words}`) return;
  setAttribute(said, "data-said", `${sentence}${words}`);
  if (after === undefined || first === null) return setText(said, sentence);
  const symbol = element(
    "span",
    { "aria-hidden": "true" },
    mathOf(numberSymbol(first.address, naming), context),
  );
  said.replaceChildren(before, symbol, element("span", { class: "unseen" }, words), after);
}

/** The sentence, with `PLACE` for the symbol of the first number to be put right. @param {Screen} screen
 * @param {Context} context */
function sentenceOn({ marking, markingProblem, isMarking, first, waiting, state }, { t }) {
  if (markingProblem) return problemText(markingProblem, t);
  if (Object.keys(state.answers).length === 0) return t("checking.nothing_yet");
  if (isMarking || marking === null) return t("checking.marking_now");
  const counts = countsOn(marking, t);
  if (first === null) return joined(counts, t("checking.all_right"));
  const key = waiting > 0 ? "checking.first_and_waiting" : "checking.first_said";
  return joined(counts, t(key, { symbol: PLACE, waiting }));
}

/** What is counted of each verdict. @type {readonly [Key, readonly Verdict[]][]} */
const COUNTED = [
  ["checking.count_right", ["right", "right_to_digits"]],
  ["checking.count_follows", ["follows"]],
  ["checking.count_wrong", ["wrong"]],
  ["checking.count_unreadable", ["unreadable"]],
  ["checking.count_unjudged", ["unjudged"]],
];

/** How many numbers there are, and how many of them have each verdict. @param {Marking} marking
 * @param {Context["t"]} t */
function countsOn({ answers }, t) {
  const parts = COUNTED.flatMap(([key, verdicts]) => {
    const count = answers.filter(({ verdict }) => verdicts.includes(verdict)).length;
    return count === 0 ? [] : [t(key, { count })];
  });
  return t("checking.counts", { of: answers.length, parts: parts.join(t("speech.comma")) });
}

/** @param {MarkedAnswer} judged @param {Screen} screen @param {Naming} naming @param {Context} context */
function firstCard(judged, screen, naming, context) {
  const { t, dispatch } = context;
  const { address, verdict, text, mistakes } = judged;
  const { sign, word } = VERDICTS[verdict];
  const isOpen = screen.opened.has(address);
  return element(
    "section",
    { class: "first-wrong", "data-verdict": verdict, "aria-label": t("checking.first_wrong") },
    element("h3", {}, t("checking.first_wrong")),
    element(
      "p",
      { class: "first-number" },
      element("span", { class: "verdict-sign", "aria-hidden": "true" }, sign),
      mathOf(numberSymbol(address, naming), context),
      element("span", { class: "verdict-word" }, t(word)),
    ),
    element("p", {}, t("checking.you_wrote", { text: screen.state.answers[address] ?? "" })),
    screen.outdated.has(address)
      ? element("p", {}, t("checking.outdated"))
      : mistakes.length === 0
        ? element("p", {}, text)
        : mistakeList(mistakes, judged, screen, naming, context),
    isAllWrong(screen) ? element("p", { class: "hint" }, t("checking.none_right")) : null,
    element(
      "button",
      { type: "button", "data-key": "go-to-cell", onclick: () => goToCell(address) },
      t("checking.put_right"),
    ),
    verdict === "unreadable"
      ? null
      : isOpen
        ? rightNumbers(judged, t)
        : element(
            "button",
            { type: "button", "data-key": "open-number", onclick: () => dispatch("openNumber", address) },
            t("checking.show_right"),
          ),
  );
}

/** Is no number right? Then they may be those of another network. @param {Screen} screen */
const isAllWrong = ({ marking }) =>
  marking !== null &&
  marking.answers.length > 1 &&
  marking.answers.every(({ verdict }) => !verdict.startsWith("right"));

/** The likeliest mistake; others that give the same number are opened.
 * @param {readonly FoundMistake[]} mistakes @param {MarkedAnswer} judged @param {Screen} screen
 * @param {Naming} naming @param {Context} context */
function mistakeList(mistakes, judged, screen, naming, context) {
  const { t } = context;
  const items = mistakes.map((mistake) => mistakeItem(mistake, judged, screen, naming, context));
  const list = (/** @type {Element[]} */ some) =>
    element("ul", { class: "mistakes", "aria-label": t("checking.mistakes") }, ...some);
  const [likeliest, ...others] = items;
  if (likeliest === undefined || others.length === 0) return list(items);
  return element(
    "div",
    {},
    list([likeliest]),
    element(
      "details",
      { class: "other-mistakes" },
      element("summary", {}, t("checking.other_mistakes", { count: others.length })),
      list(others),
    ),
  );
}

/** @param {FoundMistake} mistake @param {MarkedAnswer} judged @param {Screen} screen @param {Naming} naming
 * @param {Context} context */
function mistakeItem({ text, address, formula, code }, judged, screen, naming, context) {
  const { t } = context;
  const node = formula === null ? null : withDeltas(nodesFromLatex(formula));
  return element(
    "li",
    { "data-code": code },
    element("p", {}, text),
    whyLink(code, t),
    address === judged.address
      ? null
      : element(
          "p",
          { class: "hint" },
          t("checking.happened_at"),
          mathOf(numberSymbol(address, naming), context),
        ),
    node ? element("p", { class: "mistake-line" }, mathOf(node, context)) : null,
    code === "weights_transposed" ? exchange(address, screen, context) : null,
  );
}

/** Whoever has a task whose weights are the other way round has made no mistake.
 * @param {string} address where they came in @param {Screen} screen @param {Context} context */
function exchange(address, screen, { t, dispatch }) {
  const layer = Number(/^z(\d+)\./.exec(address)?.[1] ?? 0);
  const edits = layer === 0 ? null : turnedWeights(screen, layer);
  if (edits === null) return null;
  return element(
    "p",
    {},
    element("span", {}, t("checking.turned_about")),
    " ",
    element(
      "button",
      {
        type: "button",
        "data-key": "turn-weights",
        onclick: () => dispatch("editMany", { edits, notice: { key: "checking.network_taken" } }),
      },
      t("checking.turn_weights"),
    ),
  );
}

/** A line with δ for ∂C/∂z, as the sheet has it. @template {MathNode | null} N @param {N} node @returns {N} */
function withDeltas(node) {
  if (node === null || !node.parts) return node;
  const [over, under] = node.parts;
  const by = under?.parts?.[1];
  if (node.tag === "mfrac" && over && textFrom(over) === "∂C" && by?.parts?.[0]?.text === "z")
    return /** @type {N} */ ({ ...by, parts: [mi("δ"), ...by.parts.slice(1)] });
  return { ...node, parts: node.parts.map((part) => withDeltas(part)) };
}

/** @param {MarkedAnswer} judged @param {Context["t"]} t */
const rightNumbers = ({ expected, from_yours: fromYours }, t) =>
  element(
    "dl",
    { class: "right-numbers" },
    ...(fromYours === null || formatNumber(fromYours) === formatNumber(expected)
      ? []
      : [element("dt", {}, t("checking.from_yours")), element("dd", {}, formatNumber(fromYours))]),
    element("dt", {}, t("checking.right_number")),
    element("dd", {}, formatNumber(expected)),
  );
