// Tables under names from outside have no entries but their own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { own } from "../../../static/js/core/at.js";
import { startFor } from "../../../static/js/descent/state.js";
import { valuesFor } from "../../../static/js/graph/state.js";
import { freeNames } from "../../../static/js/math/program_text.js";
import { spoken } from "../../../static/js/math/speech.js";
import { mended } from "../../../static/js/panels/typed/fix_button.js";

const INHERITED = Object.getOwnPropertyNames(Object.prototype);

test("what all objects inherit is no entry of a table", () => {
  for (const name of INHERITED) {
    assert.equal(own({}, name), undefined, name);
    assert.equal(own(/** @type {Record<string, number>} */ (JSON.parse(`{"${name}": 3}`)), name), 3, name);
  }
  assert.equal(own(undefined, "x"), undefined);
});

test("a variable may have such a name, and starts at 1", () => {
  const names = INHERITED.filter((name) => !name.includes("__"));
  assert.deepEqual(
    Object.values(valuesFor(names.join(" + "), {})),
    names.map(() => 1),
  );
  for (const name of names) assert.equal(startFor([name, "x"], { y: 2, z: 3, w: 4 })[name], 1);
});

test("a variable of such a name is read aloud as it is written", () => {
  for (const name of INHERITED)
    for (const tag of /** @type {const} */ (["mi", "mo"]))
      assert.equal(
        spoken({ tag, text: name }, () => assert.fail(name)),
        name,
      );
});

test("Greek letters are names of a typed function", () => {
  assert.deepEqual(freeNames("σ = 2*ω; loss = sin(σ)*Δx1 + α2*pi # η"), ["ω", "Δx1", "α2"]);
});

test("a replacement counts code points", () => {
  assert.equal(mended("𝑥²", { start: 1, end: 2, text: "**2" }), "𝑥**2");
});
