// The types of the training page: the request, the run as it has arrived, the state and the screen that views read.
import type {
  Address,
  Catalog as CommonCatalog,
  Context as ToolContext,
  NamedParameters,
  Notice,
  OptimizerState,
  PageAnswer,
  PageScreen,
  PageState,
  PageVerbs,
  Parameter,
} from "../core/types.js";
import type { Run } from "./run.js";
import type { Landscape } from "./runs/landscape.js";

export interface LayerRequest {
  units: number;
  activation: string;
  /** false: the layer has no biases. */
  bias?: boolean;
  biases?: number[];
  weights?: number[][];
  frozen?: string;
  initializer?: string | NamedParameters;
}
export interface NetworkRequest {
  inputs: number;
  layers: LayerRequest[];
  loss: string;
  seed?: number;
  initializer?: string | NamedParameters;
}
export interface OwnData {
  inputs: number[][];
  targets: number[][];
  test_inputs?: number[][];
  test_targets?: number[][];
}
/** A data set by its name with its parameters, or samples of one's own. */
export type Data = NamedParameters | OwnData;
/** What an event sets; what is left out stays. */
export interface Settings {
  learning_rate?: number;
  optimizer?: NamedParameters;
  schedule?: NamedParameters;
  batch_size?: number;
  regularization?: { l1?: number; l2?: number };
  clip_norm?: number | null;
}
/** A change before a step: one of its parts. */
export interface RunEvent {
  step: number;
  set?: Settings;
  /** Points that join the training set; they take the next numbers. */
  add?: { inputs: number[][]; targets: number[][] };
  /** Points that leave it; the others keep their numbers. */
  remove?: { samples: number[] };
  point?: { sample: number; inputs?: number[]; targets?: number[] };
  weight?: { layer: number; unit: number; input: number | null; value: number };
}
/** A body for POST /api/v1/train without what the page adds: frames and include. */
export interface TrainRequest {
  network: NetworkRequest;
  data: Data;
  optimizer: NamedParameters;
  schedule?: NamedParameters;
  batch_size: number;
  epochs: number;
  shuffle?: boolean;
  seed: number;
  regularization?: { l1?: number; l2?: number };
  clip_norm?: number | null;
  stop?: { loss?: number | null; patience?: number | null; steps?: number };
  events?: RunEvent[];
}

// ---- lines of the answer ----------------------------------------------------------------------------------------

export interface Header {
  type: "header";
  network: { inputs: number; layers: { units: number; activation: string; biases?: number[] | null }[] };
  parameters: number;
  batches_per_epoch: number;
  score: "largest_output" | "side_of_half" | "r_squared";
  /** null: they have no names of their own. */
  class_names?: string[] | null;
  steps: number;
  data: { [Name in keyof Required<OwnData>]: number[][] | null };
}
export interface FrameLine {
  type: "frame";
  epoch: number;
  step: number;
  learning_rate: number;
  loss: number;
  test_loss: number | null;
  accuracy: number | null;
  test_accuracy: number | null;
  weights: number[][][];
  biases: (number[] | null)[];
  layers: LayerState[];
  batch: number[];
  /** Where it is asked for; null: the optimizer remembers nothing. */
  optimizer_state?: OptimizerState | null;
}
export interface LayerState {
  gradient_norm: number | null;
  update_ratio: number | null;
  saturated: number | null;
  dead: number | null;
}
export interface EventLine extends RunEvent {
  type: "event";
}
export interface EndLine {
  type: "end";
  reason: "done" | "loss" | "patience" | "diverged" | "budget" | "cancelled";
  epoch: number;
  step: number;
  layer: number | null;
  quantity: string | null;
  text: string;
}
export type Line = Header | FrameLine | EventLine | EndLine;

// ---- state and screen -------------------------------------------------------------------------------------------

