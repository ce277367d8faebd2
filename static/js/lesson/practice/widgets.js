// What questions and exercises are made of: sentences with mathematics in them, fields to answer in, the reply, and a figure
// that shows no more than may be seen while it is asked about.
/** @import { Address, Key, Problem, Translate } from "../../core/types.js" */
/** @import { NetworkCatalog } from "../../network/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { MathNode } from "../../core/types.js" */
/** @import { Figure, Lesson, LiveFigure, ToolName } from "../types.js" */
import { element, setAttribute, uniqueId } from "../../draw/dom.js";
import { sameRequest } from "../../core/editing.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { namingOf, symbolOf } from "../../network/notation.js";
import { latexFrom } from "../../math/nodes.js";
import { problemText } from "../../core/problems.js";
import { formatNumber } from "../../math/format.js";
import { spoken } from "../../math/speech.js";
import { readNumber, wanted } from "../../math/parse_number.js";

// ---- sentences with mathematics --------------------------------------------------------------------------------------

/** What fills a blank: a number, a text, mathematics, or the symbol of a quantity. @typedef {number | string | {latex: string} | {address: Address}} Blank */

/** A sentence in turns: text, the name of a blank, text, … @param {string} text @returns {string[]} */
export const turnsOf = (text) => text.split(/\{(\w+)\}/);

/** Signs before which a line may be broken: what stands in front of a relation or a sum stays together with it. */
const BREAKS = new Set(["=", "+", "−", "·"]);
/** @param {MathNode[]} parts @returns {MathNode} */
const joined = (parts) => (parts.length === 1 && parts[0] ? parts[0] : { tag: "mrow", parts });

/** A list of equations, one by one; each begins a line rather than being broken. @param {MathNode} mathNode @returns {MathNode[]} */
export function listed(mathNode) {
  if (mathNode.tag !== "mrow" || !mathNode.parts) return [mathNode];
  /** @type {MathNode[][]} */
  const rows = [[]];
  for (const part of mathNode.parts) {
    const row = rows.at(-1) ?? [];
    if (part.tag === "mtext" && (part.text ?? "").trim() === "" && row.at(-1)?.text === ",") rows.push([]);
    else row.push(part);
  }
  return rows.filter((row) => row.length > 0).map(joined);
}

/** The parts of a formula between which a line may be broken. @param {MathNode} mathNode @returns {MathNode[]} */
export function breakable(mathNode) {
  if (mathNode.tag !== "mrow" || !mathNode.parts) return [mathNode];
  /** @type {MathNode[][]} */
  const rows = [[]];
  let deep = 0;
  for (const part of mathNode.parts) {
    const sign = part.tag === "mo" ? (part.text ?? "") : "";
    if (sign === "(") deep += 1;
    if (sign === ")") deep -= 1;
    const row = rows.at(-1) ?? [];
    const [first] = row;
    // A sign behind another sign belongs to what comes next: −0.5, = −0.3.
    const led = row.length === 1 && first !== undefined && BREAKS.has(first.text ?? "");
    if (!BREAKS.has(sign) || deep > 0 || row.length === 0) row.push(part);
    else if (led) row.push({ ...part, form: "prefix" });
    else rows.push([{ ...part, form: "infix" }]);
  }
  return rows.filter((row) => row.length > 0).map(joined);
}

/** Mathematics in a line of text: read aloud as one, broken where it is too long. @param {MathNode} mathNode @param {Translate} t */
export function mathSpan(mathNode, t) {
  const box = element("span", {
    class: "inline-math",
    role: "math",
    "aria-label": spoken(mathNode, t),
    "data-latex": latexFrom(mathNode),
  });
  listed(mathNode).forEach((equation, k) => {
    if (k > 0) box.append(" ");
    box.append(
      element(
        "span",
        { class: "equation", "aria-hidden": "true" },
        ...breakable(equation).flatMap((part, n) =>
          n > 0 ? [element("wbr"), mathElement(document, part)] : [mathElement(document, part)],
        ),
      ),
    );
  });
  return box;
}

/** The node behind a blank, if it is mathematics. @param {Blank} blank @param {Naming | null} naming @returns {MathNode | null} */
export function mathOfBlank(blank, naming) {
  if (typeof blank !== "object") return null;
  if ("latex" in blank) return nodesFromLatex(blank.latex) ?? { tag: "mtext", text: blank.latex };
  return naming ? symbolOf(blank.address, naming) : { tag: "mtext", text: blank.address };
}

/** @param {Blank | undefined} blank @param {Naming | null} naming @param {Translate} t @returns {Node} */
export function nodeOfBlank(blank, naming, t) {
  const mathNode = blank === undefined ? null : mathOfBlank(blank, naming);
  if (mathNode) return mathSpan(mathNode, t);
  return document.createTextNode(typeof blank === "number" ? formatNumber(blank) : String(blank ?? ""));
}

