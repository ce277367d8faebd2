// The edges of the flow drawing and the numbers on them.

import { at } from "../../../core/at.js";
import { set, widthOfRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { edgeState } from "../../diagram_state.js";
import { MIN_TEXT } from "../../columns.js";
import { placeEdge } from "../../layout.js";
import { figureRuleValueOf } from "../../trace_values.js";
import { FULL, buildEdgeLabels, placeEdgeLabels } from "../diagram/edge_labels.js";
import {
  edgeRuns,
  fillEdgeLabel,
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
import { stageOf, takenAtRest, takenNow } from "./taken.js";

/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen, SymbolOf } from "../diagram/drawing_screen.js" */
/** @import { Form } from "../diagram/edge_labels.js" */
/** @import { EdgeNode, EdgeReading } from "../diagram/edges.js" */
/** @import { NumberLabel } from "../diagram/number_label.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** How wide lines are where there are many edges, relative to their usual width, and from how many on. */
const THIN = 0.55;
const MANY_EDGES = 64;

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

/** @param {FlowPlan} plan @param {readonly EdgeNode[]} edges */
export function labelEdges(plan, edges) {
  const { symbol } = plan.symbolStore;
  const lead =
    plan.withSymbols && symbol
      ? Math.max(0, ...edges.map(({ address }) => widthOfRuns(leadOf(symbol, `new_${address}`))))
      : 0;
  const { text } = plan.places;
  const least = plan.fills ? MIN_TEXT : text;
  return buildEdgeLabels(plan.groups.numberLabels, edges, text, takenAtRest(plan, edges), { lead, least });
}

/** "w = " @param {SymbolOf} symbol @param {string} address @returns {Run[]} */
const leadOf = (symbol, address) => [...symbol(address).runs, { text: " = " }];

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateEdges(flow, now) {
  const { edges, labels } = flow;
  const largest = largestWeights(now.screen.trace);
  const scale = flow.edgeCount > MANY_EDGES ? THIN : 1;
  const readings = readingsOf(flow, now);
  for (const edge of edges) {
    const { reading } = /** @type {Reading} */ (readings.get(edge));
    if (restyleEdge(edge, reading, at(largest, edge.layer - 1), scale))
      set(edge.group, { "data-renewed": reading.renewed ? "" : null });
  }
  if (!flow.roomy) return;
  /** @param {EdgeNode} edge @param {Form} form */
  const write = (edge, form) => {
    const { reading, truth } = /** @type {Reading} */ (readings.get(edge));
    const named = form.named && (reading.phase !== "idle" || flow.withSymbols);
    const lead = named ? leadOf(now.symbol, namedAddress(edge, reading)) : [];
    return edgeRuns(now, edge, reading, form, lead, truth === null);
  };
  placeEdgeLabels(labels, edges, now, write, { stage: stageOf(now), taken: () => takenNow(flow, now) });
  for (const [edge, label] of labels.labels)
    updateLabel(
      flow,
      now,
      label,
      edge,
      /** @type {Reading} */ (readings.get(edge)),
      write(edge, labels.forms.get(edge) ?? FULL),
    );
}

/**
 * What an edge shows; `truth`: what the gradient gives, where the figures' rule is shown.
 * @typedef {{ reading: EdgeReading, truth: number | null }} Reading
 */

/** @param {Flow} flow @param {DrawingScreen} now @returns {Map<EdgeNode, Reading>} */
function readingsOf({ edges }, now) {
  const renewals = renewalsOf(now);
  return new Map(
    edges.map((edge) => {
      const { layer, unit, input } = edge;
      const fresh = at(at(renewals, layer - 1), unit);
      const renewed =
        at(at(now.states, layer - 1), unit).updated && (input === null ? fresh.bias : fresh.weights);
      const given = parameterOf(now.screen.trace, edge, renewed);
      const change = renewed ? figureRuleChange(now, edge) : null;
      const value = change === null ? given : parameterOf(now.screen.trace, edge, false) + change;
      const phase = edgeState(now.states, layer, unit, input);
      return [edge, { reading: { phase, renewed, value }, truth: change === null ? null : given }];
    }),
  );
}

/** The Δ of the figures' rule, where that rule is shown. @param {DrawingScreen} now @param {EdgeNode} edge */
const figureRuleChange = (now, { address }) =>
  showsFigureRule(now) ? figureRuleValueOf(now.screen.trace, `d${address}`, now.screen.state.sample) : null;

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {EdgeNode} edge
 * @param {Reading} read @param {readonly Run[]} runs
 */
function updateLabel({ labels, groups }, now, numberLabel, edge, { reading, truth }, runs) {
  const { phase, renewed, value } = reading;
  fillEdgeLabel(now, numberLabel, edge, reading, runs, labels.size);
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
