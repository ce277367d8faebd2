// Views in places that are folded away: nothing is drawn where nobody can see it, and nothing old is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlaces } from "../../../static/js/core/browser/places.js";

/** A page of which the test says what can be seen. @param {string[]} names */
function page(names) {
  let screen = /** @type {any} */ (null);
  let told = /** @type {any} */ (null);
  const drawn = /** @type {string[]} */ ([]);
  const seen = Object.fromEntries(names.map((name) => [name, true]));
  const asked = /** @type {string[]} */ ([]);
  const byName = Object.fromEntries(
    names.map((name) => [
      name,
      /** @type {any} */ ({ hidden: false, checkVisibility: () => asked.push(name) > 0 && seen[name] }),
    ]),
  );
  const places = createPlaces(
    () => screen,
    (given) => {
      told = given;
      return { observe() {}, disconnect() {} };
    },
  );
  /** @param {() => void} work */
  function during(work) {
    drawn.length = 0;
    work();
    return [...drawn];
  }
  places.set(
    names.map((name) => ({
      place: byName[name],
      view: {
        update: (/** @type {any} */ each) => void drawn.push(`${name} ${each}`),
        animate: () => void drawn.push(`${name} moves`),
      },
    })),
  );
  return {
    places,
    asked,
    byName,
    during,
    /** @param {any} next */
    update: (next, which = "seen") =>
      during(() => {
        screen = next;
        places.update(next, /** @type {any} */ (which));
      }),
    look: () => during(() => told.look()),
    print: () => during(() => told.all()),
    /** Opens or closes a place, as its size tells. @param {string} name @param {boolean} isSeen */
    show(name, isSeen, { isEmpty = !isSeen } = {}) {
      seen[name] = isSeen;
      return during(() => told.sized([{ place: byName[name], isEmpty }]));
    },
    /** Opens or closes a place that has no size, so that nothing tells. @param {string} name @param {boolean} isSeen */
    turn(name, isSeen) {
      seen[name] = isSeen;
    },
  };
}

test("a view that is not on the screen is neither drawn nor moved", () => {
  const { update, during, places, turn } = page(["picture", "tables"]);
  turn("tables", false);
  assert.deepEqual(update(1), ["picture 1"]);
  assert.deepEqual(
    during(() => places.animate(/** @type {any} */ (1))),
    ["picture moves"],
  );
});

test("once its place has a size it is drawn with what the others show, and once only", () => {
  const { update, show, look, turn } = page(["picture", "tables"]);
  turn("tables", false);
  update(1);
  update(2);
  assert.deepEqual(look(), []);
  assert.deepEqual(show("tables", true), ["tables 2"]);
  assert.deepEqual(show("tables", true), []);
  assert.deepEqual(update(3), ["picture 3", "tables 3"]);
  show("tables", false);
  assert.deepEqual(update(4), ["picture 4"]);
});

test("after a press it is drawn at once, before the page has told its size", () => {
  const { update, look, turn } = page(["picture", "tables"]);
  turn("tables", false);
  update(1);
  turn("tables", true);
  assert.deepEqual(look(), ["tables 1"]);
  assert.deepEqual(look(), []);
});

test("a place without content has no size and is drawn all the same", () => {
  const { update, show } = page(["notice"]);
  show("notice", true, { isEmpty: true });
  assert.deepEqual(update(1), ["notice 1"]);
});

test("before there is anything to show nothing is drawn", () => {
  const { show, look, print } = page(["picture"]);
  assert.deepEqual([...show("picture", true), ...look(), ...print()], []);
});

test("a place that its own view has hidden is drawn, so that it can show itself again", () => {
  const { update, show, byName } = page(["rounds"]);
  show("rounds", false);
  byName["rounds"].hidden = true;
  assert.deepEqual(update(1), ["rounds 1"]);
});

test("before printing, and for a state that is held, every view is drawn", () => {
  const { update, print, turn } = page(["picture", "tables"]);
  turn("tables", false);
  update(1);
  assert.deepEqual(print(), ["tables 1"]);
  assert.deepEqual(update(2, "all"), ["picture 2", "tables 2"]);
});

test("an update asks for no styles once it is known what is on the screen", () => {
  const { update, asked, show } = page(["picture", "tables"]);
  update(1);
  show("tables", false);
  asked.length = 0;
  update(2);
  update(3);
  assert.deepEqual(asked, []);
});

test("while steps run by, a view that does not move with them is left for a moment", () => {
  const seen = /** @type {string[]} */ ([]);
  const places = createPlaces(
    () => null,
    () => ({ observe() {}, disconnect() {} }),
  );
  const place = /** @type {any} */ ({ hidden: false, checkVisibility: () => true });
  places.set([
    { place, view: { update: () => void seen.push("picture"), animate() {} } },
    { place, view: { update: () => void seen.push("panel") } },
  ]);
  places.update(/** @type {any} */ (1), "moving");
  assert.deepEqual(seen, ["picture"]);
});
