// The score of a sheet for a learning management system, by its SCORM 1.2 API: an object `API` of a window around the
// page or of the one that opened it. It is sent once. https://scorm.com/scorm-explained/technical-scorm/run-time/

/** @typedef {Record<"LMSInitialize" | "LMSGetValue" | "LMSSetValue" | "LMSCommit" | "LMSFinish", Function>} ScormApi */
/** @typedef {"sent" | "refused" | "none"} Sending */

/** So many windows around the page may be without an API before the one that has it. */
const MOST_LEVELS = 7;
/** In which no score is kept; an LMS that names no mode means the normal one. */
const WITHOUT_SCORE = ["browse", "review"];

/** What a window of another origin does not give. @param {() => any} read */
function orNull(read) {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}

/** The windows from one outwards. @param {any} start @returns {any[]} */
function around(start) {
  const found = [];
  for (let at = start; at !== null && found.length <= MOST_LEVELS; ) {
    found.push(at);
    const outer = orNull(() => at.parent);
    at = outer === at ? null : outer;
  }
  return found;
}

/** @param {any} page the window of the page @returns {ScormApi | null} */
export function findApi(page) {
  const frames = around(page);
  const openers = frames.map((each) => orNull(() => each.opener)).filter((each) => each !== null);
  for (const each of [...frames, ...openers.flatMap(around)]) {
    const api = orNull(() => each.API);
    if (api !== null) return api;
  }
  return null;
}

/** Opens the session with an LMS. @param {ScormApi | null} api null: there is none */
export function openSession(api) {
  /** @param {keyof ScormApi} name @param {...string} given @returns {string} "" where it fails */
  const call = (name, ...given) => String(orNull(() => api?.[name](...given)) ?? "");
  /** @param {string} name */
  const readValue = (name) => call("LMSGetValue", `cmi.core.${name}`);
  /** @param {string} name @param {string | number} value */
  const set = (name, value) => call("LMSSetValue", `cmi.core.${name}`, String(value)) === "true";
  let isOpen = call("LMSInitialize", "") === "true";
  const student = isOpen ? readValue("student_id") : "";
  const mode = isOpen ? readValue("lesson_mode") : "";
  const keepsScore = isOpen && !WITHOUT_SCORE.includes(mode);
  // Who leaves before the end would else have completed it.
  if (keepsScore && readValue("lesson_status") === "not attempted") set("lesson_status", "incomplete");

  function finish() {
    if (isOpen) call("LMSFinish", "");
    isOpen = false;
  }

  return {
    student,
    mode,
    isOpen,
    keepsScore,
    /** The first score alone is sent. @param {number} score 0 to 100 @param {boolean} isPassed @returns {Sending} */
    send(score, isPassed) {
      if (!keepsScore) {
        finish();
        return "none";
      }
      if (!isOpen) return "refused";
      const isTaken = set("score.raw", score);
      // An LMS need not know these two.
      set("score.min", 0);
      set("score.max", 100);
      const isNoted = set("lesson_status", isPassed ? "passed" : "failed");
      const isKept = call("LMSCommit", "") === "true";
      finish();
      return isTaken && isNoted && isKept ? "sent" : "refused";
    },
    finish,
  };
}
