// A sheet in a SCORM package (app/web/sheets/scorm.py): worked in the browser, marked there when it is handed in, and
// its score sent to the learning management system around it. All that it needs is in its page.
/** @import { Translate } from "../../core/types.js" */
/** @import { Marked, Sheets, State } from "../../sheets/types.js" */
import { filled } from "../../core/i18n.js";
import { setAttribute, setText } from "../../draw/dom.js";
import { firstState } from "../../sheets/plan.js";
import { findApi, openSession } from "../../sheets/package/lms.js";
import { markByKey, scoreOf, unreadable, variantOf } from "../../sheets/package/marking.js";
import { keyOf } from "../../sheets/views/key.js";
import { createSheet } from "../../sheets/views/sheet.js";

/** @type {{sentences: Record<string, string>, sheets: Sheets, passing: number}} */
const { sentences, sheets, passing } = JSON.parse(document.getElementById("held")?.textContent ?? "");
/** @type {Translate} */
const t = (key, params = {}) => filled(sentences[key] ?? key, params);

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  const found = document.querySelector(`[data-part="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no part ${name}`);
  return found;
}

const session = openSession(findApi(window));
const place = variantOf(session.student, sheets.variants.length);
const variant = /** @type {Sheets["variants"][number]} */ (sheets.variants[place]);
/** @type {State} */
let state = { ...firstState(), plan: sheets.plan, seed: sheets.seed, variant: variant.variant };
let isHandedIn = false;
const sheet = createSheet(part("work"), { isAsOneGoes: false, foot: null });

const marked = () => markByKey(sheets, variant, state.work, t);

/** @param {Partial<State["work"]>} change */
function work(change) {
  state = { ...state, work: { ...state.work, ...change } };
  show();
}

const acts = {
  /** @param {string} address @param {string} text */
  write: (address, text) => work({ answers: { ...state.work.answers, [address]: text } }),
  /** @param {string} address @param {string} sign */
  sign: (address, sign) => work({ signs: /** @type {any} */ ({ ...state.work.signs, [address]: sign }) }),
  /** @param {string} line @param {string} name */
  principle: (line, name) => work({ principles: { ...state.work.principles, [line]: name } }),
  /** @param {string} at */
  pick: (at) => work({ slip: { ...state.work.slip, at } }),
  /** @param {string} right */
  right: (right) => work({ slip: { ...state.work.slip, right } }),
  name() {},
  save() {},
  copyHandIn() {},
  clear() {},
};

function show() {
  const found = isHandedIn ? marked() : unreadable(marked());
  sheet.update({ state, sheets, variant, marked: found, t, acts });
}

/** @param {Marked} found */
function scoreText(found) {
  const score = scoreOf(found);
  const verdict = score >= passing ? "package.passed" : "package.failed";
  return `${t("package.score", { points: found.points, of: found.of, score })} ${t(verdict, { passing })}`;
}

/** Marks the sheet, shows its key, and sends the score; once. */
function handIn() {
  if (isHandedIn) return;
  isHandedIn = true;
  show();
  const found = marked();
  setAttribute(part("work"), "disabled", true);
  setAttribute(part("foot"), "hidden", true);
  setText(part("score"), scoreText(found));
  const sending = session.send(scoreOf(found), scoreOf(found) >= passing);
  if (sending !== "none") setText(part("told"), t(`package.${sending}`));
  part("key").replaceChildren(...keyOf(sheets, variant, t));
  for (const name of ["key", "result"]) setAttribute(part(name), "hidden", null);
  part("result").focus();
}

setText(part("variant"), t("sheet.variant", { variant: variant.variant }));
setText(
  part("told"),
  t(`package.${session.keepsScore ? "once" : session.mode === "" ? "alone" : "looking"}`),
);
show();
part("sheet").addEventListener("submit", (event) => {
  event.preventDefault();
  handIn();
});
// A field keeps what is typed when it is left; Enter in it must not hand the sheet in by accident.
part("sheet").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change"));
  }
});
window.addEventListener("pagehide", () => session.finish());
setAttribute(document.documentElement, "data-ready", true);
