// The one writer: every change of what the page knows passes through `dispatch`.

/**
 * @template M
 * @param {M} initial
 * @param {Record<string, (model: M, input: any) => M>} transitions
 */
export function createStore(initial, transitions) {
  let model = initial;
  /** @type {Set<(model: M, before: M, verb: string) => void>} */
  const listeners = new Set();
  return {
    get model() {
      return model;
    },
    /** @param {string} verb @param {unknown} [input] */
    dispatch(verb, input) {
      const transition = transitions[verb];
      if (!transition) throw new Error(`no transition is called ${verb}`);
      const before = model;
      model = transition(model, input);
      if (model !== before) for (const listener of listeners) listener(model, before, verb);
    },
    /** @param {(model: M, before: M, verb: string) => void} listener */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
