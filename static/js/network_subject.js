// What the main page's steps are about: a network, in one of two notations.
/** @import { Context, Screen, Subject } from "./types.js" */
import { drawnInPlaceOf, valueOf } from "./address.js";
import { asDrawn } from "./formula.js";
import { namingOf, signOf, symbolOf } from "./notation.js";
import { kindName, narrate, showsDrawn, titleInPhase, titleOf } from "./speech.js";

/** @param {Screen} screen @param {Context} context @returns {Subject} */
export function subjectOf(screen, { t, catalog }) {
  const { trace, state } = screen;
  const drawn = showsDrawn(screen);
  return {
    title: (step) => titleOf(step, screen, t),
    shortTitle: (step) => titleInPhase(step, screen, t),
    narrate: (step) => narrate(step, screen, t),
    tree: (step) => {
      const whole = state.notation === "figure" ? step.figure : step.formula;
      return drawn ? asDrawn(whole) : whole;
    },
    symbol: (address, step) => symbolOf(address, namingOf(screen, catalog, step)),
    value: (address) => {
      const figure = drawn ? drawnInPlaceOf(trace, address, state.sample) : null;
      if (figure !== null) return figure;
      const value = valueOf(trace, address, state.sample);
      return value === null ? null : value === 0 ? 0 : value * signOf(address, state.notation);
    },
    kind: (address) => kindName(address, screen, t),
  };
}
