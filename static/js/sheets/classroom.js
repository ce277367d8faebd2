// The hand-ins of a class, marked one after the other: each has its own variant, and so its own numbers.
/** @import { Memory } from "../core/browser/memory.js" */
/** @import { Translate } from "../core/types.js" */
/** @import { Ask } from "./marking.js" */
/** @import { Row } from "./class_table.js" */
/** @import { HandIn, Sheets } from "./types.js" */
import { problemText } from "../core/problems.js";
import { Unreadable } from "../core/url_hash.js";
import { csvOf, inOrder } from "./class_table.js";
import { numberOfFirst } from "./judging.js";
import { createMarking } from "./marking.js";
import { readHandIn, sheetsRequest } from "./plan.js";

/** A hand-in of more bytes is none. */
const MOST_BYTES = 200_000;
/** So many of one class are marked at most. */
const MOST_HAND_INS = 200;
/** Where they are kept until the tab is closed: a reload or another language marks them again. */
const KEPT = "deltaflow.class";

/** @param {{ ask: Ask, language: string, t: Translate, memory: Memory }} parts */
export function createClassroom({ ask, language, t, memory }) {
  /** @type {Row[]} */
  let rows = [];
  /** The hand-ins as they came. @type {{file: string, text: string}[]} */
  let kept = [];
  let waiting = 0;
  /** What each row was made of: who hands in the same once more has one row. @type {WeakMap<Row, string>} */
  const sources = new WeakMap();
  /** By the plan and the seed. @type {Map<string, Sheets>} */
  const known = new Map();
  /** @type {(rows: Row[], waiting: number) => void} */
  let tell = () => {};
  /** One hand-in at a time. */
  let queue = Promise.resolve();

  /** The sheets that a hand-in is of, up to its variant. @param {HandIn} handIn @returns {Promise<Sheets | string>} why
   * there are none */
  async function sheetsOf(handIn) {
    const key = JSON.stringify([handIn.plan, handIn.seed]);
    const found = known.get(key);
    if (found?.variants[handIn.variant - 1]) return found;
    const body = sheetsRequest({ ...handIn, variants: Math.max(handIn.variant, 30) }, "json", language);
    const reply = await ask("/api/v1/sheets", body);
    if (reply === null) return t("sheet.no_hand_in");
    // No sheet of this page has such a plan or variant.
    if ("problem" in reply)
      return reply.problem.problems ? t("sheet.no_hand_in") : problemText(reply.problem, t);
    known.set(key, reply.answer);
    return reply.answer;
  }

  /** @param {string} file @param {string} text @returns {Promise<Row>} */
  async function marked(file, text) {
    /** @type {Row} */
    const row = { name: "", file, variant: 0, marked: null, problem: "", handIn: null, first: null };
    if (rows.length >= MOST_HAND_INS)
      return { ...row, problem: t("sheet.too_many", { most: MOST_HAND_INS }) };
    try {
      const handIn = readHandIn(text);
      const said = { ...row, name: handIn.work.name, variant: handIn.variant, handIn };
      const sheets = await sheetsOf(handIn);
      if (typeof sheets === "string") return { ...said, problem: sheets };
      const variant = sheets.variants[handIn.variant - 1];
      if (variant === undefined) return { ...said, problem: t("sheet.no_hand_in") };
      const marking = createMarking(ask, t);
      const problem = await marking.ask(sheets, variant, handIn.work);
      if (problem !== null) return { ...said, problem: problemText(problem, t) };
      const done = marking.of(sheets, variant, handIn.work);
      return { ...said, marked: done, first: numberOfFirst(variant, handIn.work, done.judged) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { ...row, problem: t(error.key, error.params) };
    }
  }

  /** @param {string} file @param {string} text */
  function add(file, text) {
    waiting += 1;
    if (!kept.some((each) => each.file === file && each.text === text)) kept = [...kept, { file, text }];
    memory.set(KEPT, JSON.stringify(kept));
    tell(rows, waiting);
    queue = queue.then(async () => {
      const row = await marked(file, text);
      waiting -= 1;
      const source = `${file}\n${text}`;
      rows = inOrder([...rows.filter((each) => sources.get(each) !== source), row], language);
      sources.set(row, source);
      tell(rows, waiting);
    });
    return queue;
  }

  return {
    add,
    /** @param {File[]} files */
    async read(files) {
      // What is over the most is not read; its row says so.
      for (const [place, file] of files.entries()) {
        const isRead = place < MOST_HAND_INS && file.size <= MOST_BYTES;
        void add(file.name, isRead ? await file.text() : "");
      }
      await queue;
    },
    csv: () => csvOf(rows, t),
    /** Marks again what was kept when the page was left. */
    restore() {
      for (const { file, text } of keptIn(memory.get(KEPT))) void add(file, text);
    },
    clear() {
      rows = [];
      kept = [];
      memory.remove(KEPT);
      tell(rows, waiting);
    },
    /** @param {typeof tell} listener */
    listen(listener) {
      tell = listener;
    },
  };
}

/** @param {string | null} text @returns {{file: string, text: string}[]} */
function keptIn(text) {
  try {
    const found = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each?.text === "string") : [];
  } catch {
    return [];
  }
}
