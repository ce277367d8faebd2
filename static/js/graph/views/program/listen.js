// Typing a program, inserting by buttons, loading an example into an empty one.

/** @import { Insertion, ProgramState } from "./types.js" */
import { typedText } from "../../../panels/typed/typed_text.js";
import { drawMarks, nodeAtCaret } from "./marks.js";

/** @typedef {ReturnType<typeof typedText>} TypedText */

/** @param {ProgramState} view */
export function listen(view) {
  const { context, field, inserts, offers } = view;
  const typing = typedText(field, {
    send: (text, continues) => context.dispatch("setExpression", { text, continues }),
    typed: () => drawMarks(view),
  });
  for (const { button, preset } of offers)
    button.addEventListener("click", () => {
      typing.drop();
      context.dispatch("loadPreset", preset);
    });
  for (const insertion of inserts)
    insertion.button.addEventListener("click", () => insert(view, typing, insertion));
  field.addEventListener("keydown", (event) => pressed(view, typing, event));
  // The value at the caret is highlighted in the drawing.
  for (const name of ["click", "keyup"])
    field.addEventListener(name, () => {
      const isSent = !field.hasAttribute("data-typing");
      const id = view.screen && isSent ? nodeAtCaret(field, view.screen) : null;
      context.dispatch("focus", id === null ? null : `v.${id}`);
    });
  field.addEventListener("blur", () => context.dispatch("focus", null));
}

/** Inserts a text at the caret; a selection goes into its brackets.
 * @param {ProgramState} view @param {TypedText} typing @param {Insertion} insertion */
function insert({ field }, typing, { text, inner }) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const selected = value.slice(start, end);
  const [opening, closing] = [text.slice(0, text.length - inner), text.slice(text.length - inner)];
  const inserted = inner > 0 ? `${opening}${selected}${closing}` : `${selected}${text}`;
  if (value.length - selected.length + inserted.length > field.maxLength) return;
  field.setRangeText(inserted, start, end, "end");
  const caret = start + opening.length + selected.length;
  if (inner > 0) field.setSelectionRange(caret, caret);
  field.focus();
  typing.typed();
}

/**
 * Escape leaves the field, Ctrl+Enter sends. Ctrl+Z and Ctrl+Y are undo and redo of the page: an undo step is what
 * was typed without a pause.
 * @param {ProgramState} view @param {TypedText} typing @param {KeyboardEvent} event
 */
function pressed(view, typing, event) {
  if (event.key === "Escape") view.field.blur();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (event.key === "Enter") {
    event.preventDefault();
    typing.send();
  } else if (key === "z" || key === "y") {
    event.preventDefault();
    event.stopPropagation();
    typing.send();
    typing.beginStep();
    view.context.dispatch(key === "y" || event.shiftKey ? "redo" : "undo");
  }
}
