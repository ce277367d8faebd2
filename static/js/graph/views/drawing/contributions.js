// The labels of the backward pass: local derivatives and contributions at the edges, sums at nodes with several uses.

/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { LabelSpot } from "../../layout/types.js" */
/** @import { EdgeForm } from "./label_text.js" */
/** @import { Drawing, EdgeParts, Label, NodeParts, Spot } from "./types.js" */
import { at } from "../../../core/at.js";
import { edgeState } from "../../diagram_state.js";
import { lookupOf } from "../../symbols.js";
import { trimmed } from "../../layout/curves.js";
import { linkKey } from "../../layout/index.js";
import { labelSpots, leaderBoxes, leaderOf } from "../../layout/labels.js";
import { EDGE_FORMS, edgeLines, labelRoom, labelWidth, plainLine, sumRuns } from "./label_text.js";
import { sumSpot } from "./labels.js";
import { MAX_EDGE_LABELS, MAX_WIDE_LABELS } from "./measures.js";
import { litPaths } from "./paths.js";
import { carriesGradient } from "./plan.js";

/** The edges along which a gradient flows in the step of a screen.
 * @param {Drawing} drawing @param {GraphScreen} screen */
export const edgesInUse = ({ edges }, { frame, answer }) =>
  edges.filter(({ edge }) => carriesGradient(answer, edge) && edgeState(frame, edge) === "transport");

/** Room for the sum over a ball, kept free of other labels.
 * @param {Drawing} drawing @param {NodeParts} parts @param {number} w @param {number} h @returns {Box} */
const sumRoom = ({ measures: { ballR } }, { ballMiddle: { x, y } }, w, h) => ({
  x,
  y: y - ballR - 15,
  w,
  h,
});

/** The sizes of an arrow's head, and how far it is from the end of its edge. */
const HEAD = { size: 15, distance: 9 };

/** Room for the heads at both ends of an edge: its own, and that of the red line back.
 * @param {readonly Point[]} points @returns {Box[]} */
const headRooms = (points) =>
  [trimmed(points, HEAD.distance, 0)[0], trimmed(points, 0, HEAD.distance).at(-1)].flatMap((point) =>
    point ? { ...point, w: HEAD.size, h: HEAD.size } : [],
  );

/** Finds the spots of all edge labels of a roomy drawing.
 * @param {Drawing} drawing changed in place @param {GraphScreen} screen */
export function placeEdgeLabels(drawing, screen) {
  const { answer } = screen;
  const { uses } = lookupOf(answer);
  const labelled = drawing.edges.filter(({ edge }) => carriesGradient(answer, edge));
  const sums = [...drawing.nodes.values()]
    .filter(({ node }) => (uses.get(node.id)?.length ?? 0) > 1)
    .map((parts) => sumRoom(drawing, parts, 190, 26));
  const { spots, form } = spotsFor(drawing, screen, labelled, sums, drawing.edges, EDGE_FORMS);
  labelled.forEach((parts, k) => {
    parts.spot = spots[k] ?? null;
  });
  drawing.edgeForm = form;
}

/** How much worse a label at a distance is than one beside its edge; a label that covers something counts nothing. */
const APART = 0.4;

/**
 * The form in which the labels stand best, clear and beside their edges, and their spots.
 * @param {Drawing} drawing @param {GraphScreen} screen @param {readonly EdgeParts[]} labelled
 * @param {readonly Box[]} sums
 * @param {readonly EdgeParts[]} lines the edges that labels should not cover @param {typeof EDGE_FORMS} forms
 * @returns {{ spots: LabelSpot[], form: EdgeForm }}
 */
function spotsFor(drawing, { answer }, labelled, sums, lines, forms) {
  const taken = [...drawing.bodies, ...sums, ...drawing.edges.flatMap(({ points }) => headRooms(points))];
  /** @type {{ spots: LabelSpot[], form: EdgeForm }} */
  let best = { spots: [], form: "wide" };
  let most = -Infinity;
  for (const { form, loss } of forms) {
    const spots = labelSpots(
      labelled.map(({ points, edge }) => {
        const content = edgeLines(answer, edge, 2, form, drawing.undefinedWord);
        return { points, w: labelWidth(content), h: labelRoom(content) };
      }),
      taken,
      lines.map(({ points }) => points),
      drawing.plan.layout,
    );
    const good = spots.reduce(
      (sum, spot) => sum + Number(spot.isClear) - (leaderOf(spot) ? APART : 0) - loss,
      0,
    );
    if (good > most) [most, best] = [good, { spots, form }];
    if (spots.every((spot) => spot.isClear && !leaderOf(spot))) break;
  }
  return best;
}

