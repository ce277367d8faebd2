// The names that people give to the numbers of a pass: z1, δ_2^(1), dL/dW2, net_h1, W1.grad, 误差项. To let it read
// another name, add a pattern to FAMILIES. Pure.
/** @import { LayerRequest, TraceRequest } from "../../../network/types.js" */

/**
 * What a name is for.
 * @typedef {object} Target
 * @property {string} family "z", "dw"
 * @property {"address" | "layer" | "unit" | "running" | "parameter" | "all"} kind one address of
 * the API; all numbers of a layer; one of its units or parameters; the n-th of all layers together; all layers together
 * @property {number} layer from 1; 0 where the name does not say
 * @property {number[]} indices from 0; those of a layer are of the neuron that a single number is for
 * @property {number | null} sample
 */
/** @typedef {Pick<TraceRequest, "network" | "inputs">} Plan */

/** The API's own names. */
const ADDRESS = /^(z|a|error|delta|slope|dw|db|step_w|step_b|new_w|new_b)(\d+)((?:\.\d+){1,2})(?:@(\d+))?$/;
const LOSS_ADDRESS = /^loss(?:@(\d+))?$/;
/** The loss of every sample; and what the loss becomes, which is no number of a sheet. */
const LOSSES_OF_SAMPLES = /^(?:sample_?losses|losses_?(?:of_?samples|per_?sample))$/i;
const LOSS_AFTER = /^loss_?after/i;

/** @param {string} name */
export const isOfSamples = (name) => LOSSES_OF_SAMPLES.test(name.trim());

/** ∂C/∂… and dL/d…, as people write them: what it is the derivative of is left out. */
const BY =
  /^(?:[∂d](?:[cejl](?:oss|ost|_?total|tot)?|[cejl]_?\d*)\/?[∂d]|grad(?:ient)?s?(?:_?of)?(?:the)?_?|∇_?)/;
const AFTER_UPDATE = /(?:new|updated|neu|新|更新后)/;

/** In this order: what a name begins with, and the family. Blanks, backslashes and capitals are gone by then.
 * @type {readonly [RegExp, string][]} */
const FAMILIES = [
  [/^(?:new_?|updated_?|新的?)(?:w(?:eights?)?|权重?)|^更新后的?权重?/, "new_w"],
  [/^(?:new_?|updated_?|新的?)(?:b(?:ias(?:es)?)?|偏置?)|^更新后的?偏置?/, "new_b"],
  [/^(?:step_?|change_?|Δ)w(?:eights?)?|^权重?的?(?:改变|更新|变化)量/, "step_w"],
  [/^(?:step_?|change_?|Δ)b(?:ias(?:es)?)?|^偏置?的?(?:改变|更新|变化)量/, "step_b"],
  [/^(?:d_?)w(?:eights?)?|^权重?的?梯度/, "dw"],
  [/^(?:d_?)b(?:ias(?:es)?)?|^偏置?的?梯度/, "db"],
  [/^(?:δ|delta|dz|dnet|误差项|残差|敏感度)/, "delta"],
  [/^(?:slope|f['′]|σ['′]|sigma['′]|g['′]|tanh['′]|relu['′]|斜率|导数)/, "slope"],
  [/^(?:loss|cost|[ejl]_?total|total_?error|损失|代价|总误差|[cejl](?![\p{L}\d]))/u, "loss"],
  [/^(?:errors?|err|da|dy|dout|误差)/, "error"],
  [/^(?:z|net|pre_?activations?|净输入|加权和|预激活)/, "z"],
  [/^(?:activations?|a|out(?:puts?)?|h|y|o(?=\d|_)|激活值?(?!函数)|输出)/, "a"],
];
// What stands behind a letter that is a name. Blanks are gone by then.
const OF = "(?:of|in|at|for|from)(?:the)?";
const KIND = "(?:in(?:puts?)?|sum|total|val(?:ues?)?)";
const PLACE = "(?:layer|hid|out|neuron|unit|node)";
const NUMBER = "(?:[ho]?_?\\{?\\d|[ho](?![a-z]))";
/** "a of layer 1", "net input h1", "z hidden", "dWij", "zs"; anything else goes on as a word of its own: "Homework" is
 * no h, "Answer" no a, "network" no net. */
