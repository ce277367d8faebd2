// All terms of a sum whose formula is cut: "a + b + c + ⋯ + z" has its first three terms and its last. The others
// follow: the second and the third tell which number in an address counts.
/** @import { Tree } from "../../core/types.js" */

const NUMBERS = /(\d+)/;

/** A formula with all terms of its sums; null where the terms that are left out do not follow from the others.
 * @param {Tree} tree @returns {Tree | null} */
export function uncut(tree) {
  if (!("args" in tree)) return tree;
  /** @type {Tree[]} */
  const args = [];
  for (const [k, arg] of tree.args.entries()) {
    const terms =
      arg.op === "ellipsis" ? between(tree.args.slice(k - 3, k), arg.count, tree.args[k + 1]) : [uncut(arg)];
    if (terms === null) return null;
    for (const term of terms) {
      if (term === null) return null;
      args.push(term);
    }
  }
  return { ...tree, args };
}

/** The terms that an ellipsis stands for: their numbers run on from the second and third term, and leave out that of
 * the first where it is among them.
 * @param {readonly Tree[]} before the three terms before it @param {number} count @param {Tree | undefined} last
 * @returns {Tree[] | null} */
function between([first, second, third], count, last) {
  if (!first || !second || !third || !last) return null;
  const place = countingPlace(second, third);
  if (place === null) return null;
  const [start, own] = [place.number, numberAt(first, place)];
  const end = numberAt(last, place);
  /** @type {number[]} */
  const all = [];
  for (let number = start; all.length < count + 2; number++) if (number !== own) all.push(number);
  // The last term is one of the row, or of another kind, as a bias is.
  const follows = all[1] === numberAt(third, place) && (end === null || end === after(all, own));
  return follows ? all.slice(2).map((number) => moved(second, third, number - start)) : null;
}

/** The number that comes after a row. @param {readonly number[]} row @param {number | null} own left out */
function after(row, own) {
  const next = (row.at(-1) ?? 0) + 1;
  return next === own ? next + 1 : next;
}

/** The addresses of a formula. @param {Tree} tree @returns {string[]} */
const addresses = (tree) =>
  tree.op === "address" ? [tree.address] : "args" in tree ? tree.args.flatMap(addresses) : [];

/** Which address, and which of its numbers, counts the terms. @param {Tree} one @param {Tree} next
 * @returns {{ address: number, part: number, number: number, text: string } | null} */
function countingPlace(one, next) {
  const others = addresses(next);
  for (const [address, text] of addresses(one).entries()) {
    const parts = text.split(NUMBERS);
    const part = parts.findIndex((each, k) => each !== others[address]?.split(NUMBERS)[k]);
    if (part >= 0) return { address, part, number: Number(parts[part]), text: parts.slice(0, part).join("") };
  }
  return null;
}

/** The number at the place that counts; null in a term of another kind.
 * @param {Tree} term @param {{ part: number, text: string }} place */
function numberAt(term, { part, text }) {
  for (const address of addresses(term)) {
    const parts = address.split(NUMBERS);
    if (parts.slice(0, part).join("") === text && parts[part]) return Number(parts[part]);
  }
  return null;
}

/** A term with its counting numbers raised. @param {Tree} one @param {Tree} next @param {number} by @returns {Tree} */
function moved(one, next, by) {
  if (one.op === "address" && next.op === "address") {
    const others = next.address.split(NUMBERS);
    const parts = one.address
      .split(NUMBERS)
      .map((part, k) => (part === others[k] ? part : String(Number(part) + by)));
    return { ...one, address: parts.join("") };
  }
  if (!("args" in one) || !("args" in next)) return one;
  return { ...one, args: one.args.map((arg, k) => moved(arg, next.args[k] ?? arg, by)) };
}
