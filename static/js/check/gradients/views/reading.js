// The panel of the gradients: how they stand, why one's own are wrong, examples, and the fields for one's own.
/** @import { View } from "../../../core/types.js" */
/** @import { Naming } from "../../../network/notation.js" */
/** @import { Context, Screen } from "../../types.js" */
import { element, setText } from "../../../draw/dom.js";
import { namingOf } from "../../../network/notation.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { numberSymbol } from "../../marking/names.js";
import { EXAMPLES } from "../examples.js";
import { SIGNS, groupsOf } from "../rows.js";
import { whyLink } from "../../views/why.js";

/** So many gradients are named, the rest counted. */
const MOST_NAMED = 4;

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t } = context;
  const said = element("p", { class: "marking-said", role: "status" });
  const slips = element("ul", { class: "slips" });
  root.replaceChildren(
    element("h2", { class: "unseen" }, t("checking.part_gradients")),
    said,
    slips,
    examplesOf(context),
  );
  /** @type {unknown[]} */
  let shownFor = [];
  return {
    update(screen) {
      const { check, state } = screen;
      if (state.part !== "gradients") return;
      const about = [check, screen.isChecking];
      if (about.every((part, k) => part === shownFor[k])) return;
      shownFor = about;
      setText(said, sentenceOn(screen, context));
      const naming = namingOf(screen, context.catalog);
      slips.replaceChildren(
        ...(check?.mistakes ?? []).map(({ name, code, text, addresses }) =>
          element(
            "li",
            { "data-slip": name },
            text,
            " ",
            code === null ? null : whyLink(code, t),
            namesOf(addresses, naming, context),
          ),
        ),
      );
    },
  };
}

/** @param {readonly string[]} addresses @param {Naming} naming @param {Context} context */
function namesOf(addresses, naming, context) {
  const named = addresses.slice(0, MOST_NAMED);
  const more = addresses.length - named.length;
  return element(
    "span",
    { class: "slip-names" },
    ...named.map((address) => mathOf(numberSymbol(address, naming), context)),
    more > 0 ? context.t("checking.slip_more", { more }) : "",
  );
}

/** How the gradients stand, which screen readers hear. @param {Screen} screen @param {Context} context */
function sentenceOn({ check, isChecking, state }, { t }) {
  if (check === null || isChecking) return t("checking.check_now");
  const wrong = check.parameters.filter(({ verdict }) => verdict === "wrong").length;
  const own = Object.keys(state.gradients).length;
  if (own > 0)
    return t(wrong > 0 ? "checking.own_wrong" : "checking.own_right", {
      own,
      wrong,
      all: check.parameters.length,
    });
  const [{ reading, rows } = { reading: /** @type {const} */ ("fine"), rows: [] }] = groupsOf(check, "");
  const name = t(`checking.reading_name_${reading}`, { count: rows.length });
  return t("checking.check_said", { all: check.parameters.length, worst: `${SIGNS[reading]} ${name}` });
}

/** @param {Context} context */
function examplesOf({ t, dispatch, catalog }) {
  return element(
    "details",
    { class: "gradient-examples" },
    element("summary", {}, t("checking.examples")),
    element(
      "ul",
      {},
      ...EXAMPLES.map(({ name, title, preset = "", request, gradients }) =>
        element(
          "li",
          {},
          element(
            "button",
            {
              type: "button",
              "data-example": name,
              onclick: () => {
                const asked = request ?? catalog.presets.find((one) => one.name === preset)?.request;
                if (asked) dispatch("openGradients", { request: asked, preset, gradients });
              },
            },
            t(title),
          ),
        ),
      ),
    ),
  );
}
