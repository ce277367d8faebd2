// What the walkthrough of a graph says: symbols, numbers, titles and sentences for the answer of POST /api/v1/graph.
// A name is printed as a textbook would (y1 as y with an index, alpha as α); a value without a name gets a letter and a number.
/** @import { Address, Context, Phase, Remark, Step, Explainer, Translate, Tree } from "../core/types.js" */
/** @import { GraphAnswer, GraphEdge, GraphNode } from "./types.js" */
/** @import { MathNode } from "../core/types.js" */
import { GREEK } from "../math/greek.js";
import { mi, mn, mo, partial, row, sub, sup, textFrom } from "../math/nodes.js";
import { formatNumber } from "../math/format.js";

/** Values without a name take the first of these letters that no name begins with, the nameless result one of the others. */
const LETTERS = ["v", "u", "q", "r", "h", "k", "n"];
const RESULTS = ["f", "F", "y", "z", "L", "g"];

/** @param {string} word @returns {MathNode} */
function wordNode(word) {
  const letter = GREEK[word];
  if (letter !== undefined) return { tag: "mi", text: letter, latex: `\\${word}` };
  return word.length === 1
    ? mi(word)
    : { tag: "mi", text: word, latex: `\\mathrm{${word.replaceAll("_", "\\_")}}` };
}

/** `y1` and `y_1` are y with an index, `w_1_2` has two; any other name is written as it is. @param {string} name @returns {MathNode} */
export function nameNode(name) {
  const [first = "", ...rest] = name.split("_");
  const [, base = "", number = ""] = /^([A-Za-z]+)(\d*)$/.exec(first) ?? [];
  const indices = [...(number ? [number] : []), ...rest];
  if (base === "" || indices.some((index) => index === "")) return wordNode(name);
  if (indices.length === 0) return wordNode(base);
  const mathNodes = indices.map((index) => (/^\d+$/.test(index) ? mn(index) : wordNode(index)));
  return sub(
    wordNode(base),
    row(...mathNodes.flatMap((mathNode, k) => (k > 0 ? [mo(","), mathNode] : [mathNode]))),
  );
}

/** The letter a name begins with, as it is printed. @param {string} name */
const letterOf = (name) => /^[A-Za-z]+/.exec(name)?.[0] ?? name;

/**
 * What is looked up again and again in one answer, made once.
 * @typedef {object} Lookup
 * @property {readonly MathNode[]} symbols of every node
 * @property {MathNode} result the name of the result
 * @property {MathNode} any the letter that stands for any value
 * @property {ReadonlyMap<string, GraphEdge>} edges by `target.slot`
 * @property {ReadonlyMap<number, GraphEdge[]>} uses the edges out of a node, in the order of their targets
 * @property {ReadonlyMap<number, GraphEdge[]>} readers the edges into a node
 * @property {Map<string, number[]>} held what `heldBeside` has found
 * @property {readonly string[]} inputs
 */
/** @type {WeakMap<GraphAnswer, Lookup>} */
const lookups = new WeakMap();

/** @param {GraphAnswer} answer @returns {Lookup} */
export function lookupOf(answer) {
  const known = lookups.get(answer);
  if (known) return known;
  const any = mi(freeLetter(answer, LETTERS));
  const symbols = symbolsOf(answer, any);
  /** @type {Map<number, GraphEdge[]>} */
  const uses = new Map();
  /** @type {Map<number, GraphEdge[]>} */
  const readers = new Map();
  for (const edge of answer.edges) {
    push(uses, edge.source, edge);
    push(readers, edge.target, edge);
  }
  const made = {
    symbols,
    result: symbols[answer.result] ?? mi("f"),
    any,
    edges: new Map(answer.edges.map((edge) => [`${edge.target}.${edge.operand}`, edge])),
    uses,
    readers,
    held: new Map(),
    inputs: Object.keys(answer.gradients),
  };
  lookups.set(answer, made);
  return made;
}

