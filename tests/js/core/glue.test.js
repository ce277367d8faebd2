// What a text around a link has glued to its end.
import assert from "node:assert/strict";
import { processorMs } from "../processor_time.js";
import { test } from "node:test";
import { withoutGlue } from "../../../static/js/core/url_hash.js";

test("signs behind a hash are left out, those within it stay", () => {
  for (const glue of ["", ".", "。", "”)", "%E3%80%82", "…!"]) {
    assert.equal(withoutGlue(`#1.abc-_${glue}`), "#1.abc-_");
  }
  assert.equal(withoutGlue("#第一节。"), "#第一节");
  assert.equal(withoutGlue("#a.𝒳."), "#a.𝒳");
  assert.equal(withoutGlue("#..."), "");
});

test("a long run of such signs is looked at once", () => {
  assert.ok(processorMs(() => withoutGlue(`#${".".repeat(200_000)}a`)) < 2000);
});
