// The address bar: what is a new entry of the history and what rewrites the one one is on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_ENTRIES } from "../../../static/js/core/browser/address.js";
import { createAddressBar } from "../../../static/js/core/address_bar.js";
import { Unreadable, isStateHash, packed, unpacked } from "../../../static/js/core/url_hash.js";

/** A tab with a history; `rest` lets its timers run, round by round, until none is left. */
function experiment(hash = "", { refuses = false, isFramed = false } = {}) {
  const timers = new Map();
  const listeners = {};
  const log = [];
  let count = 0;
  const tab = {
    location: new URL(`http://here/page${hash}`),
    history: Object.fromEntries(
      ["push", "replace"].map((name) => [
        `${name}State`,
        (state, _title, to) => {
          if (refuses) throw new DOMException("too many", "SecurityError");
          tab.location = new URL(to);
          log.push(
            [name, decodeURIComponent(tab.location.hash), ...(state === null ? [] : [state])].join(" "),
          );
        },
      ]),
    ),
    setTimeout: (then, milliseconds) => {
      timers.set(++count, { then, milliseconds });
      return count;
    },
    clearTimeout: (id) => timers.delete(id),
    addEventListener: (name, heard) => {
      const earlier = listeners[name];
      listeners[name] = (event = { state: null }) => {
        earlier?.(event);
        heard(event);
      };
    },
  };
  tab.parent = isFramed ? {} : tab;
  const page = { text: "1.a", waiting: false };
  const bar = createAddressBar({
    tab,
    read: (text) => {
      if (text === "#1.bad") throw new Unreadable("page.error.link");
      return text;
    },
    write: () => page.text,
    isWaiting: () => page.waiting,
    follow: (state) => log.push(`follow ${state}`),
    refuse: ({ key }) => log.push(`refuse ${key}`),
  });
  /** Those that are due within half a second. */
  const runTimers = () => {
    for (const [id, { then, milliseconds }] of [...timers]) {
      if (milliseconds > 500) continue;
      timers.delete(id);
      then();
    }
  };
  const rest = () => {
    while (timers.size > 0) {
      const due = [...timers.values()];
      timers.clear();
      for (const { then } of due) then();
    }
  };
  const goTo = (to, state = null) => {
    tab.location = new URL(to, tab.location);
    listeners.popstate({ state });
  };
  return { bar, tab, page, log, rest, runTimers, listeners, goTo };
}
const past = [];
const model = (request, more = {}) => ({
  state: { request },
  answer: { request },
  past,
  problem: null,
  ...more,
});
const [old, now] = [{}, {}];

test("an edit that worked is a new entry, a position rewrites the one one is on", () => {
  const { bar, page, log, rest } = experiment();
  page.waiting = true;
  bar.changed(model(now, { answer: { request: old }, past: [1] }), model(old), "edit");
  page.waiting = false;
  page.text = "1.b";
  bar.changed(model(now), model(now), "arrived");
  assert.deepEqual(log, ["push #1.b"]);
  page.text = "1.c";
  bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
  rest();
  assert.deepEqual(log, ["push #1.b", "replace #1.c"]);
});

test("undo, redo and links rewrite", () => {
  for (const verb of ["undo", "redo", "open"]) {
    const { bar, page, log, rest } = experiment("#1.before");
    page.text = "1.after";
    bar.changed(model(now, { past: [1] }), model(old), verb);
    bar.changed(model(now), model(now), "arrived");
    rest();
    assert.deepEqual(log, ["replace #1.after"]);
  }
});

test("an address that is opened is not written over before its answer has come", () => {
  const { bar, page, log, rest, listeners, goTo } = experiment("#1.before");
  page.text = "1.before";
  page.waiting = true;
  goTo("#1.link");
  page.text = "1.before at the place of the link";
  bar.changed(model(now, { answer: { request: old } }), model(old), "open");
  rest();
  listeners.pagehide();
  // A server out of reach refuses nothing.
  bar.changed(model(now, { answer: { request: old }, problem: { status: 503 } }), model(now), "refused");
  rest();
  assert.deepEqual(log, ["follow #1.link"]);
  page.waiting = false;
  page.text = "1.link";
  bar.changed(model(now), model(now), "arrived");
  page.text = "1.link, another place";
  bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
  rest();
  assert.deepEqual(log, ["follow #1.link", "replace #1.link, another place"]);
});

test("a bare address stays bare until something happens", () => {
  const { bar, log, rest } = experiment();
  bar.changed(model(now), model(now), "arrived");
  rest();
  assert.deepEqual(log, []);
});

test("the back button opens what it finds; what cannot be read is refused and left where it is", () => {
  const { log, rest, goTo } = experiment("#1.state");
  goTo("#1.other");
  goTo("/page");
  goTo("#1.bad");
  rest();
  assert.deepEqual(log, ["follow #1.other", "follow undefined", "refuse page.error.link"]);
});

test("a link that cannot be read, or that the server refuses, stays until an edit makes an entry", () => {
  for (const damaged of [true, false]) {
    const { bar, page, log, rest, listeners } = experiment(damaged ? "#1.bad" : "#1.refused");
    assert.equal(bar.start().refusal?.key, damaged ? "page.error.link" : undefined);
    const refused = model(old, { answer: null, problem: { status: 422 }, accepted: null });
    if (!damaged) bar.changed(refused, refused, "refused");
    bar.changed(model(now), model(old), "open");
    bar.changed(model(now), model(now), "arrived");
    bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
    rest();
    listeners.pagehide();
    assert.deepEqual(log, []);
    assert.equal(bar.link(), "http://here/page#1.a");
    listeners.pageshow();
    page.text = "1.b";
    bar.changed(model(old, { past: [1] }), model(now), "edit");
    bar.changed(model(old, { past: [1] }), model(old, { past: [1] }), "arrived");
    assert.deepEqual(log, ["push #1.b"]);
  }
});

