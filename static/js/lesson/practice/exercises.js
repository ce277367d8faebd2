// The exercises at the end of a section: generated from a seed and judged by the server, each with a figure.
/** @import { Lesson } from "../types.js" */
import { element } from "../../draw/dom.js";
import { mountExercise } from "./exercise.js";

/**
 * @param {HTMLElement} root @param {Lesson} lesson
 * @returns {Promise<void>} when all of them are there, or the reasons why they are not
 */
export async function mountExercises(root, lesson) {
  const places = Array.from({ length: lesson.data.exercises }, () =>
    element("article", { class: "exercise" }),
  );
  const letters = lesson.find(`practice.letters_${lesson.section}`, "");
  const hints = [lesson.t("practice.hint"), letters].filter((text) => text !== "");
  root.append(...hints.map((text) => element("p", { class: "exercises-hint" }, text)), ...places);
  await Promise.all(places.map((place, k) => mountExercise(place, lesson, k + 1)));
}
