// A view that nobody mounts, or a place that nobody fills, is a forgotten line.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { VIEWS } from "../../static/js/views/index.js";

const root = new URL("../../", import.meta.url);
const folder = new URL("static/js/views/", root);
const template = readFileSync(new URL("templates/signal_flow.html", root), "utf8");
const places = [...template.matchAll(/data-view="(\w+)"/g)].map(([, name]) => name).sort();

test("every place in the template has its view and every view its place", () => {
  assert.deepEqual(places, Object.keys(VIEWS).sort());
});

test("every file that mounts a view is registered", () => {
  const mounting = readdirSync(folder).filter((file) =>
    /export (function|const) mount\b/.test(readFileSync(new URL(file, folder), "utf8"))).map((file) => file.replace(".js", ""));
  assert.deepEqual(mounting.sort(), Object.keys(VIEWS).sort());
});

test("no view writes the name of a table's entry", () => {
  const names = ["sgd", "sigmoid", "softmax", "half_squared_error", "cross_entropy", "adam", "xavier_uniform"];
  for (const file of ["editor", "losses", "tables", "controls", "choices", "samples", "timeline", "header", "dialogs"]) {
    const source = readFileSync(new URL(`${file}.js`, folder), "utf8");
    for (const name of names) assert.ok(!source.includes(`"${name}"`), `${file}.js names ${name}`);
  }
});

test("the arrows between modules point one way", () => {
  const pure = ["address", "api", "differences", "dom", "formula", "frame", "geometry", "i18n", "notation", "player", "scales", "speech", "state", "store", "svg", "url"];
  for (const file of pure) {
    const source = readFileSync(new URL(`static/js/${file}.js`, root), "utf8");
    const imports = [...source.matchAll(/^import [^;]*? from "(.+?)";/gms)].map(([, path]) => path);
    for (const path of imports) assert.ok(path?.startsWith("./") && !path.includes("views") && !path.includes("signal_flow"), `${file}.js imports ${path}`);
  }
  for (const file of readdirSync(folder)) {
    assert.ok(!/from "\.\.\/(store|api|url|player|signal_flow)\.js"/.test(readFileSync(new URL(file, folder), "utf8")), `views/${file} reaches past its context`);
  }
});
