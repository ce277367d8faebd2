// A request of the page `/api`: edited, sent, and written in a program.
/** @import { Translate } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";
import { LITERALS, isJson } from "./code.js";
import { readShown, sizeText } from "./response.js";

/**
 * @typedef {object} Surroundings
 * @property {Translate} t
 * @property {string} language
 * @property {typeof globalThis.fetch} fetch
 * @property {() => number} now in milliseconds
 * @property {(text: string) => Promise<boolean>} copy whether the text is in the clipboard
 */

/**
 * @template {Element} T
 * @param {Element} root @param {string} selector @param {new () => T} kind
 * @returns {T}
 */
function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`${selector} is missing`);
  return found;
}

/** The programs around the body: each follows it as long as it is JSON. @param {Element} root
 * @param {Surroundings} surroundings */
function mountPrograms(root, { t, copy }) {
  for (const button of root.querySelectorAll("button[data-copy]")) {
    setAttribute(button, "hidden", false);
    button.addEventListener("click", async () => {
      const text = button.closest(".program")?.querySelector("code")?.textContent ?? "";
      const said = part(button.parentElement ?? root, "[data-copied]", HTMLElement);
      setText(said, (await copy(text)) ? t("api.copied") : "");
    });
  }
  return /** @param {string} json */ (json) => {
    for (const body of root.querySelectorAll("[data-body]")) {
      const literal = LITERALS[body.getAttribute("data-body") ?? ""];
      if (literal) setText(body, literal(json));
    }
    for (const said of root.querySelectorAll("[data-copied]")) setText(said, "");
  };
}

/** Where the answer is shown. @param {Element} root @param {Translate} t */
function mountAnswer(root, t) {
  const status = part(root, "[data-status]", HTMLElement);
  const problems = part(root, "[data-problems]", HTMLElement);
  const answer = part(root, "[data-answer]", HTMLElement);
  const cut = part(root, "[data-cut]", HTMLElement);
  /** @param {string} text @param {boolean} isRefused */
  const say = (text, isRefused) => {
    setText(status, text);
    status.classList.toggle("refused", isRefused);
  };
  return {
    say,
    clear() {
      problems.replaceChildren();
      answer.hidden = cut.hidden = true;
    },
    /** @param {Response} response @param {import("./response.js").Shown} shown @param {number} milliseconds */
    show(response, shown, milliseconds) {
      const { status: code, statusText, ok } = response;
      const params = { code: `${code} ${statusText}`.trim(), milliseconds, size: sizeText(shown.bytes) };
      say(t("api.status", params), !ok);
      const found = /** @type {any} */ (ok ? null : shown.value);
      const sentences = [found?.detail, ...(found?.problems ?? []).map(problemText)].filter(Boolean);
      problems.replaceChildren(...sentences.map((each) => element("li", {}, each)));
      setText(part(answer, "code", HTMLElement), shown.text);
      answer.hidden = shown.text === "";
      cut.hidden = !shown.isCut;
    },
  };
}

/** @param {{loc: (string | number)[], msg: string}} problem */
const problemText = ({ loc, msg }) => `${loc.join(".")}: ${msg}`;

/**
 * @param {Element} root
 * @param {Surroundings} surroundings
 */
export function mountRequestForm(root, surroundings) {
  const { t, language, fetch, now } = surroundings;
  const text = part(root, "[data-text]", HTMLTextAreaElement);
  const example = root.querySelector("select");
  const follow = mountPrograms(root, surroundings);
  const answer = mountAnswer(root, t);
  /** @type {AbortController | null} */
  let running = null;

  function edited() {
    if (isJson(text.value)) follow(text.value);
  }

  function reset() {
    text.value = example?.selectedOptions[0]?.getAttribute("data-request-text") ?? text.defaultValue;
    edited();
  }

  async function send() {
    running?.abort();
    const own = (running = new AbortController());
    answer.say(t("api.sending"), false);
    const start = now();
    try {
      const response = await fetch(root.getAttribute("data-address") ?? "", {
        method: root.getAttribute("data-method") ?? "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": language },
        body: text.value,
        signal: own.signal,
      });
      /** @param {import("./response.js").Shown} shown */
      const show = (shown) => {
        if (running === own) answer.show(response, shown, Math.round(now() - start));
      };
      show(await readShown(response, show));
    } catch {
      if (running !== own) return;
      answer.clear();
      answer.say(t("api.unreachable"), true);
    }
  }

  text.addEventListener("input", edited);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  });
  example?.addEventListener("change", reset);
  part(root, "[data-send]", HTMLButtonElement).addEventListener("click", () => void send());
  part(root, "[data-reset]", HTMLButtonElement).addEventListener("click", () => {
    reset();
    text.focus();
  });
  // The browser keeps what was typed when the page is loaded again.
  edited();
  part(root, "[data-form]", HTMLElement).hidden = false;
}
