// The exercises at the end of a section: drawn from a seed, asked and judged by the server, shown in a live figure.
/** @import { Address } from "../../core/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { Lesson, ToolName } from "../types.js" */
/** @import { Blank, Field } from "./widgets.js" */
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";
import { nodesFromLatex } from "../../math/latex.js";
import { symbolOf } from "../../network/notation.js";
import { formatNumber } from "../../math/format.js";
import { attempt } from "../reader/memory.js";
import {
  choiceField,
  mathSpan,
  namingFor,
  nodeOfBlank,
  numberField,
  openAsked,
  replyBox,
  rest,
  rests,
  sentence,
  spokenSentence,
  thrownText,
  whenNear,
} from "./widgets.js";

/** The door. */
const PATH = "/api/v1/exercise";
/** Who comes for the first time finds the same questions as everybody else. */
const FIRST_SEED = 1;
const SEEDS = 2 ** 32;

/**
 * A question as the server asks it.
 * @typedef {object} Exercise
 * @property {number} section
 * @property {number} number
 * @property {number} seed
 * @property {string} kind
 * @property {ToolName} tool
 * @property {any} request of the tool's door
 * @property {Record<string, any>} state
 * @property {Address | "start" | "end"} at
 * @property {Address | "start" | "end"} after
 * @property {"number" | "sign" | "choice" | "pick"} input
 * @property {(string | {name: string, latex: string})[]} options
 * @property {string[]} families
 * @property {string} asked
 * @property {Record<string, Blank>} blanks
 * @property {Verdict | null} verdict
 */
/** @typedef {{right: boolean, reason: string | null, expected?: number | string, blanks: Record<string, Blank>}} Verdict */

// ---- which question: pure --------------------------------------------------------------------------------------------

/** The name of a question, which is also its place in the page: `exercise-5-2-71`.
 * @param {number} section @param {number} number @param {number} seed */
export const nameOf = (section, number, seed) => `exercise-${section}-${number}-${seed}`;

/** The seed that a link asks for, or null. @param {string} hash @param {number} section @param {number} number */
export function seedIn(hash, section, number) {
  const found = /^#exercise-(\d+)-(\d+)-(\d{1,10})$/.exec(hash);
  if (!found || Number(found[1]) !== section || Number(found[2]) !== number) return null;
  const seed = Number(found[3]);
  return seed < SEEDS ? seed : null;
}

/** The seed of a reader's last visit, or null. @param {string | null} kept */
export function seedFrom(kept) {
  const seed = Number(kept ?? "");
  return kept !== null && /^\d{1,10}$/.test(kept) && seed < SEEDS ? seed : null;
}

/** Another seed than this one. @param {number} seed @param {() => number} random in [0, 1) */
export function otherSeed(seed, random) {
  // Short enough to be read out in a classroom.
  const other = 1 + Math.floor(random() * 99_999);
  return other === seed ? other + 1 : other;
}

/** How an option is written: its own mathematics, or the key of its words. @param {Exercise["options"][number]} option */
export const optionParts = (option) =>
  typeof option === "string"
    ? { name: option, key: `exercise.option.${option}`, latex: null }
    : { name: option.name, key: null, latex: option.latex };

/** Signs stand before their words. @type {Record<string, string>} */
const SIGNS = { positive: "+", negative: "−", zero: "0" };

/** The sentences of a reply: what is said of the mistake, or that it is right, and the reasoning once it may be told.
 * @param {string} kind @param {Verdict} verdict @returns {string[]} keys */
export function repliesOf(kind, { right, reason, expected }) {
  const first = reason === null ? [] : [`exercise.${kind}.${reason}`];
  return right || expected !== undefined ? [...first, `exercise.${kind}.why`] : first;
}

/** The state of an exercise with the tool's names: the API calls `figureRule` `drawn`.
 * @param {Record<string, any>} state @returns {Record<string, any>} */
export const toolState = ({ drawn, ...state }) =>
  drawn === undefined ? state : { ...state, figureRule: drawn };

