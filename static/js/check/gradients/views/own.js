// Gradients of one's own program, as a text: read as it is typed, and checked at once with every digit printed.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { Reading } from "../../marking/reading/text.js" */
import { element, setText } from "../../../draw/dom.js";
import { sheetAddresses } from "../../marking/request.js";
import { LONGEST_LINES, mistakeIn, readSheet } from "../../marking/reading/text.js";
import { isNotFinite, namedGradients } from "../program_text.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch, catalog } = context;
  const field = element("textarea", {
    rows: 6,
    "data-key": "own-gradients",
    "aria-label": t("checking.own_label"),
    "aria-describedby": "own-gradients-about",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "tensor([[0.0004386, 0.0008771], …\ndW1 = [[…], […]]\ndW1[0][1] = …",
  });
  const said = element("p", { class: "hint", role: "status" });
  const skipped = element("ul", { class: "own-skipped" });
  const clear = element(
    "button",
    { type: "button", "data-key": "own-clear", onclick: () => takeBack() },
    t("checking.own_clear"),
  );
  /** @type {Screen | null} */
  let shown = null;
  root.classList.add("own-gradients");
  root.replaceChildren(
    element("h3", {}, t("checking.own_gradients")),
    element("p", { class: "hint", id: "own-gradients-about" }, t("checking.own_about")),
    field,
    element("div", { class: "buttons" }, clear),
    said,
    skipped,
  );

  function takeBack() {
    field.value = "";
    read();
    field.focus();
  }
  function read() {
    if (shown === null) return;
    const { request } = shown.state;
    const { value } = field;
    const reading = value.trim() === "" ? null : readOwn(value, request, catalog);
    setText(
      said,
      reading === null ? "" : t("checking.own_read", { count: Object.keys(reading.answers).length }),
    );
    skipped.replaceChildren(
      ...(reading?.turned ?? []).map((name) =>
        element("li", { "data-turned": name }, t("checking.own_turned", { name })),
      ),
      ...(reading?.skipped ?? []).map((one) => skippedLine(one, t)),
    );
    dispatch("setGradients", { gradients: reading?.answers ?? {}, whole: true });
  }
  field.addEventListener("input", read);
  return {
    update(screen) {
      shown = screen;
      clear.hidden = Object.keys(screen.state.gradients).length === 0 && field.value === "";
    },
  };
}

/** @param {string} text @param {Screen["state"]["request"]} request @param {Context["catalog"]} catalog
 * @returns {Reading} */
function readOwn(text, request, catalog) {
  const gradients = new Set([...sheetAddresses(request, catalog)].filter((one) => /^d[wb]\d/.test(one)));
  const named = text.length > LONGEST_LINES ? text : namedGradients(text, request);
  return readSheet(named, request, gradients, 0, (cell) => (isNotFinite(cell) ? null : mistakeIn(cell)));
}

/** @param {Reading["skipped"][number]} skipped @param {Context["t"]} t */
const skippedLine = ({ text, reason }, t) =>
  element(
    "li",
    {},
    text === "" ? null : element("code", {}, text),
    text === "" ? "" : t("speech.colon"),
    t(reason.key, reason.params),
  );
