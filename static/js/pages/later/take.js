// "Take it with me": a script that a page with a player loads when its button is used first, with its sentences and its
// style sheet. Pictures of what is shown are made here, without the server; other files are the server's.
/** @import { PageScreen } from "../../core/types.js" */
/** @import { Tool, ToolSpec } from "../../core/tool.js" */
/** @import { Choice } from "../../take/choice.js" */
/** @import { Formats } from "../../take/formats.js" */
/** @import { LiveFigure } from "../../lesson/types.js" */
import { createApi } from "../../core/api.js";
import { copyText } from "../../core/browser/clipboard.js";
import { loadLater } from "../../core/browser/later.js";
import { lasting } from "../../core/browser/memory.js";
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { saveFile } from "../../core/browser/save_file.js";
import { problemText } from "../../core/problems.js";
import { PLAYERS } from "../../embed/code.js";
import { joined } from "../../math/sentences.js";
import { placeText } from "../../panels/timeline.js";
import { keepChoice, lastChoice } from "../../take/choice.js";
import { OWN, fileName, offered } from "../../take/formats.js";
import { Refused, openDialog } from "../../take/views/dialog.js";
import { MOST_STEPS, handoutOf, printed } from "../../take/views/handout.js";
import { inTheme, isOneDrawing, pngOf, svgOf } from "../../take/views/picture.js";

/** The server's name of what a page shows, by the endpoint that it asks. */
const TAKEN_TOOLS = [
  { path: "/api/v1/trace", name: "trace" },
  { path: "/api/v1/graph", name: "graph" },
  { path: "/api/v1/descent", name: "descent" },
];
/** @typedef {Awaited<ReturnType<typeof takenSurroundings>>} Surroundings */
/** What is saved: what a page shows, or one of the figures of a lesson.
 * @typedef {{tool: Tool, spec: ToolSpec<any, any>, figure?: LiveFigure, figures?: Shown[]}} Shown `figures`: all that
 * can be chosen instead */

document.addEventListener("take", (event) => {
  const { detail } = /** @type {CustomEvent<Shown & {made: unknown}>} */ (event);
  detail.made = open(detail);
});

/** @param {Shown} page */
async function takenSurroundings({ tool, spec, figure, figures }) {
  const { dataset } = document.documentElement;
  const [context] = await Promise.all([withOwnSentences(tool.context, "take"), withOwnStyles("take")]);
  const api = createApi({ fetch: fetch.bind(globalThis), language: context.language });
  /** @type {Formats} */
  const server = await api.get(`${dataset["static"]}formats.json`);
  const of = spec.taken?.(tool.model) ?? {};
  const own = "tool" in of ? of.tool : TAKEN_TOOLS.find(({ path }) => path === spec.path)?.name;
  // The server knows no steps of a figure whose steps are the lines of a derivation.
  const name = figure?.figure.lines ? null : own;
  return {
    tool,
    spec,
    figure,
    figures: figures ?? [],
    context,
    api,
    server,
    of,
    name: name ?? null,
    hasSteps: name != null && of.hasSteps !== false,
    stage: /** @type {HTMLElement} */ (
      figure?.root ?? document.querySelector(".stage .drawing") ?? document.querySelector(".stage")
    ),
  };
}

/** Where the player stands, as the page and the server count: a descent in iterations, however many lines each has.
 * @param {Tool} tool @param {number} [floor] the position at which its steps begin @returns {number} */
const placeOf = (tool, floor = 0) =>
  tool.screen()?.explainer.standing?.().k ?? tool.model.state.position - floor;

