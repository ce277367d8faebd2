// Gradient descent as a program: its lines as data, made from an answer. The lines of an optimizer are the formulas
// of its step, printed as code, so no optimizer is named here.
// To add a kind of line, add it to `Line["kind"]` and where `listing` builds the program; what runs in every
// iteration is named in `LOOP`, too.
/** @import { Tree } from "../../core/types.js" */
/** @import { DescentAnswer, DescentRequest } from "../types.js" */
import { at, own as entryOf } from "../../core/at.js";
import { columnOf, rowCount } from "../runs.js";
import { codeName, codeNumber, codeOf, functionBody } from "./code.js";

/**
 * One line of the program.
 * @typedef {object} Line
 * @property {string} text
 * @property {number} indent
 * @property {"define" | "start" | "loop" | "batch" | "gradient" | "stop" | "update" | "value" | "blank"} kind
 * @property {string} [address] the number that it sets, of the answer's `explain`
 * @property {Tree} [tree] the formula of that number
 * @property {string} [note] the key of its comment
 * @property {Record<string, string | number>} [params] of the comment
 */
/**
 * @typedef {object} Listing
 * @property {Line[]} lines
 * @property {number[]} loop the indices of the lines that run once an iteration, in order
 */

/** The kinds of lines that run in every iteration. */
const LOOP = new Set(["batch", "gradient", "stop", "update", "value"]);

const DEFAULT_STEPS = 200;

/**
 * What several parts of the program need.
 * @typedef {object} Source
 * @property {DescentAnswer} answer
 * @property {DescentRequest} request
 * @property {Map<string, string>} renamed what variables and columns are called in the program, where not as typed
 * @property {string} own the function of the request: `cost` of one row with data, else `f`
 * @property {string} point the variables, joined by commas
 * @property {string} row the columns of the data, joined
 * @property {string} names both
 * @property {string} reduction over rows: mean or sum
 * @property {boolean} hasData
 * @property {boolean} batched
 * @property {number} tolerance the gradient norm at which the run stops, 0 for none
 * @property {Tree[]} rules the formulas of an update
 */

/** @param {DescentAnswer} answer @param {DescentRequest} request that the answer belongs to @returns {Listing} */
export function listing(answer, request) {
  const columns = Object.keys(request.data ?? {});
  const hasData = columns.length > 0;
  const own = hasData ? "cost" : "f";
  const rules = formulasOf(answer.explain?.rules.update);
  const renamed = otherNames([...answer.variables, ...columns], request.function ?? "", [
    ...answer.variables.flatMap((name) => [`g_${name}`, `d${own}_d${name}`]),
    ...rules.flatMap(addressesIn).filter(isOfProgram).map(codeName),
  ]);
  const listed = (/** @type {string[]} */ names) => names.map((name) => renamed.get(name) ?? name).join(", ");
  /** @type {Source} */
  const source = {
    answer,
    request,
    renamed,
    own,
    point: listed(answer.variables),
    row: listed(columns),
    names: listed([...answer.variables, ...columns]),
    reduction: request.reduction ?? "mean",
    hasData,
    batched: hasData && request.batch !== undefined && request.batch !== null,
    tolerance: request.stop?.gradient_norm ?? 0,
    rules,
  };
  const lines = [...definitions(source), line("blank", 0, ""), ...initialization(source), ...loop(source)];
  return { lines, loop: lines.flatMap(({ kind }, n) => (LOOP.has(kind) ? [n] : [])) };
}

/**
 * @param {Line["kind"]} kind @param {number} indent @param {string} text @param {Partial<Line>} [more]
 * @returns {Line}
 */
const line = (kind, indent, text, more = {}) => ({ kind, indent, text, ...more });

// ---- names that the program itself uses -----------------------------------------------------------------------

/** Words of every program, and functions of Python and of this program that it calls. */
const WORDS =
  "f cost loss range print rows batch draw mean sum abs hypot sqrt epsilon_stop backpropagate".split(" ");

