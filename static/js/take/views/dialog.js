// "Take it with me": what is shown as a file, a copy or a handout.
/** @import { Key, Translate } from "../../core/types.js" */
/** @import { Choice } from "../choice.js" */
/** @import { Format, Formats } from "../formats.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { labelled } from "../../panels/fields.js";
import { SCALES } from "../choice.js";
import { holds, isText, offered } from "../formats.js";

/**
 * What the dialog is about.
 * @typedef {object} Taken
 * @property {{names: string[], chosen: number, choose: (place: number, choice: Choice) => unknown} | null} [figures] of
 * a lesson: what else can be saved, and opens the dialog for it with what was chosen
 * @property {Translate} t
 * @property {(key: string, otherwise: string) => string} find
 * @property {Formats} formats all that can be made, by name
 * @property {ReturnType<typeof offered>} groups
 * @property {{code: string, name: string}[]} languages
 * @property {number | null} step the one on the screen; null: there are no steps
 * @property {(choice: Choice) => {theme: boolean, language: boolean}} choices what can be chosen besides
 * @property {Choice} choice
 * @property {(choice: Choice, way: "save" | "copy", signal: AbortSignal, told: (part: number) => void) =>
 * Promise<string>} take what is said when it is done; `told` is called with the part of the work that is done. Rejects
 * with a `Refused`
 * @property {boolean} copiesPictures
 * @property {{words: string, open: () => void} | null} [other] another way to take it along
 */

/** Why there is no file, as a sentence. */
export class Refused extends Error {}

/** @param {Taken} taken */
const menusOf = ({ t, find, groups, languages }) => ({
  format: element(
    "select",
    { "data-key": "take-format", autofocus: true },
    ...groups.map(({ name, formats }) =>
      element(
        "optgroup",
        { label: t(/** @type {Key} */ (`take.group_${name}`)) },
        ...formats.map((each) => element("option", { value: each }, find(`take.format_${each}`, each))),
      ),
    ),
  ),
  scale: element(
    "select",
    { "data-key": "take-scale" },
    ...SCALES.map((each) => element("option", { value: each }, `${each}×`)),
  ),
  theme: element(
    "select",
    { "data-key": "take-theme" },
    element("option", { value: "light" }, t("control.theme_light")),
    element("option", { value: "dark" }, t("control.theme_dark")),
  ),
  language: element(
    "select",
    { "data-key": "take-language" },
    ...languages.map(({ code, name }) => element("option", { value: code, lang: code }, name)),
  ),
});

/** The figures of a lesson, of which one is saved. @param {Taken} taken */
function figuresOf({ figures }) {
  const menu = element(
    "select",
    { "data-key": "take-figure" },
    ...(figures?.names ?? []).map((name, place) => element("option", { value: place }, name)),
  );
  menu.value = String(figures?.chosen ?? "");
  return menu;
}

/** @param {Taken} taken */
function whatOf({ t, step }) {
  const radio = (/** @type {string} */ value) =>
    element("input", { type: "radio", name: "take-what", value, "data-key": `take-${value}` });
  const [one, all] = [radio("step"), radio("all")];
  const words = step === 0 ? t("take.start") : t("take.step", { step: step ?? 0 });
  return {
    one,
    all,
    root: element(
      "div",
      { class: "field take-what", role: "radiogroup", "aria-labelledby": "take-what" },
      element("span", { id: "take-what" }, t("take.what")),
      element(
        "div",
        {},
        element("label", {}, one, " ", words),
        element("label", {}, all, " ", t("take.all")),
      ),
    ),
  };
}

/** @param {Taken} taken */
function buildParts(taken) {
  const { t } = taken;
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {string} */ kind) =>
    element("button", { type: "button", "data-key": key, class: kind }, text);
  const menus = menusOf(taken);
  const figure = figuresOf(taken);
  const what = whatOf(taken);
  const rows = {
    format: labelled(t("take.format"), menus.format),
    scale: labelled(t("take.scale"), menus.scale),
    theme: labelled(t("control.theme"), menus.theme),
    language: labelled(t("take.language"), menus.language),
  };
  const said = element("p", { class: "take-said", role: "status" });
  const refusal = element("p", { class: "refusal", role: "alert" });
  const progress = element("progress", { "aria-label": t("take.working"), hidden: true });
  const save = button("take-save", t("take.save"), "primary");
  const copy = button("take-copy", t("take.copy"), "");
  const close = button("take-close", t("control.close"), "");
  const other = taken.other && button("take-other", taken.other.words, "quiet");
  const dialog = element(
    "dialog",
    { class: "take", "aria-labelledby": "take-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "take-title" }, t("take.title")),
      ...(taken.figures ? [labelled(t("take.figure"), figure)] : []),
      rows.format,
      what.root,
      rows.scale,
      rows.theme,
      rows.language,
      progress,
      said,
      refusal,
      element("div", { class: "take-foot" }, ...(other ? [other] : []), close, copy, save),
    ),
  );
  return { dialog, menus, figure, what, rows, said, refusal, progress, save, copy, close, other };
}

