// The document's questions to the reader: what is said of an answer stands in the sentences, what is right in the table
// (app/web/lesson/questions.py), and every number comes from the network that the figure shows.
/** @import { Address, Key } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { Figure, Lesson, LiveFigure } from "../types.js" */
/** @import { Blank } from "./widgets.js" */
import { valueAt } from "../../network/trace_values.js";
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";
import { partsOf, withoutSample } from "../../core/address.js";
import { latexOf, printedValueOf, symbolOf } from "../../network/notation.js";
import { formatNumber } from "../../math/format.js";
import { TOOLS } from "../figure.js";
import { countsOf, joinedBy, symbolsIn } from "../network_parts.js";
import { choiceField, mathSpan, namingFor, openAsked, replyBox, rest, rests, sentence } from "./widgets.js";

/** @typedef {{form: "sort", figure: Figure, at: Address, bins: string[], families: Record<string, string[]>, chips: Record<string, string[]>}} Sort */
/** @typedef {{form: "choose", figure: Figure, options: string[], right: string, reasons: string[], at: Address, blanks: Record<string, string>}} Choose */
/** @typedef {Omit<Choose, "form"> & {form: "factors", weight: Address, families: string[]}} Factors */
/** @typedef {Sort | Choose | Factors} Question */
/** @typedef {{name: string, data: any, lesson: Lesson}} Given */

// ---- what belongs together: pure ------------------------------------------------------------------------------------

/** The counts and the form of a network, as blanks. @param {Trace["network"]} network @returns {Record<string, number | string>} */
const factsOf = (network) => ({
  ...countsOf(network),
  shape: [network.inputs, ...network.layers.map(({ units }) => units)].join("-"),
});

/** After so many of a family the rest can be placed at once. */
export const ENOUGH = 3;

/** `placed`: the bin of everything that is sorted; `last`: what was put there last. @typedef {{placed: Record<string, string>, last: string | null}} Sorted */

/** One thing is put into a bin. @param {Sorted} sorted @param {string} thing @param {string} bin @param {readonly string[]} right the bins that it belongs in
 * @returns {{sorted: Sorted, right: boolean}} */
export function put(sorted, thing, bin, right) {
  if (!right.includes(bin)) return { sorted, right: false };
  return { sorted: { placed: { ...sorted.placed, [thing]: bin }, last: thing }, right: true };
}
/** What is left of a family once enough of it is placed, else nothing. @param {Sorted} sorted @param {readonly string[]} family @returns {string[]} */
export function likeLeft({ placed }, family) {
  const left = family.filter((thing) => !(thing in placed));
  return family.length - left.length >= ENOUGH ? left : [];
}

/** The numbers whose product is a weight's part in the gradient: δ of the neuron that it leads to, and what it carries.
 * @param {Address} weight @param {number} depth of the network @returns {{weight: Address, delta: Address, signal: Address, slope: Address, gradient: Address}} */
export function factorsOf(weight, depth) {
  const { layer, to, signal } = joinedBy(weight);
  // A shallower network than the lesson's: its first weight.
  if (layer > depth) return factorsOf("w1.0.0", depth);
  return { weight, delta: `error${to}`, slope: `slope${to}`, gradient: `d${weight}`, signal };
}
/** What is said of a number that was chosen: "delta", "signal", or why it is none of the two.
 * @param {Address} chosen @param {ReturnType<typeof factorsOf>} factors */
export function factorReply(chosen, { delta, signal }) {
  if (chosen === delta) return "delta";
  if (chosen === signal) return "signal";
  const [one, wanted, target] = [partsOf(chosen), partsOf(signal), partsOf(delta)];
  if (one.family === "error") return "other_delta";
  if (one.layer === target.layer && one.indices[0] === target.indices[0]) return "own_output";
  return one.family === wanted.family && one.layer === wanted.layer ? "other_signal" : "elsewhere";
}

// ---- what all questions share ----------------------------------------------------------------------------------------

/** The figure of a question on the experiment that the section's figures share, if one of them stands on it.
 * @param {Lesson} lesson @param {HTMLElement} root @param {Figure} figure @param {Address} at @param {string} label */
