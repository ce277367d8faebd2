// The sentences about conventions at a kink and numbers that are left out: at the step and the sample that they
// are true of, in every language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { noticesOf } from "../../../static/js/network/notices.js";

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const LANGUAGES = Object.fromEntries(
  ["en", "zh"].map((name) => [name, JSON.parse(read(`static/i18n/${name}.json`))]),
);
const translate =
  (language) =>
  (key, params = {}) =>
    LANGUAGES[language][key].replace(/\{(\w+)\}/g, (_, name) => {
      assert.ok(name in params, `${key} needs {${name}}`);
      return params[name];
    });
const NAMING = { notation: "derivation", units: [2, 1], activations: ["f", "\\sigma"] };
const NOTICES = [
  { code: "notice.network.kink", address: "z1.0", samples: [0, 2] },
  { code: "notice.network.kink", address: "z1.1", samples: [0] },
  { code: "notice.network.error", address: "error2.0", samples: [1] },
];
const SCREEN = {
  state: { notation: "derivation", sample: 0 },
  trace: {
    notices: NOTICES,
    network: {
      loss: "binary_cross_entropy",
      layers: [
        { units: 2, activation: "relu" },
        { units: 1, activation: "sigmoid" },
      ],
    },
  },
};
const TREE = { op: "number", value: 0 };
const DELTA = {
  phase: "backward",
  rule: "delta",
  layer: 1,
  unit: 0,
  reads: ["slope1.0"],
  writes: ["delta1.0"],
};
const LAYER = { ...DELTA, unit: null, reads: ["slope1"], writes: ["delta1"] };
const LOSS = { phase: "loss", rule: "error", layer: 2, unit: 0, reads: ["a2.0"], writes: ["error2.0"] };
const UPDATE = { ...DELTA, phase: "update", reads: ["slope1.1@0"], writes: ["new_w1.1.0"] };

/** @param {string} language @param {object} step @param {number} [sample] */
function sentences(language, step, sample = 0) {
  const screen = { ...SCREEN, state: { ...SCREEN.state, sample } };
  return noticesOf(step, TREE, screen, NAMING, translate(language)).map(({ text }) => text);
}

for (const language of Object.keys(LANGUAGES)) {
  test(`${language}: a slope at a kink is told at the unit and the samples that stand on it`, () => {
    assert.equal(sentences(language, DELTA).length, 1);
    assert.match(sentences(language, DELTA).join(), /relu/);
    assert.deepEqual(sentences(language, DELTA, 1), []);
    assert.equal(sentences(language, DELTA, 2).length, 1);
    assert.deepEqual(sentences(language, { ...DELTA, reads: ["slope2.0"] }), []);
  });

  test(`${language}: the step of a whole layer says of how many units`, () => {
    assert.match(sentences(language, LAYER).join(), /2/);
    assert.equal(sentences(language, LAYER).length, 1);
  });

  test(`${language}: an update, which adds up all samples, is told whichever is shown`, () => {
    assert.equal(sentences(language, UPDATE, 1).length, 1);
  });

  test(`${language}: an error that is left out is told with what is computed without it`, () => {
    assert.match(sentences(language, LOSS, 1).join(), /∂C\/∂a.*∂C\/∂z/);
    assert.deepEqual(sentences(language, LOSS, 0), []);
  });
}