const BEHIND_LETTER = new RegExp(
  [
    "(?![a-z])",
    `(?:${OF})?(?:${PLACE}|${NUMBER})`,
    `${KIND}(?:${NUMBER}|(?:${OF})?${PLACE})`,
    "(?:in(?:puts?)?|sum|val(?:ues?)?|vec(?:tor)?|hat|pred|[ijklmn]|ih|ho|[ijk]{2})(?![a-z])",
    // Several of them, which have no number.
    `s(?:(?![a-z\\d])|${OF}${PLACE})`,
  ]
    .map((part) => `^${part}`)
    .join("|"),
);
/** h1, o2, hid, out: a layer by its letter, and a neuron of it. */
const LAYER_LETTER = new RegExp(`^(?:${KIND})?(?:${OF})?_?\\{?(h(?:id)?|o(?:ut)?)(?![a-z])_?\\{?(\\d+)?`);
/** Names of so few Latin letters begin many words. */
const LETTERS = /^[a-z]{1,3}$/;

/** What a derivative is by. @type {readonly [RegExp, string][]} */
const DERIVATIVES = [
  [/^w(?:eights?)?/, "dw"],
  [/^b(?:ias(?:es)?)?/, "db"],
  [/^(?:z|net)/, "delta"],
  [/^(?:a|y|out|o|h)/, "error"],
];

/** Which layer, in words: the hidden one, the output, layer 2, 第2层. */
const WORDS = /(?:layer|第)_?(\d+)层?|(hidden|隐藏层?|隐层)_?|(output|输出层)_?/;

