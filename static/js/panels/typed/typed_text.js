// A text that counts while it is typed: it is sent after a short pause, and what is typed without a long one is one
// step of undo.
import { setAttribute } from "../../draw/dom.js";

/** The text is sent so many milliseconds after the last key. */
const SEND_DELAY = 250;
/** A pause of more milliseconds begins a new undo step. */
const PAUSE = 1200;

/** The field has the attribute `data-typing` while its text has not been sent.
 * @param {HTMLTextAreaElement} field
 * @param {{ send: (text: string, continues: boolean) => void, typed: () => void }} told */
export function typedText(field, told) {
  let timer = 0;
  let typedAt = -Infinity;
  let hasSent = false;
  let isNewStep = true;

  function send() {
    clearTimeout(timer);
    if (!field.hasAttribute("data-typing")) return;
    setAttribute(field, "data-typing", null);
    const continues = !isNewStep && hasSent;
    isNewStep = false;
    hasSent = true;
    told.send(field.value, continues);
  }
  function typed() {
    setAttribute(field, "data-typing", true);
    const now = performance.now();
    if (now - typedAt > PAUSE) isNewStep = true;
    typedAt = now;
    told.typed();
    clearTimeout(timer);
    timer = window.setTimeout(send, SEND_DELAY);
  }
  field.addEventListener("input", typed);
  field.addEventListener("change", send);

  return {
    typed,
    send,
    /** What is typed next is an undo step of its own. */
    beginStep() {
      isNewStep = true;
    },
    /** Drops what has not been sent. */
    drop() {
      clearTimeout(timer);
      setAttribute(field, "data-typing", null);
    },
  };
}

/** Shows the text of the state, unless another one is being typed; the caret stays.
 * @param {HTMLTextAreaElement} field @param {string} text */
export function showText(field, text) {
  if (field.hasAttribute("data-typing") || field.value === text) return;
  const caret = field.selectionStart;
  field.value = text;
  if (document.activeElement === field) field.setSelectionRange(caret, caret);
}
