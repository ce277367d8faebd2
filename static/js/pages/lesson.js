// The page of a section of the lesson.
import { openLesson } from "../lesson/page.js";

await openLesson(JSON.parse(document.getElementById("lesson-data")?.textContent ?? "{}"));
