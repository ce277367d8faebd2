// Which entries of the glossary a formula contains. Pure.
import { at } from "../../core/at.js";

/** The notation in which a symbol is read: app/web/lesson/glossary.py has the list.
 * @typedef {"figure" | "derivation" | "function"} Reading */
/** @typedef {{name: string, letters: Partial<Record<Reading, readonly string[]>>}} Entry */

/** A symbol, a command, a brace, or the start of an index or exponent. */
const TOKEN = /\\[A-Za-z]+|\\.|[A-Za-z]|[\^_{}']|[^\s]/gu;
/** Commands whose argument is a word, not a row of symbols. */
const WORD_COMMANDS = new Set(["\\mathrm", "\\operatorname", "\\text", "\\mathit", "\\mathtt"]);
/** Commands that put an accent on the symbol after them. */
const ACCENTS = new Set(["\\hat", "\\bar", "\\tilde", "\\vec"]);
/** Exponents that number a layer, (2), (l), (l-1), or a sample, [2], and the entries' names for them. */
const NUMBERS = /** @type {const} */ ([
  [/\((?:\d+|[lL](?:[-+]\d)?)\)/, "^(l)"],
  [/\[\w+\]/, "^[s]"],
]);

/** A symbol with its primes, index (`below`) and exponent (`above`).
 * @typedef {{sign: string, primes: string, below: string, above: string}} Atom */

/** The argument of a command, `^` or `_`: a token, or those between braces.
 * @param {readonly string[]} tokens @param {number} start @returns {{argument: string[], end: number}} */
function argumentAt(tokens, start) {
  if (tokens[start] !== "{") return { argument: tokens.slice(start, start + 1), end: start + 1 };
  let end = start + 1;
  for (let depth = 1; end < tokens.length && depth > 0; end += 1)
    depth += tokens[end] === "{" ? 1 : tokens[end] === "}" ? -1 : 0;
  return { argument: tokens.slice(start + 1, end - 1), end };
}

/** The symbols of a formula, in their order. @param {string} latex @returns {Atom[]} */
function atomsOf(latex) {
  const tokens = latex.match(TOKEN) ?? [];
  let next = 0;
  function argument() {
    const found = argumentAt(tokens, next);
    next = found.end;
    return found.argument;
  }
  /** @type {Atom[]} */
  const atoms = [];
  while (next < tokens.length) {
    const token = at(tokens, next);
    next += 1;
    if (token === "{" || token === "}") continue;
    if (token === "^" || token === "_" || token === "'") {
      // An index or exponent of a bracket: only the number of a layer or sample counts.
      atoms.push({ sign: "", primes: "", below: "", above: token === "^" ? argument().join("") : "" });
      if (token === "_") argument();
      continue;
    }
    const sign = WORD_COMMANDS.has(token)
      ? argument().join("")
      : ACCENTS.has(token)
        ? `${token} ${argument().join("")}`
        : token;
    const atom = { sign, primes: "", below: "", above: "" };
    atoms.push(atom);
    for (let kind = tokens[next]; kind === "'" || kind === "^" || kind === "_"; kind = tokens[next]) {
      next += 1;
      if (kind === "'") {
        atom.primes += "'";
        continue;
      }
      const inside = argument();
      const text = inside.join("");
      if (kind === "_") atom.below = text;
      else if (/^(\\prime)+$/.test(text)) atom.primes += "'".repeat(inside.length);
      else atom.above = text;
      // Symbols inside: the parameters below ∇, and exponents that are no numbers and no primes.
      const hasSymbols = kind === "_" ? sign === "\\nabla" : !/^[([]|^\d|^\\prime/.test(text);
      if (hasSymbols) atoms.push(...atomsOf(text));
    }
  }
  return atoms;
}

/** The names by which entries can name each symbol of a formula.
 * @param {string} latex @returns {string[][]} by symbol */
function namesIn(latex) {
  const atoms = atomsOf(latex).filter(({ sign }) => !/^\\[^A-Za-z]$/.test(sign));
  const names = atoms.map(({ sign, primes, below, above }) => {
    const base = sign + primes;
    const numbers = NUMBERS.flatMap(([pattern, name]) => (pattern.test(above) ? [name] : []));
    return [
      base,
      ...(below ? [`${base}_${below}`] : []),
      ...(above ? [`${base}^{${above}}`] : []),
      ...numbers,
    ].filter((name) => name !== "");
  });
  // ∂C/∂z as a fraction or on one line: two differentials after each other.
  const signs = atoms.filter(({ sign }) => sign !== "/");
  for (let k = 0; k + 3 < signs.length; k += 1) {
    const [first, over, second, under] = signs.slice(k, k + 4);
    if (first?.sign !== "\\partial" || second?.sign !== "\\partial") continue;
    names.push([`\\partial ${over?.sign}/\\partial ${under?.sign}`]);
    k += 3;
  }
  return names;
}

/**
 * The entries for the symbols of a formula, in the glossary's order. A symbol has the meaning of the reading; if it
 * has none there, that of any other reading.
 * @param {string} latex
 * @param {readonly Entry[]} entries
 * @param {Reading | null} [reading] null: every reading
 * @returns {string[]} their names
 */
export function symbolsIn(latex, entries, reading = null) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const names of namesIn(latex)) {
    const wanted = new Set(names);
    const having = (/** @type {readonly (readonly string[] | undefined)[]} */ lists) =>
      lists.some((letters) => letters?.some((letter) => wanted.has(letter)));
    const own = reading === null ? [] : entries.filter(({ letters }) => having([letters[reading]]));
    const meant = own.length > 0 ? own : entries.filter(({ letters }) => having(Object.values(letters)));
    for (const { name } of meant) found.add(name);
  }
  return entries.flatMap(({ name }) => (found.has(name) ? [name] : []));
}
