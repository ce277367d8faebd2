// The elements of one exercise.
/** @import { Lesson } from "../types.js" */
import { element, setAttribute, uniqueId } from "../../draw/dom.js";
import { replyBox } from "./replies.js";

/** @typedef {ReturnType<typeof buildExercise>} ExerciseParts */

/** @param {HTMLElement} root @param {Lesson} lesson @param {number} number of the exercise */
export function buildExercise(root, { t }, number) {
  const headingId = uniqueId("exercise-heading");
  const promptId = uniqueId("exercise-prompt");
  const heading = element("h3", { id: headingId, tabindex: -1 }, t("practice.heading", { number }));
  const solvedMark = element("span", { class: "solved-mark", hidden: true }, `✓ ${t("practice.solved")}`);
  const seedLink = element("a", { class: "seed", title: t("practice.seed_title") });
  const reply = replyBox(t);
  const answer = element("div", { class: "exercise-answer" });
  const check = element("button", { type: "submit", class: "primary" }, t("practice.check"));
  const show = element("button", { type: "button" }, t("practice.show"));
  const another = element("button", { type: "button" }, t("practice.another"));
  const retry = element("button", { type: "button" }, t("practice.retry"));
  const form = element(
    "form",
    { novalidate: true, "aria-labelledby": headingId },
    answer,
    element("div", { class: "exercise-buttons" }, check, show, another),
    reply.node,
  );
  const failure = element("div", { class: "exercise-failure", role: "alert" });
  const prompt = element("div", { class: "exercise-prompt", id: promptId });
  const figure = element("div", { class: "exercise-figure" });
  const announcement = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  root.replaceChildren(
    element("header", { class: "exercise-head" }, heading, solvedMark, seedLink),
    failure,
    prompt,
    figure,
    form,
    announcement,
  );
  setAttribute(root, "aria-labelledby", headingId);
  return {
    root,
    promptId,
    heading,
    solvedMark,
    seedLink,
    failure,
    retry,
    prompt,
    figure,
    form,
    answer,
    check,
    show,
    another,
    reply,
    announcement,
  };
}