/** @param {Map<number, GraphEdge[]>} lists @param {number} key @param {GraphEdge} edge */
function push(lists, key, edge) {
  const list = lists.get(key);
  if (list) list.push(edge);
  else lists.set(key, [edge]);
}

/** The first letter that no name begins with. @param {GraphAnswer} answer @param {readonly string[]} letters */
function freeLetter({ nodes }, letters) {
  const used = new Set(nodes.flatMap(({ name }) => (name === null ? [] : [letterOf(name)])));
  return letters.find((letter) => !used.has(letter)) ?? letters[0] ?? "v";
}

/** What is there before the first step. */
const GIVEN = new Set(["input", "constant"]);

/** @param {GraphAnswer} answer @param {MathNode} any @returns {MathNode[]} */
function symbolsOf(answer, any) {
  const { nodes, result } = answer;
  /** Two names that would be printed alike are told apart by their spelling. @type {Set<string>} */
  const taken = new Set();
  let count = 0;
  return nodes.map((node) => {
    if (node.name !== null) {
      const mathNode = nameNode(node.name);
      const text = JSON.stringify(mathNode);
      if (taken.has(text)) return wordNode(node.name);
      taken.add(text);
      return mathNode;
    }
    if (node.operation === "constant") return constantNode(node.value);
    if (node.id === result) return mi(freeLetter(answer, RESULTS));
    return sub(any, mn(++count));
  });
}

/** π and e are read better by name than by their digits. @type {[number, MathNode][]} */
const FAMOUS = [
  [Math.PI, wordNode("pi")],
  [Math.E, mi("e")],
];

/** @param {number | null} value @returns {MathNode} */
function constantNode(value) {
  const famous = FAMOUS.find(([number]) => number === value);
  return famous ? famous[1] : mn(formatNumber(value));
}

/** `d.7.1` as its letter and its numbers. @param {Address} address @returns {[string, number, number]} */
export function parsed(address) {
  const [family = "", first = "-1", second = "-1"] = address.split(".");
  return [family, Number(first), Number(second)];
}

/** @param {Address} address @param {GraphAnswer} answer @returns {MathNode} */
export function symbolIn(address, answer) {
  const { symbols, result, inputs } = lookupOf(answer);
  const [family, id, second] = parsed(address);
  const own = symbols[id];
  if (own === undefined) return { tag: "mtext", text: address };
  if (family === "v") return own;
  if (family === "g") return partial(result, own);
  if (family === "m") {
    const input = answer.nodes.find(
      ({ name, operation }) => operation === "input" && name === inputs[second],
    );
    return partial(own, symbols[input?.id ?? -1] ?? nameNode(inputs[second] ?? "?"));
  }
  const source = operandAt(answer, id, second);
  if (source === null) return { tag: "mtext", text: address };
  const local = localNode(answer, id, second);
  return family === "c" ? row(partial(result, own), mo("·", "\\cdot "), local) : local;
}

/** ∂y/∂x; where y depends on x through another operand too, that one is held fixed and stands behind a bar.
 * @param {GraphAnswer} answer @param {number} id @param {number} slot @returns {MathNode} */
function localNode(answer, id, slot) {
  const { symbols } = lookupOf(answer);
  const plain = partial(symbols[id] ?? mi("?"), operandNode(answer, id, slot));
  const held = heldBeside(answer, id, slot).map((operand) => symbols[operand] ?? mi("?"));
  return held.length === 0
    ? plain
    : sub(
        row(plain, mo("|", "\\Big|")),
        row(...held.flatMap((mathNode, k) => (k > 0 ? [mo(","), mathNode] : [mathNode]))),
      );
}

/** The other operands that what stands at a slot reaches as well: only the derivative with them held fixed is the local one.
 * @param {GraphAnswer} answer @param {number} id @param {number} slot @returns {number[]} */
