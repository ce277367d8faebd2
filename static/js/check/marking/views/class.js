// Many hand-ins, for a teacher: how many made which mistake, and each of them, to be opened on the sheet.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, Marking, Screen } from "../../types.js" */
import { ofTab } from "../../../core/browser/memory.js";
import { saveFile } from "../../../core/browser/save_file.js";
import { problemText } from "../../../core/problems.js";
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { joined } from "../../../math/sentences.js";
import { namingOf } from "../../../network/notation.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { countsOf, csvOf, firstMistakeOf, uncountedOf } from "../class_mistakes.js";
import { numberSymbol } from "../names.js";
import { LONGEST_CLASS, readClass } from "../reading/class.js";
import { sheetAddresses } from "../request.js";

/** So many characters of a file are shown in the field. */
const MOST_SHOWN = 20_000;
/** Where the text is kept until the tab is closed: no link holds it. */
const KEPT = "deltaflow.check_class";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch, catalog } = context;
  /** @type {Screen | null} */
  let shown = null;
  const field = element("textarea", {
    rows: 4,
    "data-key": "class-text",
    "aria-label": t("checking.class_label"),
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "id,z1.0,z1.1,delta2.0\nAda,0.3775,0.3925,0.1385\n…",
  });
  const file = element("input", {
    type: "file",
    accept: ".csv,.tsv,.json,.txt,text/*",
    "data-key": "class-file",
    class: "unseen",
    tabindex: -1,
    "aria-hidden": "true",
  });
  const said = element("p", { role: "status" });
  const place = element("div", { class: "class-result" });
  const open = element(
    "button",
    { type: "button", "data-key": "class-open", onclick: () => file.click() },
    t("checking.paste_open"),
  );
  const download = element(
    "button",
    {
      type: "button",
      "data-key": "class-csv",
      hidden: true,
      onclick: () => shown?.classMarking && save(shown.classMarking, shown, context),
    },
    t("checking.class_csv"),
  );
  root.replaceChildren(
    element("h2", { class: "unseen" }, t("checking.class")),
    element("p", { class: "hint" }, t("checking.class_about")),
    field,
    element("div", { class: "paste-tools" }, open, file, download),
    said,
    place,
  );
  let refusal = "";

  /** @param {string} text */
  function read(text) {
    if (shown === null) return;
    if (text.trim() === "") ofTab.remove(KEPT);
    else ofTab.set(KEPT, text);
    const { request } = shown.state;
    const most = catalog.limits["hand_ins"] ?? 100;
    const { handIns, mistake, unknown, left } = readClass(
      text,
      request,
      sheetAddresses(request, catalog),
      most,
    );
    refusal = [
      mistake && text.trim() !== "" ? t(mistake.key, mistake.params) : "",
      unknown.length > 0 ? t("checking.class_unknown", { names: unknown.join(", ") }) : "",
      left > 0 ? t("checking.class_left", { left, most }) : "",
    ]
      .filter(Boolean)
      .join(" ");
    dispatch("setClass", handIns.length > 0 ? handIns : null);
  }
  field.addEventListener("input", () => read(field.value));
  const openFile = async (/** @type {File | undefined} */ given) => {
    if (!given) return;
    const text = given.size > LONGEST_CLASS ? "" : await given.text();
    field.value = text.slice(0, MOST_SHOWN);
    read(given.size > LONGEST_CLASS ? " ".repeat(LONGEST_CLASS + 1) : text);
  };
  file.addEventListener("change", () => {
    void openFile(file.files?.[0]);
    file.value = "";
  });
  root.addEventListener("drop", (event) => {
    const given = event.dataTransfer?.files[0];
    if (!given) return;
    event.preventDefault();
    void openFile(given);
  });
  /** @type {unknown} */
  let drawn = null;
  /** What was there before the page was loaded again. */
  function restore() {
    const text = ofTab.get(KEPT) ?? "";
    if (text === "") return;
    field.value = text.slice(0, MOST_SHOWN);
    if (shown?.handIns === null) queueMicrotask(() => read(text));
  }
  return {
    update(screen) {
      const isFirst = shown === null;
      shown = screen;
      if (isFirst) restore();
      const { classMarking, handIns, classProblem } = screen;
      download.hidden = classMarking === null;
      const waits = handIns !== null && classMarking === null && classProblem === null;
      setText(
        said,
        classProblem ? problemText(classProblem, t) : waits ? t("checking.marking_now") : refusal,
      );
      if (classMarking === drawn) return;
      drawn = classMarking;
      place.replaceChildren(...(classMarking ? tablesOf(classMarking, screen, context) : []));
    },
  };
}

/** The mark at the beginning tells a spreadsheet that it is UTF-8. @param {Marking} marking @param {Screen} screen
 * @param {Context} context */
const save = (marking, screen, { t, catalog }) =>
  saveFile("deltaflow-marking.csv", "text/csv", `\uFEFF${csvOf(marking, namingOf(screen, catalog), t)}`);

/** @param {Marking} marking @param {Screen} screen @param {Context} context @returns {Node[]} */
function tablesOf(marking, screen, context) {
  const { t, dispatch, catalog } = context;
  const naming = namingOf(screen, catalog);
  const answersOf = (/** @type {number} */ n) => screen.handIns?.[n]?.answers ?? {};
  const counts = countsOf(marking, t);
  const mistakes = element(
    "ul",
    { class: "class-mistakes" },
    ...counts.map(({ text, count, of }) =>
      element("li", {}, element("strong", {}, t("checking.class_count", { count, of })), ` ${text}`),
    ),
  );
  const rows = marking.hand_ins.map((handIn, n) => {
    const { id, first_wrong: first } = handIn;
    return element(
      "tr",
      {},
      element(
        "th",
        { scope: "row" },
        element(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-key": `hand-in-${n}`,
            onclick: () => {
              dispatch("writeMany", {
                answers: answersOf(n),
                whole: true,
                notice: { key: "checking.class_opened", params: { id } },
              });
              /** @type {HTMLElement | null} */ (document.querySelector('[data-tab="step"]'))?.click();
            },
          },
          id,
        ),
      ),
      element("td", {}, pointsOf(handIn, t)),
      first === null
        ? element("td", {}, "✓")
        : element(
            "td",
            {},
            mathOf(numberSymbol(first, naming), context),
            element("br"),
            firstMistakeOf(handIn, t),
          ),
    );
  });
  const heads = /** @type {const} */ (["checking.class_id", "checking.class_right", "checking.class_first"]);
  const table = element(
    "table",
    { class: "class-table" },
    element("thead", {}, element("tr", {}, ...heads.map((key) => element("th", { scope: "col" }, t(key))))),
    element("tbody", {}, ...rows),
  );
  return [
    element("h3", {}, t("checking.class_mistakes")),
    counts.length > 0 ? mistakes : element("p", {}, t("checking.class_none")),
    element("h3", {}, t("checking.class_hand_ins", { count: marking.hand_ins.length })),
    scrollBox(t("checking.class"), table),
    element("p", { class: "hint" }, t("checking.class_kept")),
  ];
}

/** The points, and how many numbers do not count. @param {Marking["hand_ins"][number]} handIn
 * @param {Context["t"]} t */
function pointsOf(handIn, t) {
  const [points, of] = handIn.points;
  const count = uncountedOf(handIn);
  const said = t("checking.class_points", { points, of });
  return count === 0 ? said : joined(said, t("checking.class_uncounted", { count }));
}