test("an anchor of the page is no link: it changes nothing, and the way back to it shows what it showed", () => {
  const { bar, page, log, rest, goTo } = experiment("#main");
  assert.deepEqual(bar.start(), { state: undefined, refusal: null });
  goTo("#figure-7");
  assert.deepEqual(log, ["replace #figure-7 1.a"]);
  page.text = "1.b";
  goTo("#figure-7", "1.a");
  rest();
  assert.deepEqual(log.slice(1), ["follow #1.a"]);
});

test("positions are written at most once in a rest, the last of several at its end", () => {
  const { bar, page, log, rest, runTimers } = experiment("#1.state");
  for (let k = 0; k < 200; k++) {
    page.text = `1.${k}`;
    bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
    if (k === 0) runTimers();
  }
  assert.deepEqual(log, ["replace #1.0"]);
  assert.equal(bar.link(), "http://here/page#1.199");
  rest();
  assert.deepEqual(log, ["replace #1.0", "replace #1.199"]);
});

test("edits are entries at once; of very many in a short time the last one counts", () => {
  const { bar, page, log, rest } = experiment("#1.state");
  for (let k = 0; k < 200; k++) {
    page.text = `1.${k}`;
    bar.changed(model(now, { past: [k] }), model(old), "edit");
    bar.changed(model(now, { past: [k] }), model(now, { past: [k] }), "arrived");
  }
  const pushed = Array.from({ length: MOST_ENTRIES }, (_, k) => `push #1.${k}`);
  assert.deepEqual(log, pushed);
  rest();
  assert.deepEqual(log, [...pushed, "push #1.199"]);
});

test("before a new entry the one before gets the last position", () => {
  const { bar, page, log, runTimers } = experiment("#1.state");
  for (const text of ["1.first", "1.second"]) {
    page.text = text;
    bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
    runTimers();
  }
  page.text = "1.edited";
  bar.changed(model(now, { past: [1] }), model(old), "edit");
  bar.changed(model(now, { past: [1] }), model(now, { past: [1] }), "arrived");
  assert.deepEqual(log, ["replace #1.first", "replace #1.second", "push #1.edited"]);
});

test("what waits to be written is written when the page is left, and dropped on the way back", () => {
  for (const [leave, written] of [
    [(one) => one.listeners.pagehide(), ["replace #1.second"]],
    [(one) => one.goTo("#1.before"), ["follow #1.before"]],
  ]) {
    const one = experiment("#1.state");
    for (const text of ["1.first", "1.second"]) {
      one.page.text = text;
      one.bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
      if (text === "1.first") one.runTimers();
    }
    leave(one);
    one.rest();
    assert.deepEqual(one.log, ["replace #1.first", ...written]);
  }
});

test("a browser that refuses more entries makes the page throw nothing", () => {
  const { bar, log, listeners } = experiment("#1.state", { refuses: true });
  bar.changed(model(now, { past: [1] }), model(old), "edit");
  bar.changed(model(now), model(now), "arrived");
  listeners.pagehide();
  assert.deepEqual(log, []);
  assert.equal(bar.link(), "http://here/page#1.a");
});

test("an edit in a frame makes no entry in the history of the page around", () => {
  const { bar, log } = experiment("#1.state", { isFramed: true });
  bar.changed(model(now, { past: [1] }), model(old), "edit");
  bar.changed(model(now), model(now), "arrived");
  assert.deepEqual(log, ["replace #1.a"]);
});

test("what is packed unpacks, garbage is refused", () => {
  const state = { p: "π", n: [1.5, -0], o: undefined };
  assert.deepEqual(unpacked(`#${packed(state)}`), { p: "π", n: [1.5, 0] });
  for (const text of ["", "1.", "2.e30", "1.e30.e30", "1.@@", `1.${"e".repeat(300_000)}`, packed([1])])
    assert.throws(() => unpacked(text), Unreadable);
});

test("what a text has glued to a link does not damage it", () => {
  const state = { p: "π", n: [1.5, 3], o: "?>?>" };
  const link = packed(state);
  for (const glue of [
    ".",
    "。",
    ")",
    "）。",
    "”,",
    "…",
    "!?",
    " ",
    "\u00a0",
    "_",
    "__",
    "*",
    "`",
    "'",
    '">',
    "】",
  ])
    for (const hash of [`#${link}${glue}`, `#${link}${encodeURIComponent(glue)}`])
      assert.deepEqual(unpacked(hash), state, hash.slice(link.length + 1));
  for (const glue of ["a", ".a", "%zz"]) assert.throws(() => unpacked(`#${link}${glue}`), Unreadable, glue);
});

test("only a hash that begins as ours is ours", () => {
  for (const hash of ["#1.e30", "#2.e30", "#1.", "1.x"]) assert.ok(isStateHash(hash), hash);
  for (const hash of ["", "#", "#main", "#figure-7", "#exercise-5-2-71", "#:~:text=a", "#v1.e30", "#1"])
    assert.ok(!isStateHash(hash), hash);
});
