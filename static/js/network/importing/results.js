// Which names of tables are those of results: the weights after the step and gradients, which a solution works out and
// a homework does not give. Pure. To let it know another word, add it to a table.

/** What is said of a table that is a result, before its name and behind it. */
const RESULT = [
  "new|neue?|updated?|grad(?:ient)?s?|derivatives?|deltas?",
  "after|afterwards",
  "新的?|更新后?的?|更新之后的?|修正后?的?|梯度|导数|之后",
].join("|");
/** "the weights of the new network" are given. */
const NOT_OF_TABLE = "(?!\\s?(?:net|layer|model|网络|模型))";
/** A table: by its letter, or by a word. */
const TABLE = "(?:(?<!\\p{L})[wb](?!\\p{L})|weights?|bias(?:es)?|权[重值]?|偏[置差]?)";
/** "new W1", "gradient of the weights of layer 2", 更新后的第1层权重; not "the new weights with W1". */
const BEFORE = new RegExp(
  [
    `(?:${RESULT})[\\s_]*(?:(?:of|in)\\s)?(?:the\\s)?(?:第\\s?\\d+\\s?层的?)?`,
    `${TABLE}(?:\\s?[wb])?(?:[^\\p{L}]|of|in|layer)*$`,
  ].join(""),
  "iu",
);
/** "W1new", "W1^(new)", "weights of layer 1 after the update", W1的梯度. */
const BEHIND = new RegExp(`${TABLE}(?:[^\\p{L}]|of|in|layer|the|的)*(?:${RESULT})${NOT_OF_TABLE}`, "iu");
/** A prime: a result where the same name without it is given already. */
const PRIME = /['′]\s?$/u;

/** Whether a table's name says that it is a result. @param {string} name @param {boolean} isGiven whether its table
 * has numbers already */
export const isResult = (name, isGiven) =>
  BEFORE.test(name) || BEHIND.test(name) || (isGiven && PRIME.test(name));