function openOn(lesson, root, { name, tool, experiment, state, names }, at, label) {
  const shared = experiment in lesson.data.experiments;
  return openAsked(lesson, root, {
    name,
    tool,
    experiment,
    state,
    names,
    at,
    label,
    ...(shared ? {} : { request: TOOLS[tool].presetState(lesson.catalog, experiment).request }),
  });
}
/** Tells what the network of a figure now is, and every other after it. @param {LiveFigure} live @param {(trace: Trace) => void} then */
function follow(live, then) {
  if (live.model.answer !== null) then(live.model.answer);
  live.store.subscribe((model, before) => {
    if (model.answer !== null && model.answer !== before.answer) then(model.answer);
  });
}

/** The frame of a question: its name, what is asked, its buttons and the reply.
 * @param {HTMLElement} root @param {Given} given @param {Key} word what its first button says */
function frameOf(root, { name, lesson }, word) {
  const { t, find } = lesson;
  const headingId = uniqueId("question-heading");
  const promptId = uniqueId("question-prompt");
  const mark = element(
    "span",
    { class: "solved-mark", hidden: !lesson.isSolved(name) },
    `✓ ${t("practice.solved")}`,
  );
  const prompt = element("p", { class: "question-prompt", id: promptId });
  const reply = replyBox(t);
  const place = element("div", { class: "question-body" });
  const check = element("button", { type: "button", class: "primary" }, t(word));
  const show = element("button", { type: "button" }, t("practice.show"));
  const buttons = element("div", { class: "exercise-buttons" }, check, show);
  const reasoning = element("div", { class: "reasoning", hidden: true });
  root.replaceChildren(
    element(
      "header",
      { class: "exercise-head" },
      element("h3", { id: headingId }, t("question.heading")),
      mark,
    ),
    prompt,
    place,
    buttons,
    reply.node,
    reasoning,
  );
  setAttribute(root, "role", "group");
  setAttribute(root, "aria-labelledby", headingId);
  return {
    place,
    prompt,
    reply,
    check,
    show,
    buttons,
    reasoning,
    headingId,
    promptId,
    /** @param {string} key below the question's own @param {Record<string, Blank>} [blanks] @param {Naming | null} [naming] */
    say: (key, blanks = {}, naming = null) =>
      sentence(find(`question.${name}.${key}`, ""), blanks, naming, t),
    /** @param {boolean} byReader found, not shown */
    done(byReader) {
      rest(check, true);
      rest(show, true);
      if (!byReader) return;
      mark.hidden = false;
      lesson.solved(name);
    },
  };
}
/** @typedef {ReturnType<typeof frameOf>} QuestionFrame */

/** The mathematics of the table as blanks. @param {Record<string, string>} blanks @returns {Record<string, Blank>} */
const inLatex = (blanks) =>
  Object.fromEntries(Object.entries(blanks).map(([name, latex]) => [name, { latex }]));

