// The colours of the page: "light", "dark", or "auto" for those of the system. pages/head.js shows the theme before
// the first paint.
import { lasting } from "./memory.js";

const KEY = "theme";

/** The theme that was chosen last. */
export const theme = () => lasting.get(KEY) ?? "auto";

/** Shows a theme, and keeps it for the next visit. @param {string} chosen */
export function setTheme(chosen) {
  lasting.set(KEY, chosen);
  const { dataset } = document.documentElement;
  if (chosen === "auto") delete dataset["theme"];
  else dataset["theme"] = chosen;
}
