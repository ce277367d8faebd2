// The page `/descent`: the parts that make page.js the page of gradient descent. Nothing is decided here.
/** @import { Page } from "./types.js" */
/** @import { Model } from "./descent_state.js" */
import { decode, encode } from "./descent_link.js";
import { RULES, TRANSITIONS, asksAgain, bodyOf, screenOf, startState } from "./descent_state.js";
import { descentSubject } from "./descent_subject.js";
import { openPage } from "./page.js";
import { presetState } from "./state.js";
import { encode as encodeNetwork } from "./url.js";
import { VIEWS } from "./views/descent_index.js";

await openPage({
  views: VIEWS,
  transitions: TRANSITIONS,
  rules: RULES,
  startState, encode, decode, asksAgain,
  path: "/api/v1/descent",
  body: bodyOf,
  copied: (/** @type {Model} */ { state }) => state.request,
  worded: true,
  screen: screenOf,
  subject: descentSubject,
  commands: (/** @type {Page<Model>} */ page) => ({
    /** Back to the network whose loss one looks at. */
    openNetwork: () => {
      const { state: { request: { network } }, catalog } = page.model;
      if (network) location.assign(`/${location.search}#${encodeNetwork({ ...presetState(catalog, ""), request: network.request }, catalog)}`);
    },
  }),
  jumps: ["goToIteration", "follow"],
  keys: {
    c: (/** @type {Model} */ { state }) => ["show", state.view === "surface" ? "contours" : "surface"],
    f: (/** @type {Model} */ { state }) => ["follow", (state.followed + 1) % state.request.runs.length],
  },
  help: [[["C"], "descent.key_show"], [["F"], "descent.key_follow"]],
});
