// The form of a plan, which the server has written: read, and shown.
/** @import { Plan, State } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { KINDS, PLAN, READY } from "../plan.js";

/** @typedef {{ name: string, text: string }} Fault `name`: of the field */

/** "2-3-2", "2, 3, 2" or "2 3 2". @param {string} text */
export const sizesIn = (text) => (text.match(/\d+/g) ?? []).slice(0, 9).map(Number);

/** @param {HTMLFormElement} form */
export function createPlanForm(form) {
  /** @param {string} name @returns {HTMLInputElement | HTMLSelectElement} */
  const field = (name) => {
    const found = form.elements.namedItem(name);
    if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
    throw new Error(`the form has no ${name}`);
  };
  /** @param {string} name */
  const number = (name) => Math.trunc(Number(field(name).value) || 0);
  /** @returns {string} */
  const kind = () => String(new FormData(form).get("kind") ?? PLAN.kind);
  const problem = form.querySelector("[data-problem]");

  return {
    field,
    /** @returns {Pick<State, "plan" | "seed" | "variants">} */
    read() {
      const chosen = kind();
      const isReady = chosen === READY;
      const of = KINDS.find((each) => each === chosen) ?? "find_the_slip";
      return {
        plan: {
          kind: of,
          sizes: sizesIn(field("sizes").value),
          activation: field("activation").value,
          loss: field("loss").value,
          digits: number("digits"),
          blanks: of === "faded" && field("blanks").value !== "" ? number("blanks") : null,
          ready: isReady ? READY : null,
        },
        seed: number("seed"),
        variants: isReady ? 1 : number("variants"),
      };
    },
    /** @param {State} state */
    show({ plan, seed, variants }) {
      for (const radio of form.querySelectorAll("input[name=kind]")) {
        if (radio instanceof HTMLInputElement) radio.checked = radio.value === (plan.ready ?? plan.kind);
      }
      field("sizes").value = plan.sizes.join("-");
      field("activation").value = plan.activation;
      field("loss").value = plan.loss;
      field("digits").value = String(plan.digits);
      field("blanks").value = plan.blanks === null ? "" : String(plan.blanks);
      field("seed").value = String(seed);
      if (plan.ready === null) field("variants").value = String(variants);
      const drawn = form.querySelector("[data-drawn]");
      if (drawn) setAttribute(drawn, "hidden", plan.ready !== null);
      setAttribute(field("blanks").closest("label") ?? form, "hidden", plan.kind !== "faded");
    },
    /** What stands above a field; "": there is no such field. @param {string} name @returns {string} */
    labelOf(name) {
      const found = form.elements.namedItem(name);
      return found instanceof Element
        ? (found.closest("label")?.querySelector("span")?.textContent ?? "")
        : "";
    },
    /** @param {Fault | null} fault */
    refuse(fault) {
      if (problem instanceof HTMLElement) {
        problem.hidden = fault === null;
        setText(problem, fault?.text ?? "");
      }
      for (const each of form.elements) setAttribute(each, "aria-invalid", null);
      const at = fault === null ? null : form.elements.namedItem(fault.name);
      if (at instanceof Element) setAttribute(at, "aria-invalid", "true");
    },
  };
}

/** The mistakes that cannot be told on a sheet. @param {import("../types.js").Sheets["untold"]} untold
 * @param {import("../../core/types.js").Translate} t @returns {HTMLElement} */
export const untoldOf = ({ unseen, alike }, t) =>
  element(
    "details",
    { class: "untold" },
    element("summary", {}, t("sheet.untold", { count: unseen.length + alike.length })),
    unseen.length > 0 ? element("p", { class: "hint" }, t("sheet.untold.unseen")) : null,
    element("ul", {}, ...unseen.map(({ text }) => element("li", {}, text))),
    alike.length > 0 ? element("p", { class: "hint" }, t("sheet.untold.alike")) : null,
    element("ul", {}, ...alike.map((group) => element("li", {}, group.map(({ text }) => text).join(" ⇔ ")))),
  );