/** @param {Shown} page */
async function open(page) {
  const around = await takenSurroundings(page);
  const { context, of, name, server, stage, tool, hasSteps } = around;
  const files = Object.keys(of.files ?? {});
  const formats = { ...server, ...OWN };
  const own = [...(stage ? ["svg", "png"] : []), ...(hasSteps ? ["handout"] : []), ...files];
  const groups = offered({ server, tool: name, own });
  const languages = [...document.querySelectorAll(".languages [data-language]")].map((link) => ({
    code: link.getAttribute("data-language") ?? "",
    name: link.textContent ?? "",
  }));
  const language = context.language();
  const isDark = getComputedStyle(document.documentElement).colorScheme === "dark";
  const choice = lastChoice(
    lasting,
    { what: "step", format: "svg", scale: 2, theme: isDark ? "dark" : "light", language },
    { formats: groups.flatMap((group) => group.formats), languages: languages.map(({ code }) => code) },
  );
  return openDialog({
    other:
      page.spec.page in PLAYERS && !page.figure
        ? { words: context.t("take.embed"), open: () => void embed(page) }
        : null,
    figures: figuresOf(around),
    t: context.t,
    find: (key, otherwise) => {
      const text = context.t(/** @type {any} */ (key));
      return text === key ? otherwise : text;
    },
    formats,
    groups,
    languages: languages.filter((each, k) => languages.findIndex(({ code }) => code === each.code) === k),
    step: hasSteps ? stepOf(around) : null,
    choices: ({ format }) => ({
      theme: format in OWN ? format !== "handout" && isOneDrawing(stage) : !files.includes(format),
      language: !(format in OWN) && !files.includes(format),
    }),
    choice: { ...choice, language },
    take: (chosen, way, signal, told) => take(around, chosen, way, signal, told),
    copiesPictures: "ClipboardItem" in globalThis && window.isSecureContext,
  });
}

/** What a figure is called below it. @param {LiveFigure} figure */
const calledOf = ({ root, figure }) =>
  root.closest("figure")?.querySelector(".figure-name")?.textContent ?? figure.name;

/** The figures to choose from, the one that is saved, and how another is. @param {Surroundings} around
 * @returns {import("../../take/views/dialog.js").Taken["figures"]} */
function figuresOf({ figure, figures }) {
  if (!figure) return null;
  return {
    names: figures.map((shown) => (shown.figure ? calledOf(shown.figure) : "")),
    chosen: figures.findIndex((shown) => shown.figure === figure),
    choose: async (place, choice) => {
      const other = figures[place];
      if (!other) return;
      keepChoice(lasting, choice);
      try {
        await open({ ...other, figures });
      } catch {
        other.tool.dispatch("say", { key: "page.error.network" });
      }
    },
  };
}

/** The step on the screen, as it is counted there: a figure counts its own. @param {Surroundings} around
 * @returns {number} */
const stepOf = ({ tool, figure }) => placeOf(tool, figure?.floor);

/** The step on the screen in words, after the name of its figure. @param {PageScreen} screen
 * @param {Surroundings} around */
function headingOf(screen, { context, figure }) {
  if (!figure) return placeText(screen, context.t);
  const place = figure.root.querySelector(".stepper-place")?.textContent ?? "";
  return [calledOf(figure), place].filter(Boolean).join(" · ");
}

/** Opens the dialog with the HTML for a page of another site. @param {{tool: Tool, spec: ToolSpec<any, any>}} page */
async function embed(page) {
  try {
    await loadLater("embed", page);
  } catch {
    page.tool.dispatch("say", { key: "page.error.network" });
  }
}

/** @param {PageScreen | null} screen @param {Surroundings} around */
const pictureWords = (screen, around) => ({
  title: document.querySelector("h1")?.textContent ?? document.title,
  description: screen
    ? joined(
        headingOf(screen, around),
        ...screen.frame.active.slice(0, 1).map((step) => screen.explainer.narrate(step)),
      )
    : "",
  language: document.documentElement.lang,
});

/** The file of a choice. Rejects with `Refused`. @param {Surroundings} around @param {Choice} choice
 * @param {AbortSignal} signal @returns {Promise<Blob>} */
