// How sentences are joined and broken into lines, by their characters: there is no space around the wide punctuation
// of Chinese and Japanese, and no line begins with it. So a language needs no rules of its own.

/** Wide punctuation that closes: no space before it, and no line begins with it. */
const CLOSING = "，。；：、）";
/** A character after which a line may be broken without a space: Chinese, Japanese and wide signs. */
const WIDE = "\u2e80-\u9fff\uff00-\uffef";
const WORDS = new RegExp(`[${WIDE}]|\\s+|[^\\s${WIDE}]+`, "g");
const STRAY_SPACE = new RegExp(` (?=[${CLOSING}]|$)`, "g");

/** The sentences that are not empty, one after the other. @param {...string} sentences */
export const joined = (...sentences) => sentences.filter(Boolean).join(" ").replaceAll("。 ", "。");

/** A sentence without the spaces that an empty parameter leaves before punctuation or at the end.
 * @param {string} sentence */
export const tidied = (sentence) => sentence.replace(STRAY_SPACE, "");

/** The parts of a sentence between which a line may be broken. @param {string} sentence @returns {string[]} */
export const wordsOf = (sentence) => sentence.match(WORDS) ?? [];

/** Whether a line may begin with a word. @param {string} word */
export const mayBegin = (word) => word === "" || !CLOSING.includes(word.charAt(0));

/** The punctuation at the start of a text, which stays in the line of the formula before it, and the rest.
 * @param {string} text @returns {[marks: string, rest: string]} */
export function marksBefore(text) {
  const marks = /^[，。；：！？、）」》,.;:!?)]*/.exec(text)?.[0] ?? "";
  return [marks, text.slice(marks.length)];
}
