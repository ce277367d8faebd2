// The header of a lesson page: its buttons apply to the figure that was used last. With the notice and the help
// dialog.
/** @import { Commands, Context, Key, PageCommands, Translations } from "../core/types.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { FigureSet } from "./figure_set.js" */
/** @import { Visit } from "./reader/visit.js" */
import { copyText } from "../core/browser/clipboard.js";
import { loadLater } from "../core/browser/later.js";
import { setTheme, theme } from "../core/browser/theme.js";
import { setText } from "../draw/dom.js";
import { helpDialog } from "../panels/dialogs.js";
import * as appearance from "../panels/appearance.js";
import * as header from "../panels/header.js";
import { TOOLS } from "./figure.js";

/** Milliseconds for which a notice is shown. */
const NOTICE_DURATION = 9000;
/** The keys of the network's page that its figures have, too. */
const FIGURE_KEYS = new Set(["N", "C", "D"]);

/** @typedef {ReturnType<typeof mountHeader>} Header */

/** @param {Translations} translations */
function createNotice({ t }) {
  const place = document.querySelector("[data-lesson-notice]");
  let timer = 0;
  /** @param {Key} key @param {Record<string, string | number>} [params] */
  return function notify(key, params) {
    if (!place) return;
    setText(place, t(key, params));
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(place, ""), NOTICE_DURATION);
  };
}

/** Saves what a figure shows: the one that was used last, or the first, unless another is chosen there.
 * @param {FigureSet} figureSet @param {(key: Key) => void} notify */
async function takeFigure({ active, figures }, notify) {
  const shown = [...new Set(active ? [active, ...figures] : figures)]
    .sort((a, b) => (a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
    .map((live) => ({ tool: live, spec: TOOLS[live.figure.tool], figure: live }));
  const first = shown.find(({ figure }) => figure === (active ?? figures[0]));
  if (!first) return;
  try {
    await loadLater("take", { ...first, figures: shown });
  } catch {
    notify("page.error.network");
  }
}

/** @param {{translations: Translations, catalog: NetworkCatalog, visit: Visit, figureSet: FigureSet}} given */
export function mountHeader({ translations, catalog, visit, figureSet }) {
  const { t, find } = translations;
  const notify = createNotice(translations);
  const keysDialog = helpDialog({
    t,
    lacks: new Set(),
    help: [
      ...(TOOLS.network.help ?? []).filter(([keys]) => keys.some((key) => FIGURE_KEYS.has(key))),
      [["B"], "teach.key_black"],
    ],
  });
  document.body.append(keysDialog);

  /** @type {Partial<Commands<PageCommands>>} */
  const commands = {
    share: async () => {
      if (await copyText(visit.link())) notify("control.copied_link");
    },
    /** @param {string} chosen */
    theme: (chosen) => {
      setTheme(chosen);
      for (const live of figureSet.figures) live.update();
    },
    help: () => keysDialog.showModal(),
    take: () => void takeFigure(figureSet, notify),
  };
  /** @type {Context} */
  const context = {
    dispatch: (...call) => {
      const [verb, input] = /** @type {[keyof PageCommands, never]} */ (/** @type {unknown} */ (call));
      const command = commands[verb];
      if (command) command(input);
      else figureSet.active?.dispatch(...call);
    },
    t,
    find,
    catalog,
    language: () => translations.language,
    theme,
    help: [],
    lacks: new Set(),
    tools: new Set(),
  };
  const place = (/** @type {string} */ name) =>
    /** @type {HTMLElement | null} */ (document.querySelector(`.site [data-view="${name}"]`));
  const root = place("header");
  const view = root && header.mount(root, context);
  const theming = place("appearance");
  if (theming) appearance.mount(theming, context);
  return {
    notify,
    /** Commands beyond a figure's state. */
    commands,
    update() {
      const { past = [], future = [] } = figureSet.active?.model ?? {};
      view?.update({
        canUndo: past.length > 0,
        canRedo: future.length > 0,
        linkHolds: "all",
        pending: false,
      });
    },
  };
}
