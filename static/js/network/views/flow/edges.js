// The edges of the flow drawing and the numbers on them.

import { at } from "../../../core/at.js";
import { set } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { edgeState } from "../../diagram_state.js";
import { placeEdge, placeLoop } from "../../layout.js";
import { figureRuleValueOf } from "../../trace_values.js";
import {
  fillEdgeLabel,
  labelEdges,
  labelEdgesInUse,
  largestWeights,
  makeEdge,
  namedAddress,
  parameterOf,
  renderedInputs,
  renewalsOf,
  restyleEdge,
} from "../diagram/edges.js";
import { fillAside } from "../diagram/number_label.js";
import { showsFigureRule } from "./figure_rule.js";

/** @import { Box } from "../../../draw/geometry.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { EdgeNode, EdgeReading } from "../diagram/edges.js" */
/** @import { NumberLabel } from "../diagram/number_label.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** Up to so many edges each one carries its number; beyond, only those in use. */
export const LABELLED_EDGES = 64;
/** How wide lines are beyond that, relative to their usual width. */
const THIN = 0.55;

/** @param {FlowPlan} plan @returns {EdgeNode[]} */
export function buildEdges({ network, places, groups, edgeCount }) {
  return network.layers.flatMap(({ weights }, index) =>
    weights.flatMap((row, j) => {
      /** @type {(number | null)[]} */
      const sources = renderedInputs(row, edgeCount);
      if (places.biases[index]) sources.push(null);
      return sources.map((i) => makeEdge(groups.edges, index + 1, j, i, placeEdge(places, index + 1, j, i)));
    }),
  );
}

/** @param {FlowPlan} plan @param {readonly EdgeNode[]} edges @param {readonly Box[]} obstacles */
export function labelAllEdges({ depth, places, groups, withSymbols }, edges, obstacles) {
  for (let l = 1; l <= depth; l++) {
    const own = edges.filter((edge) => edge.layer === l);
    const tips = at(places.units, l - 1).map((_, j) => ({
      ...at(placeLoop(places, l, j).points, 3),
      w: 24,
      h: 28,
    }));
    const box = { w: withSymbols ? 122 : l === 1 ? 108 : 96, h: 23 };
    // The tips of the loops count twice: a label on one of them would hide where the update points.
    const labels = labelEdges(groups.numberLabels, own, box, [...obstacles, ...tips, ...tips]);
    own.forEach((edge, k) => {
      edge.numberLabel = at(labels, k);
    });
  }
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateEdges(flow, now) {
  const { edges, groups, bodies, passing } = flow;
  const { states } = now;
  if (flow.roomy && !flow.labelled)
    labelEdgesInUse(passing, edges, states, (inUse) =>
      labelEdges(groups.numberLabels, inUse, { w: 84, h: 19 }, bodies),
    );
  const largest = largestWeights(now.screen.trace);
  const renewals = renewalsOf(now);
  const scale = flow.edgeCount > LABELLED_EDGES ? THIN : 1;
  for (const edge of edges) {
    const { layer, unit, input } = edge;
    const phase = edgeState(states, layer, unit, input);
    const fresh = at(at(renewals, layer - 1), unit);
    const { updated } = at(at(states, layer - 1), unit);
    const renewed = updated && (input === null ? fresh.bias : fresh.weights);
    const given = parameterOf(now.screen.trace, edge, renewed);
    const change = renewed ? figureRuleChange(now, edge) : null;
    const value = change === null ? given : parameterOf(now.screen.trace, edge, false) + change;
    const reading = { phase, renewed, value };
    if (restyleEdge(edge, reading, at(largest, layer - 1), scale))
      set(edge.group, { "data-renewed": renewed ? "" : null });
    const numberLabel = edge.numberLabel ?? passing.labels.get(edge);
    if (numberLabel) updateLabel(flow, now, numberLabel, edge, reading, change === null ? null : given);
  }
}

/** The Δ of the figures' rule, where that rule is shown. @param {DrawingScreen} now @param {EdgeNode} edge */
const figureRuleChange = (now, { address }) =>
  showsFigureRule(now) ? figureRuleValueOf(now.screen.trace, `d${address}`, now.screen.state.sample) : null;

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {EdgeNode} edge
 * @param {EdgeReading} reading @param {number | null} truth what the gradient gives, where the figures' rule is shown
 */
function updateLabel({ withSymbols, groups }, now, numberLabel, edge, reading, truth) {
  const { phase, renewed, value } = reading;
  const lead =
    phase === "idle" && !withSymbols
      ? []
      : [...now.symbol(namedAddress(edge, reading)).runs, { text: " = " }];
  fillEdgeLabel(now, numberLabel, edge, reading, { lead, ghosts: truth === null });
  const differs = phase === "update" && truth !== null && formatNumber(truth) !== formatNumber(value);
  fillAside(
    numberLabel,
    differs
      ? {
          text: now.context.t("diagram.true", { value: formatNumber(truth) }),
          address: renewed ? `new_${edge.address}` : edge.address,
          value: truth,
        }
      : null,
  );
  // A label in use is drawn over those at rest; one that has the focus would lose it.
  const { group } = numberLabel;
  if (
    phase !== "idle" &&
    document.activeElement !== group &&
    group.nextElementSibling?.getAttribute("data-state") === "idle"
  )
    groups.numberLabels.append(group);
}
