// What the walk through a run says: the formula of a line with the numbers of its iteration, its symbols, its sentences.
// An address carries its iteration: `g.x@12`. Where a run's own columns hold a number it is read there, else in `explain`.
/** @import { Address, Context, Key, Step, Explainer, Tree } from "../core/types.js" */
/** @import { MathNode } from "../core/types.js" */
/** @import { DescentAnswer, DescentScreen } from "./types.js" */
/** @import { Line } from "./listing.js" */
import { nodesFromLatex } from "../math/latex.js";
import { columnOf, codeName, takenBy } from "./listing.js";
import { mi, mn, mo, row, sub } from "../math/nodes.js";
import { formatNumber } from "../math/format.js";

/** `g.x@12` in its parts. @param {Address} address */
export function partsOf(address) {
  const [plain = "", iteration] = address.split("@");
  const [family = "", ...rest] = plain.split(".");
  return { plain, family, rest, iteration: iteration === undefined ? null : Number(iteration) };
}

/** A number of an iteration, the first one being 1; null where the answer does not hold it.
 * @param {DescentAnswer} answer @param {string} plain @param {number} iteration @returns {number | null} */
export function numberAt(answer, plain, iteration) {
  const { explain } = answer;
  const run = answer.runs[explain?.run ?? 0];
  const {
    family,
    rest: [first = ""],
  } = partsOf(plain);
  const column = (/** @type {readonly (number | null)[] | undefined} */ values, /** @type {number} */ at) =>
    values?.[at] ?? null;
  switch (family) {
    case "p":
      return column(columnOf(run, first), iteration - 1);
    case "n":
      return column(columnOf(run, first), iteration);
    case "g":
      return column(run?.gradient[first], iteration - 1);
    case "gradient_norm":
      return column(run?.gradient_norm, iteration - 1);
    case "value":
      return column(run?.value, iteration);
    case "count":
      return iteration;
    case "k":
      return column(explain?.values[plain], 0);
    default:
      return column(explain?.values[plain], iteration - 1 - (explain?.from ?? 0));
  }
}
/** The same for an address that names its iteration. @param {DescentAnswer} answer @param {Address} address */
export function valueAt(answer, address) {
  const { plain, iteration } = partsOf(address);
  return numberAt(answer, plain, iteration ?? 1);
}

/** @param {string} address @param {number} iteration */
export const addressAt = (address, iteration) =>
  address.startsWith("k.") ? address : `${address}@${iteration}`;

/** @param {Tree} tree @param {number} iteration @returns {Tree} */
function inIteration(tree, iteration) {
  if (tree.op === "address") return { ...tree, address: addressAt(tree.address, iteration) };
  return "args" in tree ? { ...tree, args: tree.args.map((part) => inIteration(part, iteration)) } : tree;
}
/** @param {string} address @returns {Tree} */
const leaf = (address) => ({ op: "address", address });
/** @param {Tree} tree @returns {Tree} */
const squared = (tree) => ({ op: "power", args: [tree, { op: "number", value: 2 }] });

/** What a line computes that no rule of the answer spells out. @param {Line} line @param {string[]} variables
 * @param {"exact" | "batch" | "others"} slopes @returns {Tree} */
function ownTree({ kind }, variables, slopes) {
  if (kind === "value")
    return {
      op: "equals",
      args: [leaf("value"), { op: "call", name: "f", args: variables.map((name) => leaf(`n.${name}`)) }],
    };
  if (kind === "stop" && slopes !== "others") {
    const [only] = variables;
    /** @type {Tree} */
    const norm =
      variables.length === 1 && only
        ? { op: "call", name: "abs", args: [leaf(`g.${only}`)] }
        : {
            op: "call",
            name: "sqrt",
            args: [{ op: "sum", args: variables.map((name) => squared(leaf(`g.${name}`))) }],
          };
    return { op: "equals", args: [leaf("gradient_norm"), norm] };
  }
  return { op: "lines", args: [] };
}

/** What a gradient is the gradient of: the function drawn, a batch of its rows, or more weights than the two drawn.
 * @param {DescentAnswer} answer @returns {"exact" | "batch" | "others"} */
export const slopeKind = ({ request }) =>
  request.data && request.batch !== undefined && request.batch !== null
    ? "batch"
    : request.network?.learn === "all"
      ? "others"
      : "exact";