// ---- one exercise ----------------------------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {{section: number, number: number, lesson: Lesson}} given */
function mountExercise(root, { section, number, lesson }) {
  const { t, find } = lesson;
  const id = `exercise-${number}`;
  const key = `lesson.${section}.${id}`;
  let seed =
    seedIn(location.hash, section, number) ??
    seedFrom(attempt(() => localStorage.getItem(key))) ??
    FIRST_SEED;
  /** Counts the questions: what belongs to an earlier one comes too late. */
  let turn = 0;
  /** @type {Exercise | null} */
  let exercise = null;
  /** @type {Field | null} */
  let field = null;
  /** @type {ReturnType<typeof openAsked> | null} */
  let picture = null;
  /** @type {{after: Address | "start" | "end"} | null} */
  let told = null;
  let busy = false;

  const headingId = uniqueId("exercise-heading");
  const heading = element("h3", { id: headingId, tabindex: -1 }, t("practice.heading", { number }));
  const promptId = uniqueId("exercise-prompt");
  const reply = replyBox(t);
  const mark = element("span", { class: "solved-mark", hidden: true }, `✓ ${t("practice.solved")}`);
  const link = element("a", { class: "seed", title: t("practice.seed_title") });
  const prompt = element("div", { class: "exercise-prompt", id: promptId });
  const figure = element("div", { class: "exercise-figure" });
  const answer = element("div", { class: "exercise-answer" });
  const announced = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const check = element("button", { type: "submit", class: "primary" }, t("practice.check"));
  const show = element("button", { type: "button", onclick: () => void reveal() }, t("practice.show"));
  const another = element(
    "button",
    { type: "button", onclick: () => void load(otherSeed(seed, Math.random), true) },
    t("practice.another"),
  );
  const form = element(
    "form",
    {
      novalidate: true,
      "aria-labelledby": headingId,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        void judge();
      },
    },
    answer,
    element("div", { class: "exercise-buttons" }, check, show, another),
    reply.node,
  );
  const retry = element(
    "button",
    { type: "button", onclick: () => void load(seed, true) },
    t("practice.retry"),
  );
  const failure = element("div", { class: "exercise-failure", role: "alert" });
  root.replaceChildren(
    element("header", { class: "exercise-head" }, heading, mark, link),
    failure,
    prompt,
    figure,
    form,
    announced,
  );
  setAttribute(root, "aria-labelledby", headingId);
  mark.hidden = !lesson.isSolved(id);

  /** @returns {Naming | null} */
  const naming = () =>
    exercise?.tool === "network" ? namingFor(exercise.request.network, exercise.state, lesson.catalog) : null;
  /** A sentence of this kind with its mathematics. @param {string} name @param {Record<string, Blank>} blanks */
  const say = (name, blanks) => sentence(find(name, ""), blanks, naming(), t);

  /** @param {Exercise["options"][number]} option @returns {(Node | string)[]} */
  function optionNodes(option) {
    const { name, key: word, latex } = optionParts(option);
    if (latex !== null) return [mathSpan(nodesFromLatex(latex) ?? { tag: "mtext", text: latex }, t)];
    const sign = SIGNS[name];
    const words = find(word ?? "", name);
    return exercise?.input === "sign" && sign
      ? [element("span", { class: "option-sign", "aria-hidden": "true" }, sign), " ", words]
      : [words];
  }

  /** The answer as it is shown. @param {number | string} expected @returns {Node} */
  function expectedNode(expected) {
    if (typeof expected === "number") return document.createTextNode(formatNumber(expected));
    const option = exercise?.options.find((one) => optionParts(one).name === expected);
    const box = element("span", { class: "expected" });
    if (option !== undefined) box.append(...optionNodes(option));
    else box.append(nodeOfBlank({ address: expected }, naming(), t));
    return box;
  }

  /** Chosen in the picture; a button there, so that it can be reached by the keyboard. @returns {Field} */
  function pickField() {
    /** @type {Address | null} */
    let chosen = null;
    const line = element("p", { class: "picked", role: "status", "aria-live": "polite" }, t("practice.pick"));
    const node = element("div", { class: "pick-field", "aria-describedby": promptId }, line);
    whenPicked = (address) => {
      chosen = address;
      line.replaceChildren(...sentence(find("practice.picked", ""), { symbol: { address } }, naming(), t));
    };
    return {
      node,
      read: () => (chosen === null ? { missing: t("practice.pick_first") } : { value: chosen }),
      lock: (locked) => {
        if (locked) whenPicked = null;
      },
      focus: () =>
        /** @type {HTMLElement | null} */ (figure.querySelector("[data-picking] [role=button]"))?.focus(),
    };
  }
  /** @type {((address: Address) => void) | null} */
  let whenPicked = null;

  /** @param {Exercise} one @param {string} [look] */
  const optionField = ({ options }, look) =>
    choiceField({
      legend: t("practice.answer"),
      describedBy: promptId,
      missing: t("practice.choose"),
      ...(look ? { look } : {}),
      options: options.map((option) => ({ name: optionParts(option).name, content: optionNodes(option) })),
    });

  /** @type {Record<Exercise["input"], (one: Exercise) => Field>} */
  const FIELDS = {
    number: ({ tool, asked }) => {
      const symbol =
        tool === "network" && !asked.includes("\\") && naming() !== null && /\d/.test(asked)
          ? symbolOf(asked, /** @type {Naming} */ (naming()))
          : nodesFromLatex(asked);
      return numberField({
        label: symbol
          ? [mathSpan(symbol, t), document.createTextNode(" = ")]
          : [document.createTextNode(t("practice.answer"))],
        describedBy: promptId,
        t,
      });
    },
    sign: (one) => optionField(one, "signs"),
    choice: (one) => optionField(one),
    pick: pickField,
  };

  /** The figure is opened when it is about to be seen. @param {Exercise} one @param {number} mine */
  function showFigure(one, mine) {
    picture = null;
    const place = element("div", { class: "exercise-place" });
    figure.replaceChildren(place);
    whenNear(figure, () => {
      if (mine !== turn) return;
      picture = openAsked(lesson, place, {
        name: nameOf(section, number, one.seed),
        tool: one.tool,
        experiment: "",
        request: one.request,
        state: toolState(one.state),
        at: one.at,
        label: t("practice.picture", { number }),
      });
      if (one.input === "pick") {
        const { live } = picture;
        live.dispatch("setPick", { families: one.families, marks: {} });
        live.onPick = (address) => {
          if (!whenPicked) return;
          whenPicked(address);
          live.dispatch("setPick", { families: one.families, marks: { [address]: "●" } });
        };
      }
      if (told) picture.goOn(told.after);
    });
  }

  /** Another question, or the same once more. @param {number} wanted @param {boolean} announce the reader asked for it */
  async function load(wanted, announce) {
    const mine = (turn += 1);
    setAttribute(root, "data-pending", true);
    busy = true;
    try {
      const one = /** @type {Exercise} */ (await lesson.ask(PATH, { section, number, seed: wanted }));
      if (mine !== turn) return;
      exercise = one;
      seed = wanted;
      told = null;
      attempt(() => localStorage.setItem(key, String(seed)));
      const name = nameOf(section, number, seed);
      root.id = name;
      root.dataset["kind"] = one.kind;
      setAttribute(link, "href", `#${name}`);
      setText(link, t("practice.seed", { seed }));
      const retried = document.activeElement === retry;
      failure.replaceChildren();
      if (retried) heading.focus();
      prompt.replaceChildren(element("p", {}, ...say(`exercise.${one.kind}.prompt`, one.blanks)));
      field = FIELDS[one.input](one);
      answer.replaceChildren(field.node);
      reply.clear();
      rest(check, false);
      rest(show, false);
      form.hidden = false;
      showFigure(one, mine);
      // A link that one has come by names another question than the one that is asked now.
      if (announce && seedIn(location.hash, section, number) !== null)
        history.replaceState(history.state, "", `#${name}`);
      if (announce)
        setText(
          announced,
          t("practice.new", {
            prompt: spokenSentence(find(`exercise.${one.kind}.prompt`, ""), one.blanks, naming(), t),
          }),
        );
    } catch (thrown) {
      if (mine !== turn) return;
      const held = document.activeElement === retry;
      failure.replaceChildren(
        element("p", {}, t("practice.not_fetched", { reason: thrownText(thrown, t) })),
        retry,
      );
      if (held) retry.focus();
      form.hidden = exercise === null;
      seed = exercise ? seed : wanted;
    } finally {
      if (mine === turn) {
        busy = false;
        setAttribute(root, "data-pending", null);
      }
    }
  }

  /** @param {object} body what is asked besides the question */
  async function ask(body) {
    const mine = turn;
    busy = true;
    try {
      const said = /** @type {Exercise} */ (await lesson.ask(PATH, { section, number, seed, ...body }));
      return mine === turn ? said.verdict : null;
    } catch (thrown) {
      if (mine === turn)
        reply.say("note", null, [[t("practice.not_judged", { reason: thrownText(thrown, t) })]]);
      return null;
    } finally {
      if (mine === turn) busy = false;
    }
  }

  async function judge() {
    if (busy || !exercise || !field || rests(check)) return;
    const read = field.read();
    if ("missing" in read) {
      reply.say("note", null, [[document.createTextNode(read.missing)]]);
      field.focus();
      return;
    }
    const verdict = await ask({ answer: read.value });
    if (!verdict) return;
    const { kind, after } = exercise;
    if (!verdict.right) {
      reply.say(
        "wrong",
        "practice.wrong",
        repliesOf(kind, verdict).map((each) => say(each, verdict.blanks)),
      );
      return;
    }
    reply.say(
      "right",
      null,
      repliesOf(kind, verdict).map((each) => say(each, verdict.blanks)),
    );
    finish(after);
    mark.hidden = false;
    lesson.solved(id);
  }

  async function reveal() {
    if (busy || !exercise || rests(show)) return;
    const verdict = await ask({ reveal: true });
    if (!verdict || verdict.expected === undefined) return;
    const { kind, after } = exercise;
    const first = turnsWith(find("practice.revealed", ""), "answer", expectedNode(verdict.expected));
    reply.say("told", null, [first, say(`exercise.${kind}.why`, verdict.blanks)]);
    finish(after);
  }
  /** @param {Exercise["after"]} after */
  function finish(after) {
    told = { after };
    field?.lock(true);
    rest(check, true);
    rest(show, true);
    picture?.goOn(after);
  }

  addEventListener("hashchange", () => {
    const wanted = seedIn(location.hash, section, number);
    if (wanted !== null && wanted !== seed) void load(wanted, true);
  });
  return load(seed, false).then(() => {
    if (seedIn(location.hash, section, number) !== null) root.scrollIntoView();
  });
}

/** A sentence with a node in its blank. @param {string} text @param {string} blank @param {Node} node @returns {Node[]} */
const turnsWith = (text, blank, node) =>
  text
    .split(`{${blank}}`)
    .flatMap((part, k) =>
      k === 0 ? [document.createTextNode(part)] : [node, document.createTextNode(part)],
    );

/**
 * The exercises of a section, below its text.
 * @param {HTMLElement} root @param {Lesson} lesson
 * @returns {Promise<void>} when all of them are there, or say why they are not
 */
export async function mountExercises(root, lesson) {
  const { section, exercises } = lesson.data;
  const places = Array.from({ length: exercises }, () => element("article", { class: "exercise" }));
  root.append(element("p", { class: "exercises-hint" }, lesson.t("practice.hint")), ...places);
  await Promise.all(places.map((place, k) => mountExercise(place, { section, number: k + 1, lesson })));
}
