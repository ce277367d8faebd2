// Which names of tables are those of results: the weights after the step and gradients, which a solution works out and
// a homework does not give. Pure. To let it know another word, add it to a table.

/** What is said of a table that is a result, before its name or behind it. */
const RESULT = [
  "new|neu(?:e[mnrs]?)?(?!\\p{L})|updated?|grad(?:ient)?s?|derivatives?|deltas?",
  "新的?|更新后?的?|更新之后的?|修正后?的?|梯度|导数",
].join("|");
/** What is said of results, but also of given weights: "W2 after training", "W2 at step 0". */
const LATER = "after(?:wards)?|nach|之后的?|(?:at\\s)?(?:step|iteration|epoch|schritt)\\s?\\d+";
/** "the weights of the new network" are given. */
const NOT_OF_TABLE = "(?!\\s?(?:net|layer|model|网络|模型))";
/** A table: by its letter, or by a word. */
const TABLE = "(?:(?<!\\p{Script=Latin})[wb](?!\\p{L})|weights?|gewichte?|bias(?:es)?|权[重值]?|偏[置差]?)";
/** "new W1", "gradient of the weights of layer 2", 更新后的第1层权重; not "the new weights with W1". And "W1new",
 * "W1^(new)", "weights of layer 1 after the update", W1的梯度. @param {string} words */
const besideTable = (words) =>
  new RegExp(
    [
      `(?:${words})[\\s_]*(?:(?:of|in)\\s)?(?:the\\s)?(?:第\\s?\\d+\\s?层的?)?`,
      `${TABLE}(?:\\s?[wb])?(?:[^\\p{L}]|of|in|layer)*$`,
      `|${TABLE}(?:[^\\p{L}]|of|in|layer|the|的)*(?:${words})${NOT_OF_TABLE}`,
    ].join(""),
    "iu",
  );
const BESIDE = besideTable(RESULT);
const LATER_BESIDE = besideTable(LATER);
/** "∂C/∂W2", "∇W2", "nabla W2": also of an output and an input. */
const DERIVATIVE = /(?:[∂∇]|partial|nabla)[\s_{(]*[wbxty](?!\p{L})/iu;
const PRIME = /['′]\s?$/u;
/** The number of a layer: W2, W_{2}, W^{(2)}. */
const LAYER = "(?:_?\\{?\\d+\\}?|\\s?\\^?\\{?[(（[]\\d+[)）\\]]\\}?)";
/** "W2(1)", "W2 [1]": after one step, where a W2 is given; but with "W2(1)" before it, "W2(2)" is the second row. */
const COUNTED = new RegExp(`(?<!\\p{Script=Latin})[wb]${LAYER}\\s?\\^?\\{?[(（[]\\d+[)）\\]]\\}?\\s?$`, "iu");

/** Whether a table's name says that it is a result. @param {string} name @param {string | undefined} first how the
 * numbers are named that its table has already; undefined: it has none */
export const isResult = (name, first) =>
  BESIDE.test(name) ||
  DERIVATIVE.test(name) ||
  (first !== undefined &&
    (LATER_BESIDE.test(name) || PRIME.test(name) || (COUNTED.test(name) && !COUNTED.test(first))));