/** The answer as it has arrived so far: `count` frames of the run. */
export interface TrainAnswer extends PageAnswer<TrainRequest> {
  run: Run;
  /** The run as it came, where `run` has the frames of a window besides. */
  base?: Run;
  /** That window. */
  between?: Run;
  /** The same run, asked for once more, as far as it has come. */
  again?: TrainAnswer;
  count: number;
  /** No more will come. */
  isOver: boolean;
  /** It broke off before its end. */
  isBroken: boolean;
}
/** What of the run its pictures show. */
export interface Look {
  /** The samples that are not learnt from. */
  showTest: boolean;
  /** A mark on every sample that is answered wrongly. */
  markWrong: boolean;
  /** What the edges of the diagram are as wide as: the weights, or their change in the last step. */
  edges: "weights" | "change";
  /** The neuron whose answer the map keeps showing: `a1.3`. */
  pinned: Address | null;
  /** Inputs that are put through the network, neuron by neuron; null: those of the first sample. */
  point: number[] | null;
  /** Of more than two inputs those that the map is drawn over. */
  axes: readonly [number, number];
  /** Whose answers the confusion matrix counts. */
  counted: "train" | "test";
}
export interface TrainState extends PageState<TrainRequest> {
  /** `WHOLE_RUN` or steps a second. */
  pace: number;
  /** Whether the chart of the loss has a logarithmic scale. */
  log: boolean;
  /** The request of a run to compare with. */
  other: TrainRequest | null;
  /** The reader predicts what will come of a run before it is watched; a link does not hold it. */
  asks: boolean;
  /** Whether a change of the settings holds from the start of the run or from the step on the screen on. */
  changes: "start" | "here";
  /** How many frames of the run are fetched: as many as come at once, or as the page can hold. */
  detail: "usual" | "most";
  /** With what the reader draws on the map; a link does not hold it. */
  drawing: Drawing;
  look: Look;
}
export type DrawingTool = "off" | "point" | "brush" | "move" | "erase";
export interface Drawing {
  tool: DrawingTool;
  /** The class of what is drawn, from 0. */
  label: number;
  /** k, where the reader has chosen that every k-th point is for testing; 0: none. */
  every: number;
  /** The target of what is drawn, where it is a number that has no place on the map. */
  target: number;
}
export interface TrainScreen extends PageScreen<TrainState, TrainAnswer> {
  run: Run;
  /** The frame on the screen: an index of the run. */
  at: number;
  /** The request with the settings that a change starts from: those of the beginning, or of that frame. */
  settings: TrainRequest;
  /** The step that is shown once it has come, where it has no frame yet. */
  awaited: number | undefined;
  /** The run to compare with, once it has come. */
  second: Run | null;
  /** The loss over two weights, if it was asked for. */
  landscape: Landscape | null;
}
/** The verbs that change the request. */
export interface TrainEdits {
  loadPreset: string;
  /** Fields of the request that are replaced. `field` names them for undo and for a refusal. */
  setFields: { field: string; change: Partial<TrainRequest>; continues?: boolean; notice?: Notice | null };
  newSeed: undefined;
  /** An index of the request's events. */
  removeEvent: number;
  /** A weight or bias before the step on the screen; `continues`: one gesture. */
  setWeight: NonNullable<RunEvent["weight"]> & { continues?: boolean };
  /** Another request as a whole, from the start of the run. */
  setRequest: { field: string; request: TrainRequest };
}
/** The verbs that change what is seen of the run, and never the run. */
export interface TrainChoices {
  setPace: number;
  setDetail: TrainState["detail"];
  setChanges: TrainState["changes"];
  setDrawing: Partial<Drawing>;
  setLog: boolean;
  setLook: Partial<Look>;
  setOther: TrainRequest | null;
  setAsks: boolean;
  askLandscape: Landscape | null;
  nextEpoch: undefined;
  previousEpoch: undefined;
  /** More of the run has come; or it has broken off. */
  streamed: boolean;
  /** The steps between two frames have come. */
  furtherRefused: { about: readonly unknown[] };
  further: { answer: TrainAnswer; about: readonly unknown[] };
}
export interface TrainCommands {
  openWalkthrough: undefined;
}
export type TrainVerbs = PageVerbs & TrainEdits & TrainChoices & TrainCommands;

// ---- catalog ------------------------------------------------------------------------------------------------------

export interface DataSet {
  name: string;
  kind: "classes" | "regression";
  inputs: number;
  classes: number | string | null;
  parameters: (Parameter & { whole: boolean })[];
}
export interface Catalog extends CommonCatalog {
  datasets: DataSet[];
  schedules: { name: string; latex: string; parameters: Parameter[] }[];
  initializers: { name: string; latex: string; parameters: Parameter[] }[];
  losses: { name: string; latex: string; output: string | null; targets: string }[];
  training: { presets: { name: string; request: TrainRequest }[] };
  /** f of each elementwise activation at equal distances from −`reach` to `reach`. */
  curves: { reach: number; values: Record<string, number[]> };
  /** Points of data sets: x, y and the class or, of numbers, their place from 0 to 1. */
  pictures: Record<string, [number, number, number][]>;
}
export type Context = ToolContext<Catalog, TrainVerbs>;
