// The network that the page of signal flow showed last in this tab: whoever comes from there finds it here.
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { State } from "./types.js" */
import { shownLast } from "../core/browser/doors.js";
import { Unreadable } from "../core/url_hash.js";
import { decode } from "./permalink.js";

/** @param {NetworkCatalog} catalog @returns {State | null} null: it was not opened in this tab */
export function fromSignalFlow(catalog) {
  const hash = shownLast("/");
  if (hash === "") return null;
  try {
    return decode(hash, catalog);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
