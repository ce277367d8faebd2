// The types of the chain-rule page: requests and answers of POST /api/v1/graph, and the state of the page.
import type {
  Catalog,
  Context as ToolContext,
  PageModel,
  PageScreen,
  PageState,
  PageVerbs,
  Step,
  Tree,
} from "../core/types.js";

export interface GraphRequest {
  expression: string;
  values: Record<string, number>;
  /** The ids of the collapsed values. */
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
  /** Start and end in the text, counted in characters (not in UTF-16 units). */
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
  /** Numbers that are an agreement, a limit or rounded to 0. */
  notices: { node: number; msg: string; code: string }[];
  tangents?: Record<string, (number | null)[]>;
  paths?: GraphPaths;
  /** The request of this answer, added in the browser. */
  request: GraphRequest;
}

/** Everything that a link restores. */
export interface GraphState extends PageState<GraphRequest> {
  /** The id of the value whose paths to the result are highlighted. */
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
/** The model of the page. */
export interface GraphModel extends PageModel<GraphState, GraphAnswer, Catalog> {
  /** The last values of names that are no longer in the text. */
  kept: Record<string, number>;
  /** The names that were collapsed before the text was changed, to be collapsed again when its graph arrives. */
  boxes: string[];
}

/** What the views are updated from. */
export type GraphScreen = PageScreen<GraphState, GraphAnswer>;

/** The verbs that change the request, or what is shown of the graph. */
export interface GraphEdits {
  collapse: number;
  expand: number;
  loadPreset: string;
}
export interface GraphChoices {
  /** The whole text; `continues`: it belongs to the typing of a moment ago, undo takes back both together. */
  setExpression: { text: string; continues?: boolean };
  setValue: { name: string; value: number; continues?: boolean };
  /** A value whose paths to the result are lit; the same value again, or null: none. */
  select: number | null;
  setTangents: boolean;
}
export type GraphVerbs = PageVerbs & GraphEdits & GraphChoices;
/** What a view of the graph is given. */
export type Context = ToolContext<GraphCatalog, GraphVerbs>;
