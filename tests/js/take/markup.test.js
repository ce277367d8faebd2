import assert from "node:assert/strict";
import test from "node:test";
import { hexOf } from "../../../static/js/take/colours.js";
import { fileOf, markup, textOf } from "../../../static/js/take/markup.js";

test("colours in the forms of browsers become hexadecimal, with their opacity apart", () => {
  assert.deepEqual(hexOf("rgb(29, 95, 196)"), { hex: "#1d5fc4", opacity: 1 });
  assert.deepEqual(hexOf("rgba(0, 0, 0, 0.5)"), { hex: "#000000", opacity: 0.5 });
  assert.deepEqual(hexOf("rgb(255 0 0 / 25%)"), { hex: "#ff0000", opacity: 0.25 });
  assert.deepEqual(hexOf("color(srgb 1 0.5 0 / 0.4)"), { hex: "#ff8000", opacity: 0.4 });
});

test("what is no colour of these forms is none", () => {
  for (const text of ["none", "", "url(#a)", "oklch(0.7 0.1 200)", "rgb(a, b, c)", "red"])
    assert.equal(hexOf(text), null, text);
});

test("colours beyond their range stay within it", () => {
  assert.deepEqual(hexOf("color(srgb 1.2 -0.1 0)"), { hex: "#ff0000", opacity: 1 });
});

test("texts and attributes cannot leave their place", () => {
  const found = textOf(markup("text", { id: '"><script>' }, ["</text><a&b>", "\u0000"]));
  assert.equal(found, '<text id="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&lt;a&amp;b&gt;</text>');
});

test("attributes without a value are left out, and numbers keep two decimals", () => {
  assert.equal(textOf(markup("rect", { x: 1.23456, y: null, rx: undefined, id: "" })), '<rect x="1.23"/>');
});

test("a file has a size, a ground, a title and a description", () => {
  const found = fileOf({
    width: 10,
    height: 20,
    viewBox: "-5 0 10 20",
    background: "#ffffff",
    title: "A",
    description: "B",
    language: "zh-Hans",
    children: [],
  });
  assert.match(
    found,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/,
  );
  assert.match(found, /width="10" height="20" viewBox="-5 0 10 20".* xml:lang="zh-Hans"/);
  const [, title, description] = /aria-labelledby="(\S+) (\S+)"/.exec(found) ?? [];
  assert.ok(found.includes(`<title id="${title}">A</title><desc id="${description}">B</desc>`));
  assert.match(found, /<rect x="-5" y="0" width="10" height="20" fill="#ffffff"\/>/);
});

test("files that differ have no name in common, so that one page can hold both", () => {
  const picture = (/** @type {string} */ colour, title = "A") =>
    fileOf({
      ...{ width: 10, height: 20, viewBox: undefined, background: "#ffffff", title, description: "B" },
      language: "en",
      children: [
        markup("defs", {}, [
          markup("radialGradient", { id: "neuron-done" }, [markup("stop", { "stop-color": colour })]),
        ]),
        markup("circle", { r: 5, fill: "url(#neuron-done)" }),
      ],
    });
  const names = (/** @type {string} */ file) => [...file.matchAll(/ id="([^"]+)"/g)].map(([, name]) => name);
  const light = picture("#efdcff");
  assert.equal(names(light).length, 3);
  for (const file of [light, picture("#000000"), picture("#efdcff", "C")]) {
    const used = [...file.matchAll(/url\(#([^)]+)\)/g)].map(([, name]) => name);
    assert.ok(used.length > 0 && used.every((name) => names(file).includes(name)));
    const others = [light, picture("#000000"), picture("#efdcff", "C")].filter((other) => other !== file);
    for (const other of others) assert.ok(names(other).every((name) => !names(file).includes(name)));
  }
  assert.equal(picture("#efdcff"), light);
});
