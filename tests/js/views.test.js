// A view that nobody mounts, or a place that nobody fills, is a forgotten line.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const scripts = new URL("static/js/", root);
const folder = new URL("views/", scripts);
/** @param {URL} file */
const read = (file) => readFileSync(file, "utf8");

/** What every page with a player holds. */
const SHARED = ["player", "parts"].map((name) => read(new URL(`templates/${name}.html`, root))).join("");

/** Every page with a player: its template and the table of its views. */
const PAGES = await Promise.all([["signal_flow", "index"], ["chain_rule", "chain_rule_index"], ["descent", "descent_index"]]
  .filter(([, index]) => existsSync(new URL(`${index}.js`, folder)))
  .map(async ([template, index]) => ({
    template: read(new URL(`templates/${template}.html`, root)),
    views: /** @type {Record<string, unknown>} */ ((await import(new URL(`${index}.js`, folder).href)).VIEWS),
  })));

/** What figures of the lesson show besides. @type {Record<string, unknown>} */
const { LESSON_VIEWS } = await import(new URL("lesson/views.js", scripts).href);

for (const { template, views } of PAGES) {
  test(`every place in a template has its view and every view its place: ${Object.keys(views).length}`, () => {
    const places = [...(SHARED + template).matchAll(/(?:data-view=|card\()"(\w+)"/g)].map(([, name]) => name).sort();
    assert.deepEqual(places, Object.keys(views).sort());
  });
}

test("every file that mounts a view is registered", () => {
  const mounting = readdirSync(folder).filter((file) =>
    /export (function|const) mount\b/.test(read(new URL(file, folder)))).map((file) => file.replace(".js", ""));
  const registered = new Set([...PAGES.flatMap(({ views }) => Object.keys(views)), ...Object.keys(LESSON_VIEWS)]);
  assert.deepEqual(mounting.filter((name) => !registered.has(name)), []);
});

test("no view writes the name of a table's entry", () => {
  const names = ["sgd", "sigmoid", "softmax", "half_squared_error", "cross_entropy", "adam", "xavier_uniform"];
  for (const file of ["editor", "losses", "tables", "controls", "choices", "samples", "timeline", "header", "dialogs"]) {
    const source = read(new URL(`${file}.js`, folder));
    for (const name of names) assert.ok(!source.includes(`"${name}"`), `${file}.js names ${name}`);
  }
});
