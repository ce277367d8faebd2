// What is practised and how it stands, as a link holds it: "ask" or "ask~often~3~5" (how often, right, asked), "act" or
// "act~" and the acts. What cannot be read is a fresh start. No DOM.

/** How often a question comes: at the turning points, or before every step that has one. */
export const OFTEN = /** @type {const} */ (["seldom", "often"]);
const MOST = 9999;

/** @typedef {{mode: "ask", often: typeof OFTEN[number], right: number, asked: number}} Asking */
/** @typedef {{mode: "act", acts: string[]}} Acting */

/** @param {string | undefined} written @returns {Asking | Acting | null} */
export function settingOf(written) {
  const [mode, ...rest] = (written ?? "").split("~");
  if (mode === "act") return { mode, acts: rest.filter((act) => act !== "") };
  if (mode !== "ask") return null;
  const often = OFTEN.find((name) => name === rest[0]) ?? OFTEN[0];
  const [right = 0, asked = 0] = rest.slice(1, 3).map((text) => (/^\d{1,4}$/.test(text) ? Number(text) : 0));
  return { mode, often, right: Math.min(right, asked), asked };
}

/** @param {Asking | Acting} setting */
export function writtenOf(setting) {
  if (setting.mode === "act") return ["act", ...setting.acts].join("~");
  const { often, right, asked } = setting;
  return `ask~${often}~${Math.min(right, MOST)}~${Math.min(asked, MOST)}`;
}
