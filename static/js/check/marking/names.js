// What a number of the sheet is called: its symbol, as nodes of mathematics and read aloud.
/** @import { Address, MathNode, Translate } from "../../core/types.js" */
/** @import { Naming } from "../../network/notation.js" */
import { mo, row } from "../../math/nodes.js";
import { spoken } from "../../math/speech.js";
import { symbolOf } from "../../network/notation.js";

/** Δw, w′ and all that the network has a symbol for. @param {Address} address @param {Naming} naming
 * @returns {MathNode} */
export const numberSymbol = (address, naming) =>
  address.startsWith("step_")
    ? row(mo("Δ"), symbolOf(address.slice("step_".length), naming))
    : symbolOf(address, naming);

/** @param {Address} address @param {Naming} naming @param {Translate} t */
export const numberWords = (address, naming, t) =>
  address.startsWith("step_")
    ? t("checking.change_of", { symbol: spoken(symbolOf(address.slice("step_".length), naming), t) })
    : spoken(symbolOf(address, naming), t);
