// Gradient descent as a program: its lines are data, made from the answer, and a walk through the run is a walk through
// its lines. Names of optimizers stand nowhere here: their lines are the formulas of the step, printed as code.
// To add a kind of line, add it where `listing` builds the program; what runs once an iteration has a place in `LOOP`.

/** @import { Step, Tree } from "../core/types.js" */
/** @import { DescentAnswer, DescentRequest } from "./types.js" */
import { ASSIGNS, statements } from "../core/program_text.js";

/**
 * One line of the program.
 * @typedef {object} Line
 * @property {string} text
 * @property {number} indent
 * @property {"define" | "start" | "loop" | "batch" | "gradient" | "stop" | "update" | "value" | "blank"} kind
 * @property {string} [address] the number that it sets, of the answer's `explain`
 * @property {Tree} [tree] how that number is made
 * @property {string} [note] what a comment says: the key of a sentence
 * @property {Record<string, string | number>} [params] of the comment
 */
/** @typedef {{lines: Line[], loop: number[]}} Listing `loop`: the lines that run once an iteration, in order */

/** What runs in every iteration. */
const LOOP = new Set(["batch", "gradient", "stop", "update", "value"]);

// ---- formulas as code ------------------------------------------------------------------------------------------

const STRENGTH = /** @type {Record<string, number>} */ ({
  equals: 0,
  sum: 1,
  negate: 2,
  product: 2,
  fraction: 2,
  power: 3,
});

/** What a number is called in the program. @param {string} address */
export function codeName(address) {
  const [family = "", ...rest] = address.split(".");
  if (family === "count") return "step";
  if (family === "g") return `g_${rest[0]}`;
  if (family === "s" || family === "o") return `${rest[0]}_${rest[1]}`;
  return rest.join("_");
}

/** A number as a programmer writes it. @param {number} value */
function codeNumber(value) {
  const text = String(value);
  return text.includes("e") ? text.replace("e+", "e") : text;
}

/** A formula as a line of code. @param {Tree} tree @returns {string} */
export function codeOf(tree) {
  /** @param {Tree} part @param {number} least */
  const inside = (part, least) => {
    const negative = part.op === "number" && part.value < 0;
    return (STRENGTH[part.op] ?? 9) < least || (negative && least > 1) ? `(${codeOf(part)})` : codeOf(part);
  };
  switch (tree.op) {
    case "address":
      return codeName(tree.address);
    case "number":
      return codeNumber(tree.value);
    case "equals":
      return tree.args.map(codeOf).join(" = ");
    case "sum":
      return tree.args
        .map((term, n) => {
          const [body] = term.op === "negate" ? term.args : [term];
          if (!body) return "";
          if (term.op === "negate") return `${n > 0 ? " - " : "-"}${inside(body, 2)}`;
          return `${n > 0 ? " + " : ""}${inside(body, 1)}`;
        })
        .join("");
    case "product":
      return tree.args
        .map((factor, n) => inside(factor, n > 0 && factor.op === "fraction" ? 3 : 2))
        .join(" * ");
    case "fraction": {
      const [over, under] = tree.args;
      return over && under ? `${inside(over, 2)} / ${inside(under, 3)}` : "";
    }
    case "power": {
      const [base, exponent] = tree.args;
      return base && exponent ? `${inside(base, 4)}**${inside(exponent, 4)}` : "";
    }
    case "negate":
      return `-${tree.args.map((part) => inside(part, 2)).join("")}`;
    case "call":
      return `${tree.name}(${tree.args.map(codeOf).join(", ")})`;
    default:
      return "…";
  }
}

/** @param {Tree | null | undefined} tree @returns {Tree[]} */
const linesOf = (tree) => (!tree ? [] : tree.op === "lines" ? tree.args.flatMap(linesOf) : [tree]);
/** @param {Tree} line @returns {string} the number that a line sets */
const target = (line) => (line.op === "equals" && line.args[0]?.op === "address" ? line.args[0].address : "");
/** @param {Tree} tree @param {(address: string) => void} see */
function visit(tree, see) {
  if (tree.op === "address") see(tree.address);
  if ("args" in tree) for (const part of tree.args) visit(part, see);
}

// ---- the function ----------------------------------------------------------------------------------------------