/** A letter with its index, as a variable is written. @param {string} name @returns {MathNode} */
function nameOf(name) {
  const [, letter = "", index = ""] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  return index ? sub(mi(letter), mn(index)) : mi(name);
}
/** Symbols where the answer gives none. @type {Record<string, (rest: string[]) => MathNode>} */
const SYMBOLS = {
  value: () => row(mi("f")),
  gradient_norm: () => row(mo("|"), mo("∇", "\\nabla "), mi("f"), mo("|")),
  count: () => mi("k"),
  p: ([name = ""]) => nameOf(name),
  n: ([name = ""]) => row(nameOf(name), mo("′", "'")),
  g: ([name = ""]) => ({
    tag: "mfrac",
    look: "derivative",
    parts: [row(mi("∂"), mi("f")), row(mi("∂"), nameOf(name))],
  }),
};
/** @type {WeakMap<object, Map<string, MathNode>>} */
const symbols = new WeakMap();
/** @param {DescentAnswer} answer @param {Address} address @returns {MathNode} */
export function symbolOf(answer, address) {
  const { plain, family, rest } = partsOf(address);
  let known = symbols.get(answer);
  if (!known) symbols.set(answer, (known = new Map()));
  let found = known.get(plain);
  if (!found) {
    const given = answer.explain?.symbols[plain];
    found = (given === undefined ? null : nodesFromLatex(given)) ??
      SYMBOLS[family]?.(rest) ?? { tag: "mtext", text: codeName(plain) };
    known.set(plain, found);
  }
  return found;
}

/** @param {readonly number[]} rows counted from 1, as a reader counts */
const rowsText = (rows) => rows.map((one) => one + 1).join(", ");