/** The spots of the labels of a step in a drawing that is not roomy, found once for each set of edges.
 * @param {Drawing} drawing @param {GraphScreen} screen @param {readonly EdgeParts[]} labelled
 * @returns {Map<string, Spot>} by `linkKey`; their form is that of the drawing */
function spotsOfStep(drawing, screen, labelled) {
  const keys = labelled.map(({ edge }) => linkKey(edge));
  const key = keys.join();
  if (key !== drawing.edgeSpots.key) {
    const sums = labelled.flatMap(({ edge }) =>
      [edge.source, edge.target].flatMap((id) => {
        const parts = drawing.nodes.get(id);
        return parts && labelled.length > 1 ? [sumRoom(drawing, parts, 200, 27)] : [];
      }),
    );
    const forms = labelled.length <= MAX_WIDE_LABELS ? EDGE_FORMS : EDGE_FORMS.slice(1);
    const { spots, form } = spotsFor(drawing, screen, labelled, sums, labelled, forms);
    drawing.edgeForm = form;
    drawing.edgeSpots = { key, spots: new Map(spots.map((spot, k) => [at(keys, k), spot])) };
  }
  return drawing.edgeSpots.spots;
}

/** The labels at the edges: in a roomy drawing of all contributions that are known, else of those in use; with paths
 * highlighted, of the edges on them.
 * @param {Drawing} drawing @param {GraphScreen} screen @param {number} stage of the step @returns {Label[]} */
export function edgeLabels(drawing, screen, stage) {
  const { frame, answer } = screen;
  const { roomy } = drawing.measures;
  const paths = litPaths(screen);
  const labelled = roomy
    ? drawing.edges.filter(
        ({ edge, spot, group }) =>
          spot && (paths ? group.hasAttribute("data-on-path") : frame.known.has(`c.${linkKey(edge)}`)),
      )
    : edgesWithLabel(drawing, screen);
  const spots = roomy ? null : spotsOfStep(drawing, screen, labelled);
  return labelled.flatMap(({ edge, spot }) => {
    const key = linkKey(edge);
    const place = spot ?? spots?.get(key);
    if (!place) return [];
    const isActive = frame.writes.has(`c.${key}`);
    return {
      name: `e ${key}`,
      spot: place,
      content: edgeLines(answer, edge, isActive ? stage : 2, drawing.edgeForm, drawing.undefinedWord, {
        hasFlow: !paths,
      }),
      kind: isActive && !paths ? "flow" : "flow rest",
    };
  });
}

/**
 * The edges that have a label in a drawing that is not roomy.
 * @param {Drawing} drawing
 * @param {GraphScreen} screen
 */
function edgesWithLabel(drawing, screen) {
  const inUse = edgesInUse(drawing, screen);
  return !litPaths(screen) && inUse.length <= MAX_EDGE_LABELS ? inUse : [];
}

/** The sums of contributions at nodes with several uses; highlighted paths have products and a sum of their own.
 * @param {Drawing} drawing @param {GraphScreen} screen @param {number} stage of the step
 * @param {readonly Label[]} others the labels at the edges @returns {Label[]} */
export function sumLabels(drawing, screen, stage, others) {
  const { frame, answer } = screen;
  if (litPaths(screen)) return [];
  const { uses } = lookupOf(answer);
  const heads = drawing.edges.flatMap(({ points }) => headRooms(points));
  const taken = [...others.flatMap(({ spot }) => [spot, ...leaderBoxes(spot)]), ...heads];
  return [...drawing.nodes.values()].flatMap((parts) => {
    const { id } = parts.node;
    const known = (uses.get(id) ?? []).filter((edge) => frame.known.has(`c.${linkKey(edge)}`));
    const isActive = frame.writes.has(`g.${id}`);
    const isShown = drawing.measures.roomy || (isActive && frame.active.length <= MAX_EDGE_LABELS);
    if (known.length < 2 || !isShown || (isActive && stage < 1)) return [];
    const terms = known.map(({ contribution }) => contribution);
    const total = answer.nodes[id]?.gradient ?? null;
    const runs = sumRuns(terms, total, isActive && stage < 2, false, drawing.undefinedWord);
    const content = [plainLine("sum", runs)];
    const spot = sumSpot(drawing, parts, labelWidth(content), taken);
    taken.push(spot);
    return { name: `s ${id}`, spot, content, kind: "sum" };
  });
}
