// The dialog that gives the HTML of a player for a page of another site, and a QR code of the link for a projector.
/** @import { Key, Translate } from "../../core/types.js" */
/** @import { Shown } from "../code.js" */
import { copyText } from "../../core/browser/clipboard.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { labelled } from "../../panels/fields.js";
import { elementCode, frameCode } from "../code.js";

/** As app/web/lesson/hiding.py has them; the legend is that of a network. */
const PARTS = /** @type {const} */ (["captions", "legend", "players", "tools", "link"]);
const SIZE = { width: { low: 200, start: 900, high: 4000 }, height: { low: 200, start: 560, high: 4000 } };

/**
 * What the dialog is about.
 * @typedef {object} Embedding
 * @property {Translate} t
 * @property {Pick<Shown, "base" | "page" | "state" | "title">} shown
 * @property {string} link to the whole page
 * @property {boolean} isAllowed the settings of the server name an origin that may show it
 * @property {{code: string, name: string}[]} languages
 * @property {(text: string) => Promise<string>} codeOf a link as a picture, SVG. Rejects with a sentence as its message
 */

/** @param {Embedding} embedding @param {() => void} changed */
function buildChoices({ t, shown, languages }, changed) {
  const parts = PARTS.filter((name) => name !== "legend" || shown.page === "/").map((name) => ({
    name,
    box: element("input", {
      type: "checkbox",
      checked: true,
      "data-key": `embed-${name}`,
      onchange: changed,
    }),
  }));
  /** @param {string} key @param {[value: string, text: string][]} options */
  const menu = (key, options) =>
    element(
      "select",
      { "data-key": key, onchange: changed },
      ...options.map(([value, text]) => element("option", { value }, text)),
    );
  const theme = menu("embed-theme", [
    ["", t("embed.theirs")],
    ["light", t("control.theme_light")],
    ["dark", t("control.theme_dark")],
  ]);
  const language = menu("embed-language", [
    ["", t("embed.theirs")],
    ...languages.map(({ code, name }) => /** @type {[string, string]} */ ([code, name])),
  ]);
  /** @param {"width" | "height"} name */
  const size = (name) =>
    element("input", {
      type: "number",
      min: SIZE[name].low,
      max: SIZE[name].high,
      value: SIZE[name].start,
      "data-key": `embed-${name}`,
      oninput: changed,
    });
  const [width, height] = [size("width"), size("height")];
  return {
    root: element(
      "div",
      { class: "embed-choices" },
      element(
        "fieldset",
        {},
        element("legend", {}, t("embed.shows")),
        ...parts.map(({ name, box }) =>
          element("label", {}, box, " ", t(/** @type {Key} */ (`embed.part_${name}`))),
        ),
      ),
      labelled(t("control.theme"), theme),
      labelled(t("embed.language"), language),
      labelled(t("embed.width"), width),
      labelled(t("embed.height"), height),
    ),
    /** What is chosen; a size that is none is the usual one. */
    get chosen() {
      /** @param {HTMLInputElement} field @param {"width" | "height"} name */
      const sizeOf = (field, name) =>
        field.value !== "" && field.validity.valid ? Math.round(field.valueAsNumber) : SIZE[name].start;
      return {
        hide: parts.filter(({ box }) => !box.checked).map(({ name }) => name),
        theme: theme.value,
        language: language.value,
        width: sizeOf(width, "width"),
        height: sizeOf(height, "height"),
      };
    },
  };
}

/** A text to be copied. @param {Translate} t @param {string} key @param {string} name @param {string} hint */
function buildCode(t, key, name, hint) {
  const text = element("textarea", {
    "data-key": key,
    rows: 4,
    readonly: true,
    spellcheck: "false",
    translate: "no",
    "aria-label": name,
  });
  const said = element("span", { class: "embed-said", role: "status" });
  const copy = element(
    "button",
    {
      type: "button",
      "data-key": `${key}-copy`,
      "aria-label": `${t("embed.copy")}: ${name}`,
      onclick: async () => setText(said, (await copyText(text.value)) ? t("embed.copied") : ""),
    },
    t("embed.copy"),
  );
  return {
    root: element(
      "section",
      {},
      element("div", { class: "embed-code-head" }, element("h3", {}, name), said, copy),
      element("p", { class: "hint" }, hint),
      text,
    ),
    /** @param {string} code */
    show(code) {
      text.value = code;
      setText(said, "");
    },
  };
}

/** The link as a picture; a press fills the screen with it. @param {Embedding} embedding */
function buildPicture({ t, link, codeOf }) {
  const refusal = element("p", { class: "refusal", role: "alert" });
  const image = element("img", { alt: t("embed.qr_alt"), hidden: true });
  const large = element(
    "button",
    { type: "button", class: "embed-qr", "data-key": "embed-qr", title: t("embed.qr_large"), disabled: true },
    image,
  );
  large.addEventListener("click", () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void large.requestFullscreen?.().catch(() => {});
  });
  const root = element(
    "section",
    { class: "embed-projector" },
    element("h3", {}, t("embed.qr")),
    element("p", { class: "hint" }, t("embed.qr_about")),
    large,
    refusal,
  );
  codeOf(link).then(
    (picture) => {
      image.src = `data:image/svg+xml,${encodeURIComponent(picture)}`;
      image.hidden = false;
      large.disabled = false;
    },
    (/** @type {Error} */ error) => {
      setAttribute(large, "hidden", true);
      setText(refusal, error.message);
    },
  );
  return root;
}

/** @param {Embedding} embedding */
export function openDialog(embedding) {
  const { t, shown, isAllowed } = embedding;
  const choices = buildChoices(embedding, () => show());
  const withElement = buildCode(t, "embed-element", t("embed.element"), t("embed.element_about"));
  const withFrame = buildCode(t, "embed-frame", t("embed.frame"), t("embed.frame_about"));
  function show() {
    const whole = { ...shown, ...choices.chosen };
    withElement.show(elementCode(whole));
    withFrame.show(frameCode(whole));
  }
  const dialog = element(
    "dialog",
    { class: "embed-dialog", "aria-labelledby": "embed-title" },
    element(
      "form",
      { method: "dialog" },
      element(
        "div",
        { class: "embed-dialog-head" },
        element("h2", { id: "embed-title" }, t("embed.title")),
        element("button", { class: "primary", "data-key": "embed-close" }, t("control.close")),
      ),
      element("p", { class: "embed-refused", role: "note", hidden: isAllowed }, t("embed.not_allowed")),
      choices.root,
      withElement.root,
      withFrame.root,
      buildPicture(embedding),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  show();
  (document.querySelector('[data-view="dialogs"]')?.parentElement ?? document.body).append(dialog);
  dialog.showModal();
  return dialog;
}
