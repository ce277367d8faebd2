// The glossary: every formula leads to its own symbols, every term to its entry. The table stands in the page
// (templates/lesson/glossary_table.html); here it is only searched and opened.
/** @import { Lesson } from "../types.js" */
import { element, setText } from "../../draw/dom.js";
import { filled } from "../../core/i18n.js";

/** In which sense a sign is meant: app/web/lesson/glossary.py says which there are.
 * @typedef {"figure" | "derivation" | "function"} Reading */
/** @typedef {{name: string, letters: Partial<Record<Reading, readonly string[]>>}} Entry */

// ---- formulas, taken apart -----------------------------------------------------------------------------------------

/** A sign, a command, a brace, or an index or exponent to come. */
const TOKEN = /\\[A-Za-z]+|\\.|[A-Za-z]|[\^_{}']|[^\s]/gu;
/** Their argument is a word, not a row of signs. */
const WORDS = new Set(["\\mathrm", "\\operatorname", "\\text", "\\mathit", "\\mathtt"]);
/** Accents belong to the sign under them. */
const ACCENTS = new Set(["\\hat", "\\bar", "\\tilde", "\\vec"]);
/** Number of a layer above a sign: (2), (l), (l-1); of a sample: [2]. */
const MARKS = /** @type {const} */ ([
  [/\((?:\d+|[lL](?:[-+]\d)?)\)/, "^(l)"],
  [/\[\w+\]/, "^[s]"],
]);

/** @typedef {{sign: string, primes: string, below: string, above: string}} Atom */

/** The signs of a formula in their order, each with its primes, index and exponent. @param {string} latex @returns {Atom[]} */
function atomsOf(latex) {
  const tokens = latex.match(TOKEN) ?? [];
  let at = 0;
  /** What follows a command, `^` or `_`: one sign or what stands in braces. */
  function argument() {
    if (tokens[at] !== "{") return [tokens[at++] ?? ""];
    const from = (at += 1);
    for (let depth = 1; at < tokens.length && depth > 0; at += 1)
      depth += tokens[at] === "{" ? 1 : tokens[at] === "}" ? -1 : 0;
    return tokens.slice(from, at - 1);
  }
  /** @type {Atom[]} */
  const atoms = [];
  while (at < tokens.length) {
    const token = tokens[at++] ?? "";
    if (token === "{" || token === "}") continue;
    if (token === "^" || token === "_" || token === "'") {
      // An index of nothing, or of a bracket: what it marks is not a sign, but a mark of a layer counts.
      atoms.push({ sign: "", primes: "", below: "", above: token === "^" ? argument().join("") : "" });
      if (token === "_") argument();
      continue;
    }
    const sign = WORDS.has(token)
      ? argument().join("")
      : ACCENTS.has(token)
        ? `${token} ${argument().join("")}`
        : token;
    const atom = { sign, primes: "", below: "", above: "" };
    atoms.push(atom);
    while (tokens[at] === "'" || tokens[at] === "^" || tokens[at] === "_") {
      const kind = tokens[at++];
      if (kind === "'") {
        atom.primes += "'";
        continue;
      }
      const inside = argument();
      const text = inside.join("");
      if (kind === "_") atom.below = text;
      else if (/^(\\prime)+$/.test(text)) atom.primes += "'".repeat(inside.length);
      else atom.above = text;
      // By which parameters a gradient is taken stands below it; a real exponent holds signs too.
      if (kind === "_" ? sign === "\\nabla" : !/^[([]|^\d|^\\prime/.test(text)) atoms.push(...atomsOf(text));
    }
  }
  return atoms;
}

/** Every way in which an entry can name one of the signs of a formula. @param {string} latex @returns {string[][]} for each sign */
function namesIn(latex) {
  const atoms = atomsOf(latex).filter(({ sign }) => !/^\\[^A-Za-z]$/.test(sign));
  const names = atoms.map(({ sign, primes, below, above }) => {
    const base = sign + primes;
    const marks = MARKS.flatMap(([pattern, name]) => (pattern.test(above) ? [name] : []));
    return [
      base,
      ...(below ? [`${base}_${below}`] : []),
      ...(above ? [`${base}^{${above}}`] : []),
      ...marks,
    ].filter((name) => name !== "");
  });
  // ∂C/∂z, however it is written: two differentials on end.
  const signs = atoms.filter(({ sign }) => sign !== "/");
  for (let k = 0; k + 3 < signs.length; k += 1) {
    const [first, over, second, under] = signs.slice(k, k + 4);
    if (first?.sign !== "\\partial" || second?.sign !== "\\partial") continue;
    names.push([`\\partial ${over?.sign}/\\partial ${under?.sign}`]);
    k += 3;
  }
  return names;
}

/**
 * The entries whose signs occur in a formula, in the glossary's order. A sign means what it means in the formula's reading;
 * one that this reading does not have is taken in any.
 * @param {string} latex
 * @param {readonly Entry[]} entries
 * @param {Reading | null} [reading] null: every reading
 * @returns {string[]} their names
 */
export function symbolsIn(latex, entries, reading = null) {
  /** @type {Set<string>} */
  const found = new Set();
  for (const names of namesIn(latex)) {
    const wanted = new Set(names);
    const having = (/** @type {readonly (readonly string[] | undefined)[]} */ lists) =>
      lists.some((letters) => letters?.some((letter) => wanted.has(letter)));
    const own = reading === null ? [] : entries.filter(({ letters }) => having([letters[reading]]));
    const meant = own.length > 0 ? own : entries.filter(({ letters }) => having(Object.values(letters)));
    for (const { name } of meant) found.add(name);
  }
  return entries.flatMap(({ name }) => (found.has(name) ? [name] : []));
}

// ---- the table -----------------------------------------------------------------------------------------------------

/** The table with the search over it. @param {Element} root */
export function createTable(root) {
  const rows = [...root.querySelectorAll("[data-symbol]")].flatMap((row) =>
    row instanceof HTMLElement ? [row] : [],
  );
  /** @type {Entry[]} */
  const entries = rows.map((row) => ({
    name: row.dataset["symbol"] ?? "",
    letters: JSON.parse(row.dataset["letters"] ?? "{}"),
  }));
  const texts = rows.map((row) => {
    const written = [...row.querySelectorAll("math")].map(
      (math) => `${math.dataset["latex"] ?? ""} ${math.textContent}`,
    );
    return [row.textContent ?? "", ...written].join(" ").toLocaleLowerCase();
  });
  const search = /** @type {HTMLInputElement} */ (root.querySelector("input[type=search]"));
  const count = /** @type {HTMLElement} */ (root.querySelector("[data-glossary-count]"));
  const everything = /** @type {HTMLButtonElement} */ (root.querySelector("[data-glossary-all]"));
  /** @type {ReadonlySet<string> | null} */
  let only = null;

  function update() {
    const wanted = search.value.trim().toLocaleLowerCase();
    let shown = 0;
    rows.forEach((row, k) => {
      row.hidden = !(
        (only === null || only.has(entries[k]?.name ?? "")) &&
        (texts[k] ?? "").includes(wanted)
      );
      if (!row.hidden) shown += 1;
    });
    everything.disabled = shown === rows.length;
    setText(
      count,
      shown === 0
        ? (count.dataset["nothing"] ?? "")
        : filled(count.dataset["count"] ?? "", { shown, all: rows.length }),
    );
  }
  /** @param {Iterable<string> | null} [names] */
  function show(names = null) {
    only = names === null ? null : new Set(names);
    search.value = "";
    update();
  }
  search.addEventListener("input", update);
  everything.addEventListener("click", () => {
    show();
    root.dispatchEvent(new CustomEvent("everything"));
    search.focus();
  });
  root.querySelector(".glossary-search")?.removeAttribute("hidden");
  return {
    entries,
    show,
    search,
    row: (/** @type {string} */ name) => rows.find((row) => row.dataset["symbol"] === name) ?? null,
  };
}

// ---- the dialog ----------------------------------------------------------------------------------------------------

const FORMULA =
  ".formula[data-latex], .step-caption-symbols[data-latex], .line-symbols[data-latex], .figure-view [data-latex]";
/** What shares one button among its formulas. */
const PANEL = "figure, [data-tool], [data-question], [data-exercise], .exercise";
/** Formulas that are drawn one after the other are looked over once, so many milliseconds later. */
const LATER = 150;
/** What a section's own formulas are written in. @type {Record<number, Reading>} */
const READING_OF = {
  1: "derivation",
  2: "function",
  3: "derivation",
  4: "function",
  5: "figure",
  6: "derivation",
  7: "derivation",
};

/** @param {Element} place */
const latexIn = (place) => {
  const formulas = place.matches(FORMULA) ? [place] : [...place.querySelectorAll(FORMULA)];
  return formulas.map((formula) => formula.getAttribute("data-latex") ?? "").join(" ");
};

/** Display formulas that follow each other share a button after the last. @param {Element} formula */
function run(formula) {
  const formulas = [formula];
  for (
    let before = formula.previousElementSibling;
    before?.matches(FORMULA);
    before = before.previousElementSibling
  )
    formulas.unshift(before);
  return formulas;
}

/** @param {Lesson} lesson */
export function mountGlossary(lesson) {
  const main = document.querySelector("main");
  const dialog = document.getElementById("glossary");
  const title = document.getElementById("glossary-title");
  if (!(main && dialog instanceof HTMLDialogElement && title)) return;
  const table = createTable(dialog);
  /** @type {HTMLElement | null} */
  let opener = null;

  /** @param {HTMLElement | null} from @param {Iterable<string> | null} names @param {string} heading */
  function open(from, names, heading) {
    opener = from;
    setText(/** @type {HTMLElement} */ (title), heading);
    table.show(names);
    if (!(/** @type {HTMLDialogElement} */ (dialog).open))
      /** @type {HTMLDialogElement} */ (dialog).showModal();
    // Who asked for some symbols reads them; who asked for all looks for one.
    (names === null ? table.search : /** @type {HTMLElement} */ (title)).focus();
  }
  const whole = title.dataset["title"] ?? "";
  dialog.addEventListener("everything", () => setText(title, whole));
  dialog.addEventListener("close", () => {
    if (opener?.isConnected) opener.focus();
    opener = null;
  });
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  /** The reading of a place: its figure's notation, or that of the section. @param {Element} place @returns {Reading} */
  function readingOf(place) {
    const live = lesson.figureOf(place);
    const notation = live?.figure.tool === "network" ? live.model.state.notation : null;
    return notation === "figure" || notation === "derivation"
      ? notation
      : (READING_OF[lesson.section] ?? "derivation");
  }
  /** What a place is called: its figure's name or the heading over it. @param {Element} place */
  function nameOf(place) {
    const named = place.querySelector(".figure-name, h3") ?? place.closest(".part")?.querySelector("h2");
    return named?.textContent?.trim() ?? "";
  }
  /** @param {Element} place a panel, or the last of several formulas in the text */
  function buttonFor(place) {
    const heading = lesson.t("glossary.of", { where: nameOf(place) });
    const button = element(
      "button",
      {
        type: "button",
        "aria-label": heading,
        "aria-haspopup": "dialog",
        onclick: () => {
          const formulas = place.matches(FORMULA) ? run(place) : [place];
          open(button, symbolsIn(formulas.map(latexIn).join(" "), table.entries, readingOf(place)), heading);
        },
      },
      lesson.t("glossary.open"),
    );
    return element("p", { class: "symbols-of" }, button);
  }

  /** Gives every formula that has no way to its symbols yet one. */
  function equip() {
    for (const formula of /** @type {HTMLElement} */ (main).querySelectorAll(FORMULA)) {
      const panel = formula.closest(PANEL);
      if (panel) {
        if (panel.querySelector(".symbols-of")) continue;
        const caption = panel.querySelector(":scope > figcaption");
        if (caption) caption.before(buttonFor(panel));
        else panel.append(buttonFor(panel));
      } else {
        const next = formula.nextElementSibling;
        if (!next?.matches(`.symbols-of, ${FORMULA}`)) formula.after(buttonFor(formula));
      }
    }
  }
  let waiting = 0;
  new MutationObserver(() => {
    if (waiting === 0)
      waiting = window.setTimeout(() => {
        waiting = 0;
        equip();
      }, LATER);
  }).observe(main, { childList: true, subtree: true });
  equip();

  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.term[data-term]") : null;
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    const row = table.row(link.dataset["term"] ?? "");
    if (row === null) return;
    event.preventDefault();
    open(link, null, whole);
    row.scrollIntoView({ block: "center" });
    row.focus();
  });
  document.querySelector("[data-lesson-tools]")?.append(
    element(
      "button",
      {
        type: "button",
        class: "glossary-all",
        "aria-haspopup": "dialog",
        onclick: (/** @type {Event} */ event) =>
          open(/** @type {HTMLElement} */ (event.currentTarget), null, whole),
      },
      whole,
    ),
  );
}