/** Whether a number is a variable of the program and not one of the function. @param {string} address */
const isOfProgram = (address) => !/^[pn]\./.test(address);

/** A name with underscores behind it for every one that the program uses itself.
 * @param {string[]} names of the variables and columns @param {string} text of the function
 * @param {string[]} made of them, such as the names of slopes @returns {Map<string, string>} */
function otherNames(names, text, made) {
  const taken = new Set([...WORDS, ...made]);
  const typed = new Set([...names, ...identifiersIn(text)]);
  return new Map(
    names
      .filter((name) => taken.has(name))
      .map((name) => {
        let other = `${name}_`;
        while (taken.has(other) || typed.has(other)) other += "_";
        return [name, other];
      }),
  );
}

const IDENTIFIER = /(?<![\p{L}\w.])[\p{L}_][\p{L}\w]*/gu;
/** @param {string} text */
const identifiersIn = (text) => text.match(IDENTIFIER) ?? [];
/** An expression in the program's names. @param {string} text @param {Map<string, string>} renamed */
const inNames = (text, renamed) => text.replaceAll(IDENTIFIER, (name) => renamed.get(name) ?? name);
/** A formula in the program's names. @param {Tree} tree @param {Map<string, string>} renamed @returns {Tree} */
function treeInNames(tree, renamed) {
  if (tree.op === "address") {
    const [family = "", ...rest] = tree.address.split(".");
    const other = isOfProgram(tree.address) ? undefined : renamed.get(rest.join("."));
    return other === undefined ? tree : { ...tree, address: `${family}.${other}` };
  }
  return "args" in tree ? { ...tree, args: tree.args.map((part) => treeInNames(part, renamed)) } : tree;
}

// ---- the parts of the program ----------------------------------------------------------------------------------

/** The definition of the function and of its derivatives. @param {Source} source @returns {Line[]} */
function definitions(source) {
  const { answer, request, renamed, own, point, row, names, reduction, hasData } = source;
  const { network } = request;
  if (network) {
    const weights = answer.variables.map((name) => `${weightName(network, name)}=${name}`);
    const note = network.learn === "all" ? "descent.note_network_all" : "descent.note_network";
    return [
      line("define", 0, `def f(${point}):`, { note }),
      line("define", 1, `return loss(${weights.join(", ")})`),
    ];
  }
  const derivatives = answer.variables.flatMap((name) => {
    const text = entryOf(answer.gradient, name);
    if (text === undefined) return [];
    return [
      line("define", 0, `def d${own}_d${name}(${names}):`),
      line("define", 1, `return ${inNames(text, renamed)}`),
    ];
  });
  const overRows = [
    line("define", 0, `def f(${point}):`, { note: "descent.note_all_rows" }),
    line("define", 1, `return ${reduction}(cost(${names}) for ${row} in rows)`),
  ];
  return [
    line("define", 0, `def ${own}(${names}):`, hasData ? { note: "descent.note_row" } : {}),
    ...functionBody(inNames(request.function ?? "", renamed)).map((statement) =>
      line("define", 1, statement),
    ),
    ...derivatives,
    ...(hasData ? overRows : []),
  ];
}

/** The address of the weight that a variable stands for, as an identifier: w1_0_1.
 * @param {NonNullable<DescentRequest["network"]>} network @param {string} name */
const weightName = (network, name) =>
  (name === "x" || name === "y" ? network[name] : name).replaceAll(".", "_");

