// The shapes of the layered drawing. Lengths are in units of the drawing, y grows downwards.
import type { Box, Point } from "../../draw/geometry.js";

/** A node as the layout sees it: a body around its middle, and how far everything drawn around the body reaches. */
export interface Block {
  /** Operands have smaller ids than the nodes that read them. */
  id: number;
  /** Half the width of the body that edges touch. */
  rx: number;
  /** Half its height. */
  ry: number;
  /** Whether the body is a circle or a rectangle. */
  round: boolean;
  /** Extent from the middle to each side, labels included. */
  left: number;
  right: number;
  up: number;
  down: number;
}

/** One use of a node as an operand. */
export interface Link {
  source: number;
  target: number;
  operand: number;
}

/** A cubic Bézier segment. */
export interface Cubic {
  from: Point;
  c1: Point;
  c2: Point;
  to: Point;
}

export interface Layout {
  width: number;
  height: number;
  /** The middle of every block, by id. */
  places: Map<number, Point & { layer: number }>;
  /** The curve of every link, by `linkKey`. */
  routes: Map<string, Cubic[]>;
}

/** A block, or a dummy where an edge over several layers crosses one of them. */
export interface Vertex {
  block: Block | null;
  layer: number;
  /** Extent above and below the middle. */
  up: number;
  down: number;
  /** Neighbours in the layer to the left and to the right. */
  before: Neighbour[];
  after: Neighbour[];
  /** The rank asked for, if the order of the blocks is given. */
  rank: number;
  /** Index in its layer, from the top. */
  index: number;
  /** Smallest distance to the vertex above it. */
  gap: number;
  x: number;
  y: number;
}
export interface Neighbour {
  vertex: Vertex;
  /** How strongly the edge pulls its ends to the same height. */
  weight: number;
}

/** A link with the vertices it runs through. */
export interface Chain {
  link: Link;
  source: Vertex;
  /** The dummies between its ends, from left to right. */
  between: Vertex[];
  target: Vertex;
}

/** The vertices of every layer from top to bottom; layers from left to right. */
export type Order = Vertex[][];

/** The horizontal extent of a layer: its middle, and how far its blocks reach to both sides. */
export interface Column {
  x: number;
  left: number;
  right: number;
}

/** Where a label stands, and the point of its line that it belongs to. `isClear`: it covers nothing, and seems to stand
 * at no other line. */
export type LabelSpot = Box & { on: Point; isClear?: boolean };