/** The body of a function that gives the typed result. @param {string} text @returns {string[]} */
export function bodyOf(text) {
  const all = statements(text);
  const names = all.map((one) => ASSIGNS.exec(one)?.[1]);
  const last = all.at(-1) ?? "";
  if (names.includes("loss"))
    return all.length === 1 ? [`return ${last.replace(ASSIGNS, "").trim()}`] : [...all, "return loss"];
  const name = names.at(-1);
  if (name === undefined) return [...all.slice(0, -1), `return ${last}`];
  return all.length === 1 ? [`return ${last.replace(ASSIGNS, "").trim()}`] : [...all, `return ${name}`];
}

// ---- the program -----------------------------------------------------------------------------------------------

/** @param {DescentAnswer} answer @param {DescentRequest} request what the answer answers @returns {Listing} */
export function listing(answer, request) {
  const { variables, explain } = answer;
  const columns = Object.keys(request.data ?? {});
  const rows = Object.values(request.data ?? {})[0]?.length ?? 0;
  const batched = columns.length > 0 && request.batch !== undefined && request.batch !== null;
  const joined = (/** @type {string[]} */ names) => names.join(", ");
  const point = joined(variables);
  const row = joined(columns);
  const mean = request.reduction ?? "mean";
  // With data the typed function is the cost of one row, and f is taken over all rows.
  const own = columns.length > 0 ? "cost" : "f";
  const names = joined([...variables, ...columns]);
  const tolerance = request.stop?.gradient_norm ?? 0;
  const steps = request.steps ?? 200;
  /** @type {Line[]} */
  const lines = [];
  /** @param {Line["kind"]} kind @param {number} indent @param {string} text @param {Partial<Line>} [more] */
  const line = (kind, indent, text, more = {}) => lines.push({ kind, indent, text, ...more });

  // what is computed
  if (request.network) {
    line("define", 0, `def f(${point}):`, {
      note: request.network.learn === "all" ? "descent.note_network_all" : "descent.note_network",
    });
    line(
      "define",
      1,
      `return loss(${variables.map((name) => `${weightName(String(request.network?.[/** @type {"x" | "y"} */ (name)] ?? name))}=${name}`).join(", ")})`,
    );
  } else {
    line("define", 0, `def ${own}(${names}):`, columns.length > 0 ? { note: "descent.note_row" } : {});
    for (const statement of bodyOf(request.function ?? "")) line("define", 1, statement);
    for (const name of variables) {
      const text = answer.gradient?.[name];
      if (text === undefined) continue;
      line("define", 0, `def d${own}_d${name}(${names}):`);
      line("define", 1, `return ${text}`);
    }
    if (columns.length > 0) {
      line("define", 0, `def f(${point}):`, { note: "descent.note_all_rows" });
      line("define", 1, `return ${mean}(cost(${names}) for ${row} in rows)`);
    }
  }
  line("blank", 0, "");

  // where it starts
  if (columns.length > 0)
    line("start", 0, `rows = [(${row}), …]`, { note: "descent.note_rows", params: { count: rows } });
  for (const name of variables) line("start", 0, `${name} = ${codeNumber(startOf(answer, name))}`);
  const parameters = new Set();
  /** @type {Set<string>} */
  const kept = new Set();
  const rules = linesOf(explain?.rules.update);
  for (const rule of rules) {
    visit(rule, (address) => {
      if (address.startsWith("k.")) parameters.add(address);
      if (address.startsWith("o.")) kept.add(address);
    });
  }
  for (const address of parameters)
    line("start", 0, `${codeName(address)} = ${codeNumber(explain?.values[address]?.[0] ?? Number.NaN)}`);
  for (const address of kept) line("start", 0, `${codeName(address)} = 0`);
  if (tolerance > 0) line("start", 0, `epsilon_stop = ${codeNumber(tolerance)}`);

  // what is repeated
  line("loop", 0, `for step in range(1, ${steps + 1}):`, batched ? { note: "descent.note_while" } : {});
  if (batched)
    line("batch", 1, `batch = draw(rows, ${request.batch})`, {
      note: "descent.note_batch",
      params: { count: request.batch ?? 0 },
    });
  const gradients = linesOf(explain?.rules.gradient);
  for (const name of variables) {
    const tree = gradients.find((one) => target(one) === `g.${name}`);
    const call = `d${own}_d${name}(${names})`;
    const text = request.network
      ? `backpropagate("${name}")`
      : columns.length === 0
        ? call
        : `${mean}(${call} for ${row} in ${batched ? "batch" : "rows"})`;
    line("gradient", 1, `g_${name} = ${text}`, {
      address: `g.${name}`,
      ...(tree ? { tree } : {}),
      ...(batched && mean === "mean" && name === variables[0] ? { note: "descent.note_average" } : {}),
    });
  }
  if (tolerance > 0) {
    const norm =
      variables.length === 1
        ? `abs(g_${variables[0]})`
        : `hypot(${variables.map((name) => `g_${name}`).join(", ")})`;
    line("stop", 1, `if ${norm} < epsilon_stop: break`);
  }
  // Both slopes belong to the point where the step begins.
  const together = rules.find((rule) => target(rule).startsWith("n."));
  for (const rule of rules) {
    line("update", 1, codeOf(rule), {
      address: target(rule),
      tree: rule,
      ...(rule === together && variables.length > 1 ? { note: "descent.note_together" } : {}),
    });
  }
  line("value", 1, `print(step, f(${point}), ${point})`);
  return { lines, loop: lines.flatMap(({ kind }, n) => (LOOP.has(kind) ? [n] : [])) };
}

