// The formula panel: what this step does in words, its rule in symbols, the known parts, the numbers filled in, the
// result and its check. Every number opens the step that made it.

/** @import { Address, Context, Mount, PageScreen, Remark, Step, Tree } from "../core/types.js" */
/** @import { Sheet } from "./step_formulas.js" */
import { addressUnder, element, isCut, reachIfCut } from "../draw/dom.js";
import { addressesOf, evaluate, latexOfTree, lineOf, mathElement, sidesOf, sizeOf } from "../math/formula.js";
import { withoutSample } from "../network/notation.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { checkedAgain, say, spoken } from "../math/speech.js";
import { madeBy, mathLine, sheetOf, NOTHING } from "./step_formulas.js";

/** More than this many known parts, or steps of a group, are counted instead of shown. */
const MOST_PARTS = 24;
const MOST_STEPS = 48;
const MOST_RESULTS = 14;
/** Stands in a sentence where a symbol will be drawn. */
const PLACE = "\u0001";
const LOOKS = { plain: "ladder-note", marked: "ladder-note left-out-note", badge: "ladder-note", fine: "ladder-fine" };

/** @param {HTMLElement} root @param {Context} context */
export const mount = /** @type {Mount<PageScreen>} */ ((root, context) => {
  const { dispatch, t } = context;
  root.classList.add("ladder");
  const heading = element("h2", { class: "ladder-heading", tabindex: "-1" });
  const copy = element("button", { type: "button", class: "ladder-copy", onclick: copyLatex }, say(t, "ladder.copy_latex"));
  const narration = element("p", { class: "ladder-narration" });
  const body = element("div", { class: "ladder-rungs" });
  const origin = element("div", { class: "ladder-origin" });
  const source = element("textarea", { class: "ladder-latex", readonly: true, rows: "3", hidden: true, "aria-label": "LaTeX" });
  root.append(element("div", { class: "ladder-top" }, heading, copy), narration, body, origin, source);

  /** @type {PageScreen | null} */
  let shown = null;
  let latex = "";
  /** The number that was asked for last; it stays until the step changes. @type {Address | null} */
  let asked = null;

  for (const [event, on] of /** @type {const} */ ([["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]])) {
    body.addEventListener(event, (happened) => {
      const address = addressUnder(happened.target);
      if (!address) return;
      if (on) asked = address;
      dispatch("focus", on ? address : null);
    });
  }
  body.addEventListener("click", (event) => {
    const address = addressUnder(event.target);
    if (address) open(address);
  });
  /** Goes to the step that made a number; a given number only says that it is given. @param {Address} address */
  function open(address) {
    const at = shown ? writerOf(shown, address) : -1;
    if (shown && at >= 0 && !shown.frame.active.includes(/** @type {Step} */ (shown.steps[at]))) {
      // The token under the pointer goes with its step and will not say good-bye.
      dispatch("focus", null);
      dispatch("seek", at + 1);
    } else {
      asked = address;
      showOrigin();
    }
  }

  async function copyLatex() {
    try {
      await navigator.clipboard.writeText(latex);
      copy.textContent = say(t, "ladder.copied");
    } catch {
      source.hidden = false;
      source.value = latex;
      source.select();
      copy.textContent = say(t, "ladder.copy_failed");
    }
  }

  /** A number with its name, as a button: "where does it come from?" @param {Address} address @param {Sheet} sheet */
  function chip(address, { screen: { subject }, symbols }) {
    const number = subject.value(address);
    const kind = subject.kind(address);
    const symbol = symbols.symbol(address);
    const name = mathElement(document, symbol);
    name.setAttribute("aria-hidden", "true");
    return element("button", {
      type: "button", class: `chip chip-${/^[a-z_]+/i.exec(address)?.[0] ?? ""}`,
      "data-address": address, "data-value": fullNumber(number), "data-key": address,
      "aria-label": say(t, "ladder.open_number", { kind, symbol: spoken(symbol, t), value: formatNumber(number) }),
    }, element("span", { class: "chip-kind" }, kind), element("span", { class: "chip-value" }, name, ` = ${formatNumber(number)}`));
  }
  /** @param {string} label @param {...(Node | null)} children */
  function rung(label, ...children) {
    return element("section", { class: "rung" }, element("h3", {}, label), element("div", { class: "rung-body" }, ...children));
  }

  /** @param {Sheet} sheet @returns {Node[]} */
  function ladder(sheet) {
    const { screen: { subject }, step, tree, lines, symbols, numbers } = sheet;
    const left = lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? NOTHING));
    const parts = [...new Set(lines.flatMap((line) => addressesOf(sidesOf(line)[1])))]
      .filter((address) => !left.includes(address) && subject.value(address) !== null);
    const besides = step.writes.filter((address) => !left.includes(address) && subject.value(address) !== null);
    const placed = (/** @type {string} */ place) => besides.filter((address) => (subject.place?.(address) ?? "below") === place);
    const results = [...placed("result"), ...madeBy(sheet)];
    const below = placed("below");
    const remarks = (subject.remarks?.(step) ?? []).map(remark);
    if (lines.length === 0) return remarks;
    return [
      rung(say(t, "ladder.rule"), ...lines.map((line) => mathLine(line, symbols, context)), ...remarks),
      parts.length > 0 ? rung(say(t, "ladder.parts"), element("div", { class: "chips" },
        ...parts.slice(0, MOST_PARTS).map((address) => chip(address, sheet)),
        parts.length > MOST_PARTS ? element("span", { class: "ladder-more" }, say(t, "ladder.more", { count: parts.length - MOST_PARTS })) : null)) : null,
      rung(say(t, holdsArrays(tree) ? "ladder.shapes" : "ladder.numbers"),
        ...lines.flatMap((line) => [line, ...(subject.further?.(line) ?? [])]).map((line) => mathLine(line, numbers, context))),
      results.length > 0 ? rung(say(t, "ladder.result"), ...(subject.resultRemarks?.(step) ?? []).map(remark),
        element("ul", { class: "results" }, ...results.slice(0, MOST_RESULTS).map((address) => result(address, sheet))),
        results.length > MOST_RESULTS ? element("p", { class: "ladder-more" }, say(t, "ladder.more", { count: results.length - MOST_RESULTS })) : null,
        below.length > 0 ? alsoKnown(below, sheet) : null,
        checks([...results, ...below], sheet)) : null,
    ].filter((node) => node !== null);
  }
  /** @param {Remark} remark */
  function remark({ text, piece, look }) {
    if (look === "badge") return element("p", { class: LOOKS[look] }, element("strong", { class: "badge" }, text));
    if (!piece) return element("p", { class: LOOKS[look] }, text);
    return element("p", { class: LOOKS[look] }, text, mathOf(piece));
  }
  /** Mathematics in a line of text. @param {ReturnType<PageScreen["subject"]["symbol"]>} piece */
  function mathOf(piece) {
    const math = mathElement(document, piece);
    math.setAttribute("aria-label", spoken(piece, t));
    return math;
  }
  /** One result, and a word beside it. @param {Address} address @param {Sheet} sheet */
  function result(address, sheet) {
    const beside = sheet.screen.subject.beside?.(address) ?? null;
    return element("li", {}, chip(address, sheet), beside ? element("span", { class: "beside" }, beside) : null);
  }
  /** Numbers of this step that its rule does not spell out, in one small line. @param {Address[]} addresses @param {Sheet} sheet */
  function alsoKnown(addresses, { screen: { subject }, symbols }) {
    const more = addresses.length - MOST_RESULTS;
    return element("p", { class: "ladder-fine also-known" }, `${say(t, "ladder.also_known")} `,
      ...addresses.slice(0, MOST_RESULTS).map((address) => {
        const number = subject.value(address);
        return element("span", { class: "also-one" }, mathOf(symbols.symbol(address)), " = ",
          element("span", { "data-address": address, "data-value": fullNumber(number) }, formatNumber(number)));
      }),
      more > 0 ? say(t, "ladder.more", { count: more }) : null);
  }
  /** One line for all checks of the step; how each was made is folded away. @param {Address[]} addresses @param {Sheet} sheet */
  function checks(addresses, sheet) {
    const { subject } = sheet.screen;
    const made = addresses.map((address) => ({ address, check: checkOf(address, sheet) }))
      .flatMap(({ address, check }) => (check ? [{ address, ...check }] : []));
    if (made.length === 0) return null;
    const count = made.filter(({ good }) => good).length;
    const all = count === made.length;
    return element("details", { class: all ? "check check-good" : "check check-bad", open: !all },
      element("summary", {}, say(t, all ? "ladder.checked" : "ladder.checked_bad", { good: count, count: made.length })),
      element("ul", { class: "check-list" }, ...made.slice(0, MOST_PARTS).map(({ address, text, good }) =>
        element("li", { class: good ? "check-good" : "check-bad" }, mathOf(sheet.symbols.symbol(address)), ` ${text}`))),
      element("p", { class: "ladder-fine" }, say(t, subject.checkNote ?? "ladder.check_note_again")));
  }
  /** @param {Address} address @param {Sheet} sheet */
  function checkOf(address, { screen: { subject }, step, lines }) {
    const own = subject.check?.(address, step);
    if (own !== undefined) return own;
    const line = lineOf(address, lines);
    return line ? checkedAgain(subject.value(address), evaluate(line, subject.value), t, sizeOf(line, subject.value)) : null;
  }

  /** @param {PageScreen} screen @returns {Node[]} */
  function group(screen) {
    const { frame, steps, subject } = screen;
    const start = frame.position - frame.active.length;
    const list = frame.active.slice(0, MOST_STEPS).map((step, k) => {
      const sheet = sheetOf(screen, step);
      return element("li", {},
        element("button", { type: "button", class: "ladder-go", onclick: () => dispatch("seek", start + k + 1) },
          `${start + k + 1} · ${subject.title(step)}`),
        ...sheet.lines.map((line) => mathLine(line, sheet.symbols, context)),
        element("div", { class: "chips" }, ...madeBy(sheet).slice(0, MOST_PARTS).map((address) => chip(address, sheet))));
    });
    const more = frame.active.length - MOST_STEPS;
    return [
      element("p", { class: "ladder-fine" }, say(t, "narration.group", { count: frame.active.length, first: start + 1, last: frame.position })),
      element("ol", { class: "ladder-group" }, ...list),
      ...(more > 0 ? [element("p", { class: "ladder-more" }, say(t, "ladder.more", { count: more }))] : []),
    ].filter(() => steps.length > 0);
  }

  function showOrigin() {
    const address = shown?.focus ?? asked;
    if (!shown || !address) {
      origin.replaceChildren(element("p", { class: "ladder-fine" }, say(t, "ladder.hint")));
      return;
    }
    const { steps, frame, subject } = shown;
    const at = writerOf(shown, address);
    const writer = steps[at];
    const blanks = {
      symbol: PLACE, value: formatNumber(subject.value(address)), kind: subject.kind(address),
      k: at + 1, title: writer ? subject.title(writer) : "",
    };
    const here = writer !== undefined && frame.active.includes(writer);
    const key = !writer ? subject.origin?.(address) ?? "ladder.given"
      : here ? "ladder.made_here" : at < frame.position ? "ladder.from_step" : "ladder.not_yet";
    origin.replaceChildren(
      element("p", {}, ...withSymbol(say(t, key, blanks), subject.symbol(address))),
      ...(writer && !here ? [element("button", { type: "button", class: "ladder-go", "data-key": "origin", onclick: () => dispatch("seek", at + 1) }, say(t, "ladder.go", blanks))] : []));
  }

  /** A sentence with the symbol of a number drawn in its place. @param {string} sentence @param {ReturnType<PageScreen["subject"]["symbol"]>} symbol */
  function withSymbol(sentence, symbol) {
    return sentence.split(PLACE).flatMap((text, k) => (k === 0 ? [text] : [mathOf(symbol), text]));
  }

  /** Only a line that is wider than the panel even when broken scrolls, and then by keyboard too. */
  function measure() {
    for (const line of body.querySelectorAll(".math-line")) {
      line.classList.remove("math-wide");
      line.classList.toggle("math-wide", isCut(line));
      reachIfCut(line);
    }
  }
  let width = 0;
  new ResizeObserver(() => {
    if (root.clientWidth !== width) measure();
    width = root.clientWidth;
  }).observe(root);

  /** What the panel was drawn from; compared part by part. @type {unknown[]} */
  let drawnFrom = [];
  return {
    update(screen) {
      const { state, answer, frame, steps, subject } = screen;
      shown = screen;
      const from = [answer, steps, frame.position, state.grouping, ...(subject.depends ?? [])];
      if (from.some((part, k) => part !== drawnFrom[k]) || drawnFrom.length === 0) {
        drawnFrom = from;
        asked = null;
        redraw(screen);
      }
      for (const token of root.querySelectorAll("[data-address]")) {
        const address = token.getAttribute("data-address") ?? "";
        token.classList.toggle("lit", screen.focus !== null && withoutSample(address) === withoutSample(screen.focus));
      }
      showOrigin();
    },
  };

  /** @param {PageScreen} screen */
  function redraw(screen) {
    const { frame, steps, subject } = screen;
    const held = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : undefined;
    const [step] = frame.active;
    copy.textContent = say(t, "ladder.copy_latex");
    copy.hidden = !step;
    source.hidden = true;
    root.dataset["phase"] = frame.phase ?? "";
    if (!step) {
      heading.textContent = say(t, "ladder.start");
      narration.textContent = subject.introduction?.() ?? "";
      body.replaceChildren(outline(screen));
    } else if (frame.active.length === 1) {
      const sheet = sheetOf(screen, step);
      heading.textContent = say(t, "ladder.step", {
        k: frame.position, n: steps.length, phase: say(t, `phase.${step.phase}`), title: subject.shortTitle(step),
      });
      narration.textContent = subject.narrate(step);
      body.replaceChildren(...ladder(sheet));
      latex = latexOfTree(sheet.tree, sheet.symbols);
    } else {
      heading.textContent = say(t, "ladder.steps", {
        first: frame.position - frame.active.length + 1, last: frame.position, n: steps.length, phase: say(t, `phase.${step.phase}`),
      });
      narration.textContent = ofPhase(screen, step.phase);
      body.replaceChildren(...group(screen));
      latex = frame.active.slice(0, MOST_STEPS).map((each) => {
        const sheet = sheetOf(screen, each);
        return latexOfTree(sheet.tree, sheet.symbols);
      }).join("\n\n");
    }
    measure();
    // A button that was pressed may be gone now; the keyboard must not fall out of the panel.
    if (held !== undefined && !root.contains(document.activeElement)) {
      const again = held === null ? null : root.querySelector(`[data-key="${held}"]`);
      (again instanceof HTMLElement ? again : heading).focus({ preventScroll: true });
    }
  }
  /** @param {PageScreen} screen @param {Step["phase"]} phase */
  function ofPhase({ subject }, phase) {
    return subject.ofPhase?.(phase) ?? say(t, `narration.phase_${phase}`);
  }
  /** The phases to come, each with the way to its first step. @param {PageScreen} screen */
  function outline(screen) {
    const { steps } = screen;
    const phases = [...new Set(steps.map((step) => step.phase))];
    return element("ol", { class: "ladder-group" }, ...phases.map((phase) => {
      const first = steps.findIndex((step) => step.phase === phase) + 1;
      const last = first + steps.filter((step) => step.phase === phase).length - 1;
      return element("li", {},
        element("button", { type: "button", class: "ladder-go", onclick: () => dispatch("seek", first) },
          say(t, first === last ? "ladder.phase_one" : "ladder.phase", { first, last, phase: say(t, `phase.${phase}`) })),
        element("p", { class: "ladder-fine" }, ofPhase(screen, phase)));
    }));
  }
});

/** Are there whole arrays in it? @param {Tree} tree @returns {boolean} */
const holdsArrays = (tree) => (tree.op === "address" ? tree.shape !== undefined : "args" in tree && tree.args.some(holdsArrays));

/** The index of the step that wrote an address, −1 for a given number; a step may write a whole array or row ("z1", "dw1.0").
 * @param {PageScreen} screen @param {Address} address */
function writerOf({ steps, subject }, address) {
  if (subject.writer) return subject.writer(address);
  const made = withoutSample(address).replace(/^slope/, "z");
  return steps.findIndex((step) => step.writes.some((written) => {
    const name = withoutSample(written);
    return made === name || made.startsWith(`${name}.`);
  }));
}
