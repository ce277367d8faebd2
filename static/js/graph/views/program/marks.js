// The marks in the program: the mistake, the value in focus, the values outside their domain; and what the
// server found wrong.

/** @import { GraphScreen } from "../../types.js" */
/** @import { Mark, Mistake, ProgramState } from "./types.js" */
import { isRefused } from "../../../core/editing.js";
import { element } from "../../../draw/dom.js";
import { parsed } from "../../symbols.js";

/** Line and column, from 1, of a character. @param {string} text @param {number} position */
export function lineAndColumn(text, position) {
  const before = [...text].slice(0, position).join("").split("\n");
  return { line: before.length, column: [...(before.at(-1) ?? "")].length + 1 };
}

/** Draws the mark of the text in the field. @param {ProgramState} view */
export function drawMarks(view) {
  const text = view.field.value;
  const mark = view.screen && !view.field.hasAttribute("data-typing") ? markIn(view, view.screen) : null;
  const key = JSON.stringify([text, mark]);
  if (key === view.marksKey) return;
  view.marksKey = key;
  view.under.replaceChildren(...marked(text, mark));
}

/** Only one mark is drawn: the mistake, else the value in focus, else the last one without a value.
 * @param {ProgramState} view @param {GraphScreen} screen @returns {Mark | null} */
function markIn(view, screen) {
  const mistake = mistakeOf(view.field.value, screen);
  if (mistake?.position !== undefined)
    return { start: mistake.position, end: mistake.position + 1, look: "mistake" };
  const { answer } = screen;
  if (view.field.value !== answer.request.expression) return null;
  const focused = focusedNode(screen);
  if (focused) return { start: focused.place[0], end: focused.place[1], look: "here" };
  const last = answer.problems.at(-1);
  if (!last) return null;
  const [start, end] = answer.nodes[last.node]?.place ?? [0, 0];
  return { start, end, look: "problem" };
}

/** The text around a mark. @param {string} text @param {Mark | null} mark @returns {Node[]} */
function marked(text, mark) {
  // An empty last line has a height only if something stands in it.
  if (!mark) return [new Text(`${text}\n`)];
  const characters = [...text];
  const part = (/** @type {number} */ from, to = characters.length) => characters.slice(from, to).join("");
  const inside = part(mark.start, mark.end);
  const visible = inside === "" || inside === "\n" ? `\u00a0${inside}` : inside;
  return [
    new Text(part(0, mark.start)),
    element(
      "mark",
      {
        class: `mark-${mark.look}`,
        "data-mark": mark.look,
        "data-start": mark.start,
        "data-end": mark.end,
      },
      visible,
    ),
    new Text(`${part(mark.end)}\n`),
  ];
}

/** The node in focus, or else the selected one. @param {GraphScreen} screen */
function focusedNode({ focus, state, answer }) {
  const [family, id] = focus === null ? ["", -1] : parsed(focus);
  return answer.nodes[family === "" ? (state.selected ?? -1) : id];
}

/** What the server found wrong with a text.
 * @param {string} text in the field @param {GraphScreen} screen @returns {Mistake | null} */
export function mistakeOf(text, { problem, refused, state }) {
  const isAbout = text === state.request.expression && text.trim() !== "";
  if (problem === null || !isRefused({ problem }) || !isAbout) return null;
  const found =
    problem.problems?.find(({ loc }) => loc[0] === "expression") ??
    (refused === "expression" ? problem.problems?.[0] : undefined);
  if (!found) return null;
  const position = found.loc[0] === "expression" ? found.loc[1] : undefined;
  return {
    msg: found.msg,
    ...(typeof position === "number" ? { position } : {}),
    ...(found.fix ? { fix: found.fix } : {}),
  };
}

/** The innermost node whose place in the text holds the caret.
 * @param {HTMLTextAreaElement} field @param {GraphScreen} screen @returns {number | null} */
export function nodeAtCaret({ value, selectionStart, selectionEnd }, { answer }) {
  if (answer.request.expression !== value || selectionStart !== selectionEnd) return null;
  const caret = [...value.slice(0, selectionStart)].length;
  const around = answer.nodes.filter(
    ({ place: [start, end], hidden_in }) => start <= caret && caret <= end && hidden_in === null,
  );
  const length = (/** @type {typeof around[number]} */ { place: [start, end] }) => end - start;
  return around.toSorted((a, b) => length(a) - length(b))[0]?.id ?? null;
}
