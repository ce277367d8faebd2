// What a sheet is asked for, in links, files and requests.
/** @import { HandIn, Kind, Plan, Sign, State, Tab, Work } from "./types.js" */
import { isCount } from "../core/link_values.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";

/** @type {readonly Kind[]} */
export const KINDS = ["compute", "faded", "find_the_slip", "signs"];
/** @type {readonly Tab[]} */
export const TABS = ["work", "key", "class"];
/** The kind under which the page offers a sheet whose numbers are not drawn. */
export const READY = "published_key";
/** @type {readonly Sign[]} */
export const SIGNS = ["+", "-", "0"];
/** What somebody may have written at one place. */
const LONGEST_TEXT = 1000;
const LONGEST_NAME = 100;
const MOST_ANSWERS = 1000;

/** @type {Plan} */
export const PLAN = {
  kind: "compute",
  sizes: [2, 2, 2],
  activation: "sigmoid",
  loss: "half_squared_error",
  digits: 3,
  blanks: null,
  ready: null,
};

/** @returns {Work} */
export const noWork = () => ({
  name: "",
  answers: {},
  signs: {},
  principles: {},
  slip: { at: "", right: "" },
});

/** @returns {State} */
export const firstState = () => ({
  plan: PLAN,
  seed: 1,
  variants: 30,
  variant: 1,
  tab: "work",
  work: noWork(),
  forStudents: false,
});

/** Has a reader done anything? @param {Work} work */
export const isUntouched = ({ name, answers, signs, principles, slip }) =>
  name === "" &&
  slip.at === "" &&
  [answers, signs, principles].every((each) => Object.keys(each).length === 0);

const damaged = () => new Unreadable("page.error.link");

/** The form alone is checked here; the server checks the rest. @param {unknown} given @returns {Plan} */
export function readPlan(given) {
  if (!isObject(given)) throw damaged();
  const plan = { ...PLAN, ...given };
  const isWhole =
    KINDS.includes(plan.kind) &&
    Array.isArray(plan.sizes) &&
    plan.sizes.length < 10 &&
    plan.sizes.every(isCount) &&
    [plan.activation, plan.loss].every((name) => typeof name === "string" && name.length <= LONGEST_NAME) &&
    isCount(plan.digits) &&
    (plan.blanks === null || isCount(plan.blanks)) &&
    (plan.ready === null || plan.ready === READY) &&
    Object.keys(plan).length === Object.keys(PLAN).length;
  if (!isWhole) throw damaged();
  return plan;
}

/** @param {unknown} given @param {(value: string) => boolean} [is] @returns {Record<string, any>} */
function texts(given, is = () => true) {
  if (given === undefined) return {};
  if (!isObject(given) || Object.keys(given).length > MOST_ANSWERS) throw damaged();
  for (const [name, value] of Object.entries(given)) {
    const isText = typeof value === "string" && value.length <= LONGEST_TEXT && is(value);
    if (!isText || name.length > LONGEST_NAME) throw damaged();
  }
  return given;
}

/** @param {unknown} given @returns {Work} */
export function readWork(given) {
  if (given === undefined) return noWork();
  if (!isObject(given)) throw damaged();
  const { name = "", answers, signs, principles, slip = {} } = given;
  if (typeof name !== "string" || name.length > LONGEST_NAME) throw damaged();
  const { at = "", right = "" } = texts(slip);
  return {
    name,
    answers: texts(answers),
    signs: texts(signs, (sign) => SIGNS.some((each) => each === sign)),
    principles: texts(principles),
    slip: { at, right },
  };
}

/** @param {unknown} value @param {number} otherwise @param {number} [low] */
function countIn(value, otherwise, low = 1) {
  if (value === undefined) return otherwise;
  if (!isCount(value) || value < low) throw damaged();
  return value;
}

/** @param {State} state @returns {string} */
export function hashOf({ plan, seed, variants, variant, tab, work, forStudents }) {
  const done = isUntouched(work) ? undefined : work;
  return packed({ plan, seed, variants, variant, tab, work: done, students: forStudents ? 1 : undefined });
}

/** @param {string} hash @returns {State} throws `Unreadable` */
export function stateOf(hash) {
  const { plan, seed, variants, variant, tab, work, students } = unpacked(hash);
  const of = countIn(variants, 1);
  const forStudents = students === 1;
  return {
    plan: readPlan(plan),
    seed: countIn(seed, 1, 0),
    variants: of,
    variant: Math.min(countIn(variant, 1), of),
    tab: forStudents ? "work" : (TABS.find((each) => each === tab) ?? "work"),
    work: readWork(work),
    forStudents,
  };
}

/** The body of a request. @param {Pick<State, "plan" | "seed" | "variants">} state @param {string} format
 * @param {string} language */
export const sheetsRequest = ({ plan, seed, variants }, format, language) => ({
  plan: plan.ready === null ? plan : { ready: plan.ready },
  seed,
  variants,
  format,
  language,
});

// ---- a sheet that is handed in ---------------------------------------------------------------------------------

/** A file of another program is none of ours. */
const MADE_BY = "deltaflow sheet";

/** @param {State} state @returns {string} */
export const handInText = ({ plan, seed, variant, work }) =>
  `${JSON.stringify({ format: MADE_BY, plan, seed, variant, work }, null, 1)}\n`;

/** A hand-in from a file, or from a link to this page. @param {string} text @returns {HandIn} throws `Unreadable` */
export function readHandIn(text) {
  const hash = /#(1\.[\w-]+)\s*$/.exec(text)?.[1];
  if (hash !== undefined) {
    const { plan, seed, variant, work } = stateOf(hash);
    return { plan, seed, variant, work };
  }
  /** @type {unknown} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Unreadable("sheet.no_hand_in");
  }
  if (!isObject(found) || found["format"] !== MADE_BY) throw new Unreadable("sheet.no_hand_in");
  return {
    plan: readPlan(found["plan"]),
    seed: countIn(found["seed"], 1, 0),
    variant: countIn(found["variant"], 1),
    work: readWork(found["work"]),
  };
}