async function takenContent(around, choice, signal) {
  const { context, stage, tool, of } = around;
  const own = of.files?.[choice.format];
  if (own) return new Blob([own()]);
  if (!(choice.format in OWN)) return takenFromServer(around, choice, signal);
  const screen = tool.screen();
  const words = pictureWords(screen, around);
  const step = screen && around.hasSteps ? { screen, context, heading: headingOf(screen, around) } : null;
  const made = () => svgOf(stage, words, step);
  const svg = isOneDrawing(stage) ? inTheme(choice.theme, made) : made();
  if (choice.format === "svg") return new Blob([svg], { type: "image/svg+xml" });
  try {
    return await pngOf(svg, choice.scale);
  } catch (error) {
    if (error instanceof RangeError) throw new Refused(context.t("take.too_large"));
    throw new Refused(context.t("take.no_picture"));
  }
}

/** @param {Surroundings} around @param {Choice} choice @param {AbortSignal} signal @returns {Promise<Blob>} */
async function takenFromServer({ tool, spec, context, api, of, name }, choice, signal) {
  signal.addEventListener("abort", () => api.stop(), { once: true });
  const body = {
    tool: name,
    request: of.request ?? (spec.copied ?? spec.body)(tool.model),
    format: choice.format,
    ...(choice.what === "step" ? { step: placeOf(tool) } : {}),
    ...of.look,
    theme: choice.theme,
    language: choice.language,
  };
  const reply = await api.ask("/api/v1/export", body, (response) => response.blob());
  if (reply && "answer" in reply) return reply.answer;
  throw new Refused(reply ? problemText(reply.problem, context.t) : "");
}

/** Prints all steps. @param {Surroundings} around @param {AbortSignal} signal @param {(part: number) => void} told
 * @returns {Promise<string>} */
async function printSteps({ tool, context, stage }, signal, told) {
  const screen = tool.screen();
  const count = screen?.steps.length ?? 0;
  if (count > MOST_STEPS) throw new Refused(context.t("take.too_many_steps", { count, most: MOST_STEPS }));
  const preset = document.querySelector('[data-key="preset"]');
  const name = preset instanceof HTMLSelectElement ? (preset.selectedOptions[0]?.text ?? "") : "";
  tool.settle();
  try {
    const handout = await handoutOf({
      at: (position) => /** @type {PageScreen} */ (tool.holdAt({ position, grouping: "neuron" })),
      count,
      stage,
      context,
      title: name || (document.querySelector("h1")?.textContent ?? document.title),
      link: location.href,
      pause: async (done) => {
        told(done / (count + 1));
        await new Promise((resolve) => setTimeout(resolve));
        signal.throwIfAborted();
      },
    });
    printed(handout);
  } finally {
    tool.release();
  }
  return context.t("take.printed");
}

/** What a file is called: by the figure, the sizes of a network, the example of another tool.
 * @param {Surroundings} around */
function nameOf({ name, tool, figure }) {
  if (figure) return `figure-${figure.figure.name}`;
  const { request, preset } = tool.model.state;
  if (name !== "trace") return [name ?? "training", preset].filter(Boolean).join("-");
  const { inputs, layers } = request.network;
  const units = layers.map((/** @type {{units: number}} */ layer) => layer.units);
  return ["network", inputs, ...units].join("-");
}

/** @param {Surroundings} around @param {Choice} choice @param {"save" | "copy"} way @param {AbortSignal} signal
 * @param {(part: number) => void} told @returns {Promise<string>} */
async function take(around, choice, way, signal, told) {
  const { server, context } = around;
  const { t } = context;
  keepChoice(lasting, choice);
  if (choice.format === "handout") return printSteps(around, signal, told);
  const format = { ...server, ...OWN }[choice.format];
  const content = takenContent(around, choice, signal);
  if (way === "copy" && choice.format === "png") {
    try {
      // Given as a promise, so that the browser still knows of the click.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": content })]);
    } catch {
      await content;
      throw new Refused(t("take.not_copied"));
    }
    return t("take.copied");
  }
  const blob = await content;
  if (signal.aborted) return "";
  if (way === "copy") return (await copyText(await blob.text())) ? t("take.copied") : "";
  const step = choice.what === "step" && around.name !== null ? stepOf(around) : null;
  const name = fileName({
    name: nameOf(around),
    step,
    suffix: format?.suffix ?? "txt",
  });
  saveFile(name, format?.media_type ?? "", blob);
  return t("take.saved", { name });
}
