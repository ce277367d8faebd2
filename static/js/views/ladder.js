// The formula panel: what this step does in words, its rule in symbols, the known parts, the numbers filled in, the
// result and its check. Every number opens the step that made it.

/** @import { Address, Context, Mount, Screen, Step, Tree } from "../types" */
/** @import { Printing } from "../formula.js" */
import { drawnInPlaceOf, parse, valueOf } from "../address.js";
import { element } from "../dom.js";
import {
  addressesOf, asDrawn, bracketed, chunksOf, evaluate, latexOfTree, leavesOut, linesOf, mathElement, pieceOf, relativeDifference,
  sidesOf,
} from "../formula.js";
import { inFigureLetters, piecesFrom } from "../latex.js";
import { mi, mo, namingOf, prime, row, signOf, symbolOf, withoutSample, menuWord } from "../notation.js";
import { formatNumber, fullNumber } from "../scales.js";
import { kindName, narrate, say, showsDrawn, spoken, titleInPhase, titleOf } from "../speech.js";

/** More than this many known parts, or steps of a group, are counted instead of shown. */
const MOST_PARTS = 24;
const MOST_STEPS = 48;
const MOST_RESULTS = 14;
/** The check says ✗ above these relative differences. @type {Record<string, number>} */
const TOLERANCE = { complex_step: 1e-9, central_difference: 1e-4 };
const ROUNDING = 1e-9;
/** Stands in a sentence where a symbol will be drawn. */
const PLACE = "\u0001";

/**
 * Everything that the printers need to know about one screen and one step.
 * @typedef {object} Sheet
 * @property {Screen} screen
 * @property {Step} step
 * @property {Tree} tree the formula of the notation, as drawn if the figures' rule is on
 * @property {Printing} symbols
 * @property {Printing} numbers
 * @property {(address: Address) => number | null} value as printed
 */

/** The number that stands behind an address in this notation, and in the figures' own rule when that is on.
 * @param {Screen} screen @param {boolean} drawn @returns {(address: Address) => number | null} */
function valuesOf({ trace, state }, drawn) {
  return (address) => {
    const figure = drawn ? drawnInPlaceOf(trace, address, state.sample) : null;
    if (figure !== null) return figure;
    const value = valueOf(trace, address, state.sample);
    return value === null ? null : value === 0 ? 0 : value * signOf(address, state.notation);
  };
}
/** @param {Screen} screen @param {Context} context @param {Step} step @returns {Sheet} */
function sheetOf(screen, context, step) {
  const drawn = showsDrawn(screen);
  const whole = screen.state.notation === "figure" ? step.figure : step.formula;
  const value = valuesOf(screen, drawn);
  const symbols = { naming: namingOf(screen, context.catalog, step), numbers: false, value, format: formatNumber, losses: context.catalog.losses.map(({ name }) => name) };
  return { screen, step, tree: drawn ? asDrawn(whole) : whole, symbols, numbers: { ...symbols, numbers: true }, value };
}

/** One line of mathematics that may be broken between its terms; read aloud as one sentence.
 * @param {Tree} line @param {Printing} printing @param {Context} context */
function mathLine(line, printing, { t }) {
  if (line.op === "ellipsis") {
    return element("p", { class: "ladder-more" }, `⋯ ${say(t, "ladder.more_lines", { count: line.count })}`);
  }
  const words = spoken(pieceOf(line, printing.numbers ? symbolicLeft(line, printing) : printing), t);
  const pieces = chunksOf(line, printing).map((piece) => {
    const math = mathElement(document, piece);
    math.setAttribute("aria-hidden", "true");
    return math;
  });
  const box = element("div", { class: "math-line", role: "math", "aria-label": words });
  box.append(...pieces);
  return box;
}
/** Spoken numbers keep the name on the left side. @param {Tree} line @param {Printing} printing @returns {Printing} */
function symbolicLeft(line, printing) {
  const [left] = sidesOf(line);
  const name = left?.op === "address" ? left.address : null;
  return { ...printing, value: (address) => (address === name ? null : printing.value(address)) };
}

