// The elements of a sorting question: the bins, and the chips of what no figure shows.
import { at } from "../../core/at.js";
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";

/** @param {string[]} bins @param {(key: string) => string} text a sentence of the question */
export function buildBins(bins, text) {
  const group = uniqueId("bin");
  const radios = bins.map((bin, k) =>
    element("input", { type: "radio", name: group, value: bin, checked: k === 0 }),
  );
  const node = element(
    "fieldset",
    { class: "bins" },
    element("legend", {}, text("bins")),
    ...bins.map((bin, k) =>
      element(
        "label",
        { class: "bin", "data-bin": bin },
        at(radios, k),
        element("span", { class: "bin-mark", "data-bin": bin, "aria-hidden": "true" }, text(`mark.${bin}`)),
        element("span", {}, text(`bin.${bin}`)),
        element("kbd", { "aria-hidden": "true" }, String(k + 1)),
      ),
    ),
  );
  return { node, radios, chosen: () => radios.find((radio) => radio.checked)?.value ?? at(bins, 0) };
}

/** @param {string[]} things @param {(key: string) => string} text a sentence of the question */
export function buildChips(things, text) {
  const entries = things.map((thing) => {
    const badge = element("span", { class: "bin-mark", "aria-hidden": "true" });
    const spokenBin = element("span", { class: "unseen" });
    const button = element(
      "button",
      { type: "button", class: "sort-chip", "data-thing": thing },
      element("span", {}, text(`thing.${thing}`)),
      badge,
      spokenBin,
    );
    return /** @type {const} */ ([thing, { button, badge, spokenBin }]);
  });
  const node = element(
    "div",
    { class: "sort-chips", role: "group", "aria-label": text("chips") },
    element("p", { class: "hint" }, text("chips")),
    ...entries.map(([, { button }]) => button),
  );
  return {
    node,
    entries,
    /** Marks the bins of placed chips. @param {Record<string, string>} placed */
    update(placed) {
      for (const [thing, { button, badge, spokenBin }] of entries) {
        const bin = placed[thing];
        setAttribute(button, "data-bin", bin ?? null);
        setAttribute(badge, "data-bin", bin ?? null);
        setText(badge, bin === undefined ? "" : text(`mark.${bin}`));
        setText(spokenBin, bin === undefined ? "" : ` ${text(`bin.${bin}`)}`);
      }
    },
  };
}
