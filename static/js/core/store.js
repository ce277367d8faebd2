// The store: every change of the model passes through `dispatch`.

/** @import { Dispatch, Transitions } from "./types.js" */

/**
 * @template M
 * @template V
 * @param {M} initial
 * @param {Transitions<V, M>} transitions
 */
export function createStore(initial, transitions) {
  let model = initial;
  /** @type {Set<(model: M, before: M, verb: string) => void>} */
  const listeners = new Set();
  /** @param {readonly [verb: keyof V, input?: unknown]} call */
  function run([verb, input]) {
    const transition = transitions[verb];
    if (!transition) throw new Error(`no transition is called ${String(verb)}`);
    const before = model;
    model = transition(model, /** @type {V[keyof V]} */ (input));
    if (model !== before) for (const listener of listeners) listener(model, before, String(verb));
  }
  /** @type {Dispatch<V>} */
  const dispatch = (...call) =>
    run(/** @type {readonly [keyof V, unknown?]} */ (/** @type {unknown} */ (call)));
  return {
    get model() {
      return model;
    },
    dispatch,
    /** @param {(model: M, before: M, verb: string) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