const RAISED = /** @type {Record<string, string>} */ ({ "−": "⁻", "-": "⁻" });
/** 3.8·10⁻¹⁶, for a line of text. @param {number} value */
const tiny = (value) => formatNumber(value).replace(/e(.*)$/, (_, exponent) =>
  `·10${[.../** @type {string} */ (exponent)].map((sign) => RAISED[sign] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]).join("")}`);

/** @param {HTMLElement} root @param {Context} context */
export const mount = /** @type {Mount<Screen>} */ ((root, context) => {
  const { dispatch, t, catalog } = context;
  root.classList.add("ladder");
  const heading = element("h2", { class: "ladder-heading", tabindex: "-1" });
  const copy = element("button", { type: "button", class: "ladder-copy", onclick: copyLatex }, say(t, "ladder.copy_latex"));
  const narration = element("p", { class: "ladder-narration" });
  const body = element("div", { class: "ladder-rungs" });
  const origin = element("div", { class: "ladder-origin" });
  const source = element("textarea", { class: "ladder-latex", readonly: true, rows: "3", hidden: true, "aria-label": "LaTeX" });
  root.append(element("div", { class: "ladder-top" }, heading, copy), narration, body, origin, source);

  /** @type {Screen | null} */
  let shown = null;
  let latex = "";
  /** The number that was asked for last; it stays until the step changes. @type {Address | null} */
  let asked = null;

  const addressAt = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? (target.closest("[data-address]")?.getAttribute("data-address") ?? null) : null;
  for (const [event, on] of /** @type {const} */ ([["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]])) {
    body.addEventListener(event, (happened) => {
      const address = addressAt(happened.target);
      if (!address) return;
      if (on) asked = address;
      dispatch("focus", on ? address : null);
    });
  }
  body.addEventListener("click", (event) => {
    const address = addressAt(event.target);
    if (address) open(address);
  });
  /** Goes to the step that made a number; a given number only says that it is given. @param {Address} address */
  function open(address) {
    const at = shown ? writerOf(shown.steps, address) : -1;
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
  function chip(address, sheet) {
    const { screen, symbols, value } = sheet;
    const number = value(address);
    const kind = kindName(address, screen, t);
    const symbol = symbolOf(address, symbols.naming);
    const name = mathElement(document, symbol);
    name.setAttribute("aria-hidden", "true");
    return element("button", {
      type: "button", class: `chip chip-${parse(address)?.family ?? ""}`,
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
    const { screen, step, tree, symbols, numbers, value } = sheet;
    const drawn = showsDrawn(screen);
    const lines = linesOf(tree);
    const whole = holdsArrays(tree);
    const left = lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? { op: "number", value: 0 }));
    const parts = [...new Set(lines.flatMap((line) => addressesOf(sidesOf(line)[1])))]
      .filter((address) => !left.includes(address) && value(address) !== null);
    // The figures know no error at the sum; beside their own numbers the true one would only confuse.
    const besides = step.writes.filter((address) =>
      !left.includes(address) && value(address) !== null && !(drawn && parse(address)?.family === "delta"));
    const isSum = (/** @type {Address} */ address) => parse(address)?.family === "z";
    const results = [...besides.filter(isSum), ...left.filter((address) => value(address) !== null)];
    const others = besides.filter((address) => !isSum(address));
    const marked = !drawn && leavesOut(tree);
    return [
      rung(say(t, "ladder.rule"),
        ...lines.map((line) => mathLine(line, symbols, context)),
        marked ? element("p", { class: "ladder-note left-out-note" }, say(t, "ladder.left_out")) : null,
        drawn && differs(sheet) ? element("p", { class: "ladder-note" }, element("strong", { class: "badge" }, say(t, "ladder.not_gradient"))) : null,
        ...meanings(sheet)),
      parts.length > 0 ? rung(say(t, "ladder.parts"), element("div", { class: "chips" },
        ...parts.slice(0, MOST_PARTS).map((address) => chip(address, sheet)),
        parts.length > MOST_PARTS ? element("span", { class: "ladder-more" }, say(t, "ladder.more", { count: parts.length - MOST_PARTS })) : null)) : null,
      rung(say(t, whole ? "ladder.shapes" : "ladder.numbers"), ...lines.flatMap((line) => [line, ...ofItsSum(line)]).map((line) => mathLine(line, numbers, context))),
      results.length > 0 ? rung(say(t, "ladder.result"),
        screen.state.request.rule === "as_drawn" && step.phase === "update" && !drawn
          ? element("p", { class: "ladder-note left-out-note" }, say(t, "ladder.follows_drawn")) : null,
        element("ul", { class: "results" }, ...results.slice(0, MOST_RESULTS).map((address) => result(address, sheet))),
        results.length > MOST_RESULTS ? element("p", { class: "ladder-more" }, say(t, "ladder.more", { count: results.length - MOST_RESULTS })) : null,
        others.length > 0 ? alsoKnown(others, sheet) : null,
        checks([...results, ...others], sheet, lines)) : null,
    ].filter((node) => node !== null);
  }
  /** y = f(e) below y = f(Σ w x): the sum has a number of its own. @param {Tree} line @returns {Tree[]} */
  function ofItsSum(line) {
    const [left, right] = sidesOf(line);
    if (!left || right.op !== "call" || right.unit?.includes(".") !== true || right.args[0]?.op === "address") return [];
    return [{ op: "equals", args: [left, { ...right, args: [{ op: "address", address: `z${right.unit}` }] }] }];
  }
  /** Does the figures' rule leave something out here, now or further back? @param {Sheet} sheet */
  function differs({ screen, step }) {
    const truth = valuesOf(screen, false);
    const figures = valuesOf(screen, true);
    return step.writes.some((address) => {
      const [a, b] = [trueValue(address, screen, truth), figures(address)];
      return a !== null && b !== null && relativeDifference(a, b) > ROUNDING;
    });
  }
  /** What the gradient rule gives, also when the updates follow the figures. @param {Address} address @param {Screen} screen
   * @param {(address: Address) => number | null} truth */
  function trueValue(address, { trace, state }, truth) {
    const family = parse(address)?.family;
    if (state.request.rule !== "as_drawn" || (family !== "new_w" && family !== "new_b")) return truth(address);
    const old = address.replace("new_", "");
    const [before, gradient, rate] = [old, `d${old}`, "eta"].map((name) => valueOf(trace, name, state.sample));
    return before != null && gradient != null && rate != null ? before - rate * gradient : truth(address);
  }
  /** What f and f' stand for in this step. @param {Sheet} sheet @returns {Node[]} */
  function meanings({ screen, step, tree }) {
    if (step.phase === "loss") return [];
    const forward = step.phase === "forward";
    const used = addressesOf(tree).map(parse).filter((parsed) => parsed?.family === (forward ? "a" : "slope"));
    const layers = forward ? [step.layer] : used.map((parsed) => parsed?.layer ?? 0);
    const names = new Set(layers.map((layer) => screen.trace.network.layers[layer - 1]?.activation ?? ""));
    return catalog.activations.filter((entry) => names.has(entry.name) && entry.elementwise).map((entry) => {
      const figure = screen.state.notation === "figure";
      const read = piecesFrom(forward ? entry.latex : entry.slope_latex);
      const label = say(t, forward ? "ladder.activation_line" : "ladder.slope_line", { activation: menuWord(entry.name) });
      if (!read) return element("p", { class: "ladder-fine" }, label);
      const name = figure ? mi("f") : piecesFrom(entry.symbol) ?? mi("f");
      const variable = bracketed(mi("z"));
      const whole = row(forward ? name : prime(name), variable, mo("="), read);
      const piece = figure ? inFigureLetters(whole) : whole;
      const math = mathElement(document, piece);
      math.setAttribute("aria-label", spoken(piece, t));
      return element("p", { class: "ladder-fine" }, `${label}: `, math);
    });
  }
  /** One result, and the number that the other rule gives. @param {Address} address @param {Sheet} sheet */
  function result(address, sheet) {
    const beside = showsDrawn(sheet.screen) ? besideTruth(address, sheet.screen) : null;
    return element("li", {}, chip(address, sheet), beside ? element("span", { class: "beside" }, beside) : null);
  }
  /** Numbers of this step that its rule does not spell out, in one small line. @param {Address[]} addresses @param {Sheet} sheet */
  function alsoKnown(addresses, sheet) {
    const more = addresses.length - MOST_RESULTS;
    return element("p", { class: "ladder-fine also-known" }, `${say(t, "ladder.also_known")} `,
      ...addresses.slice(0, MOST_RESULTS).map((address) => {
        const number = sheet.value(address);
        return element("span", { class: "also-one" }, named(address, sheet), " = ",
          element("span", { "data-address": address, "data-value": fullNumber(number) }, formatNumber(number)));
      }),
      more > 0 ? say(t, "ladder.more", { count: more }) : null);
  }
  /** A symbol to stand in a line of text. @param {Address} address @param {Sheet} sheet */
  function named(address, { symbols }) {
    const symbol = symbolOf(address, symbols.naming);
    const math = mathElement(document, symbol);
    math.setAttribute("aria-label", spoken(symbol, t));
    return math;
  }
  /** One line for all checks of the step; how each was made is folded away. @param {Address[]} addresses @param {Sheet} sheet @param {Tree[]} lines */
  function checks(addresses, sheet, lines) {
    const made = addresses.map((address) => ({ address, check: checkOf(address, sheet, lines) })).filter(({ check: [text] }) => text);
    if (made.length === 0) return null;
    const good = made.filter(({ check }) => check[1]).length;
    const all = good === made.length;
    return element("details", { class: all ? "check check-good" : "check check-bad", open: !all },
      element("summary", {}, say(t, all ? "ladder.checked" : "ladder.checked_bad", { good, count: made.length })),
      element("ul", { class: "check-list" }, ...made.slice(0, MOST_PARTS).map(({ address, check: [text, near] }) =>
        element("li", { class: near ? "check-good" : "check-bad" }, named(address, sheet), ` ${text}`))),
      element("p", { class: "ladder-fine" }, say(t, "ladder.check_note")));
  }
  /** @param {Address} address @param {Screen} screen */
  function besideTruth(address, screen) {
    const family = parse(address)?.family ?? "";
    if (!["error", "new_w", "new_b"].includes(family)) return null;
    const drawn = valuesOf(screen, true)(address);
    const truth = trueValue(address, screen, valuesOf(screen, false));
    if (drawn === null || truth === null) return null;
    const old = address.replace("new_", "");
    const before = family === "error" ? 0 : (valueOf(screen.trace, old, screen.state.sample) ?? 0);
    const [moved, ought] = [drawn - before, truth - before];
    if (relativeDifference(drawn, truth) <= ROUNDING) return say(t, "ladder.is_gradient");
    return say(t, family === "error" ? "ladder.drawn_beside" : "ladder.drawn_beside_update", {
      drawn: formatNumber(moved), truth: formatNumber(ought), ratio: ought === 0 ? "–" : formatNumber(moved / ought),
      sign: say(t, moved * ought < 0 ? "ladder.opposite_sign" : "ladder.same_sign"),
    });
  }
  /** @param {Address} address @param {Sheet} sheet @param {Tree[]} lines @returns {[string, boolean]} */
  function checkOf(address, sheet, lines) {
    const { screen, value } = sheet;
    const { trace, state } = screen;
    const parsed = parse(address);
    const layer = trace.check?.layers[(parsed?.layer ?? 0) - 1];
    const [j = 0, i = 0] = parsed?.indices ?? [];
    if (parsed?.family === "dw" || parsed?.family === "db") {
      const other = parsed.family === "dw" ? layer?.weight_gradients[j]?.[i] : layer?.bias_gradients?.[j];
      const own = valueOf(trace, address, state.sample);
      if (!trace.check || other === undefined || own === null) return ["", true];
      const difference = relativeDifference(own, other);
      const near = difference <= (TOLERANCE[trace.check.method] ?? ROUNDING) || Math.abs(own - other) < 1e-9;
      const agrees = `ladder.${difference === 0 ? "same" : "check"}_${trace.check.method}`;
      return [say(t, near ? agrees : "ladder.check_failed", { difference: tiny(difference) }), near];
    }
    if (parsed?.family.startsWith("new_") && state.request.rule === "as_drawn" && !showsDrawn(screen)) return ["", true];
    const line = lineOf(address, lines) ?? innerSum(address, lines);
    const own = value(address);
    // A number that the figures do not spell out is checked by the derivation's line, in its own sign.
    const derived = line ? undefined : lineOf(address, linesOf(sheet.step.formula));
    const again = line ? evaluate(line, value)
      : derived ? evaluate(derived, (name) => valueOf(trace, name, state.sample)) : null;
    if (own === null || again === null) return ["", true];
    const difference = relativeDifference(own, derived ? again * signOf(address, state.notation) : again);
    const near = difference <= ROUNDING || Math.abs(own) < 1e-12;
    return [say(t, !near ? "ladder.check_again_failed" : difference === 0 ? "ladder.check_same" : "ladder.check_again", { difference: tiny(difference) }), near];
  }
  /** @param {Address} address @param {Tree[]} lines */
  function lineOf(address, lines) {
    return lines.find((line) => {
      const [left] = sidesOf(line);
      return left?.op === "address" && left.address === address;
    });
  }
  /** The figures write y = f(Σ w x) in one line: the sum inside is e. @param {Address} address @param {Tree[]} lines @returns {Tree | undefined} */
  function innerSum(address, lines) {
    for (const line of lines) {
      const [, right] = sidesOf(line);
      if (right.op === "call" && right.unit !== undefined && address === `z${right.unit}`) return right.args[0];
    }
    return undefined;
  }

  /** @param {Screen} screen @returns {Node[]} */
  function group(screen) {
    const { frame, steps } = screen;
    const start = frame.position - frame.active.length;
    const list = frame.active.slice(0, MOST_STEPS).map((step, k) => {
      const sheet = sheetOf(screen, context, step);
      const lines = linesOf(sheet.tree);
      const results = lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? { op: "number", value: 0 }))
        .filter((address) => sheet.value(address) !== null);
      return element("li", {},
        element("button", { type: "button", class: "ladder-go", onclick: () => dispatch("seek", start + k + 1) },
          `${start + k + 1} · ${titleOf(step, screen, t)}`),
        ...lines.map((line) => mathLine(line, sheet.symbols, context)),
        element("div", { class: "chips" }, ...results.slice(0, MOST_PARTS).map((address) => chip(address, sheet))));
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
    const screen = shown;
    const at = writerOf(screen.steps, address);
    const writer = screen.steps[at];
    const value = valuesOf(screen, showsDrawn(screen))(address);
    const blanks = {
      symbol: PLACE, value: formatNumber(value), kind: kindName(address, screen, t),
      k: at + 1, title: writer ? titleOf(writer, screen, t) : "",
    };
    const here = writer !== undefined && screen.frame.active.includes(writer);
    const key = !writer ? (parse(address)?.family === "slope" ? "ladder.derived" : "ladder.given")
      : here ? "ladder.made_here" : at < screen.frame.position ? "ladder.from_step" : "ladder.not_yet";
    origin.replaceChildren(
      element("p", {}, ...withSymbol(say(t, key, blanks), address, screen)),
      ...(writer && !here ? [element("button", { type: "button", class: "ladder-go", "data-key": "origin", onclick: () => dispatch("seek", at + 1) }, say(t, "ladder.go", blanks))] : []));
  }

  /** A sentence with the symbol of a number drawn in its place. @param {string} sentence @param {Address} address @param {Screen} screen */
  function withSymbol(sentence, address, screen) {
    const symbol = symbolOf(address, namingOf(screen, catalog));
    return sentence.split(PLACE).flatMap((text, k) => {
      if (k === 0) return [text];
      const math = mathElement(document, symbol);
      math.setAttribute("aria-label", spoken(symbol, t));
      return [math, text];
    });
  }

  /** Only a line that is wider than the panel even when broken scrolls, and then by keyboard too. */
  function measure() {
    for (const line of body.querySelectorAll(".math-line")) {
      line.classList.remove("math-wide");
      const wide = line.scrollWidth > line.clientWidth + 1;
      line.classList.toggle("math-wide", wide);
      if (wide) line.setAttribute("tabindex", "0");
      else line.removeAttribute("tabindex");
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
      const { state, trace, frame, steps } = screen;
      shown = screen;
      const from = [trace, steps, frame.position, state.grouping, state.notation, state.drawn, state.sample, state.request.rule];
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

  /** @param {Screen} screen */
  function redraw(screen) {
    const { frame, steps } = screen;
    const held = root.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : undefined;
    const [step] = frame.active;
    copy.textContent = say(t, "ladder.copy_latex");
    copy.hidden = !step;
    source.hidden = true;
    root.dataset["phase"] = frame.phase ?? "";
    if (!step) {
      heading.textContent = say(t, "ladder.start");
      narration.textContent = introduction(screen);
      body.replaceChildren(outline(screen));
    } else if (frame.active.length === 1) {
      const sheet = sheetOf(screen, context, step);
      heading.textContent = say(t, "ladder.step", {
        k: frame.position, n: steps.length, phase: say(t, `phase.${step.phase}`), title: titleInPhase(step, screen, t),
      });
      narration.textContent = narrate(step, screen, t);
      body.replaceChildren(...ladder(sheet));
      latex = latexOfTree(sheet.tree, sheet.symbols);
    } else {
      heading.textContent = say(t, "ladder.steps", {
        first: frame.position - frame.active.length + 1, last: frame.position, n: steps.length, phase: say(t, `phase.${step.phase}`),
      });
      narration.textContent = say(t, `narration.phase_${step.phase}`);
      body.replaceChildren(...group(screen));
      latex = frame.active.map((each) => {
        const sheet = sheetOf(screen, context, each);
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
  /** The phases to come, each with the way to its first step. @param {Screen} screen */
  function outline({ steps }) {
    const phases = [...new Set(steps.map((step) => step.phase))];
    return element("ol", { class: "ladder-group" }, ...phases.map((phase) => {
      const first = steps.findIndex((step) => step.phase === phase) + 1;
      const last = first + steps.filter((step) => step.phase === phase).length - 1;
      return element("li", {},
        element("button", { type: "button", class: "ladder-go", onclick: () => dispatch("seek", first) },
          say(t, first === last ? "ladder.phase_one" : "ladder.phase", { first, last, phase: say(t, `phase.${phase}`) })),
        element("p", { class: "ladder-fine" }, say(t, `narration.phase_${phase}`)));
    }));
  }
  /** @param {Screen} screen */
  function introduction({ trace: { network } }) {
    const parameters = network.layers.reduce((total, layer, k) => {
      const fanIn = k === 0 ? network.inputs : (network.layers[k - 1]?.units ?? 0);
      return total + layer.units * fanIn + (layer.biases ? layer.units : 0);
    }, 0);
    return say(t, "narration.start", { layers: network.layers.length, inputs: network.inputs, parameters });
  }
});

/** Are there whole arrays in it? @param {Tree} tree @returns {boolean} */
const holdsArrays = (tree) => (tree.op === "address" ? tree.shape !== undefined : "args" in tree && tree.args.some(holdsArrays));

/** The index of the step that wrote an address, −1 for a given number; a step may write a whole array or row ("z1", "dw1.0").
 * @param {readonly Step[]} steps @param {Address} address */
function writerOf(steps, address) {
  const made = withoutSample(address).replace(/^slope/, "z");
  return steps.findIndex((step) => step.writes.some((written) => {
    const name = withoutSample(written);
    return made === name || made.startsWith(`${name}.`);
  }));
}
