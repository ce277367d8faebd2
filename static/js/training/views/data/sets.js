// The data sets to choose from, as small pictures, and the reader's own points.
/** @import { Context, DataSet, TrainRequest, TrainScreen } from "../../types.js" */
import { menuWord } from "../../../core/names.js";
import { element, setAttribute, setText, uniqueId } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { fittingNotice, isOwn, withData } from "../../data/fitting.js";
import { dataOf, pointsOf } from "../../data/points.js";
import { explained } from "../explained.js";

/** The side of a picture, and the room around its points, in its own units. */
const SIDE = 40;
const ROOM = 4;
/** What stands for the reader's own points among the sets. */
export const OWN = "own";
/** Parameters that another set takes over. */
const SHARED = ["samples", "noise", "train_share"];

/** @param {Pick<Context, "find">} context @param {string} name */
export const setName = ({ find }, name) => find(`training.set_${name}`, menuWord(name));

/** The name of an entry of a table. @param {Pick<Context, "find">} context */
export const entryName =
  ({ find }) =>
  (/** @type {"activation" | "loss" | "optimizer" | "initializer"} */ table, /** @type {string} */ name) =>
    find(`${table}_name.${name}`, menuWord(name));

/** @param {readonly [x: number, y: number, value: number][]} points @param {DataSet} set */
function picture(points, { kind }) {
  const svg = shape("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, "aria-hidden": "true" });
  /** @param {0 | 1} axis */
  const scale = (axis) => {
    const values = points.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (/** @type {number} */ value) => ROOM + ((SIDE - 2 * ROOM) * (value - low)) / (high - low || 1);
  };
  const [across, up] = [scale(0), scale(1)];
  /** The dots of one colour are one path. @type {Map<string, string>} */
  const paths = new Map();
  for (const [x, y, value] of points) {
    // As on the map: a class has its colour, a number the shade of its third.
    const shade = 30 + 23 * Math.round(3 * value);
    const colour =
      kind === "classes"
        ? `var(--class-${value + 1})`
        : `color-mix(in srgb, var(--ramp-positive) ${shade}%, var(--surface))`;
    const dot = `M${across(x).toFixed(1)} ${(SIDE - up(y)).toFixed(1)}h0`;
    paths.set(colour, (paths.get(colour) ?? "") + dot);
  }
  for (const [colour, d] of paths) shape("path", { d }, svg).style.stroke = colour;
  return svg;
}

/** @param {Context} context */
export function setChooser(context) {
  const { catalog, dispatch, find, t } = context;
  const group = uniqueId("sets");
  /** @type {TrainScreen | null} */
  let shown = null;

  /** @param {string} name */
  function choose(name) {
    if (shown === null) return;
    const { request } = shown.state;
    const data = name === OWN ? ownFrom(shown) : dataOfSet(name, request, catalog.datasets);
    const change = withData(request, data, catalog);
    const notice = fittingNotice(request.network, change.network, entryName(context));
    dispatch("setFields", { field: "data.name", change, notice });
  }

  /** @param {string} name @param {Node | string} content */
  function option(name, content) {
    const title = name === OWN ? t("training.own_points") : setName(context, name);
    const radio = element("input", {
      type: "radio",
      name: group,
      value: name,
      class: "unseen",
      "data-key": `set-${name}`,
      "aria-label": title,
      onchange: () => choose(name),
    });
    return {
      name,
      title,
      radio,
      root: element("label", { class: name === OWN ? "set own" : "set", title }, radio, content),
    };
  }

  const options = [
    ...catalog.datasets.map((set) => {
      const points = catalog.pictures[set.name];
      return option(
        set.name,
        points ? picture(points, set) : element("span", {}, setName(context, set.name)),
      );
    }),
    option(OWN, element("span", { class: "set-own" }, t("training.own_short"))),
  ];
  const name = element("h4", { class: "set-name" });
  const about = element("p", { class: "hint" });
  const root = element(
    "section",
    { "aria-label": t("training.data") },
    element("h3", {}, t("training.data")),
    element(
      "fieldset",
      { class: "sets", "data-field": "data.name" },
      element("legend", { class: "unseen" }, t("training.data_set")),
      ...options.map((one) => one.root),
    ),
    element("div", { class: "about-word" }, name, explained(context, "data", t("training.data_set"))),
    about,
  );
  return {
    root,
    /** @param {TrainScreen} screen */
    update(screen) {
      shown = screen;
      const { data } = screen.state.request;
      const chosen = isOwn(data) ? OWN : data.name;
      for (const one of options) {
        one.radio.checked = one.name === chosen;
        setAttribute(one.root, "data-chosen", one.name === chosen);
        if (one.name === chosen) setText(name, one.title);
      }
      setText(about, find(`training.set_about_${chosen}`, ""));
    },
  };
}

/** A set with what it has in common with the one before. @param {string} name @param {TrainRequest} request
 * @param {readonly DataSet[]} sets */
export function dataOfSet(name, { data }, sets) {
  const set = sets.find((one) => one.name === name);
  if (isOwn(data) || !set) return { name };
  const kept = set.parameters.flatMap((parameter) => {
    const value = SHARED.includes(parameter.name) && data.name === name ? data[parameter.name] : undefined;
    return value === undefined ? [] : [[parameter.name, value]];
  });
  return { name, ...Object.fromEntries(kept) };
}

/** The samples of the run as the reader's own. @param {TrainScreen} screen */
export function ownFrom({ run }) {
  const { inputs, targets, test_inputs, test_targets } = run.header.data;
  return dataOf(
    pointsOf({
      inputs: inputs ?? [],
      targets: targets ?? [],
      ...(test_inputs && test_targets ? { test_inputs, test_targets } : {}),
    }),
  );
}
