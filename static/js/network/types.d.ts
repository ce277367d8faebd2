// The shapes of the network's walkthrough: the request and the answer of POST /api/v1/trace, and the page's state.
import type {
  Address,
  Catalog,
  Context as ToolContext,
  Frame,
  Key,
  NamedParameters,
  Notice,
  OptimizerEntry,
  OptimizerState,
  Origin,
  PageModel,
  PageScreen,
  PageState,
  PageVerbs,
  Parameter,
  Step,
} from "../core/types.js";

/** The letters: the figures' (e, y, δ), the textbook's (z, a, δ), the derivation's, which write ∂C/∂z for δ. */
export type Notation = "figure" | "textbook" | "derivation";
export type Drawing = "flow" | "circuit";
export type Rule = "gradient" | "as_drawn";

// ---- the request and its answer --------------------------------------------------------------------------------

export interface LayerRequest {
  units: number;
  activation: string;
  weights?: number[][];
  biases?: number[];
  bias?: boolean;
  frozen?: "all" | "biases";
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
  /** What the optimizer remembers before round 1. */
  optimizer_state?: OptimizerState;
  round?: number;
  rule?: Rule;
  include?: string[];
}

export interface LayerTrace {
  pre_activations: number[][];
  activations: number[][];
  /** null: too large for a float64, and read by nothing. */
  activation_gradients: (number | null)[][];
  deltas: number[][];
  weight_gradients: number[][];
  bias_gradients: number[] | null;
  updated_weights: number[][];
  updated_biases: number[] | null;
  /** f'(z), where the answer holds it. */
  slopes?: number[][] | null;
}
export interface FigureRuleLayer {
  errors: number[][];
  weight_updates: number[][];
  bias_updates: number[] | null;
  ratios: (number | null)[][];
  signs_agree: boolean[][];
}
export type Verdict = "fine" | "kink" | "saturated" | "cancellation" | "wrong";
export interface Check {
  method: string;
  h: number;
  /** The relative difference up to which a gradient is confirmed. */
  bound: number;
  max_relative_error: number;
  /** The worst of all numbers. */
  verdict: Verdict;
  layers: {
    weight_gradients: number[][];
    bias_gradients: number[] | null;
    weight_verdicts: Verdict[][];
    bias_verdicts: Verdict[] | null;
  }[];
}
/** A number of a unit that stands for a convention, or is left out, in these samples. */
export interface TraceNotice {
  code: "notice.network.kink" | "notice.network.tie" | "notice.network.error";
  address: Address;
  samples: number[];
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
  notices: TraceNotice[];
  steps?: Step[];
  as_drawn?: { layers: FigureRuleLayer[] };
  check?: Check;
  /** The request, kept with the answer: only it has the inputs, targets and rate. */
  request: TraceRequest;
}

// ---- the page's state -----------------------------------------------------------------------------------------

/** What a link restores. */
export interface State extends PageState<TraceRequest> {
  notation: Notation;
  /** Show the numbers of the figures' rule beside the gradient's. */
  figureRule: boolean;
  sample: number;
  /** The number whose step is shown once the answer has come. */
  number?: Address | undefined;
  /** The drawing, if it is not the one that goes with the letters. */
  drawing?: Drawing | undefined;
  origin?: Origin | undefined;
  /** The inputs are counted as layer 1 and drawn as circles, as in figure 2. */
  inputsCount?: boolean;
  /** A figure's own symbols, LaTeX by address. */
  names?: Record<Address, string> | null;
  /** In derivation notation the red arrows stay once they have run. */
  circuit?: boolean;
  /** Numbers in the drawing can be chosen, as the answer to a question. */
  pick?: Pick | null;
  /** What the reader practises and how it stands, as practice/setting.js writes it. */
  practice?: string | undefined;
}
export interface Pick {
  /** Families of addresses that can be chosen. */
  families: string[];
  /** Class of a mark at a number. */
  marks: Record<Address, string>;
  /** Addresses that are lit besides. */
  lights?: Address[];
  /** Of each panel of a figure that has several, in place of `lights`. */
  panels?: Address[][];
}