// ---- sorting ---------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {Given} given @param {Sort} question */
function mountSort(root, given, question) {
  const { name, lesson } = given;
  const { t, find } = lesson;
  const frame = frameOf(root, given, "question.parameters.like_none");
  const { reply } = frame;
  /** @type {Sorted} */
  let sorted = { placed: {}, last: null };
  /** @type {Trace | null} */
  let trace = null;
  let finished = false;
  const word = (/** @type {string} */ key) => find(`question.${name}.${key}`, "");

  const group = uniqueId("bin");
  const radios = question.bins.map((bin, k) =>
    element("input", { type: "radio", name: group, value: bin, checked: k === 0 }),
  );
  const bins = element(
    "fieldset",
    { class: "bins" },
    element("legend", {}, word("bins")),
    ...question.bins.map((bin, k) =>
      element(
        "label",
        { class: "bin", "data-bin": bin },
        radios[k] ?? null,
        element("span", { class: "bin-mark", "data-bin": bin, "aria-hidden": "true" }, word(`mark.${bin}`)),
        element("span", {}, word(`bin.${bin}`)),
        element("kbd", { "aria-hidden": "true" }, String(k + 1)),
      ),
    ),
  );
  const bin = () => radios.find((radio) => radio.checked)?.value ?? question.bins[0] ?? "";

  const figure = element("div", { class: "question-figure" });
  const chipOf = Object.fromEntries(
    Object.keys(question.chips).map((thing) => {
      const badge = element("span", { class: "bin-mark", "aria-hidden": "true" });
      const said = element("span", { class: "unseen" });
      const button = element(
        "button",
        { type: "button", class: "sort-chip", "data-thing": thing, onclick: () => place(thing, thing) },
        element("span", {}, word(`thing.${thing}`)),
        badge,
        said,
      );
      return [thing, { button, badge, said }];
    }),
  );
  const chips = element(
    "div",
    { class: "sort-chips", role: "group", "aria-label": word("chips") },
    element("p", { class: "hint" }, word("chips")),
    ...Object.values(chipOf).map(({ button }) => button),
  );
  const left = element("p", { class: "sort-left" });
  frame.prompt.append(...frame.say("prompt"));
  frame.place.append(bins, figure, chips);
  frame.buttons.append(left);

  const asked = openOn(lesson, figure, question.figure, question.at, word("figure"));
  const { live } = asked;

  /** Things that are alike, by their family; of the network that is shown now. @returns {Record<string, string[]>} */
  const drawn = () => {
    const all = trace ? symbolsIn(trace.network) : {};
    return Object.fromEntries(Object.keys(question.families).map((family) => [family, all[family] ?? []]));
  };
  const things = () => [...Object.values(drawn()).flat(), ...Object.keys(question.chips)];
  const unplaced = () => things().filter((thing) => !(thing in sorted.placed));
  const familyOfLast = () => (sorted.last === null ? "" : partsOf(sorted.last).family);
  const like = () => likeLeft(sorted, drawn()[familyOfLast()] ?? []);
  const naming = () => (trace ? namingFor(trace.network, live.model.state, lesson.catalog) : null);

  function show() {
    const marks = Object.fromEntries(
      Object.entries(sorted.placed)
        .filter(([thing]) => !(thing in question.chips))
        .map(([thing, where]) => [thing, word(`mark.${where}`)]),
    );
    live.dispatch("setPick", { families: Object.keys(question.families), marks });
    for (const [thing, { button, badge, said }] of Object.entries(chipOf)) {
      const where = sorted.placed[thing];
      setAttribute(button, "data-bin", where ?? null);
      setAttribute(badge, "data-bin", where ?? null);
      setText(badge, where === undefined ? "" : word(`mark.${where}`));
      setText(said, where === undefined ? "" : ` ${word(`bin.${where}`)}`);
    }
    const alike = like();
    rest(frame.check, alike.length === 0);
    const [first] = alike;
    const symbols = naming();
    frame.check.replaceChildren(
      ...(first && symbols
        ? sentence(
            t("question.parameters.like"),
            { count: alike.length, symbol: { latex: familyOfLast() } },
            symbols,
            t,
          )
        : [document.createTextNode(t("question.parameters.like_none"))]),
    );
    const count = unplaced().length;
    setText(left, trace ? t("question.parameters.left", { left: count, all: things().length }) : "");
    if (trace && count === 0) finish();
  }

  /** @param {string} thing @param {string} family its reply goes by it */
  function place(thing, family) {
    if (thing in sorted.placed) {
      const where = sorted.placed[thing] ?? "";
      reply.say("note", null, [
        [document.createTextNode(t("question.parameters.placed", { bin: word(`bin.${where}`) }))],
      ]);
      return;
    }
    const where = bin();
    const judged = put(sorted, thing, where, question.families[family] ?? question.chips[family] ?? []);
    sorted = judged.sorted;
    const said = word(`${family}.${where}`) || word(`chip.${where}`);
    const symbols = naming();
    const symbol =
      symbols && !(thing in question.chips) ? mathSpan(symbolOf(thing, symbols), t) : word(`thing.${thing}`);
    reply.say(judged.right ? "right" : "wrong", null, [
      [element("strong", {}, symbol), " → ", word(`bin.${where}`), t("question.parameters.colon"), said],
    ]);
    show();
  }
  live.onPick = (address) => {
    const { family } = partsOf(address);
    if (family in question.families) place(withoutSample(address), family);
  };
  frame.check.addEventListener("click", () => {
    if (rests(frame.check)) return;
    const alike = like();
    const where = sorted.placed[sorted.last ?? ""] ?? "";
    const last = sorted.last;
    for (const thing of alike) sorted = put(sorted, thing, where, [where]).sorted;
    sorted = { ...sorted, last };
    reply.say("right", null, [
      [
        document.createTextNode(
          t("question.parameters.all_placed", { count: alike.length, bin: word(`bin.${where}`) }),
        ),
      ],
    ]);
    show();
  });
  let byReader = true;
  frame.show.addEventListener("click", () => {
    if (rests(frame.show)) return;
    byReader = false;
    for (const thing of unplaced()) {
      const [where = ""] = question.families[partsOf(thing).family] ?? question.chips[thing] ?? [];
      sorted = put(sorted, thing, where, [where]).sorted;
    }
    reply.say("told", null, [[document.createTextNode(word("shown"))]]);
    show();
  });

  function finish() {
    if (finished) return;
    finished = true;
    frame.reasoning.hidden = false;
    writeReasons();
    frame.done(byReader);
    if (byReader) reply.say("right", null, [[document.createTextNode(word("done"))]]);
  }
  function writeReasons() {
    if (!trace || !finished) return;
    const blanks = factsOf(trace.network);
    frame.reasoning.replaceChildren(
      ...["weight", "activation", "hyperparameter", "none"].map((each) =>
        element(
          "p",
          { class: "reason", "data-bin": each },
          element(
            "span",
            { class: "bin-mark", "data-bin": each, "aria-hidden": "true" },
            word(`mark.${each}`),
          ),
          element("span", {}, ...frame.say(`why.${each}`, blanks)),
        ),
      ),
    );
  }
  follow(live, (now) => {
    trace = now;
    writeReasons();
    show();
  });
  // The bins have keys, which else would belong to the figure's player.
  root.addEventListener(
    "keydown",
    (event) => {
      const radio = /^[1-9]$/.test(event.key) ? radios[Number(event.key) - 1] : undefined;
      if (!radio || event.ctrlKey || event.metaKey || event.altKey) return;
      radio.checked = true;
      event.preventDefault();
      event.stopPropagation();
      setText(chosen, t("question.parameters.bin_chosen", { bin: word(`bin.${radio.value}`) }));
    },
    true,
  );
  const chosen = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  root.append(chosen);
}

