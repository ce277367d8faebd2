import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");

/** @param {string} selector */
function colours(selector) {
  const start = css.indexOf("{", css.indexOf(selector));
  const body = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

test("the dark colours are the same whether the system or the switch asks for them", () => {
  assert.deepEqual(colours(':root:not([data-theme="light"])'), colours(':root[data-theme="dark"]'));
});

test("every colour has a light and a dark value", () => {
  assert.deepEqual(Object.keys(colours(":root {")).sort(), Object.keys(colours(':root[data-theme="dark"]')).sort());
});