/** A sentence whose blanks are filled with numbers and mathematics.
 * @param {string} text @param {Record<string, Blank>} blanks @param {Naming | null} naming @param {Translate} t @returns {Node[]} */
export const sentence = (text, blanks, naming, t) =>
  turnsOf(text).map((turn, k) =>
    k % 2 === 0 ? document.createTextNode(turn) : nodeOfBlank(blanks[turn], naming, t),
  );

/** The same as it is read aloud. @param {string} text @param {Record<string, Blank>} blanks @param {Naming | null} naming @param {Translate} t */
export const spokenSentence = (text, blanks, naming, t) =>
  turnsOf(text)
    .map((turn, k) => {
      const blank = blanks[turn];
      if (k % 2 === 0) return turn;
      const mathNode = blank === undefined ? null : mathOfBlank(blank, naming);
      return mathNode
        ? spoken(mathNode, t)
        : typeof blank === "number"
          ? formatNumber(blank)
          : String(blank ?? "");
    })
    .join("");

/** How the numbers of a network are called where there is no picture of it yet.
 * @param {any} network with layers @param {Record<string, any>} state @param {NetworkCatalog} catalog @returns {Naming} */
export const namingFor = (network, state, catalog) =>
  namingOf(/** @type {any} */ ({ state, trace: { network } }), catalog);

// ---- fields ----------------------------------------------------------------------------------------------------------

/**
 * A place to answer in.
 * @typedef {object} Field
 * @property {HTMLElement} node
 * @property {() => {value: string | number} | {missing: string}} read the answer, or the sentence that asks for one
 * @property {(locked: boolean) => void} lock
 * @property {() => void} focus
 */

/** One of several. @param {{legend: string, describedBy?: string, look?: string, options: {name: string, content: (Node | string)[]}[], missing: string}} given @returns {Field} */
export function choiceField({ legend, describedBy, look = "", options, missing }) {
  const group = uniqueId("choice");
  const inputs = options.map(({ name }) => element("input", { type: "radio", name: group, value: name }));
  const node = element(
    "fieldset",
    { class: `options ${look}`.trim(), "aria-describedby": describedBy },
    element("legend", {}, legend),
    ...options.map(({ name, content }, k) =>
      element(
        "label",
        { class: "option", "data-option": name },
        inputs[k] ?? null,
        element("span", { class: "option-text" }, ...content),
      ),
    ),
  );
  return {
    node,
    read: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen ? { value: chosen.value } : { missing };
    },
    // Locked by word, not by `disabled`: what holds the focus must not lose it.
    lock: (locked) => {
      for (const input of inputs) setAttribute(input, "disabled", locked && !input.checked);
      setAttribute(node, "data-locked", locked);
    },
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  };
}

/** A number, with a point or a comma. @param {{label: Node[], describedBy?: string, t: Translate}} given @returns {Field} */
export function numberField({ label, describedBy, t }) {
  const id = uniqueId("answer");
  const input = element("input", {
    type: "text",
    class: "number",
    id,
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": describedBy,
  });
  return {
    node: element("div", { class: "number-field" }, element("label", { for: id }, ...label), input),
    read: () => {
      const read = readNumber(input.value);
      setAttribute(input, "aria-invalid", "value" in read ? null : "true");
      if ("value" in read) return read;
      const { key, params } = input.value.trim() === "" ? wanted({}) : read.mistake;
      return { missing: t(key, params) };
    },
    lock: (locked) => setAttribute(input, "readonly", locked),
    focus: () => input.select(),
  };
}

// ---- replies ---------------------------------------------------------------------------------------------------------

const SIGNS = { right: "✓", wrong: "✗", told: "→", note: "" };

/** Where it is said what an answer is worth; read out when it changes. @param {Translate} t */
export function replyBox(t) {
  const id = uniqueId("reply");
  const node = element("div", { class: "reply", id, role: "status", "aria-live": "polite" });
  return {
    id,
    node,
    /** @param {keyof typeof SIGNS} verdict @param {Key | null} opening what only the sign says to the eye @param {(Node | string)[][]} paragraphs */
    say(verdict, opening, paragraphs) {
      setAttribute(node, "data-verdict", verdict);
      const [first = [], ...more] = paragraphs;
      const sign =
        SIGNS[verdict] === ""
          ? null
          : element("span", { class: "verdict-sign", "aria-hidden": "true" }, SIGNS[verdict]);
      node.replaceChildren(
        element(
          "p",
          {},
          sign,
          opening === null ? null : element("span", { class: "unseen" }, t(opening), " "),
          ...first,
        ),
        ...more.map((paragraph) => element("p", {}, ...paragraph)),
      );
    },
    clear() {
      setAttribute(node, "data-verdict", null);
      node.replaceChildren();
    },
  };
}