// ---- choosing --------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {Given} given @param {Choose | Factors} question
 * @param {(frame: QuestionFrame) => void} then the answer is right */
function askChoice(root, given, question, then) {
  const {
    name,
    lesson: { t, find },
  } = given;
  const frame = frameOf(root, given, "practice.check");
  const blanks = inLatex(question.blanks);
  frame.prompt.append(...frame.say("prompt", blanks));
  const field = choiceField({
    legend: t("practice.answer"),
    describedBy: frame.promptId,
    missing: t("practice.choose"),
    options: question.options.map((option) => ({
      name: option,
      content: sentence(find(`question.${name}.option.${option}`, ""), blanks, null, t),
    })),
  });
  frame.place.append(field.node);
  frame.check.addEventListener("click", () => {
    if (rests(frame.check)) return;
    const read = field.read();
    if ("missing" in read) {
      frame.reply.say("note", null, [[document.createTextNode(read.missing)]]);
      field.focus();
      return;
    }
    const right = read.value === question.right;
    frame.reply.say(right ? "right" : "wrong", null, [frame.say(`reply.${read.value}`, blanks)]);
    if (!right) return;
    field.lock(true);
    then(frame);
  });
  return { frame, field, blanks };
}

/** The reasoning, with the numbers of the network that the figure shows, and the figure.
 * @param {QuestionFrame} frame @param {Lesson} lesson @param {Choose} question @param {string} label */
function showReasons(frame, lesson, question, label) {
  const figure = element("div", { class: "question-figure" });
  const text = element("div", { class: "reasons" });
  frame.reasoning.replaceChildren(text, figure);
  frame.reasoning.hidden = false;
  const { live, goOn } = openOn(lesson, figure, question.figure, "end", label);
  goOn(question.at);
  follow(live, ({ network }) => {
    const blanks = { ...factsOf(network), ...inLatex(question.blanks) };
    text.replaceChildren(...question.reasons.map((reason) => element("p", {}, ...frame.say(reason, blanks))));
  });
}

/** @param {HTMLElement} root @param {Given} given @param {Choose} question */
function mountChoose(root, given, question) {
  const label = given.lesson.t("question.figure");
  const { frame, field, blanks } = askChoice(root, given, question, (own) => {
    own.done(true);
    showReasons(own, given.lesson, question, label);
  });
  frame.show.addEventListener("click", () => {
    if (rests(frame.show)) return;
    frame.reply.say("told", null, [frame.say(`reply.${question.right}`, blanks)]);
    field.lock(true);
    frame.done(false);
    showReasons(frame, given.lesson, question, label);
  });
}

