// The program: a text that becomes the graph. What cannot be read is marked under its character, with what is allowed there;
// the last good graph stays. A value looked at anywhere is marked at its place in the text.
/** @import { Context, View } from "../../core/types.js" */
/** @import { GraphCatalog, GraphOperation, GraphScreen } from "../types.js" */
import { element, setAttribute, setOptions, setText, uniqueId } from "../../draw/dom.js";
import { isRefused } from "../../core/editing.js";
import { parsed } from "../explainer.js";
import { isPreset, presetsOf } from "../state.js";
import { menuWord } from "../../core/names.js";

/** Typing rests so many milliseconds before the text is asked about, and so many before undo takes a new step. */
const REST = 250;
const PAUSE = 1200;
/** Between them goes what is written. */
const BRACKETS = "( )";

/** The signs from `start` to `end` of a text, counted in characters, not in halves of them. @param {string} text @param {number} start @param {number} end */
function mathNodes(text, start, end) {
  const signs = [...text];
  return [signs.slice(0, start), signs.slice(start, end), signs.slice(end)].map((part) => part.join(""));
}
/** Line and column from 1. @param {string} text @param {number} position */
export function placeOf(text, position) {
  const before = [...text].slice(0, position).join("").split("\n");
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch, t, find } = context;
  const catalog = /** @type {GraphCatalog} */ (context.catalog);
  const presetName = (/** @type {string} */ name) => find(`preset.graph_${name}`, menuWord(name));
  const presets = presetsOf(catalog).map(({ name }) => ({ value: name, text: presetName(name) }));

  const preset = element("select", { "data-key": "preset", onchange: () => load(preset.value) });
  const back = element(
    "button",
    { type: "button", "data-key": "preset-back", onclick: () => load(preset.value) },
    t("editor.back_to_preset"),
  );
  const changed = element("span", { class: "changed" }, t("editor.changed"));

  const hintId = uniqueId("program-hint");
  const field = element("textarea", {
    class: "program-text",
    "data-key": "expression",
    "data-field": "expression",
    "aria-label": t("graph.expression"),
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    rows: 1,
    maxlength: catalog.limits["expression_length"] ?? 4000,
    "aria-describedby": hintId,
  });
  /** The same text behind the field, for the marks. */
  const under = element("pre", { class: "program-under", "aria-hidden": "true" });
  const refusal = element("p", { class: "refusal", id: uniqueId("program-refusal"), role: "alert" });
  const problems = element("ul", { class: "program-problems" });
  const empty = element(
    "div",
    { class: "program-empty" },
    element("p", {}, t("graph.empty")),
    element(
      "div",
      { class: "program-offers" },
      ...presets.map(({ value, text }) =>
        element("button", { type: "button", "data-key": `offer-${value}`, onclick: () => load(value) }, text),
      ),
    ),
  );

  const { operations } = catalog.graph;
  const functions = operations.filter(({ sign }) => sign === null);
  const signs = [...new Set(operations.flatMap(({ sign }) => sign || []))];
  const insert = element(
    "details",
    { class: "program-insert" },
    element("summary", {}, t("graph.insert")),
    element(
      "div",
      { class: "program-signs", role: "group", "aria-label": t("graph.operators") },
      ...signs.map((sign) => button(sign, ` ${sign} `, 0, find(`graph.sign_${sign}`, sign))),
      button(BRACKETS, "()", 1, t("graph.brackets")),
    ),
    element(
      "div",
      { class: "program-signs", role: "group", "aria-label": t("graph.functions") },
      ...functions.map(functionButton),
    ),
    element("p", { class: "hint" }, t("graph.language")),
  );

  root.replaceChildren(
    element(
      "div",
      { class: "program-head" },
      element("label", { class: "field" }, element("span", {}, t("editor.preset")), preset),
      back,
      changed,
    ),
    element(
      "div",
      { class: "program-box", "data-field-group": true },
      element("div", { class: "program-paper" }, under, field),
    ),
    element("p", { class: "hint", id: hintId }, t("graph.hint")),
    refusal,
    problems,
    empty,
    insert,
  );

  /** @param {string} label @param {string} text @param {number} inner where in it the caret goes, from its end @param {string} name */
  function button(label, text, inner, name) {
    return element(
      "button",
      {
        type: "button",
        "data-insert": label,
        "aria-label": name,
        title: name,
        onclick: () => put(text, inner),
      },
      label,
    );
  }
  /** @param {GraphOperation} operation */
  function functionButton({ name, arity }) {
    return button(
      name,
      arity === 1 ? `${name}()` : `${name}(, )`,
      arity === 1 ? 1 : 3,
      t("graph.insert_function", { name }),
    );
  }
  /** Puts a sign where the caret is; what is selected goes into its brackets. @param {string} text @param {number} inner */
  function put(text, inner) {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const chosen = value.slice(start, end);
    const opening = text.slice(0, text.length - inner);
    const whole = inner > 0 ? `${opening}${chosen}${text.slice(text.length - inner)}` : `${chosen}${text}`;
    if (value.length - chosen.length + whole.length > field.maxLength) return;
    field.setRangeText(whole, start, end, "end");
    if (inner > 0)
      field.setSelectionRange(start + opening.length + chosen.length, start + opening.length + chosen.length);
    field.focus();
    typed();
  }

  /** Another example; what is still being typed is let go. @param {string} name */
  function load(name) {
    clearTimeout(resting);
    resting = 0;
    setAttribute(field, "data-typing", null);
    dispatch("loadPreset", name);
  }

  // ---- typing

  let resting = 0;
  let last = -Infinity;
  let sent = -Infinity;
  let begins = true;
  function typed() {
    setAttribute(field, "data-typing", true);
    const now = performance.now();
    if (now - last > PAUSE) begins = true;
    last = now;
    draw();
    clearTimeout(resting);
    resting = window.setTimeout(send, REST);
  }
  function send() {
    clearTimeout(resting);
    resting = 0;
    if (!field.hasAttribute("data-typing")) return;
    setAttribute(field, "data-typing", null);
    const continues = !begins && sent > -Infinity;
    begins = false;
    sent = performance.now();
    dispatch("setExpression", { text: field.value, continues });
  }
  field.addEventListener("input", typed);
  field.addEventListener("change", send);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.blur();
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      send();
    }
  });
  // Undo belongs to the page: one step takes back what was typed without a pause.
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    event.stopPropagation();
    send();
    begins = true;
    dispatch(key === "y" || event.shiftKey ? "redo" : "undo");
  });
  // The value that is written where the caret stands lights up in the picture.
  for (const name of ["click", "keyup"])
    field.addEventListener(name, () => {
      const at = shown !== null && !field.hasAttribute("data-typing") ? writtenAt(shown) : null;
      dispatch("focus", at === null ? null : `v.${at}`);
    });
  field.addEventListener("blur", () => dispatch("focus", null));
  /** The innermost value whose place in the text holds the caret. @param {GraphScreen} screen @returns {number | null} */
  function writtenAt({ answer }) {
    if (answer.request.expression !== field.value || field.selectionStart !== field.selectionEnd) return null;
    const caret = [...field.value.slice(0, field.selectionStart)].length;
    const around = answer.nodes.filter(
      ({ place: [start, end], hidden_in }) => start <= caret && caret <= end && hidden_in === null,
    );
    const size = (/** @type {typeof around[number]} */ { place: [start, end] }) => end - start;
    return around.toSorted((a, b) => size(a) - size(b))[0]?.id ?? null;
  }

  // ---- marks

  /** @type {GraphScreen | null} */
  let shown = null;
  let drawn = "";
  function draw() {
    const text = field.value;
    /** @type {{start: number, end: number, look: string}[]} */
    const marks = [];
    const settled = shown !== null && !field.hasAttribute("data-typing");
    const mistake = shown !== null && settled ? mistakeOf(shown) : null;
    if (shown && settled && text === shown.answer.request.expression) {
      for (const problem of shown.answer.problems) {
        const [start, end] = shown.answer.nodes[problem.node]?.place ?? [0, 0];
        marks.push({ start, end, look: "problem" });
      }
      const node = focused(shown);
      if (node) marks.push({ start: node.place[0], end: node.place[1], look: "here" });
    }
    if (mistake?.position !== undefined)
      marks.push({ start: mistake.position, end: mistake.position + 1, look: "mistake" });
    const form = JSON.stringify([text, marks]);
    if (form === drawn) return;
    drawn = form;
    under.replaceChildren(...marked(text, marks));
  }

  /** One mark at a time is drawn: the mistake, else the value looked at, else what has no value. @param {string} text @param {{start: number, end: number, look: string}[]} marks @returns {Node[]} */
  function marked(text, marks) {
    const mark = marks.at(-1);
    // A last empty line has its height only with something on it.
    if (!mark) return [new Text(`${text}\n`)];
    const [before = "", at = "", after = ""] = mathNodes(text, mark.start, mark.end);
    const sign = at === "" || at === "\n" ? `\u00a0${at}` : at;
    return [
      new Text(before),
      element(
        "mark",
        {
          class: `mark-${mark.look}`,
          "data-mark": mark.look,
          "data-start": mark.start,
          "data-end": mark.end,
        },
        sign,
      ),
      new Text(`${after}\n`),
    ];
  }

  /** The value in focus, or the one that is selected. @param {GraphScreen} screen */
  function focused({ focus, state, answer }) {
    const [family, id] = focus === null ? ["", -1] : parsed(focus);
    return answer.nodes[family === "" ? (state.selected ?? -1) : id];
  }

  /** What the server said about the text that stands in the field. @param {GraphScreen} screen @returns {{msg: string, position?: number} | null} */
  function mistakeOf({ problem, refused, state }) {
    if (
      problem === null ||
      !isRefused({ problem }) ||
      field.value !== state.request.expression ||
      field.value.trim() === ""
    )
      return null;
    const about =
      problem.problems?.find(({ loc }) => loc[0] === "expression") ??
      (refused === "expression" ? problem.problems?.[0] : undefined);
    if (!about) return null;
    const position = about.loc[0] === "expression" ? about.loc[1] : undefined;
    return { msg: about.msg, ...(typeof position === "number" ? { position } : {}) };
  }

  return {
    update(screen) {
      shown = screen;
      const { state, answer } = screen;
      const { expression } = state.request;
      if (!field.hasAttribute("data-typing") && field.value !== expression) {
        const caret = field.selectionStart;
        field.value = expression;
        if (document.activeElement === field) field.setSelectionRange(caret, caret);
      }
      setOptions(preset, presets, state.preset);
      const own = isPreset(state, catalog);
      changed.hidden = own;
      back.hidden = own;
      draw();

      const mistake = mistakeOf(screen);
      const bare = expression.trim() === "" && field.value.trim() === "";
      const place = mistake?.position === undefined ? null : placeOf(expression, mistake.position);
      setText(
        refusal,
        mistake === null
          ? ""
          : place === null
            ? mistake.msg
            : t("graph.mistake", { ...place, msg: mistake.msg }),
      );
      setAttribute(refusal, "hidden", mistake === null);
      setAttribute(field, "aria-invalid", mistake === null ? null : "true");
      setAttribute(field, "aria-errormessage", mistake === null ? null : refusal.id);
      empty.hidden = !bare;
      // What is said here needs no notice of its own.
      setAttribute(root, "data-refused", mistake !== null || bare);

      const told = answer.problems.map(({ msg }) => msg);
      if (JSON.stringify(told) !== problems.dataset["told"]) {
        problems.dataset["told"] = JSON.stringify(told);
        problems.replaceChildren(
          ...answer.problems.map(({ node, msg }) => element("li", { "data-problem-of": node }, msg)),
        );
      }
      setAttribute(problems, "hidden", told.length === 0 || bare);
    },
  };
}