/** What went wrong between here and the server. @param {unknown} thrown @param {Translate} t */
export function thrownText(thrown, t) {
  if (thrown instanceof Error) throw thrown;
  return problemText(/** @type {Problem} */ (thrown), t);
}

/** What cannot be pressed now keeps the focus, but does nothing. @param {HTMLElement} button @param {boolean} resting */
export const rest = (button, resting) => setAttribute(button, "aria-disabled", resting ? "true" : null);
/** @param {HTMLElement} button */
export const rests = (button) => button.getAttribute("aria-disabled") === "true";

// ---- a figure that is asked about ------------------------------------------------------------------------------------

/** What the tools are drawn by. @type {Record<ToolName, (request: any) => string>} */
const DRAWINGS = {
  network: () => "diagram",
  graph: () => "graph",
  descent: ({ start }) => (Object.keys(start).length === 1 ? "fit" : "landscape"),
};
/** The keys that would walk on in a picture that is not to show its first step yet. */
const STEPPING = new Set([" ", "ArrowRight", "ArrowLeft", "Home", "End"]);
/** A place behind the last step of every walk: the figure stands at the end of what it may show. */
const LAST = 1e9;

/**
 * @typedef {object} Asked
 * @property {string} name
 * @property {ToolName} tool
 * @property {string} experiment
 * @property {any} [request] its own, instead of that of its experiment
 * @property {Record<string, any>} state
 * @property {Record<Address, string> | null} [names] the figure's own symbols
 * @property {Address | "start" | "end"} at the last step that may be seen while it is asked
 * @property {string} label what it is called
 */
/**
 * Opens a figure whose walk ends where the question begins; `goOn` lets it run to where the answer can be seen.
 * @param {Lesson} lesson @param {HTMLElement} root @param {Asked} asked
 * @returns {{live: LiveFigure, goOn(after: Address | "start" | "end"): void}}
 */
export function openAsked(lesson, root, { name, tool, experiment, request, state, names = null, at, label }) {
  let open = true;
  const drawing = DRAWINGS[tool](request);
  const caption = element("div", { class: "figure-view", "data-view": "step_caption", hidden: true });
  root.replaceChildren(
    element(
      "div",
      { class: "figure-views" },
      element("div", { class: "figure-view", "data-view": drawing }),
      caption,
    ),
    element("div", { class: "stepper", "data-view": "stepper" }),
  );
  root.classList.add("live", `${tool}-figure`);
  setAttribute(root, "role", "group");
  setAttribute(root, "aria-label", label);
  // What gives the answer away is out of sight until it is given (exercise.css).
  setAttribute(root, "data-open", at === "start" ? "start" : "walk");
  root.addEventListener(
    "keydown",
    (event) => {
      if (!open || at !== "start" || !STEPPING.has(event.key)) return;
      const onButton =
        event.key === " " &&
        event.target instanceof Element &&
        event.target.closest("button, a, [role=button]") !== null;
      if (!onButton) event.preventDefault();
    },
    true,
  );
  // Read anew at every step: the walk grows when the question is answered, in the same instrument.
  /** @type {Figure} */
  const figure = {
    tool,
    experiment,
    formulas: [],
    first: null,
    names,
    lines: null,
    views: [drawing, "step_caption"],
    state: { ...state, position: at === "start" ? 0 : LAST },
    get name() {
      return open ? `${name}, asked` : name;
    },
    get last() {
      return open && at !== "start" && at !== "end" ? at : null;
    },
  };
  const live = lesson.openFigure(root, figure, request === undefined ? { state } : { request, state });
  return {
    live,
    goOn(after) {
      if (!open) return;
      open = false;
      caption.hidden = false;
      setAttribute(root, "data-open", null);
      if (tool === "network") live.dispatch("setPick", null);
      // The answer is about the numbers that were asked about, whatever the reader has tried out in the figure.
      const changed = request !== undefined && !sameRequest(live.model.state.request, request);
      if (changed) live.dispatch("reset");
      if (live.model.answer !== null && !changed) {
        live.dispatch("goTo", after);
        return;
      }
      const stop = live.store.subscribe((_model, _before, verb) => {
        if (verb !== "arrived") return;
        stop();
        live.dispatch("goTo", after);
      });
    },
  };
}

/** Does what it is told once the element is near the window, or the page is printed. @param {Element} node @param {() => void} then */
export function whenNear(node, then) {
  if (typeof IntersectionObserver === "undefined") {
    then();
    return;
  }
  let done = false;
  const now = () => {
    if (done) return;
    done = true;
    observer.disconnect();
    removeEventListener("beforeprint", now);
    then();
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) now();
    },
    { rootMargin: "600px" },
  );
  observer.observe(node);
  addEventListener("beforeprint", now);
}
