// A table cell with one number of the request: a field to type into and, after an edit, the number before it.
/** @import { Address } from "../../../core/types.js" */
/** @import { Parsed } from "../../../core/address.js" */
/** @import { Context, Screen } from "../../types.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { numberInput } from "../../../panels/number.js";
import { partsOf, withoutSample } from "../../../core/address.js";
import { enteredValue } from "../../trace_values.js";
import { ghostOf } from "../../ghost.js";

/**
 * @typedef {object} NumberCell
 * @property {HTMLTableCellElement} root
 * @property {Address} address with its sample, if it is a number of a sample
 * @property {Parsed} parts of the address
 * @property {ReturnType<typeof numberInput>} field
 * @property {HTMLElement} ghost the number before the last edit, where it was another
 */

/** @param {Context} context @param {Address} address @param {string} label @returns {NumberCell} */
export function buildNumberCell({ t, dispatch }, address, label) {
  const field = numberInput(
    t,
    {
      "data-address": address,
      "data-edit": address,
      "data-field": address,
      "data-key": `n-${address}`,
      "aria-label": label,
    },
    (value, continues) => dispatch("edit", { address, value, continues }),
  );
  const ghost = element("del", { class: "ghost" });
  const root = element("td", {}, field.input, ghost);
  return { root, address, parts: partsOf(address), field, ghost };
}

/** @param {NumberCell} cell @param {Screen} screen */
export function updateNumberCell({ address, parts, field, ghost }, screen) {
  const value = enteredValue(screen, parts);
  // Without its sample an address means the sample on the screen.
  const isShown = parts.sample === null || parts.sample === screen.state.sample;
  setAttribute(field.input, "data-address", isShown ? withoutSample(address) : address);
  field.show(value);
  const before = value === null ? null : ghostOf(screen, address, value);
  setText(ghost, before === null ? "" : formatNumber(before, 3));
}