/** What practising does with the model and its frames; nothing until its script is loaded (pages/later/practice.js). */
export interface Practice {
  /** In the place of the next step, as a question before it; null: the step. */
  next?(model: Model): Model | null;
  /** The frame as far as the reader has come. */
  frame?(model: Model, frame: Frame): Frame;
  /** The question that is open, by its key. */
  open?: string | null;
  /** The questions on this request that are answered or skipped. */
  settled?: { request: TraceRequest; keys: ReadonlySet<string> };
}

/** What the reader has chosen, and not the example. */
export interface Chosen {
  notation?: Notation;
  drawing?: Drawing;
}

/** Changed by the transitions of state.js alone. */
export interface Model extends PageModel<State, Trace, NetworkCatalog> {
  /** Old weights to be laid over the initialized ones when the answer arrives, by layer. */
  keep: (Kept | null)[] | null;
  /** The letters and the drawing that the reader has chosen: kept across examples. */
  chosen: Chosen;
  /** The numerical check is asked for at once, however large the network is. */
  checkWanted: boolean;
  practice: Practice | null;
}
export interface Kept {
  weights: number[][];
  biases: number[] | null;
}

export interface Screen extends PageScreen<State, Trace> {
  /** The answer. */
  trace: Trace;
  /** The numerical check of the answer follows when the reader rests. */
  isCheckDue: boolean;
  /** Why the figures' own rule cannot be shown; null when it can. */
  figureRuleRefusal: Key | null;
  pick?: Pick | null;
  practice?: Practice | null;
}

export interface NetworkCatalog extends Catalog {
  activations: {
    name: string;
    latex: string;
    slope_latex: string;
    /** f at equal distances from −4 to 4; null where it is no function of one variable. */
    curve: number[] | null;
    symbol: string;
    range: (number | null)[];
    elementwise: boolean;
  }[];
  losses: { name: string; latex: string; output: string | null; targets: string }[];
  optimizers: OptimizerEntry[];
  initializers: { name: string; latex: string; parameters: Parameter[] }[];
  reductions: string[];
  presets: { name: string; request: TraceRequest; letters?: Notation }[];
  as_drawn: { loss: string; optimizer: string };
}
/** A change of a number under the pointer goes on with the edit before it: one step of undo for one gesture. */
interface Continues {
  continues?: boolean;
}
/** The verbs that change the request. Layers are counted from 1; layer 0 is the inputs. */
export interface NetworkEdits {
  edit: { address: Address; value: number } & Continues;
  editMany: { edits: { address: Address; value: number }[]; notice: Notice };
  resizeLayer: { layer: number; units: number };
  /** `before`: index in layers; without it, before the output layer. */
  addLayer: { before?: number } | undefined;
  removeLayer: { layer: number };
  setActivation: { layer: number; activation: string };
  setBias: { layer: number; has: boolean };
  setFrozen: { layer: number; frozen: "all" | "biases" | null };
  setLoss: string;
  setOptimizer: string;
  setOptimizerParameter: { name: string; value: number } & Continues;
  setInitializer: { name: string; parameter?: string; value?: number };
  setSeed: number;
  redraw: undefined;
  setReduction: "mean" | "sum";
  loadPreset: string;
  enterNetwork: TraceRequest;
  addSample: undefined;
  /** Index of the sample; without it, the one on the screen. */
  removeSample: number | undefined;
  /** How many rounds further. */
  again: number | undefined;
  goToRound: number;
  lookAtRound: number;
  nextRound: undefined;
  setRule: Rule;
}
/** The verbs that change what is shown of it. */
export interface NetworkChoices {
  setNotation: Notation;
  setDrawing: Drawing;
  setFigureRule: boolean;
  setSample: number;
  wantCheck: undefined;
  /** `state`: fields of the state that change with it. */
  practise: Practice & { state?: Partial<State> };
}
/** What reaches beyond the model: other pages, the numerical check; of a figure, the choice of a number. */
export interface NetworkCommands {
  open: State;
  openSlice: { x: Address; y: Address };
  openOwnNetwork: undefined;
  check: undefined;
  pick: Address;
}
export type NetworkVerbs = PageVerbs & NetworkEdits & NetworkChoices & NetworkCommands;
/** What a view of the network is given. */
export type Context = ToolContext<NetworkCatalog, NetworkVerbs>;