/** @param {ReturnType<typeof buildParts>} parts @param {Taken} taken @param {() => Choice} choice */
function listenToFigures({ dialog, figure }, { figures }, choice) {
  figure.addEventListener("change", (event) => {
    event.stopPropagation();
    dialog.close();
    figures?.choose(Number(figure.value), choice());
  });
}

/** @param {Taken} taken */
export function openDialog(taken) {
  const { t, formats } = taken;
  const parts = buildParts(taken);
  const { dialog, menus, what, rows, save, copy, close } = parts;
  let { choice } = taken;
  /** What is under way. @type {AbortController | null} */
  let work = null;

  function show() {
    const held = taken.step === null ? "all" : holds(choice.format);
    const chosen = held === "either" ? choice.what : held;
    const format = /** @type {Format} */ (formats[choice.format]);
    const can = taken.choices(choice);
    menus.format.value = choice.format;
    menus.scale.value = String(choice.scale);
    menus.theme.value = choice.theme;
    menus.language.value = choice.language;
    what.root.hidden = taken.step === null;
    what.one.checked = chosen === "step";
    what.all.checked = chosen === "all";
    what.one.disabled = held === "all";
    what.all.disabled = held === "step";
    rows.scale.hidden = choice.format !== "png";
    rows.theme.hidden = !can.theme;
    rows.language.hidden = !can.language;
    copy.hidden = !(isText(format) || (choice.format === "png" && taken.copiesPictures));
    setText(save, t(choice.format === "handout" ? "take.print" : "take.save"));
    const isBusy = work !== null;
    parts.progress.hidden = !isBusy;
    for (const control of [...Object.values(menus), parts.figure, what.one, what.all, save, copy])
      if (isBusy) control.disabled = true;
      else if (control !== what.one && control !== what.all) control.disabled = false;
    setText(close, t(isBusy ? "take.cancel" : "control.close"));
    setAttribute(dialog, "aria-busy", isBusy ? "true" : null);
  }

  /** @param {"save" | "copy"} way */
  async function take(way) {
    const mine = (work = new AbortController());
    setText(parts.said, "");
    setText(parts.refusal, "");
    parts.progress.removeAttribute("value");
    show();
    /** @type {HTMLElement} */
    let next = way === "save" ? save : copy;
    try {
      const held = holds(choice.format);
      const whole = {
        ...choice,
        what: taken.step === null ? /** @type {const} */ ("all") : held === "either" ? choice.what : held,
      };
      const words = await taken.take(whole, way, mine.signal, (part) => {
        if (!mine.signal.aborted) parts.progress.value = part;
      });
      if (!mine.signal.aborted) setText(parts.said, words);
    } catch (error) {
      if (!mine.signal.aborted) {
        if (!(error instanceof Refused)) throw error;
        setText(parts.refusal, error.message);
      } else next = menus.format;
    } finally {
      if (work === mine) {
        work = null;
        show();
        // A button that was switched off has lost the focus.
        if (dialog.open && !dialog.contains(document.activeElement)) next.focus();
      }
    }
  }

  function cancel() {
    if (!work) return false;
    work.abort();
    work = null;
    setText(parts.said, t("take.cancelled"));
    show();
    menus.format.focus();
    return true;
  }

  listenToFigures(parts, taken, () => choice);
  dialog.addEventListener("change", () => {
    choice = {
      format: menus.format.value,
      scale: Number(menus.scale.value),
      theme: menus.theme.value === "dark" ? "dark" : "light",
      language: menus.language.value,
      what: holds(menus.format.value) !== "either" ? choice.what : what.one.checked ? "step" : "all",
    };
    setText(parts.said, "");
    setText(parts.refusal, "");
    show();
  });
  save.addEventListener("click", () => void take("save"));
  copy.addEventListener("click", () => void take("copy"));
  close.addEventListener("click", () => {
    if (!cancel()) dialog.close();
  });
  parts.other?.addEventListener("click", () => {
    dialog.close();
    taken.other?.open();
  });
  // Enter in a menu must not close it.
  dialog.addEventListener("submit", (event) => event.preventDefault());
  // Escape ends the work first, then the dialog.
  dialog.addEventListener("cancel", (event) => {
    if (cancel()) event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    work?.abort();
    work = null;
    dialog.remove();
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  return dialog;
}