/** w1.0.1 as one may write it in a program. @param {string} address */
const weightName = (address) => address.replaceAll(".", "_");

/** @param {DescentAnswer} answer @param {string} name */
const startOf = (answer, name) => columnOf(answer.runs[0], name)[0] ?? Number.NaN;

// ---- the same as pseudo-code -----------------------------------------------------------------------------------

/**
 * One line of the loop in mathematics and words. It stands for all lines of the program of its kinds: it is lit while one of
 * them runs.
 * @typedef {object} Pseudo
 * @property {readonly Line["kind"][]} kinds
 * @property {number} indent
 * @property {readonly ({ say: string } | { latex: string })[]} parts its words are keys of sentences
 * @property {string} [note] what a comment says
 * @property {"rows" | "gradient" | "point" | "round" | "value"} [shows] what stands beside it
 */

const SAMPLES = "\\{x_1,\\dots,x_m\\}";
const LABELS = "\\{y^{(1)},\\dots,y^{(m)}\\}";
/** The average gradient and the step, as figure 1 writes them. */
const AVERAGE = String.raw`\hat g=\frac1m\nabla_\theta\sum_i L(f(x_i,\theta),y^{(i)})`;
const STEP = String.raw`\theta=\theta-\varepsilon_k\hat g`;

/** Figure 1's loop, line by line; without batches every round takes all rows. @param {boolean} batched @returns {Pseudo[]} */
export const pseudoCode = (batched) => [
  {
    kinds: ["start"],
    indent: 0,
    parts: [
      { say: "pseudo.rate" },
      { latex: "\\varepsilon_k" },
      { say: "pseudo.parameters" },
      { latex: "\\theta" },
    ],
  },
  { kinds: ["loop", "stop"], indent: 0, parts: [{ say: "pseudo.while" }], shows: "round" },
  {
    kinds: ["batch"],
    indent: 1,
    parts: [{ latex: SAMPLES }],
    note: batched ? "pseudo.samples" : "pseudo.samples_all",
    shows: "rows",
  },
  { kinds: ["batch"], indent: 1, parts: [{ latex: LABELS }], note: "pseudo.labels" },
  { kinds: ["gradient"], indent: 1, parts: [{ latex: AVERAGE }], note: "pseudo.average", shows: "gradient" },
  { kinds: ["update"], indent: 1, parts: [{ latex: STEP }], note: "pseudo.update", shows: "point" },
  { kinds: ["value"], indent: 0, parts: [{ say: "pseudo.end" }], shows: "value" },
];

// ---- a run as steps --------------------------------------------------------------------------------------------

/** @typedef {DescentAnswer["runs"][number]} Run */

/** One variable along a run; the answer's columns carry the variables' own names. @param {Run | undefined} run @param {string} name @returns {number[]} */
export const columnOf = (run, name) => /** @type {number[] | undefined} */ (run?.[name]) ?? [];

/** How many steps a run took. @param {Run | undefined} run */
export const takenBy = (run) => Math.max(0, (run?.value.length ?? 1) - 1);

/** A step of the walk: line `line` of the program in iteration `layer`. @typedef {Step & {line: number}} LineStep */

/** @type {never[]} */
const NONE = [];

/** The walk through a run, one light object a line and iteration. A run that ended early has one more iteration, as far as it came.
 * @param {Listing} program @param {Run} run @returns {LineStep[]} */
