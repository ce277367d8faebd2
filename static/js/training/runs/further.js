// What is asked besides the run on the screen: the steps between two of its frames, the loss over two of its weights,
// and the run to compare with.
/** @import { Model } from "../state.js" */
/** @import { TrainAnswer } from "../types.js" */
/** @import { Answer } from "./landscape.js" */
import { furtherOf, withFurther, withoutFurther } from "../gaps.js";
import { isAboutOther, questionForOther, withSecond, withoutSecond } from "./comparing.js";
import { isAboutLandscape, questionForLandscape, withLandscape } from "./landscape.js";

/** @param {Model} model @param {(model: Model) => { frames: object, include: string[] }} bodyOf */
export const besideOf = (model, bodyOf) =>
  furtherOf(model, bodyOf) ?? questionForLandscape(model) ?? questionForOther(model, bodyOf);

/** What has come, by what it is about. @type {{
 * further: (model: Model, arrived: { answer: unknown, about: readonly unknown[] }) => Model,
 * furtherRefused: (model: Model, refused: { about: readonly unknown[] }) => Model }} */
export const BESIDE = {
  further: (model, { answer, about }) => {
    if (isAboutLandscape(about)) return withLandscape(model, /** @type {Answer} */ (answer));
    const run = { answer: /** @type {TrainAnswer} */ (answer), about };
    return isAboutOther(about) ? withSecond(model, run) : withFurther(model, run);
  },
  furtherRefused: (model, refused) => {
    if (isAboutLandscape(refused.about)) return withLandscape(model, undefined);
    return isAboutOther(refused.about) ? withoutSecond(model) : withoutFurther(model, refused);
  },
};
