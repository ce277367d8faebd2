// Typing a program, inserting by buttons, loading an example into an empty one.

/** @import { Insertion, ProgramState } from "./types.js" */
import { setAttribute } from "../../../draw/dom.js";
import { drawMarks, nodeAtCaret } from "./marks.js";

/** The text is sent so many milliseconds after the last key. */
const SEND_DELAY = 250;
/** A pause of more milliseconds begins a new undo step. */
const PAUSE = 1200;

/** @param {ProgramState} view */
export function listen(view) {
  const { context, field, inserts, offers } = view;
  for (const offer of offers) offer.button.addEventListener("click", () => load(view, offer.preset));
  for (const insertion of inserts) insertion.button.addEventListener("click", () => insert(view, insertion));
  field.addEventListener("input", () => typed(view));
  field.addEventListener("change", () => send(view));
  field.addEventListener("keydown", (event) => pressed(view, event));
  // The value at the caret is highlighted in the drawing.
  for (const name of ["click", "keyup"])
    field.addEventListener(name, () => {
      const isSent = !field.hasAttribute("data-typing");
      const id = view.screen && isSent ? nodeAtCaret(field, view.screen) : null;
      context.dispatch("focus", id === null ? null : `v.${id}`);
    });
  field.addEventListener("blur", () => context.dispatch("focus", null));
}

/** Loads a preset; what is being typed is dropped. @param {ProgramState} view @param {string} name */
function load(view, name) {
  stopTimer(view);
  setAttribute(view.field, "data-typing", null);
  view.context.dispatch("loadPreset", name);
}

/** Inserts a text at the caret; a selection goes into its brackets.
 * @param {ProgramState} view @param {Insertion} insertion */
function insert(view, { text, inner }) {
  const { field } = view;
  const { selectionStart: start, selectionEnd: end, value } = field;
  const selected = value.slice(start, end);
  const [opening, closing] = [text.slice(0, text.length - inner), text.slice(text.length - inner)];
  const inserted = inner > 0 ? `${opening}${selected}${closing}` : `${selected}${text}`;
  if (value.length - selected.length + inserted.length > field.maxLength) return;
  field.setRangeText(inserted, start, end, "end");
  const caret = start + opening.length + selected.length;
  if (inner > 0) field.setSelectionRange(caret, caret);
  field.focus();
  typed(view);
}

/** @param {ProgramState} view */
function typed(view) {
  setAttribute(view.field, "data-typing", true);
  const now = performance.now();
  if (now - view.typedAt > PAUSE) view.isNewStep = true;
  view.typedAt = now;
  drawMarks(view);
  stopTimer(view);
  view.timer = window.setTimeout(() => send(view), SEND_DELAY);
}

/** Sends what has been typed. @param {ProgramState} view */
function send(view) {
  const { context, field } = view;
  stopTimer(view);
  if (!field.hasAttribute("data-typing")) return;
  setAttribute(field, "data-typing", null);
  const continues = !view.isNewStep && view.hasSent;
  view.isNewStep = false;
  view.hasSent = true;
  context.dispatch("setExpression", { text: field.value, continues });
}

/** @param {ProgramState} view */
function stopTimer(view) {
  clearTimeout(view.timer);
  view.timer = 0;
}

/**
 * Escape leaves the field, Ctrl+Enter sends. Ctrl+Z and Ctrl+Y are undo and redo of the page: an undo step is what
 * was typed without a pause.
 * @param {ProgramState} view @param {KeyboardEvent} event
 */
function pressed(view, event) {
  if (event.key === "Escape") view.field.blur();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (event.key === "Enter") {
    event.preventDefault();
    send(view);
  } else if (key === "z" || key === "y") {
    event.preventDefault();
    event.stopPropagation();
    send(view);
    view.isNewStep = true;
    view.context.dispatch(key === "y" || event.shiftKey ? "redo" : "undo");
  }
}
