// The shapes of the page of gradient descent: what it asks, what is answered, what its panels look at.
import type { Listing } from "./listing.js";
import type { NamedParameters, PageScreen, PageState, Tree } from "../core/types.js";
import type { TraceRequest } from "../network/types.js";

export interface DescentRun {
  optimizer: NamedParameters;
}
/** Two numbers of a network, and what else learns while they are watched. */
export interface NetworkSlice {
  request: TraceRequest;
  x: string;
  y: string;
  learn?: "two" | "all";
}
export interface DescentRequest {
  function?: string;
  start?: Record<string, number>;
  runs: DescentRun[];
  steps?: number;
  stop?: { gradient_norm: number };
  view?: Record<string, [number, number]>;
  data?: Record<string, number[]>;
  reduction?: "mean" | "sum";
  batch?: number;
  seed?: number;
  network?: NetworkSlice;
  /** What is fitted to the data: its prediction as an expression, read at one column, held against another. */
  model?: { expression: string; input: string; target: string; inputs?: [number, number] };
}
export interface Curvature {
  eigenvalues: number[];
  /** 1 − η·eigenvalue, of plain descent only. */
  factors: number[] | null;
  /** What η has to stay below: 2 / the largest eigenvalue. */
  rate_limit: number | null;
}
/** The columns of the variables carry the variables' own names. */
export interface RunAnswer {
  value: number[];
  gradient_norm: number[];
  gradient: Record<string, number[]>;
  ended: "steps" | "gradient" | "diverged";
  reason: string | null;
  batches?: number[][];
  curvature: { start: Curvature | null; end: Curvature | null } | null;
  [variable: string]: unknown;
}
export interface Explained {
  run: number;
  /** So many steps were taken before the first one told. */
  from: number;
  count: number;
  rules: { gradient: Tree | null; update: Tree };
  symbols: Record<string, string>;
  values: Record<string, (number | null)[]>;
}
export interface DescentAnswer {
  variables: string[];
  gradient: Record<string, string> | null;
  runs: RunAnswer[];
  contours: { level: number; lines: [number, number][][] }[];
  curve?: { x: number[]; value: (number | null)[] };
  view: Record<string, [number, number]>;
  surface?: { x: number[]; y: number[]; values: (number | null)[][] };
  /** The lowest point seen; null where the function has no value. */
  minimum: Record<string, number> | null;
  /** What the model says on a grid of inputs, at the points of a run from point `from` on. */
  model?: { run: number; from: number; inputs: number[]; predictions: (number | null)[][] };
  explain?: Explained;
  request: DescentRequest;
}
export interface DescentState extends PageState<DescentRequest> {
  /** Whose steps are walked through. */
  followed: number;
  view: "contours" | "surface";
  turn: { yaw: number; pitch: number; zoom?: number };
}
/** What the panels of the page look at. */
export interface DescentScreen extends PageScreen<DescentState, DescentAnswer> {
  program: Listing;
  /** Where one stands: an iteration (0: the start) and a line of the program in it. */
  place: { iteration: number; line: number };
  /** The iteration whose point one sees, and how far the point has come on its way there. */
  iteration: number;
  /** The last iteration whose step has been taken whole: its numbers are the present ones. */
  arrived: number;
  way: number;
  /** The run whose lines are walked through; that of the state once the answer is there. */
  run: number;
  /** A number of this iteration, by its address without the iteration. */
  explained(address: string): number | null;
}
