// The address bar: what is a new entry of the history and what rewrites the one one is on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createAddressBar } from "../../../static/js/core/address_bar.js";
import { Unreadable, packed, unpacked } from "../../../static/js/core/url_hash.js";

function experiment(hash = "") {
  const timers = new Map();
  const listeners = {};
  const log = [];
  const tab = {
    location: { hash },
    history: {
      pushState: (_state, _title, to) => {
        tab.location.hash = to;
        log.push(`push ${to}`);
      },
      replaceState: (_state, _title, to) => {
        tab.location.hash = to;
        log.push(`replace ${to}`);
      },
    },
    setTimeout: (then) => {
      const id = timers.size + 1;
      timers.set(id, then);
      return id;
    },
    clearTimeout: (id) => timers.delete(id),
    addEventListener: (name, heard) => {
      listeners[name] = heard;
    },
  };
  const page = { text: "a", waiting: false };
  const bar = createAddressBar({
    tab,
    read: (text) => {
      if (text === "#bad") throw new Unreadable("page.error.link");
      return text;
    },
    write: () => page.text,
    isWaiting: () => page.waiting,
    follow: (state) => log.push(`follow ${state}`),
    refuse: ({ key }) => log.push(`refuse ${key}`),
  });
  const rest = () => {
    const due = [...timers.values()];
    timers.clear();
    due.forEach((then) => then());
  };
  return { bar, tab, page, log, rest, listeners };
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
  page.text = "b";
  bar.changed(model(now), model(now), "arrived");
  assert.deepEqual(log, ["push #b"]);
  page.text = "c";
  bar.changed({ ...model(now), state: { request: now } }, model(now), "seek");
  rest();
  assert.deepEqual(log, ["push #b", "replace #c"]);
});

test("undo, redo and links rewrite", () => {
  for (const verb of ["undo", "redo", "open"]) {
    const { bar, page, log, rest } = experiment("#before");
    page.text = "after";
    bar.changed(model(now, { past: [1] }), model(old), verb);
    bar.changed(model(now), model(now), "arrived");
    rest();
    assert.deepEqual(log, ["replace #after"]);
  }
});

test("a bare address stays bare until something happens", () => {
  const { bar, log, rest } = experiment();
  bar.changed(model(now), model(now), "arrived");
  rest();
  assert.deepEqual(log, []);
});

test("the back button opens what it finds; what cannot be read is refused and written over", () => {
  const { tab, log, listeners } = experiment("#state");
  listeners.popstate();
  tab.location.hash = "";
  listeners.popstate();
  tab.location.hash = "#bad";
  listeners.popstate();
  assert.deepEqual(log, ["follow #state", "follow undefined", "refuse page.error.link", "replace #a"]);
});

test("what is packed unpacks, garbage is refused", () => {
  const state = { p: "π", n: [1.5, -0], o: undefined };
  assert.deepEqual(unpacked(`#${packed(state)}`), { p: "π", n: [1.5, 0] });
  for (const text of ["", "1.", "2.e30", "1.e30.e30", "1.@@", `1.${"e".repeat(300_000)}`, packed([1])])
    assert.throws(() => unpacked(text), Unreadable);
});
