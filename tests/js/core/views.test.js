// A view that nobody mounts, or a place that nobody fills, is a forgotten line.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../../", import.meta.url);
const scripts = new URL("static/js/", root);
/** @param {URL} file */
const read = (file) => readFileSync(file, "utf8");

/** What every page with a player holds. */
const SHARED = ["player", "parts"].map((name) => read(new URL(`templates/${name}.html`, root))).join("");

/** Every page with a player, and the folder of its tool. */
const TOOLS = {
  signal_flow: "network",
  chain_rule: "graph",
  descent: "descent",
  training: "training",
  check: "check",
};

/** What a page gets of the common frame; one without steps has no player. @param {string} template */
const sharedWith = (template) =>
  template.includes("block playbar")
    ? SHARED.replace(/<section class="playbar"[\s\S]*?<\/section>/, "")
    : SHARED;

/** @param {string} module @param {string} table @returns {Promise<Record<string, unknown>>} */
const tableOf = async (module, table) => (await import(new URL(module, scripts).href))[table];

const PAGES = await Promise.all(
  Object.entries(TOOLS).map(async ([page, tool]) => ({
    page,
    template: read(new URL(`templates/${page}.html`, root)),
    views: await tableOf(`${tool}/views/index.js`, "VIEWS"),
  })),
);

/** What figures of the lesson show besides. */
const LESSON_VIEWS = await tableOf("lesson/views/index.js", "LESSON_VIEWS");

for (const { page, template, views } of PAGES) {
  test(`${page}: every place in the template has its view and every view its place`, () => {
    // A view may stand in two places, of which the width of the window shows one.
    const places = [...(sharedWith(template) + template).matchAll(/(?:data-view=|card\()"(\w+)"/g)].map(
      ([, name]) => name,
    );
    assert.deepEqual([...new Set(places)].sort(), Object.keys(views).sort());
  });
}

test("every file that mounts a view is registered", () => {
  const registered = new Set(
    [...PAGES.flatMap(({ views }) => Object.values(views)), ...Object.values(LESSON_VIEWS)].map(
      (view) => /** @type {{mount: unknown}} */ (view).mount,
    ),
  );
  const files = readdirSync(scripts, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".js") && /export (function|const) mount\b/.test(read(new URL(file, scripts))),
  );
  assert.ok(files.length > 30);
  return Promise.all(
    files.map(async (file) => {
      const { mount } = await import(new URL(file, scripts).href);
      assert.ok(registered.has(mount), `${file} is mounted nowhere`);
    }),
  );
});

test("no view writes the name of a table's entry", () => {
  const names = [
    "sgd",
    "sigmoid",
    "softmax",
    "half_squared_error",
    "cross_entropy",
    "adam",
    "xavier_uniform",
  ];
  for (const folder of ["panels/", "network/views/"]) {
    for (const file of readdirSync(new URL(folder, scripts)).filter((name) => name.endsWith(".js"))) {
      const source = read(new URL(folder + file, scripts));
      for (const name of names) assert.ok(!source.includes(`"${name}"`), `${folder}${file} names ${name}`);
    }
  }
});