export function stepsOf({ lines, loop }, run) {
  const taken = takenBy(run);
  /** @type {LineStep[]} */
  const steps = [];
  /** @param {number} iteration @param {readonly number[]} which */
  const add = (iteration, which) => {
    for (const line of which) {
      const rule = lines[line]?.kind ?? "value";
      steps.push({
        phase: "descent",
        rule,
        layer: iteration,
        unit: null,
        reads: NONE,
        writes: NONE,
        formula: NOTHING,
        figure: NOTHING,
        line,
      });
    }
  };
  for (let iteration = 1; iteration <= taken; iteration += 1) add(iteration, loop);
  const last = {
    steps: NONE,
    gradient: ["batch", "gradient", "stop"],
    diverged: ["batch", "gradient", "stop", "update"],
  }[run.ended];
  add(
    taken + 1,
    loop.filter((line) => /** @type {string[]} */ (last).includes(lines[line]?.kind ?? "")),
  );
  return steps;
}
/** @type {Tree} */
const NOTHING = { op: "lines", args: [] };

/** Where a position stands in a walk: the iteration, the line in it (−1: before the first) and how many lines an iteration has.
 * @param {readonly Step[]} steps @param {number} position */
export function placeOf(steps, position) {
  const step = steps[position - 1];
  return step && "line" in step
    ? { iteration: step.layer, line: Number(step.line) }
    : { iteration: 0, line: -1 };
}

/** A place as an iteration and how far through its lines, so that it can be found again in another program.
 * @param {readonly Step[]} steps @param {number} position @returns {{iteration: number, share: number}} */
export function shareOf(steps, position) {
  const { iteration } = placeOf(steps, position);
  if (iteration === 0) return { iteration, share: 1 };
  const [from, to] = bordersOf(steps, iteration);
  return { iteration, share: (position - from) / (to - from) };
}
/** And back: the position nearest to it. @param {readonly Step[]} steps @param {{iteration: number, share: number}} place */
export function positionOf(steps, { iteration, share }) {
  if (iteration <= 0 || steps.length === 0) return 0;
  const last = steps.at(-1)?.layer ?? 0;
  if (iteration > last) return steps.length;
  const [from, to] = bordersOf(steps, iteration);
  return from + Math.max(1, Math.round(share * (to - from)));
}
/** Positions before the first and after the last line of an iteration. All iterations but the last are of one length.
 * @param {readonly Step[]} steps @param {number} iteration */
function bordersOf(steps, iteration) {
  const first = steps[0]?.layer ?? 1;
  let length = 0;
  while (length < steps.length && steps[length]?.layer === first) length += 1;
  const from = (iteration - first) * length;
  return /** @type {const} */ ([from, Math.min(steps.length, from + length)]);
}

/** In which iteration a line has last run, at a place of the walk; 0: not yet. @param {{iteration: number, line: number}} place @param {number} line */
export const ranIn = ({ iteration, line: here }, line) =>
  iteration === 0 ? 0 : line <= here ? iteration : iteration - 1;

/** How far the point has come in its iteration, 0..1: it moves while the lines that set a variable run.
 * @param {Listing} program @param {{iteration: number, line: number}} place @param {number} t the way into that line or, `whole`, into all lines
 * @param {boolean} whole */
export function wayOf({ lines }, { line }, t, whole) {
  if (whole) return t;
  const moves = lines.flatMap(({ address }, n) => (address?.startsWith("n.") ? [n] : []));
  const before = moves.filter((move) => move < line).length;
  return moves.length === 0 ? 1 : Math.min(1, (before + (moves.includes(line) ? t : 0)) / moves.length);
}

// ---- what it prints --------------------------------------------------------------------------------------------

/** Of a long output the powers of ten and the last lines are shown. */
const LAST = 5;

/** The prints up to iteration `upTo` that are shown, and how many are left out before each.
 * @param {number} upTo @returns {{iteration: number, left: number}[]} */
export function printsUpTo(upTo) {
  /** @type {number[]} */
  const shown = [];
  for (let power = 1; power <= upTo; power *= 10) shown.push(power);
  for (let k = Math.max(1, upTo - LAST + 1); k <= upTo; k += 1) if (!shown.includes(k)) shown.push(k);
  shown.sort((a, b) => a - b);
  return shown.map((iteration, n) => ({ iteration, left: iteration - (shown[n - 1] ?? 0) - 1 }));
}

/** As Python prints it. @param {number} value */
export function printed(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e16) return Object.is(value, -0) ? "-0.0" : `${value}.0`;
  if (size >= 1e-4 && size < 1e16) return plain(value);
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  return `${mantissa}e${exponent.startsWith("-") ? "-" : "+"}${exponent.replace(/^[+-]/, "").padStart(2, "0")}`;
}
/** @param {number} value */
const plain = (value) => String(value);
