// The state of a drawn graph: what is planned before anything is drawn, the elements, and what stands on the screen.
import type { Box, Point } from "../../../draw/geometry.js";
import type { Route } from "../../../draw/pulses.js";
import type { Run } from "../../../draw/svg.js";
import type { EdgeForm } from "./label_text.js";
import type { Context } from "../../types.js";
import type { Block, Cubic, Layout } from "../../layout/types.js";
import type { GraphAnswer, GraphEdge, GraphNode, GraphScreen } from "../../types.js";

/** The sizes of a drawing, in its units. */
export interface Measures {
  /** Every edge keeps its label once its derivatives are known, and every ball its symbol. */
  roomy: boolean;
  /** Radius of an operation. */
  R: number;
  /** Radius of the ball of a gradient, and whether it stands above its node instead of beside it. */
  ballR: number;
  above: boolean;
  /** Least gap between columns and between the nodes of a column. */
  gap: number;
  lane: number;
  /** Font size of values; one that would be smaller than `least` is written with fewer digits. */
  value: number;
  least: number;
}

export type NodeKind = "input" | "constant" | "operation" | "box";

/** A constant that only one operation reads, drawn small at that operation. */
export interface AttachedConstant {
  id: number;
  /** The operation. */
  host: number;
  above: boolean;
  runs: Run[];
  /** Half its width. */
  half: number;
}

/** What a node looks like and how large it is. */
export interface NodeDesign {
  node: GraphNode;
  kind: NodeKind;
  /** What is written in it: the name of an input or a constant, the function of a box, the sign of an operation. */
  title: Run[];
  /** Its symbol below it. */
  caption: Run[];
  captionSize: number;
  /** How far the caption stands right of the middle, to leave room for a constant. */
  captionX: number;
  /** The middle of its ball, from its own. */
  ball: Point;
  block: Block;
}

/** Everything about a drawing that is known before it is drawn. */
export interface Plan {
  answer: GraphAnswer;
  measures: Measures;
  /** The nodes that are not inside a collapsed box, in the order of their ids. */
  shown: GraphNode[];
  /** By the id of the constant. */
  attached: Map<number, AttachedConstant>;
  /** The middle of every attached constant. */
  attachedAt: Map<number, Point>;
  /** Of all shown nodes but the attached constants. */
  designs: Map<number, NodeDesign>;
  layout: Layout;
}

export interface NodeParts {
  node: GraphNode;
  kind: NodeKind;
  /** The middle of the body. */
  middle: Point;
  /** Half its width and height. */
  rx: number;
  ry: number;
  title: Run[];
  /** The middle of its ball; its own without one. */
  ballMiddle: Point;
  /** The font size of its caption, 0 without one. */
  captionHeight: number;
  group: SVGGElement;
  sign: SVGTextElement;
  value: SVGTextElement;
  /** null: nothing flows back to a constant. */
  ball: BallParts | null;
  /** The key of what is drawn. */
  look: string;
}
export interface BallParts {
  disc: SVGCircleElement;
  group: SVGGElement;
  symbol: SVGTextElement | null;
  value: SVGTextElement;
}
export interface EdgeParts {
  edge: GraphEdge;
  group: SVGGElement;
  route: Cubic[];
  points: Point[];
  /** Whether its source is an attached constant. */
  fromAttached: boolean;
  look: string;
  /** Where its label stands in a roomy drawing. */
  spot: Spot | null;
}

/** Where a label stands, and the point of the edge or ball that it belongs to. */
export type Spot = Box & { on?: Point };
export interface LabelLine {
  kind: string;
  runs: Run[];
  address: string | null;
  value: number | null;
}
export interface Label {
  /** Unique in the drawing. */
  name: string;
  spot: Spot;
  content: LabelLine[];
  kind: string;
}
/** A label on the screen; `key`: what it shows. */
export interface DrawnLabel {
  /** Its place in the drawing. */
  box: Box;
  group: SVGGElement;
  pointer: SVGElement | null;
  key: string;
}

export type LayerName =
  | "halos"
  | "discs"
  | "edges"
  | "transports"
  | "units"
  | "balls"
  | "plates"
  | "handles"
  | "problems";

/** The edges of the drawing's rectangle. */
export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** A drawing: built once, then updated. The fields from `labels` on change with the screen, and so do the parts. */
export interface Drawing {
  svg: SVGSVGElement;
  context: Context;
  /** What stands for a number outside the domain. */
  undefinedWord: string;
  plan: Plan;
  measures: Measures;
  layers: Record<LayerName, SVGGElement>;
  nodes: Map<number, NodeParts>;
  edges: EdgeParts[];
  edgeOf: Map<string, EdgeParts>;
  /** What labels must not cover. */
  bodies: Box[];
  bounds: Bounds;
  /** The labels on the screen, by name. */
  labels: Map<string, DrawnLabel>;
  /** The red lines of the edges in use, by `linkKey`. */
  transports: Map<string, SVGGElement>;
  /** How much the labels of the edges say. */
  edgeForm: EdgeForm;
  /** The label spots of the edges named in `key`, in a drawing that is not roomy. */
  edgeSpots: { key: string; spots: Map<string, Spot> };
  /** The labels of the paths named in `key`. */
  pathLabels: { key: string; labels: Label[] };
  /** Which paths are highlighted. */
  litKey: string;
}

/** What the graph view gets of a drawing. */
export interface GraphDrawing {
  /** Its upper left corner. */
  origin: Point;
  width: number;
  height: number;
  radius: number;
  roomy: boolean;
  update: (screen: GraphScreen, t: number) => void;
  /** The curves along which pulses run in the step of a screen. */
  routes: (screen: GraphScreen) => Route[];
  /** The part of the drawing where the step of a screen takes place, relative to the origin. */
  activeArea: (screen: GraphScreen) => Box | null;
}
