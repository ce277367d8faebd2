// The switch that keeps the pages for when the server is out of reach, in a dialog that says what it does.
/** @import { Translate } from "../../core/types.js" */
import { element, setText } from "../../draw/dom.js";

/**
 * @param {Translate} t
 * @param {object} keeping
 * @param {boolean} keeping.isPossible whether the browser has service workers here
 * @param {boolean} keeping.isOn
 * @param {(isOn: boolean) => Promise<void>} keeping.set rejects where the browser does not
 */
export function openOffline(t, { isPossible, isOn, set }) {
  const box = element("input", {
    type: "checkbox",
    role: "switch",
    "data-key": "offline-switch",
    checked: isOn,
    disabled: !isPossible,
    autofocus: true,
  });
  const said = element("p", { class: "take-said", role: "status" }, isOn ? t("take.offline_on") : "");
  const refusal = element(
    "p",
    { class: "refusal", role: "alert" },
    isPossible ? "" : t("take.offline_not_here"),
  );
  const dialog = element(
    "dialog",
    { class: "take", "aria-labelledby": "offline-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "offline-title" }, t("take.offline")),
      element("p", {}, t("take.offline_about")),
      element("label", { class: "take-switch" }, box, " ", t("take.offline_switch")),
      said,
      refusal,
      element(
        "div",
        { class: "take-foot" },
        element("button", { "data-key": "offline-close" }, t("control.close")),
      ),
    ),
  );
  box.addEventListener("change", async () => {
    box.disabled = true;
    setText(refusal, "");
    setText(said, t("take.working"));
    const wanted = box.checked;
    try {
      await set(wanted);
      setText(said, t(wanted ? "take.offline_on" : "take.offline_off"));
    } catch {
      box.checked = !wanted;
      setText(said, "");
      setText(refusal, t("take.offline_failed"));
    }
    box.disabled = false;
    if (dialog.open) box.focus();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