// ---- choosing, then finding two numbers ------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {Given} given @param {Factors} question */
function mountFactors(root, given, question) {
  const { lesson } = given;
  const { t } = lesson;
  const { frame, field, blanks } = askChoice(root, given, question, () => find());
  /** @type {Trace | null} */
  let trace = null;
  /** @type {Set<Address>} */
  const found = new Set();
  let finished = false;
  let finding = false;

  const task = element("p", { class: "question-prompt" });
  const figure = element("div", { class: "question-figure", hidden: true });
  const reply = replyBox(t);
  const text = element("div", { class: "reasons" });
  /** @type {ReturnType<typeof openOn> | null} */
  let asked = null;

  const naming = () =>
    trace && asked ? namingFor(trace.network, asked.live.model.state, lesson.catalog) : null;
  const factors = () => factorsOf(question.weight, trace?.network.layers.length ?? 1);
  /** The symbols of the factors as blanks. @returns {Record<string, Blank>} */
  const symbols = () =>
    Object.fromEntries(Object.entries(factors()).map(([role, address]) => [role, { address }]));

  /** The second half: the picture, and two numbers to be found in it. */
  function find() {
    if (finding) return;
    finding = true;
    // The first answer is given; what is left to be shown is the second.
    rest(frame.check, true);
    frame.reasoning.replaceChildren(task, figure, reply.node, text);
    frame.reasoning.hidden = false;
    figure.hidden = false;
    asked = openOn(lesson, figure, question.figure, question.at, t("question.figure"));
    asked.live.onPick = pick;
    follow(asked.live, (now) => {
      trace = now;
      task.replaceChildren(...frame.say("find", symbols(), naming()));
      show();
    });
  }
  function show() {
    if (!asked || !trace) return;
    if (finished) writeReasons();
    else
      asked.live.dispatch("setPick", {
        families: question.families,
        marks: Object.fromEntries([...found].map((address) => [address, "✓"])),
      });
  }
  /** @param {Address} chosen */
  function pick(chosen) {
    if (!trace || finished) return;
    const address = withoutSample(chosen);
    const said = factorReply(address, factors());
    const right = said === "delta" || said === "signal";
    if (right) found.add(address);
    if (found.size === 2) {
      finish(true);
      return;
    }
    reply.say(right ? "right" : "wrong", null, [
      frame.say(`found.${said}`, { ...symbols(), chosen: { address } }, naming()),
    ]);
    show();
  }
  /** @param {boolean} byReader */
  function finish(byReader) {
    if (finished || !asked) return;
    finished = true;
    const { weight } = factors();
    reply.say(byReader ? "right" : "told", null, [frame.say("found.both", symbols(), naming())]);
    asked.goOn(`new_${weight}`);
    frame.done(byReader);
    writeReasons();
  }
  function writeReasons() {
    const names = naming();
    if (!trace || !names) return;
    const { delta, slope, signal, gradient } = factors();
    const network = trace;
    const value = (/** @type {Address} */ address) => printedValueOf(network, address, names) ?? NaN;
    const latex = (/** @type {Address} */ address) => latexOf(address, names);
    const numbers = [delta, slope, signal]
      .map((address) => formatNumber(value(address)).replaceAll("−", "-"))
      .map((number, k) => (k > 0 && number.startsWith("-") ? `(${number})` : number));
    const product = formatNumber(-(valueAt(network, gradient, 0) ?? NaN)).replaceAll("−", "-");
    const rule = `-${latex(gradient)}=${latex(delta)}\\cdot ${latex(slope)}\\cdot ${latex(signal)}=${numbers.join("\\cdot ")}=${product}`;
    const all = { ...symbols(), ...blanks, rule: { latex: rule } };
    text.replaceChildren(
      ...question.reasons.map((reason) => element("p", {}, ...frame.say(reason, all, names))),
    );
  }
  frame.show.addEventListener("click", () => {
    if (rests(frame.show)) return;
    field.lock(true);
    if (!finding) {
      frame.reply.say("told", null, [frame.say(`reply.${question.right}`, blanks)]);
      find();
      return;
    }
    finish(false);
  });
}

// ---- the door of this file -------------------------------------------------------------------------------------------

/** @type {Record<Question["form"], (root: HTMLElement, given: Given, question: any) => void>} */
const FORMS = { sort: mountSort, choose: mountChoose, factors: mountFactors };

/** Brings a question of the text to life. @param {HTMLElement} root @param {Given} given */
export function mountQuestion(root, given) {
  const question = /** @type {Question} */ (given.data);
  setAttribute(root, "data-form", question.form);
  FORMS[question.form](root, given, question);
}
