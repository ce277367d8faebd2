// What a player in a frame says to the page around it, and what it lets it do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { askedIn, createMessages } from "../../../static/js/embed/messages.js";

const SCHOOL = "https://school.example";

/** A frame with a page around it that notes what it hears. @param {string | undefined} ancestor */
function framed(ancestor) {
  const target = new EventTarget();
  const heard = [];
  const parent = { postMessage: (message, origin) => heard.push({ ...message, origin }) };
  const frame = Object.assign(target, {
    parent,
    location: ancestor === undefined ? {} : { ancestorOrigins: [ancestor] },
  });
  const hears = (data, origin = SCHOOL, source = parent) =>
    target.dispatchEvent(Object.assign(new Event("message"), { data, origin, source }));
  return { frame, heard, hears };
}

test("a message is understood in its exact form only", () => {
  const hello = { source: "deltaflow", type: "hello" };
  assert.deepEqual(askedIn({ ...hello, more: 1 }), { type: "hello" });
  assert.deepEqual(askedIn({ ...hello, type: "goto", step: 3 }), { type: "goto", step: 3 });
  const others = [null, 3, "goto", [], {}, { type: "hello" }, { source: "x", type: "hello" }];
  const steps = [-1, 1.5, "3", NaN, Infinity, 2 ** 60, null, undefined, {}];
  for (const each of [...others, ...steps.map((step) => ({ ...hello, type: "goto", step }))])
    assert.equal(askedIn(each), null);
});

test("what is said goes to the origin of the page around, and the same is said once", () => {
  const { frame, heard } = framed(SCHOOL);
  const messages = createMessages(/** @type {any} */ (frame), () => {});
  for (const height of [300, 300, 310]) messages.say("height", { height });
  const common = { source: "deltaflow", type: "height", origin: SCHOOL };
  assert.deepEqual(heard, [
    { ...common, height: 300 },
    { ...common, height: 310 },
  ]);
});

test("a browser that names no ancestor learns the origin from a hello, and says again what was missed", () => {
  const { frame, heard, hears } = framed(undefined);
  const messages = createMessages(/** @type {any} */ (frame), () => {});
  messages.say("ready", { steps: 18 });
  messages.say("step", { step: 1 });
  messages.say("step", { step: 2 });
  assert.deepEqual(heard, []);
  hears({ source: "deltaflow", type: "hello" });
  assert.deepEqual(
    heard.map(({ type, step, origin }) => [type, step, origin]),
    [
      ["ready", undefined, SCHOOL],
      ["step", 2, SCHOOL],
    ],
  );
});

test("only the page around the frame is listened to", () => {
  const { frame, hears } = framed(SCHOOL);
  const steps = [];
  createMessages(/** @type {any} */ (frame), (step) => steps.push(step));
  const go = { source: "deltaflow", type: "goto", step: 4 };
  hears(go, "https://evil.test");
  hears(go, SCHOOL, /** @type {any} */ ({}));
  assert.deepEqual(steps, []);
  hears(go);
  assert.deepEqual(steps, [4]);
});

test("to a page without an origin, and where there is none around, nothing is said", () => {
  const { frame, heard } = framed("null");
  createMessages(/** @type {any} */ (frame), () => {}).say("height", { height: 1 });
  assert.deepEqual(heard, []);
  const alone = Object.assign(new EventTarget(), { location: {} });
  const whole = Object.assign(alone, { parent: alone, postMessage: () => assert.fail() });
  createMessages(/** @type {any} */ (whole), () => {}).say("height", { height: 1 });
});