/** @param {Pick<DescentScreen, "answer" | "program" | "place" | "steps" | "state">} screen @param {Context} context @returns {Explainer} */
export function descentExplainer({ answer, program, place, steps, state }, { t, find }) {
  const { variables } = answer;
  const run = answer.runs[answer.explain?.run ?? 0];
  const lineOf = (/** @type {Step} */ step) => program.lines["line" in step ? Number(step.line) : -1];
  /** @param {string} plain @param {number} iteration */
  const number = (plain, iteration) => formatNumber(numberAt(answer, plain, iteration));
  /** @param {string} family @param {number} iteration "(1, 4)" */
  const vector = (family, iteration) => {
    const parts = variables.map((name) => number(`${family}.${name}`, iteration));
    return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(", ")})`;
  };
  /** The line's own sentence, or the one of all lines like it. @param {string} start @param {string} name @param {Key} otherwise
   * @param {Record<string, string | number>} [params] */
  const named = (start, name, otherwise, params = {}) => {
    const own = `${start}${name}`;
    return t(find(own, "") === "" ? otherwise : /** @type {Key} */ (own), params);
  };

  /** @param {Step} step */
  function shortTitle(step) {
    const {
      family,
      rest: [name = "", variable = name],
    } = partsOf(lineOf(step)?.address ?? "");
    switch (step.rule) {
      case "gradient":
        return t("descent.title_gradient", { variable: name });
      case "update":
        return family === "n"
          ? t("descent.title_update", { variable: name })
          : named("descent.title_", name, "descent.title_state", { variable, name });
      case "stop":
        return t("descent.title_stop");
      case "batch":
        return t("descent.title_batch");
      default:
        return t("descent.title_value");
    }
  }

  /** The fact about the gradient, with its numbers. @param {number} k */
  function fact(k) {
    const params = { point: vector("p", k), gradient: vector("g", k), length: number("gradient_norm", k) };
    const kind = slopeKind(answer);
    if (kind !== "exact") return t(`descent.fact_${kind}`, params);
    const [first = "", second] = variables;
    if (second === undefined)
      return t(numberAt(answer, `g.${first}`, k) === 0 ? "descent.fact_flat" : "descent.fact_one", params);
    if (numberAt(answer, "gradient_norm", k) === 0) return t("descent.fact_flat", params);
    const x = numberAt(answer, `g.${first}`, k);
    const y = numberAt(answer, `g.${second}`, k);
    const minus = y === null ? null : y === 0 ? 0 : -y;
    return `${t("descent.fact", params)} ${t("descent.fact_right_angle", {
      along: `(${formatNumber(minus)}, ${formatNumber(x)})`,
      product: `${bracket(x)}·${bracket(minus)} + ${bracket(y)}·${bracket(x)} = 0`,
    })}`;
  }

  /** @param {Step} step */
  function narrate(step) {
    const k = step.layer;
    const line = lineOf(step);
    const {
      family,
      rest: [name = "", variable = name],
    } = partsOf(line?.address ?? "");
    switch (step.rule) {
      case "batch": {
        const drawn = run?.batches?.[k - 1];
        return drawn
          ? t("descent.say_batch", { count: drawn.length, rows: rowsText(drawn) })
          : t("descent.say_batch_unseen");
      }
      case "gradient": {
        const last = variables.at(-1) === name;
        const own = t("descent.say_gradient", {
          point: vector("p", k),
          variable: name,
          slope: number(`g.${name}`, k),
        });
        return last ? `${own} ${fact(k)}` : own;
      }
      case "stop": {
        const ended = run?.ended === "gradient" && k === (run.value.length ?? 0);
        return t(ended ? "descent.say_stop" : "descent.say_go_on", {
          length: number("gradient_norm", k),
          tolerance: formatNumber(answer.request.stop?.gradient_norm ?? 0),
        });
      }
      case "update": {
        if (family !== "n")
          return named("descent.say_", name, "descent.say_state", {
            variable,
            name,
            value: number(line?.address ?? "", k),
          });
        if (numberAt(answer, `n.${name}`, k) === null)
          return `${t("descent.say_diverged", { variable: name })} ${run?.reason ?? ""}`;
        return t("descent.say_update", {
          variable: name,
          from: number(`p.${name}`, k),
          to: number(`n.${name}`, k),
        });
      }
      default:
        return t("descent.say_value", {
          value: number("value", k),
          before: number("value", k - 1),
          count: k,
        });
    }
  }

  /** Everything that happened in an iteration, in a few words. @param {number} k */
  function iterationTold(k) {
    const from = vector("p", k);
    const to = vector("n", k);
    if (numberAt(answer, "value", k) === null) return fact(k);
    return `${fact(k)} ${t("descent.say_iteration", { from, to, before: number("value", k - 1), value: number("value", k) })}`;
  }

  /** The line that sets a number of an iteration, as an index of the walk. @param {string} plain @param {number} iteration */
  function writerOf(plain, iteration) {
    const at = program.loop.findIndex((line) => {
      const { address, kind } = program.lines[line] ?? {};
      return (
        address === plain ||
        (plain === "gradient_norm" && kind === "stop") ||
        (plain === "value" && kind === "value")
      );
    });
    const index = (iteration - 1) * program.loop.length + at;
    return at >= 0 && iteration > 0 && steps[index]?.layer === iteration ? index : -1;
  }

  return {
    depends: [state.request],
    introduction: () =>
      t("descent.introduction", {
        start: vector("p", 1),
        value: number("value", 0),
        count: run ? run.value.length - 1 : 0,
      }),
    ofPhase: () => {
      if (place.iteration === 0 || run === undefined) return t("narration.phase_descent");
      if (state.grouping === "layer") return iterationTold(place.iteration);
      const last = run.value.length - 1;
      return t("descent.say_run", {
        from: vector("p", 1),
        to: vector("n", last),
        before: number("value", 0),
        value: number("value", last),
        count: last,
      });
    },
    called: ({ name }) => (name === "f" ? mi("f") : null),
    // What a step begins with was made in the one before.
    writer: (address) => {
      const { plain, family, rest, iteration } = partsOf(address);
      if (iteration === null) return -1;
      if (family === "p") return writerOf(`n.${rest.join(".")}`, iteration - 1);
      if (family === "o") return writerOf(`s.${rest.join(".")}`, iteration - 1);
      return writerOf(plain, iteration);
    },
    origin: (address) => (partsOf(address).family === "p" ? "descent.origin_start" : "formula_panel.given"),
    shortTitle,
    // A run is counted in steps of the descent, however many lines each of them takes.
    standing: () => {
      const step = steps[state.position - 1];
      const count = takenBy(run);
      return {
        k: Math.min(count, place.iteration),
        count,
        title: step && state.grouping === "neuron" ? shortTitle(step) : "",
      };
    },
    title: (step) => t("descent.title_in", { count: step.layer, title: shortTitle(step) }),
    narrate,
    tree: (step) => {
      const line = lineOf(step);
      return line
        ? inIteration(line.tree ?? ownTree(line, variables, slopeKind(answer)), step.layer)
        : { op: "lines", args: [] };
    },
    symbol: (address) => symbolOf(answer, address),
    value: (address) => valueAt(answer, address),
    kind: (address) => {
      const {
        family,
        rest: [name = ""],
      } = partsOf(address);
      if (family === "k") return find(`editor.parameter_${name}`, name);
      if (family === "s" || family === "o")
        return named(
          "descent.kind_",
          family === "o" ? `old_${name}` : name,
          family === "o" ? "descent.kind_old" : "descent.kind_state",
        );
      return named("descent.kind_", family, "descent.kind_state");
    },
  };
}
/** @param {number | null} value a negative number as a factor */
const bracket = (value) => (value !== null && value < 0 ? `(${formatNumber(value)})` : formatNumber(value));
