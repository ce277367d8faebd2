// Numbers that come as a text: pasted anywhere on the page, typed, dropped or opened as a file. What was read is shown
// first, with a sentence for what could not be placed, and taken then.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { Reading } from "../reading/text.js" */
import { element, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { namingOf } from "../../../network/notation.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { numberSymbol } from "../names.js";
import { givenBy } from "../given.js";
import { othersThan } from "../reading/given.js";
import { sheetAddresses } from "../request.js";
import { LONGEST_LINES, readSheet } from "../reading/text.js";
import { offerFile, openTab } from "./incoming.js";

/** So many numbers are shown before they are taken; the rest is counted. */
const MOST_SHOWN = 24;
/** So many numbers of another network are shown. */
const MOST_OTHERS = 8;

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch, catalog } = context;
  /** @type {Screen | null} */
  let shown = null;
  /** @type {Reading | null} */
  let reading = null;
  /** What was offered last. @type {Screen["offered"]} */
  let taken = null;
  const field = element("textarea", {
    rows: 6,
    "data-key": "paste-text",
    "aria-label": t("checking.paste_label"),
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "z1 = [0.53, 0.60]\nδ2 = …\ndW1 = [[…], […]]",
  });
  const file = element("input", {
    type: "file",
    accept: ".csv,.tsv,.json,.txt,text/*",
    "data-key": "paste-file",
    class: "unseen",
    tabindex: -1,
    "aria-hidden": "true",
  });
  const said = element("p", { role: "status" });
  const preview = element("div", { class: "paste-preview" });
  const take = element(
    "button",
    { type: "button", class: "primary", "data-key": "paste-take", hidden: true, onclick: () => takeAll() },
    "",
  );
  root.replaceChildren(
    element("h2", { class: "unseen" }, t("checking.paste")),
    element("p", { class: "hint" }, t("checking.paste_about")),
    field,
    element(
      "div",
      { class: "paste-tools" },
      element(
        "button",
        { type: "button", "data-key": "paste-open", onclick: () => file.click() },
        t("checking.paste_open"),
      ),
      file,
      take,
    ),
    said,
    preview,
  );

  function read(text = field.value) {
    if (shown === null) return;
    const { request, sample } = shown.state;
    const places = sheetAddresses(request, catalog);
    reading = text.trim() === "" ? null : readSheet(text, request, places, sample);
    showReading(shown, reading, { said, preview, take }, context);
  }
  function takeAll() {
    const answers = reading?.answers ?? {};
    const count = Object.keys(answers).length;
    dispatch("writeMany", { answers, notice: { key: "checking.taken", params: { count } } });
    dispatch("offer", null);
    field.value = "";
    read();
    openTab("step");
  }
  field.addEventListener("input", () => read());
  file.addEventListener("change", () => {
    void offerFile(file.files?.[0], dispatch);
    file.value = "";
  });
  return {
    update(screen) {
      const { offered, state } = screen;
      const isOther = shown?.state.request !== state.request || shown.state.sample !== state.sample;
      shown = screen;
      if (offered !== null && offered !== taken) {
        taken = offered;
        // A field with millions of characters would stop the page.
        field.value = offered.text.length > LONGEST_LINES ? "" : offered.text;
        read(offered.text);
        if (take.hidden) field.focus();
        else take.focus();
      } else if (isOther && field.value !== "") read();
    },
  };
}

/** @param {Screen} screen @param {Reading | null} reading
 * @param {{said: HTMLElement, preview: HTMLElement, take: HTMLButtonElement}} parts @param {Context} context */
function showReading(screen, reading, { said, preview, take }, context) {
  const { t, catalog } = context;
  const naming = namingOf(screen, catalog);
  const entries = Object.entries(reading?.answers ?? {});
  take.hidden = entries.length === 0;
  setText(take, t("checking.take", { count: entries.length }));
  setText(said, reading === null ? "" : t("checking.was_read", { count: entries.length }));
  const skipped = reading?.skipped ?? [];
  const other = reading === null ? null : otherNetwork(screen, reading, naming, context);
  preview.replaceChildren(
    ...(other === null ? [] : [other]),
    ...(skipped.length === 0
      ? []
      : [
          element("h3", {}, t("checking.not_placed")),
          element(
            "ul",
            { class: "paste-skipped" },
            ...skipped.map(({ line, text, reason }) =>
              element(
                "li",
                {},
                line > 0 ? `${t("checking.line", { line })} ` : "",
                text === "" ? null : element("code", {}, text),
                text === "" ? "" : t("speech.colon"),
                t(reason.key, reason.params),
              ),
            ),
            (reading?.left ?? 0) > 0
              ? element("li", {}, t("checking.more_of_them", { count: reading?.left ?? 0 }))
              : null,
          ),
        ]),
    ...(entries.length === 0
      ? []
      : [
          element(
            "ul",
            { class: "paste-read", "aria-label": t("checking.read") },
            ...entries
              .slice(0, MOST_SHOWN)
              .map(([address, text]) =>
                element("li", {}, mathOf(numberSymbol(address, naming), context), ` = ${text}`),
              ),
            entries.length > MOST_SHOWN
              ? element("li", {}, t("checking.more_of_them", { count: entries.length - MOST_SHOWN }))
              : null,
          ),
        ]),
  );
}

/** What a text gives otherwise than the network of the page, by which its numbers would be judged.
 * @param {Screen} screen @param {Reading} reading @param {import("../../../network/notation.js").Naming} naming
 * @param {Context} context @returns {HTMLElement | null} */
function otherNetwork(screen, { given }, naming, context) {
  const { t, dispatch } = context;
  const here = givenBy(screen);
  const { others, isTurned } = othersThan(given, here);
  if (others.length === 0) return null;
  const count = others.length;
  return element(
    "section",
    { class: "paste-other", "aria-label": t("checking.other_network") },
    element("h3", {}, t("checking.other_network")),
    element("p", {}, t(isTurned ? "checking.other_turned" : "checking.other_given", { count })),
    element(
      "ul",
      { class: "paste-read" },
      ...others
        .slice(0, MOST_OTHERS)
        .map(({ address, value }) =>
          element(
            "li",
            {},
            mathOf(numberSymbol(address.replace(/@\d+$/, ""), naming), context),
            ` = ${t("checking.other_here", { there: formatNumber(value), here: formatNumber(here(address)) })}`,
          ),
        ),
      count > MOST_OTHERS
        ? element("li", {}, t("checking.more_of_them", { count: count - MOST_OTHERS }))
        : null,
    ),
    element(
      "button",
      {
        type: "button",
        "data-key": "paste-network",
        onclick: () => dispatch("editMany", { edits: others, notice: { key: "checking.network_taken" } }),
      },
      t("checking.other_take"),
    ),
  );
}
