// The formula panel: what this step does in words, its rule in symbols, the known parts, the numbers filled in, the
// result and its check. Every number opens the step that made it.

/** @import { Address, Context, Mount, PageScreen, Remark, Step, Tree } from "../core/types.js" */
/** @import { StepFormulas } from "./step_formulas.js" */
import { addressUnder, element, isCut, reachIfCut } from "../draw/dom.js";
import { addressesOf, evaluate, lineOf, sidesOf, sizeOf } from "../math/formula/tree.js";
import { latexOfTree } from "../math/formula/print.js";
import { mathElement } from "../math/formula/mathml.js";
import { withoutSample } from "../core/address.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { checkedAgain, say, spoken } from "../math/speech.js";
import { madeBy, mathLine, stepFormulasOf, NOTHING } from "./step_formulas.js";

/** More than this many known parts, or steps of a group, are counted instead of shown. */
const MOST_PARTS = 24;
const MOST_STEPS = 48;
const MOST_RESULTS = 14;
/** Stands in a sentence where a symbol will be drawn. */
const PLACE = "\u0001";
const LOOKS = {
  plain: "formula-panel-note",
  marked: "formula-panel-note left-out-note",
  badge: "formula-panel-note",
  fine: "formula-panel-fine",
};

/** @param {HTMLElement} root @param {Context} context */
export const mount = /** @type {Mount<PageScreen>} */ (
  (root, context) => {
    const { dispatch, t } = context;
    root.classList.add("formula_panel");
    const heading = element("h2", { class: "formula-panel-heading", tabindex: "-1" });
    const copy = element(
      "button",
      { type: "button", class: "formula-panel-copy", onclick: copyLatex },
      say(t, "formula_panel.copy_latex"),
    );
    const narration = element("p", { class: "formula-panel-narration" });
    const body = element("div", { class: "formula-panel-rungs" });
    const origin = element("div", { class: "formula-panel-origin" });
    const source = element("textarea", {
      class: "formula-panel-latex",
      readonly: true,
      rows: "3",
      hidden: true,
      "aria-label": "LaTeX",
    });
    root.append(
      element("div", { class: "formula-panel-top" }, heading, copy),
      narration,
      body,
      origin,
      source,
    );

    /** @type {PageScreen | null} */
    let shown = null;
    let latex = "";
    /** The number that was asked for last; it stays until the step changes. @type {Address | null} */
    let asked = null;

    for (const [event, on] of /** @type {const} */ ([
      ["pointerover", true],
      ["focusin", true],
      ["pointerout", false],
      ["focusout", false],
    ])) {
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
        copy.textContent = say(t, "formula_panel.copied");
      } catch {
        source.hidden = false;
        source.value = latex;
        source.select();
        copy.textContent = say(t, "formula_panel.copy_failed");
      }
    }

    /** A number with its name, as a button: "where does it come from?" @param {Address} address @param {StepFormulas} sheet */
    function numberLabel(address, { screen: { explainer }, symbols }) {
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
    /** @param {string} label @param {...(Node | null)} children */
    function rung(label, ...children) {
      return element(
        "section",
        { class: "rung" },
        element("h3", {}, label),
        element("div", { class: "rung-body" }, ...children),
      );
    }

    /** @param {StepFormulas} sheet @returns {Node[]} */
    function formulaPanel(sheet) {
      const {
        screen: { explainer },
        step,
        tree,
        lines,
        symbols,
        numbers,
      } = sheet;
      const left = lines.flatMap((line) => addressesOf(sidesOf(line)[0] ?? NOTHING));
      const parts = [...new Set(lines.flatMap((line) => addressesOf(sidesOf(line)[1])))].filter(
        (address) => !left.includes(address) && explainer.value(address) !== null,
      );
      const besides = step.writes.filter(
        (address) => !left.includes(address) && explainer.value(address) !== null,
      );
      const placed = (/** @type {string} */ place) =>
        besides.filter((address) => (explainer.place?.(address) ?? "below") === place);
      const results = [...placed("result"), ...madeBy(sheet)];
      const below = placed("below");
      const remarks = (explainer.remarks?.(step) ?? []).map(remark);
      if (lines.length === 0) return remarks;
      return [
        rung(
          say(t, "formula_panel.rule"),
          ...lines.map((line) => mathLine(line, symbols, context)),
          ...remarks,
        ),
        parts.length > 0
          ? rung(
              say(t, "formula_panel.parts"),
              element(
                "div",
                { class: "number-labels" },
                ...parts.slice(0, MOST_PARTS).map((address) => numberLabel(address, sheet)),
                parts.length > MOST_PARTS
                  ? element(
                      "span",
                      { class: "formula-panel-more" },
                      say(t, "formula_panel.more", { count: parts.length - MOST_PARTS }),
                    )
                  : null,
              ),
            )
          : null,
        rung(
          say(t, holdsArrays(tree) ? "formula_panel.shapes" : "formula_panel.numbers"),
          ...lines
            .flatMap((line) => [line, ...(explainer.further?.(line) ?? [])])
            .map((line) => mathLine(line, numbers, context)),
        ),
        results.length > 0
          ? rung(
              say(t, "formula_panel.result"),
              ...(explainer.resultRemarks?.(step) ?? []).map(remark),
              element(
                "ul",
                { class: "results" },
                ...results.slice(0, MOST_RESULTS).map((address) => result(address, sheet)),
              ),
              results.length > MOST_RESULTS
                ? element(
                    "p",
                    { class: "formula-panel-more" },
                    say(t, "formula_panel.more", { count: results.length - MOST_RESULTS }),
                  )
                : null,
              below.length > 0 ? alsoKnown(below, sheet) : null,
              checks([...results, ...below], sheet),
            )
          : null,
      ].filter((node) => node !== null);
    }
    /** @param {Remark} remark */
    function remark({ text, mathNode, look }) {
      if (look === "badge")
        return element("p", { class: LOOKS[look] }, element("strong", { class: "badge" }, text));
      if (!mathNode) return element("p", { class: LOOKS[look] }, text);
      return element("p", { class: LOOKS[look] }, text, mathOf(mathNode));
    }
    /** Mathematics in a line of text. @param {ReturnType<PageScreen["explainer"]["symbol"]>} mathNode */
    function mathOf(mathNode) {
      const math = mathElement(document, mathNode);
      math.setAttribute("aria-label", spoken(mathNode, t));
      return math;
    }
    /** One result, and a word beside it. @param {Address} address @param {StepFormulas} sheet */
    function result(address, sheet) {
      const beside = sheet.screen.explainer.beside?.(address) ?? null;
      return element(
        "li",
        {},
        numberLabel(address, sheet),
        beside ? element("span", { class: "beside" }, beside) : null,
      );
    }
    /** Numbers of this step that its rule does not spell out, in one small line. @param {Address[]} addresses @param {StepFormulas} sheet */
    function alsoKnown(addresses, { screen: { explainer }, symbols }) {
      const more = addresses.length - MOST_RESULTS;
      return element(
        "p",
        { class: "formula-panel-fine also-known" },
        `${say(t, "formula_panel.also_known")} `,
        ...addresses.slice(0, MOST_RESULTS).map((address) => {
          const number = explainer.value(address);
          return element(
            "span",
            { class: "also-one" },
            mathOf(symbols.symbol(address)),
            " = ",
            element(
              "span",
              { "data-address": address, "data-value": fullNumber(number) },
              formatNumber(number),
            ),
          );
        }),
        more > 0 ? say(t, "formula_panel.more", { count: more }) : null,
      );
    }
    /** One line for all checks of the step; how each was made is folded away. @param {Address[]} addresses @param {StepFormulas} sheet */
    function checks(addresses, sheet) {
      const { explainer } = sheet.screen;
      const made = addresses
        .map((address) => ({ address, check: checkOf(address, sheet) }))
        .flatMap(({ address, check }) => (check ? [{ address, ...check }] : []));
      if (made.length === 0) return null;
      const count = made.filter(({ good }) => good).length;
      const all = count === made.length;
      return element(
        "details",
        { class: all ? "check check-good" : "check check-bad", open: !all },
        element(
          "summary",
          {},
          say(t, all ? "formula_panel.checked" : "formula_panel.checked_bad", {
            good: count,
            count: made.length,
          }),
        ),
        element(
          "ul",
          { class: "check-list" },
          ...made
            .slice(0, MOST_PARTS)
            .map(({ address, text, good }) =>
              element(
                "li",
                { class: good ? "check-good" : "check-bad" },
                mathOf(sheet.symbols.symbol(address)),
                ` ${text}`,
              ),
            ),
        ),
        element(
          "p",
          { class: "formula-panel-fine" },
          say(t, explainer.checkNote ?? "formula_panel.check_note_again"),
        ),
      );
    }
    /** @param {Address} address @param {StepFormulas} sheet */
    function checkOf(address, { screen: { explainer }, step, lines }) {
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

    /** @param {PageScreen} screen @returns {Node[]} */
    function group(screen) {
      const { frame, steps, explainer } = screen;
      const start = frame.position - frame.active.length;
      const list = frame.active.slice(0, MOST_STEPS).map((step, k) => {
        const sheet = stepFormulasOf(screen, step);
        return element(
          "li",
          {},
          element(
            "button",
            { type: "button", class: "formula-panel-go", onclick: () => dispatch("seek", start + k + 1) },
            `${start + k + 1} · ${explainer.title(step)}`,
          ),
          ...sheet.lines.map((line) => mathLine(line, sheet.symbols, context)),
          element(
            "div",
            { class: "number-labels" },
            ...madeBy(sheet)
              .slice(0, MOST_PARTS)
              .map((address) => numberLabel(address, sheet)),
          ),
        );
      });
      const more = frame.active.length - MOST_STEPS;
      return [
        element(
          "p",
          { class: "formula-panel-fine" },
          say(t, "narration.group", { count: frame.active.length, first: start + 1, last: frame.position }),
        ),
        element("ol", { class: "formula-panel-group" }, ...list),
        ...(more > 0
          ? [element("p", { class: "formula-panel-more" }, say(t, "formula_panel.more", { count: more }))]
          : []),
      ].filter(() => steps.length > 0);
    }

    function showOrigin() {
      const address = shown?.focus ?? asked;
      if (!shown || !address) {
        origin.replaceChildren(element("p", { class: "formula-panel-fine" }, say(t, "formula_panel.hint")));
        return;
      }
      const { steps, frame, explainer } = shown;
      const at = writerOf(shown, address);
      const writer = steps[at];
      const params = {
        symbol: PLACE,
        value: formatNumber(explainer.value(address)),
        kind: explainer.kind(address),
        k: at + 1,
        title: writer ? explainer.title(writer) : "",
      };
      const here = writer !== undefined && frame.active.includes(writer);
      const key = !writer
        ? (explainer.origin?.(address) ?? "formula_panel.given")
        : here
          ? "formula_panel.made_here"
          : at < frame.position
            ? "formula_panel.from_step"
            : "formula_panel.not_yet";
      origin.replaceChildren(
        element("p", {}, ...withSymbol(say(t, key, params), explainer.symbol(address))),
        ...(writer && !here
          ? [
              element(
                "button",
                {
                  type: "button",
                  class: "formula-panel-go",
                  "data-key": "origin",
                  onclick: () => dispatch("seek", at + 1),
                },
                say(t, "formula_panel.go", params),
              ),
            ]
          : []),
      );
    }

    /** A sentence with the symbol of a number drawn in its place. @param {string} sentence @param {ReturnType<PageScreen["explainer"]["symbol"]>} symbol */
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
    let renderedFrom = [];
    return {
      update(screen) {
        const { state, answer, frame, steps, explainer } = screen;
        shown = screen;
        const from = [answer, steps, frame.position, state.grouping, ...(explainer.depends ?? [])];
        if (from.some((part, k) => part !== renderedFrom[k]) || renderedFrom.length === 0) {
          renderedFrom = from;
          asked = null;
          redraw(screen);
        }
        for (const token of root.querySelectorAll("[data-address]")) {
          const address = token.getAttribute("data-address") ?? "";
          token.classList.toggle(
            "lit",
            screen.focus !== null && withoutSample(address) === withoutSample(screen.focus),
          );
        }
        showOrigin();
      },
    };

    /** @param {PageScreen} screen */
    function redraw(screen) {
      const { frame, steps, explainer } = screen;
      const held = root.contains(document.activeElement)
        ? document.activeElement?.getAttribute("data-key")
        : undefined;
      const [step] = frame.active;
      copy.textContent = say(t, "formula_panel.copy_latex");
      copy.hidden = !step;
      source.hidden = true;
      root.dataset["phase"] = frame.phase ?? "";
      if (!step) {
        heading.textContent = say(t, "formula_panel.start");
        narration.textContent = explainer.introduction?.() ?? "";
        body.replaceChildren(outline(screen));
      } else if (frame.active.length === 1) {
        const sheet = stepFormulasOf(screen, step);
        heading.textContent = say(t, "formula_panel.step", {
          k: frame.position,
          n: steps.length,
          phase: say(t, `phase.${step.phase}`),
          title: explainer.shortTitle(step),
        });
        narration.textContent = explainer.narrate(step);
        body.replaceChildren(...formulaPanel(sheet));
        latex = latexOfTree(sheet.tree, sheet.symbols);
      } else {
        heading.textContent = say(t, "formula_panel.steps", {
          first: frame.position - frame.active.length + 1,
          last: frame.position,
          n: steps.length,
          phase: say(t, `phase.${step.phase}`),
        });
        narration.textContent = ofPhase(screen, step.phase);
        body.replaceChildren(...group(screen));
        latex = frame.active
          .slice(0, MOST_STEPS)
          .map((each) => {
            const sheet = stepFormulasOf(screen, each);
            return latexOfTree(sheet.tree, sheet.symbols);
          })
          .join("\n\n");
      }
      measure();
      // A button that was pressed may be gone now; the keyboard must not fall out of the panel.
      if (held !== undefined && !root.contains(document.activeElement)) {
        const again = held === null ? null : root.querySelector(`[data-key="${held}"]`);
        (again instanceof HTMLElement ? again : heading).focus({ preventScroll: true });
      }
    }
    /** @param {PageScreen} screen @param {Step["phase"]} phase */
    function ofPhase({ explainer }, phase) {
      return explainer.ofPhase?.(phase) ?? say(t, `narration.phase_${phase}`);
    }
    /** The phases to come, each with the way to its first step. @param {PageScreen} screen */
    function outline(screen) {
      const { steps } = screen;
      const phases = [...new Set(steps.map((step) => step.phase))];
      return element(
        "ol",
        { class: "formula-panel-group" },
        ...phases.map((phase) => {
          const first = steps.findIndex((step) => step.phase === phase) + 1;
          const last = first + steps.filter((step) => step.phase === phase).length - 1;
          return element(
            "li",
            {},
            element(
              "button",
              { type: "button", class: "formula-panel-go", onclick: () => dispatch("seek", first) },
              say(t, first === last ? "formula_panel.phase_one" : "formula_panel.phase", {
                first,
                last,
                phase: say(t, `phase.${phase}`),
              }),
            ),
            element("p", { class: "formula-panel-fine" }, ofPhase(screen, phase)),
          );
        }),
      );
    }
  }
);

/** Are there whole arrays in it? @param {Tree} tree @returns {boolean} */
const holdsArrays = (tree) =>
  tree.op === "address" ? tree.shape !== undefined : "args" in tree && tree.args.some(holdsArrays);

/** The index of the step that wrote an address, −1 for a given number; a step may write a whole array or row ("z1", "dw1.0").
 * @param {PageScreen} screen @param {Address} address */
function writerOf({ steps, explainer }, address) {
  if (explainer.writer) return explainer.writer(address);
  const made = withoutSample(address).replace(/^slope/, "z");
  return steps.findIndex((step) =>
    step.writes.some((written) => {
      const name = withoutSample(written);
      return made === name || made.startsWith(`${name}.`);
    }),
  );
}