/** @param {string} name */
export const plain = (name) =>
  name
    .normalize("NFKC")
    .trim()
    .replace(
      /\\(?:mathrm|text|operatorname|boldsymbol|mathbf|vec|hat|frac|partial|left|right)\b/g,
      (command) => (command === "\\partial" ? "∂" : ""),
    )
    .replaceAll("\\delta", "δ")
    .replaceAll("\\Delta", "Δ")
    .replaceAll("\\sigma", "σ")
    .replaceAll("\\prime", "′")
    .replaceAll("}{", "/")
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/["“”\\\s]/g, "")
    .replace(/^\{+/, "");

/** What a name is for; null: it is none of ours. @param {string} name @param {Plan} plan @returns {Target | null} */
export function targetOf(name, plan) {
  const written = plain(name);
  const own = ownAddress(
    written
      .toLowerCase()
      .replace(/^delta_w/, "step_w")
      .replace(/^delta_b/, "step_b"),
  );
  if (own) return own;
  if (LOSS_AFTER.test(written)) return null;
  if (isOfSamples(written)) return placeOf("loss", "", plan);
  const { family, rest } = familyOf(written);
  return family === null ? null : placeOf(family, rest, plan);
}

/** @param {string} name @returns {Target | null} */
function ownAddress(name) {
  const found = ADDRESS.exec(name);
  const loss = LOSS_ADDRESS.exec(name);
  const [, family = "loss", layer = "0", indices = "", sample = loss?.[1]] = found ?? [];
  if (!found && !loss) return null;
  return {
    family,
    kind: "address",
    layer: Number(layer),
    indices: indices === "" ? [] : indices.slice(1).split(".").map(Number),
    sample: sample === undefined ? null : Number(sample),
  };
}

/** The kind of number, and what of the name is left. @param {string} written
 * @returns {{family: string | null, rest: string}} */
function familyOf(written) {
  // A Δ is a change, but δ an error, and a primed letter is new.
  const small = written.replaceAll(/\p{Lu}/gu, (letter) => (letter === "Δ" ? letter : letter.toLowerCase()));
  const graded = /^(.*?)[._]?(?:weight|kernel)?[._]?grad$/.exec(small);
  if (graded && /^[wb]|weight|bias|fc\d|^\d/.test(small)) {
    const rest = (graded[1] ?? "").replace(/^(?:w|b|weights?|bias|fc|linear|layers?)[._]?/, "");
    return { family: /^b|bias/.test(small) ? "db" : "dw", rest };
  }
  const primed = /^([wb])(?:['′⁺]|\^\+|_?new)?(.*?)(?:['′⁺+]|\^\+|_?new)?$/.exec(small);
  if (primed && /['′⁺+]|new/.test(small)) return { family: `new_${primed[1]}`, rest: primed[2] ?? "" };
  const by = BY.exec(small);
  if (by && !AFTER_UPDATE.test(small)) {
    const inner = small.slice(by[0].length).replace(/^\(/, "");
    for (const [pattern, family] of DERIVATIVES) {
      const found = pattern.exec(inner);
      if (found) return { family, rest: inner.slice(found[0].length) };
    }
  }
  // "∂w1": of which function is not said.
  const short = small.replace(/^∂(?=[wbza])/, "d");
  for (const [pattern, family] of FAMILIES) {
    const found = pattern.exec(short);
    const rest = short.slice(found?.[0].length);
    if (found && (!LETTERS.test(found[0]) || BEHIND_LETTER.test(rest))) return { family, rest };
  }
  const words = WORDS.exec(short);
  if (words?.index !== 0) return { family: null, rest: "" };
  // 第1层的z, layer 2 delta.
  const after = short.slice(words[0].length).replace(/^[的_:]/, "");
  const inner = familyOf(after);
  return { family: inner.family, rest: `${inner.rest}${words[0]}` };
}

/** Which number, by what stands behind the letter. @param {string} family @param {string} rest @param {Plan} plan
 * @returns {Target | null} */
export function placeOf(family, rest, { network: { layers } }) {
  const target = (/** @type {Target["kind"]} */ kind, layer = 0, /** @type {number[]} */ indices = []) => ({
    family,
    kind,
    layer,
    indices: indices.map((index) => index - 1),
    sample: null,
  });
  if (family === "loss") return target("all");
  const isOfWeight = family.endsWith("w");
  const above =
    /[\^_]?[([{]+(\d+)[)}\]]+/.exec(rest.replace(/_\{?\d[\d,]*\}?/, "")) ?? /\^\{?(\d+)/.exec(rest);
  const words = WORDS.exec(rest);
  const letter = LAYER_LETTER.exec(rest);
  let layer = above ? Number(above[1]) : 0;
  if (words) layer = words[1] ? Number(words[1]) : words[2] ? 1 : layers.length;
  const left = rest.replace(above?.[0] ?? "", "").replace(words?.[0] ?? "", "");
  const numbers = [...left.matchAll(/\d+/g)].map(([digits]) => digits);
  if (letter && !isOfWeight) {
    // h1, o2: the first hidden neuron, the second output.
    layer = letter[1]?.startsWith("h") ? 1 : layers.length;
    if (!letter[2]) return target("layer", layer);
    // "hid1" may be the hidden layer, too.
    return target(letter[1]?.length === 1 ? "unit" : "layer", layer, [Number(letter[2])]);
  }
  if (layer > 0) {
    if (numbers.length === 0) return target("layer", layer);
    const indices =
      isOfWeight && numbers.length === 1 ? splitDigits(numbers[0] ?? "", 2) : numbers.map(Number);
    return target(isOfWeight ? "parameter" : "unit", layer, indices);
  }
  if (numbers.length === 0) return layers.length === 1 ? target("layer", 1) : target("all");
  if (numbers.length === 1) return target("running", 0, [Number(numbers[0])]);
  const [first = 0, ...others] = numbers.map(Number);
  return target(isOfWeight ? "parameter" : "unit", first, others);
}

/** 12 as two indices of one digit each. @param {string} digits @param {number} count */
const splitDigits = (digits, count) => (digits.length === count ? [...digits].map(Number) : [Number(digits)]);

/** @param {Plan} plan @param {number} layer from 1 */
export const sizeOf = ({ network }, layer) => ({
  units: network.layers[layer - 1]?.units ?? 0,
  fanIn: layer === 1 ? network.inputs : (network.layers[layer - 2]?.units ?? 0),
  hasBias: /** @type {LayerRequest | undefined} */ (network.layers[layer - 1])?.bias !== false,
});
