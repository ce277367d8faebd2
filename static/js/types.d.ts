// The shapes that cross module borders in the browser. Everything else is local to its file.

/** `w1.0.2`, `delta2.1@3`, `loss`, `eta`: a name for one number of a trace. */
export type Address = string;

export type Phase = "forward" | "loss" | "backward" | "update";
export type Grouping = "neuron" | "layer" | "phase";
export type Notation = "figure" | "derivation";
export type Rule = "gradient" | "as_drawn";

export interface LayerRequest {
  units: number;
  activation: string;
  weights?: number[][];
  biases?: number[];
  bias?: boolean;
  frozen?: "all" | "biases";
}
export interface NamedParameters {
  name: string;
  [parameter: string]: string | number;
}
export interface TraceRequest {
  network: {
    inputs: number;
    layers: LayerRequest[];
    loss: string;
    initializer?: string | NamedParameters;
    seed?: number;
  };
  inputs: number[][];
  targets: number[][];
  reduction?: "mean" | "sum";
  optimizer?: NamedParameters;
  round?: number;
  rule?: Rule;
  include?: string[];
}

/** A node of a formula; its leaves are addresses. */
export type Tree =
  | { op: "equals" | "sum" | "product" | "fraction" | "power" | "negate" | "lines" | "transpose"; args: Tree[]; elementwise?: boolean }
  | { op: "call"; name: string; args: Tree[]; unit?: string }
  | { op: "address"; address: Address; drawn?: false; shape?: number[] }
  | { op: "number"; value: number }
  | { op: "ellipsis"; count: number };

export interface Step {
  phase: Phase;
  rule: string;
  layer: number;
  unit: number | null;
  reads: Address[];
  writes: Address[];
  formula: Tree;
  figure: Tree;
}

export interface LayerTrace {
  pre_activations: number[][];
  activations: number[][];
  activation_gradients: number[][];
  deltas: number[][];
  weight_gradients: number[][];
  bias_gradients: number[] | null;
  updated_weights: number[][];
  updated_biases: number[] | null;
  /** f'(z), where the answer holds it. */
  slopes?: number[][] | null;
}
export interface DrawnLayer {
  errors: number[][];
  weight_updates: number[][];
  bias_updates: number[] | null;
  ratios: (number | null)[][];
  signs_agree: boolean[][];
}
export interface Check {
  method: string;
  h: number;
  max_relative_error: number;
  layers: { weight_gradients: number[][]; bias_gradients: number[] | null }[];
}
export interface FilledLayer {
  units: number;
  activation: string;
  weights: number[][];
  biases: number[] | null;
  bias: boolean;
  frozen?: "all" | "biases" | null;
}
export interface Trace {
  network: { inputs: number; layers: FilledLayer[]; loss: string; [more: string]: unknown };
  loss: number;
  sample_losses: number[];
  layers: LayerTrace[];
  input_gradients: number[][];
  loss_after: number;
  losses: number[];
  steps?: Step[];
  as_drawn?: { layers: DrawnLayer[] };
  check?: Check;
  /** What was asked; the browser keeps it beside the answer (inputs, targets and rate stand only here). */
  request: TraceRequest;
}

/** What the user has chosen: everything that a link restores. */
export interface State {
  request: TraceRequest;
  preset: string;
  position: number;
  grouping: Grouping;
  notation: Notation;
  /** Show the figures' own numbers beside the true ones. */
  drawn: boolean;
  sample: number;
  speed: number;
}

/** The screen at position k: a pure function of (steps, position, grouping, t). */
export interface Frame {
  position: number;
  /** Way into the current group of steps, 0..1; 1 = arrived. */
  t: number;
  /** The group of steps that the position stands on (empty at position 0). */
  active: Step[];
  phase: Phase | null;
  /** Addresses written so far, the active ones included. */
  known: ReadonlySet<Address>;
  /** Addresses that the active steps write / read. */
  writes: ReadonlySet<Address>;
  reads: ReadonlySet<Address>;
}

export interface Problem {
  title: string;
  status: number;
  detail: string;
  problems?: { loc: (string | number)[]; msg: string }[];
}

/** A sentence for the reader: its key and what fills its blanks. */
export interface Notice {
  key: Key;
  blanks?: Record<string, string | number>;
}

/** Everything the page knows; changed only by the transitions of state.js. */
export interface Model {
  catalog: Catalog;
  state: State;
  past: Snapshot[];
  future: Snapshot[];
  /** The last good answer, and the one before the last edit. */
  trace: Trace | null;
  ghost: Trace | null;
  /** What the last good answer was the answer to: where a refused edit is left for. */
  accepted: Snapshot | null;
  /** The last edit, so that a refusal can be shown at its field, and one gesture is one step of undo. */
  edited: { field: string; continues: boolean; /** the one before the edit */ ghost: Trace | null } | null;
  /** Old weights to be laid over a freshly drawn network, by layer. */
  keep: (Kept | null)[] | null;
  focus: Address | null;
  pending: boolean;
  problem: Problem | null;
  notice: Notice | null;
}
export interface Kept { weights: number[][]; biases: number[] | null }
/** What undo and redo go between. */
export interface Snapshot { request: TraceRequest; preset: string; sample: number }

/** All that a view may look at. */
export interface Screen {
  state: State;
  trace: Trace;
  steps: Step[];
  frame: Frame;
  focus: Address | null;
  /** The trace before the last edit, to be shown as a ghost; null when there is none. */
  ghost: Trace | null;
  playing: boolean;
  pending: boolean;
  problem: Problem | null;
  /** The field whose edit was refused (`w1.0.2`, `optimizer.momentum`, `layers.1.units`), and a word to the reader. */
  refused: string | null;
  notice: Notice | null;
  /** What a link can hold: the whole state, or seed and settings only. */
  linkHolds: "all" | "settings";
  /** Why the figures' own rule cannot be shown; null when it can. */
  drawnRefusal: Key | null;
  canUndo: boolean;
  canRedo: boolean;
}

export interface View {
  update(screen: Screen): void;
  animate?(screen: Screen): void;
}
export type Dispatch = (verb: string, input?: unknown) => void;
export interface Context {
  /** Verbs every view may use: seek(position) · focus(address|null) · edit({address, value}) · the rest stand in state.js. */
  dispatch: Dispatch;
  t: Translate;
  /** A sentence whose key is made at run time (`preset.<name>`), or the second argument. */
  find(key: string, otherwise: string): string;
  catalog: Catalog;
  language(): string;
  theme(): string;
}
export type Mount = (root: HTMLElement, context: Context) => View;
export type Key = keyof typeof import("../i18n/en.json");
export type Translate = (key: Key, blanks?: Record<string, string | number>) => string;

export interface Parameter { name: string; default: number; low: number; high: number; latex: string }
export interface Catalog {
  activations: { name: string; latex: string; slope_latex: string; symbol: string; range: (number | null)[]; elementwise: boolean }[];
  losses: { name: string; latex: string; output: string | null; targets: string }[];
  optimizers: { name: string; latex: string; parameters: Parameter[] }[];
  initializers: { name: string; latex: string; parameters: Parameter[] }[];
  presets: { name: string; request: TraceRequest }[];
  as_drawn: { loss: string; optimizer: string };
  limits: Record<string, number>;
  [more: string]: unknown;
}
