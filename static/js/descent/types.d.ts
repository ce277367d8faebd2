// The types of the gradient descent page: the request, the answer, the state and the screen that its views read.
import type { Listing } from "./program/listing.js";
import type {
  Address,
  Catalog,
  Context as ToolContext,
  NamedParameters,
  PageScreen,
  PageState,
  PageVerbs,
  Tree,
} from "../core/types.js";
import type { TraceRequest } from "../network/types.js";

export interface DescentRun {
  optimizer: NamedParameters;
}
/** Two parameters of a network as the variables, and which parameters learn. */
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
  /**
   * The model that is fitted: its prediction as an expression of the column `input`, compared with the column
   * `target`.
   */
  model?: { expression: string; input: string; target: string; inputs?: [number, number] };
}
export interface Curvature {
  eigenvalues: number[];
  /** 1 − η·eigenvalue; for plain gradient descent only. */
  factors: number[] | null;
  /** The limit of η for stability: 2 / the largest eigenvalue. */
  rate_limit: number | null;
}
/** One run. Its points are in columns named by the variables. */
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
  /** The number of iterations before the first explained one. */
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
  surface?: { x: number[]; y: number[]; values: (number | null)[][]; cut: [number, number][] };
  /** Conventions that a run met, and curvatures that are not known. `step`: the first point of which it holds. */
  notices: { run: number; step: number; node: string | null; msg: string; code: string }[];
  /** The lowest point found; null if the function has no value anywhere. */
  minimum: Record<string, number> | null;
  /** The predictions on a grid of inputs, one row for every point of a run from point `from` on. */
  model?: { run: number; from: number; inputs: number[]; predictions: (number | null)[][] };
  explain?: Explained;
  request: DescentRequest;
}
export interface DescentState extends PageState<DescentRequest> {
  /** The run whose program is stepped through, counted from 0. */
  followed: number;
  /** How fast play goes by iteration: `WHOLE_RUN` or iterations a second (pace.js). */
  pace: number;
  view: "contours" | "surface";
  /** What is drawn over the iterations, and whether its scale is logarithmic. */
  /** `log`: null where the numbers decide. */
  chart: { quantity: "value" | "gradient_norm"; log: boolean | null };
  turn: { yaw: number; pitch: number; zoom?: number };
  /** The part of the plane that is seen, by the names of the variables; null: the view of the answer. */
  part: Record<string, [number, number]> | null;
}
/** The map of a part of the plane: what is drawn under the paths. */
export type DescentMap = Pick<DescentAnswer, "contours" | "surface" | "view" | "variables">;
/** What the views of the page read. */
export interface DescentScreen extends PageScreen<DescentState, DescentAnswer> {
  program: Listing;
  /** The map that is there, which may be that of another part of the plane than is seen. */
  map: DescentMap;
  /** The part of the plane that is seen. */
  seen: Record<string, [number, number]>;
  /** The iteration of the followed run at the position (0: the start) and the line of the program in it. */
  place: { iteration: number; line: number };
  /** The iteration whose points are shown: of all runs, also where the followed one has ended. */
  iteration: number;
  /** The progress of the point from the iterate before to that of `iteration`, 0 to 1. */
  progress: number;
  /** The last iteration whose step is complete: its numbers are the current ones. */
  completed: number;
  /** The iterate whose gradient is drawn: where the step begins; where the run has ended, its last point. */
  slopeAt: number;
  /** The run that the answer explains; `state.followed` once the answer has arrived. */
  run: number;
  /** A number of this iteration, by its address without the iteration. */
  explained(address: string): number | null;
}

/** The verbs that change the request. */
export interface DescentEdits {
  setStart: { values: Record<string, number>; continues?: boolean };
  /** `continues`: the text belongs to the same undo step as the one before. */
  setFunction: { text: string; continues?: boolean };
  addRun: undefined;
  /** Index of the run. */
  removeRun: number;
  setRunOptimizer: { run: number; name: string };
  setRunParameter: { run: number; name: string; value: number; continues?: boolean };
  setSteps: number;
  /** The norm of the gradient at which a run stops. */
  setStop: number;
  /** null: fitted to the paths. */
  setView: Record<string, [number, number]> | null;
  setBatch: number;
  setSeed: number;
  setSlice: { x?: Address; y?: Address; learn?: "two" | "all" };
  loadPreset: string;
}
/** The verbs that change what is shown of it. */
export interface DescentChoices {
  /** The position becomes the end of the iteration. */
  goToIteration: number;
  follow: number;
  show: DescentState["view"];
  setPace: number;
  setChart: Partial<DescentState["chart"]>;
  setPart: DescentState["part"];
  turn: DescentState["turn"];
}
export interface DescentCommands {
  openNetwork: undefined;
}
export type DescentVerbs = PageVerbs & DescentEdits & DescentChoices & DescentCommands;
/** What a view of gradient descent is given. */
export type Context = ToolContext<Catalog, DescentVerbs>;
