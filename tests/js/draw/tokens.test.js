import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../../static/css/base/tokens.css", import.meta.url), "utf8");

const start = css.indexOf(":root {");
const TOKENS = [...css.slice(start, css.indexOf("}", start)).matchAll(/--([\w-]+):\s*([^;]+);/g)].map(
  ([, name, value]) => ({ name, value }),
);

/** The colours of a theme by their names. @param {"light" | "dark"} theme */
const colours = (theme) =>
  Object.fromEntries(
    TOKENS.map(({ name, value }) => {
      const both = /^light-dark\((.+), (.+)\)$/.exec(value);
      return [name, both ? both[theme === "light" ? 1 : 2] : value];
    }),
  );

test("every colour is written once, as one value or one for each theme", () => {
  assert.ok(TOKENS.length > 50);
  assert.equal(new Set(TOKENS.map(({ name }) => name)).size, TOKENS.length);
  for (const { name, value } of TOKENS) {
    assert.match(value, /^(#[0-9a-f]{6}|light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\))$/, name);
  }
});

test("every colour that a script reads is registered as a colour", () => {
  const scripts = new URL("../../../static/js/", import.meta.url);
  const read = readdirSync(scripts, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".js"))
    .flatMap((file) => [...readFileSync(new URL(file, scripts), "utf8").matchAll(/["`]--([\w-]+)["`]/g)])
    .map(([, name]) => name);
  const registered = new Set([...css.matchAll(/@property --([\w-]+)/g)].map(([, name]) => name));
  const names = new Set(TOKENS.map(({ name }) => name));
  assert.deepEqual(
    read.filter((name) => names.has(name) && !registered.has(name)),
    [],
  );
});

/** Red, green and blue as amounts of light. @param {string} hex */
const lightOf = (hex) =>
  [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
/** @param {number[][]} matrix @param {number[]} light */
const through = (matrix, light) =>
  matrix.map((row) => row.reduce((sum, factor, k) => sum + factor * (light[k] ?? 0), 0));

/** Relative luminance as WCAG defines it. @param {string} hex */
const luminance = (hex) => through([[0.2126, 0.7152, 0.0722]], lightOf(hex))[0] ?? 0;
/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
/** What an eye without one kind of cone gets of the light (Machado, Oliveira, Fernandes 2009, severity 1). */
const EYES = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};
/** CIELAB, D65. @param {number[]} light */
function lab(light) {
  const [x = 0, y = 0, z = 0] = through(
    [
      [0.4339, 0.3763, 0.1899],
      [0.2126, 0.7152, 0.0722],
      [0.0177, 0.1095, 0.8729],
    ],
    light,
  ).map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

for (const theme of /** @type {const} */ (["light", "dark"])) {
  const named = colours(theme);
  test(`runs and phases stand out from what they are drawn on: ${theme}`, () => {
    for (const [name, value] of Object.entries(named)) {
      if (/^(run|phase)-/.test(name))
        assert.ok(contrast(value, named.surface) >= 3, `${name} ${contrast(value, named.surface)}`);
    }
  });
  for (const [eye, matrix] of Object.entries(EYES)) {
    test(`any two runs look different to every eye: ${theme} ${eye}`, () => {
      const runs = Object.keys(named).filter((name) => name.startsWith("run-"));
      assert.equal(runs.length, 8);
      const seen = runs.map((name) => lab(through(matrix, lightOf(named[name]))));
      seen.forEach((one, n) =>
        seen.slice(0, n).forEach((other, m) => {
          const apart = Math.hypot(...one.map((part, k) => part - (other[k] ?? 0)));
          assert.ok(apart > 25, `${runs[m]} and ${runs[n]}: ${apart}`);
        }),
      );
    });
  }
}
