// The shapes of the page of gradient descent: what it asks, what is answered, what its panels look at.
import type { Grouping, Key, NamedParameters, TraceRequest, Tree } from "./types.js";

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
}
export interface Curvature {
  eigenvalues: number[];
  /** 1 − η·eigenvalue, of plain descent only. */
  factors: number[] | null;
}
/** The columns of the variables carry the variables' own names. */
export interface RunAnswer {
  value: number[];
  gradient_norm: number[];
  gradient: Record<string, number[]>;
  ended: "steps" | "gradient" | "diverged";
  reason: string | null;
  batches?: number[][];
  curvature: { start: Curvature; end: Curvature };
  [variable: string]: unknown;
}
export interface Explained {
  run: number;
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
  minimum: Record<string, number>;
  explain?: Explained;
  request: DescentRequest;
}
export interface DescentState {
  request: DescentRequest;
  preset: string;
  position: number;
  grouping: Grouping;
  speed: number;
  /** Whose steps are walked through. */
  followed: number;
  view: "contours" | "surface";
  turn: { yaw: number; pitch: number };
}
export type DescentKey = Key;
