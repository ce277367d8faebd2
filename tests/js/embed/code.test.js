// The HTML that shows a player elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, elementCode, frameCode } from "../../../static/js/embed/code.js";

const SHOWN = {
  base: "https://deltaflow.example/below",
  page: "/chain-rule",
  state: "1.eyJwIjoiZGlhbW9uZCJ9",
  hide: [],
  language: "",
  theme: "",
  title: 'A <"graph"> & more',
  width: 900,
  height: 560,
};

test("the address names what differs from the reader's own", () => {
  assert.equal(addressOf(SHOWN), `${SHOWN.base}/embed/chain-rule#${SHOWN.state}`);
  const chosen = { ...SHOWN, page: "/", hide: ["tools", "link"], language: "zh", theme: "dark" };
  assert.equal(addressOf(chosen), `${SHOWN.base}/embed?hide=tools,link&lang=zh&theme=dark#${SHOWN.state}`);
});

test("a title cannot end its attribute", () => {
  for (const code of [frameCode(SHOWN), elementCode(SHOWN)])
    assert.ok(code.includes('title="A &lt;&quot;graph&quot;> &amp; more"'));
});

test("the element leaves out what is not chosen", () => {
  assert.match(
    elementCode(SHOWN),
    /<delta-flow tool="chain-rule" title="[^"]*" state="1\.\w+"><\/delta-flow>$/,
  );
  assert.match(frameCode(SHOWN), /^<iframe src="[^"]*" title="[^"]*" width="900" height="560" /);
});
