// The shapes of the chain-rule page: what POST /api/v1/graph is asked and answers, and what the page keeps of it.
import type { Catalog, PageModel, PageScreen, PageState, Step, Tree } from "../core/types.js";

export interface GraphRequest {
  expression: string;
  values: Record<string, number>;
  /** The values that stand as one box, their inner ones hidden. */
  collapse: number[];
}

export interface GraphNode {
  id: number;
  operation: string;
  operands: number[];
  name: string | null;
  /** null: outside the domain. */
  value: number | null;
  gradient: number | null;
  /** From and to in the text, counted in characters. */
  place: [number, number];
  /** The nearest value through which every path to the result passes. */
  inside: number | null;
  /** The box that hides it. */
  hidden_in: number | null;
  depth: number;
}
/** One use of a value; the same value read twice has two. */
export interface GraphEdge {
  source: number;
  target: number;
  operand: number;
  local_derivative: number | null;
  contribution: number | null;
  formula: Tree | null;
}
export interface GraphProblem {
  node: number;
  operand: number | null;
  loc: [string, number];
  msg: string;
}
export interface GraphPaths {
  node: number;
  count: number;
  shown: { nodes: number[]; operands: number[]; product: number | null }[];
  shown_sum: number | null;
  sum: number | null;
}
export interface GraphAnswer {
  nodes: GraphNode[];
  edges: GraphEdge[];
  result: number;
  gradients: Record<string, number | null>;
  forward_operations: number;
  reverse_operations: number;
  steps: Step[];
  problems: GraphProblem[];
  tangents?: Record<string, (number | null)[]>;
  paths?: GraphPaths;
  /** What was asked; the browser keeps it beside the answer. */
  request: GraphRequest;
}

/** Everything that a link restores. */
export interface GraphState extends PageState<GraphRequest> {
  /** The value whose paths to the result are lit. */
  selected: number | null;
  /** Forward mode beside reverse mode. */
  tangents: boolean;
}

/** `sign`: how it is typed; null for a function, which is typed by its name. */
export interface GraphOperation {
  name: string;
  latex: string;
  arity: number;
  sign: string | null;
}
export interface GraphCatalog extends Catalog {
  graph: {
    operations: GraphOperation[];
    presets: { name: string; request: Partial<GraphRequest> & { expression: string } }[];
  };
}
/** Everything the page knows. */
export interface GraphModel extends PageModel<GraphState, GraphAnswer, Catalog> {
  /** The last values of names that are no longer in the text. */
  kept: Record<string, number>;
  /** The names of the boxes of the text before the last edit, closed again when its graph arrives. */
  boxes: string[];
}

/** All that a view of the graph page may look at. */
export type GraphScreen = PageScreen<GraphState, GraphAnswer>;