export function heldBeside(answer, id, slot) {
  const { uses, readers, held } = lookupOf(answer);
  const key = `${id}.${slot}`;
  const known = held.get(key);
  if (known) return known;
  const source = operandAt(answer, id, slot) ?? -1;
  const others = (readers.get(id) ?? []).map((edge) => edge.source).filter((one) => one !== source);
  /** What the source reaches without going through the node itself. @type {Set<number>} */
  const reached = new Set([source]);
  const largest = Math.max(-1, ...others);
  const waiting = largest > source ? [source] : [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { target } of uses.get(at) ?? []) {
      if (target > largest || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  const found = [...new Set(others.filter((one) => reached.has(one)))];
  held.set(key, found);
  return found;
}

/** What a node reads at a slot, of the graph as it is shown. @param {GraphAnswer} answer @param {number} id @param {number} slot @returns {number | null} */
function operandAt(answer, id, slot) {
  return lookupOf(answer).edges.get(`${id}.${slot}`)?.source ?? answer.nodes[id]?.operands[slot] ?? null;
}

/** A value that is read twice by the same operation has its place beside it. @param {GraphAnswer} answer @param {number} id @param {number} slot @returns {MathNode} */
function operandNode(answer, id, slot) {
  const { symbols, readers } = lookupOf(answer);
  const source = operandAt(answer, id, slot) ?? -1;
  const symbol = symbols[source] ?? mi("?");
  const slots = (readers.get(id) ?? []).filter((edge) => edge.source === source).map((edge) => edge.operand);
  return slots.length > 1 ? sup(symbol, row(mo("("), mn(slots.indexOf(slot) + 1), mo(")"))) : symbol;
}

/** The number behind an address; `null` where there is none, or none inside the domain. @param {Address} address @param {GraphAnswer} answer @returns {number | null} */
export function valueIn(address, answer) {
  const [family, first, second] = parsed(address);
  const { edges, inputs } = lookupOf(answer);
  const readers = /** @type {Record<string, () => number | null | undefined>} */ ({
    v: () => answer.nodes[first]?.value,
    g: () => answer.nodes[first]?.gradient,
    d: () => edges.get(`${first}.${second}`)?.local_derivative,
    c: () => edges.get(`${first}.${second}`)?.contribution,
    m: () => answer.tangents?.[inputs[second] ?? ""]?.[first],
  });
  const value = readers[family]?.() ?? null;
  return value === 0 ? 0 : value;
}

/** Which kind of number an address names, as the key of a sentence. @param {Address} address @param {GraphAnswer} answer */
export function kindKey(address, answer) {
  const [family, id] = parsed(address);
  const node = answer.nodes[id];
  if (family === "v") {
    if (node?.operation === "input" || node?.operation === "constant") return `graph.kind_${node.operation}`;
    return id === answer.result ? "graph.kind_result" : "graph.kind_value";
  }
  return (
    {
      g: "graph.kind_gradient",
      d: "graph.kind_local",
      c: "graph.kind_contribution",
      m: "graph.kind_tangent",
    }[family] ?? "graph.kind_value"
  );
}

/** The name of a node in a line of text. @param {number} id @param {GraphAnswer} answer */
export const nodeText = (id, answer) => textFrom(lookupOf(answer).symbols[id] ?? mi("?"));

/** Sentences in a row; Chinese leaves no space between them. @param {...string} sentences */
const told = (...sentences) => sentences.filter(Boolean).join(" ").replaceAll("。 ", "。");

/** The sentences about one screen's steps.
 * @param {{answer: GraphAnswer}} screen @param {Pick<Context, "t" | "find">} context @returns {Explainer} */
export function graphExplainer({ answer }, { t, find }) {
  const { uses, inputs } = lookupOf(answer);
  /** @param {string} key @param {Record<string, string | number>} [params] */
  const say = (key, params = {}) => /** @type {Translate} */ (t)(/** @type {never} */ (key), params);
  const name = (/** @type {number | null} */ id) => nodeText(id ?? -1, answer);
  const number = (/** @type {Address} */ address) => formatNumber(valueIn(address, answer));
  /** Which sentences a step has. @param {Step} step */
  const family = (step) =>
    step.phase === "forward"
      ? step.rule === "box"
        ? "box"
        : "value"
      : step.phase === "tangent" && isInput(step)
        ? "seed_input"
        : step.rule;
  const isInput = (/** @type {Step} */ step) => answer.nodes[step.unit ?? -1]?.operation === "input";

  /** @param {Step} step */
  const paramsOf = (step) => {
    const id = step.unit ?? answer.result;
    const out = (uses.get(id) ?? []).filter(
      (edge) => edge.contribution !== null || answer.nodes[edge.target]?.gradient !== 0,
    );
    const [only] = out;
    return {
      name: name(id),
      result: name(answer.result),
      count: out.length,
      inputs: inputs.length,
      target: only ? name(only.target) : "",
      value: number(`v.${id}`),
      gradient: number(`g.${id}`),
      upstream: only ? number(`g.${only.target}`) : "",
      local: only ? number(`d.${only.target}.${only.operand}`) : "",
    };
  };

  /** What the local derivatives of an operation are like. @param {GraphNode | undefined} node */
  const localRule = (node) => (node === undefined ? "" : find(`graph.local_${node.operation}`, ""));

  /** @param {Step} step */
  function narrate(step) {
    const id = step.unit ?? answer.result;
    const params = paramsOf(step);
    const kind = family(step);
    if (step.phase === "forward" && answer.nodes[id]?.value === null)
      return say("graph.narration_no_value", params);
    if (step.phase === "backward" && answer.nodes[id]?.gradient === null)
      return say("graph.narration_no_gradient", params);
    if (kind === "gradient") {
      const received = (uses.get(id) ?? []).filter((edge) => step.reads.includes(`g.${edge.target}`));
      const counted = { ...params, count: received.length };
      if (received.length > 1) {
        const barred = received.find((edge) => heldBeside(answer, edge.target, edge.operand).length > 0);
        const held = barred ? heldBeside(answer, barred.target, barred.operand).map(name).join(", ") : "";
        return told(
          say("graph.narration_gradient_sum", counted),
          barred ? say("graph.local_held", { ...counted, held }) : "",
        );
      }
      const [use] = received;
      const target = answer.nodes[use?.target ?? -1];
      const boxed = step.reads.length > 0 && answer.request.collapse.includes(target?.id ?? -1);
      return told(
        say("graph.narration_gradient", counted),
        boxed ? say("graph.local_box", counted) : localRule(target),
      );
    }
    return say(`graph.narration_${kind}`, params);
  }

  return {
    title: (/** @type {Step} */ step) => say(`graph.title_${family(step)}`, paramsOf(step)),
    shortTitle: (/** @type {Step} */ step) => say(`graph.short_${family(step)}`, paramsOf(step)),
    narrate,
    tree: (/** @type {Step} */ step) => /** @type {Tree} */ (step.formula),
    symbol: (/** @type {Address} */ address) => symbolIn(address, answer),
    value: (/** @type {Address} */ address) => valueIn(address, answer),
    kind: (/** @type {Address} */ address) => say(kindKey(address, answer)),
    introduction: () =>
      say("graph.narration_start", {
        result: name(answer.result),
        inputs: inputs.length,
        operations: answer.nodes.filter(
          ({ operation, hidden_in }) => !GIVEN.has(operation) && hidden_in === null,
        ).length,
      }),
    ofPhase: (/** @type {Phase} */ phase) =>
      say(`graph.phase_${phase}`, { result: name(answer.result), inputs: inputs.length }),
    /** Why a number of the step has no value. @param {Step} step @returns {Remark[]} */
    remarks: (step) =>
      answer.problems
        .filter(({ node }) => node === step.unit)
        .map(({ msg }) => ({ text: msg, look: "marked" })),
  };
}