/** What is set before the loop. @param {Source} source @returns {Line[]} */
function initialization({ answer, request, renamed, row, hasData, tolerance, rules }) {
  const { variables, runs, explain } = answer;
  const addresses = [...new Set(rules.flatMap(addressesIn))];
  const hyperparameters = addresses.filter((address) => address.startsWith("k."));
  const state = addresses.filter((address) => address.startsWith("o."));
  const rows = { note: "descent.note_rows", params: { count: rowCount(request) } };
  return [
    ...(hasData ? [line("start", 0, `rows = [(${row}), …]`, rows)] : []),
    ...variables.map((name) =>
      line("start", 0, `${renamed.get(name) ?? name} = ${codeNumber(at(columnOf(at(runs, 0), name), 0))}`),
    ),
    ...hyperparameters.map((address) => {
      const value = explain?.values[address]?.[0] ?? Number.NaN;
      return line("start", 0, `${codeName(address)} = ${codeNumber(value)}`);
    }),
    ...state.map((address) => line("start", 0, `${codeName(address)} = 0`)),
    ...(tolerance > 0 ? [line("start", 0, `epsilon_stop = ${codeNumber(tolerance)}`)] : []),
  ];
}

/** The loop over the iterations. @param {Source} source @returns {Line[]} */
function loop(source) {
  const { answer, request, renamed, point, batched, rules } = source;
  const { variables } = answer;
  const batch = { note: "descent.note_batch", params: { count: request.batch ?? 0 } };
  // The first line that moves a variable is where both gradients must already be known.
  const firstMove = rules.find((rule) => targetOf(rule).startsWith("n."));
  return [
    line(
      "loop",
      0,
      `for step in range(1, ${(request.steps ?? DEFAULT_STEPS) + 1}):`,
      batched ? { note: "descent.note_while" } : {},
    ),
    ...(batched ? [line("batch", 1, `batch = draw(rows, ${request.batch})`, batch)] : []),
    ...gradientLines(source),
    ...stopLine(source),
    ...rules.map((rule) =>
      line("update", 1, codeOf(treeInNames(rule, renamed)), {
        address: targetOf(rule),
        tree: rule,
        ...(rule === firstMove && variables.length > 1 ? { note: "descent.note_together" } : {}),
      }),
    ),
    line("value", 1, `print(step, f(${point}), ${point})`),
  ];
}

/** One line for the derivative by every variable. @param {Source} source @returns {Line[]} */
function gradientLines({ answer, request, own, row, names, reduction, hasData, batched }) {
  const { variables, explain } = answer;
  const formulas = formulasOf(explain?.rules.gradient);
  return variables.map((name, n) => {
    const tree = formulas.find((one) => targetOf(one) === `g.${name}`);
    const call = `d${own}_d${name}(${names})`;
    const overRows = `${reduction}(${call} for ${row} in ${batched ? "batch" : "rows"})`;
    const text = request.network ? `backpropagate("${name}")` : hasData ? overRows : call;
    return line("gradient", 1, `g_${name} = ${text}`, {
      address: `g.${name}`,
      ...(tree ? { tree } : {}),
      ...(batched && reduction === "mean" && n === 0 ? { note: "descent.note_average" } : {}),
    });
  });
}

/**
 * The line that ends the loop at a small gradient, if there is a tolerance.
 * @param {Source} source
 * @returns {Line[]}
 */
function stopLine({ answer: { variables }, tolerance }) {
  if (!(tolerance > 0)) return [];
  const slopes = variables.map((name) => `g_${name}`).join(", ");
  const norm = variables.length === 1 ? `abs(${slopes})` : `hypot(${slopes})`;
  return [line("stop", 1, `if ${norm} < epsilon_stop: break`)];
}

// ---- reading formula trees -------------------------------------------------------------------------------------

/** @param {Tree | null | undefined} tree @returns {Tree[]} one formula a line */
const formulasOf = (tree) => (!tree ? [] : tree.op === "lines" ? tree.args.flatMap(formulasOf) : [tree]);
/** The address of the number that a formula sets. @param {Tree} formula */
const targetOf = (formula) =>
  formula.op === "equals" && formula.args[0]?.op === "address" ? formula.args[0].address : "";
/** @param {Tree} tree @returns {string[]} */
const addressesIn = (tree) => [
  ...(tree.op === "address" ? [tree.address] : []),
  ...("args" in tree ? tree.args.flatMap(addressesIn) : []),
];
