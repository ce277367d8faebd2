// The links of the bar to the pages. Each leads to what its page showed last in this tab; that of the page itself
// leaves alone what it shows.
import { LONGEST, url } from "../url_hash.js";
import { ofTab } from "./memory.js";

/** @param {string} path */
const keyOf = (path) => `deltaflow.page.${path}`;

/** Keeps what a page shows, for its link on the others. @param {string} path @param {string} hash "": its beginning */
export function keepPage(path, hash) {
  if (hash === "" || hash.length > LONGEST) ofTab.remove(keyOf(path));
  else ofTab.set(keyOf(path), hash);
}

/** What a page showed last in this tab, as a hash; "" for nothing. @param {string} address as `/training` */
export const shownLast = (address) => ofTab.get(keyOf(url(address))) ?? "";

/** @param {Document} page */
export function listenToDoors(page) {
  const here = new URL(page.URL).pathname;
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = page.querySelectorAll(".site a:not([data-language])");
  for (const link of links) {
    if (link.pathname !== here) continue;
    link.addEventListener("click", (event) => {
      const opensAnother = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (!opensAnother) event.preventDefault();
    });
  }
  const lead = () => {
    for (const link of links) {
      const hash = link.pathname === here ? null : ofTab.get(keyOf(link.pathname));
      if (hash !== null || link.hash !== "") link.hash = hash ?? "";
    }
  };
  lead();
  // The browser may show a page again that it has kept.
  page.defaultView?.addEventListener("pageshow", lead);
}
