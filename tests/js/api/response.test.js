// An answer is shown to read, and no more of it than can be read.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pretty } from "../../../static/js/api/pretty.js";
import { MOST_BYTES, MOST_CHARACTERS, readShown, sizeText } from "../../../static/js/api/response.js";

test("what fits stands in one line, and no line is too long that could be broken", () => {
  const value = {
    rows: [Array(10).fill(0.125), Array(40).fill(1)],
    short: { a: [1, null], "b\n": "[  ]" },
    none: [],
  };
  const text = pretty(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.match(text, /^ {2}"short": \{"a": \[1, null\], "b\\n": "\[ {2}\]"\},$/m);
  assert.ok(text.split("\n").every((line) => line.length <= 100 || !line.includes(", ")));
  assert.equal(pretty([1, 2]), "[1, 2]");
});

test("an answer is read as a whole and its bytes are counted", async () => {
  const shown = await readShown(new Response('{"a":"é"}'));
  assert.deepEqual(shown, { text: '{"a": "é"}', isCut: false, bytes: 10, value: { a: "é" } });
});

test("what is not JSON is shown as it came", async () => {
  const { text, value } = await readShown(new Response("<h1>Bad gateway</h1>"));
  assert.deepEqual([text, value], ["<h1>Bad gateway</h1>", undefined]);
});

test("a long answer is cut, and of a very long one only the beginning is kept", async () => {
  for (const bytes of [MOST_CHARACTERS + 1000, 3 * MOST_BYTES]) {
    const shown = await readShown(new Response(JSON.stringify("x".repeat(bytes - 2))));
    assert.deepEqual([shown.text.length, shown.isCut, shown.bytes], [MOST_CHARACTERS, true, bytes]);
  }
});

test("an answer without a body is empty", async () => {
  assert.equal((await readShown(new Response(null))).text, "");
});

test("a size has three digits and a unit", () => {
  assert.deepEqual([7, 999, 1000, 25_870, 999_400, 999_600, 1_234_567].map(sizeText), [
    "7 B",
    "999 B",
    "1 kB",
    "25.9 kB",
    "999 kB",
    "1 MB",
    "1.23 MB",
  ]);
});

test("an answer in lines is shown as it comes, any other at its end", async () => {
  const parts = ['{"type":"header"}\n', '{"type":"frame","text":"é', '"}\n'];
  for (const type of ["application/x-ndjson", "application/json"]) {
    /** @type {string[]} */
    const seen = [];
    const body = new ReadableStream({
      start(controller) {
        for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    });
    const response = new Response(body, { headers: { "content-type": type } });
    const shown = await readShown(response, ({ text }) => seen.push(text));
    const whole = parts.join("");
    assert.equal(shown.text, whole);
    assert.equal(shown.bytes, new TextEncoder().encode(whole).length);
    const expected = parts.map((_, index) => parts.slice(0, index + 1).join(""));
    assert.deepEqual(seen, type === "application/x-ndjson" ? expected : []);
  }
});
