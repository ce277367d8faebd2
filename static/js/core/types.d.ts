// The shapes that cross module borders in the browser. Everything else is local to its file.
/** `w1.0.2`, `delta2.1@3`, `loss`, `eta`: a name for one number of a trace. */
export type Address = string;

/** Mathematics to be written: a leaf (mi, mn, mo, mtext) with its text, or a box around other nodes, as in MathML. */
export interface MathNode {
  tag: "mi" | "mn" | "mo" | "mtext" | "mrow" | "msub" | "msup" | "msubsup" | "mfrac" | "msqrt";
  text?: string;
  /** The leaf in LaTeX, where it is not its text. */
  latex?: string;
  parts?: MathNode[];
  /** The address of the number that this node shows. */
  address?: Address;
  /** The full number behind a printed one. */
  value?: string;
  /** A class: left-out, derivative, … */
  look?: string;
  /** Of an operator that is first in its row. */
  form?: "infix" | "prefix";
  /** A function and what it is applied to, for reading aloud. */
  called?: { name: string; args: MathNode[] };
}

export type Phase = "forward" | "loss" | "tangent" | "backward" | "update" | "descent" | "training";
export type Grouping = "neuron" | "layer" | "phase";

export interface NamedParameters {
  name: string;
  [parameter: string]: string | number;
}
/** A node of a formula; its leaves are addresses. */
export type Tree =
  | {
      op: "equals" | "sum" | "product" | "fraction" | "power" | "negate" | "lines" | "transpose";
      args: Tree[];
      elementwise?: boolean;
      square?: boolean;
    }
  | { op: "call"; name: string; args: Tree[]; unit?: string }
  | { op: "address"; address: Address; drawn?: false; shape?: number[]; latex?: string }
  | { op: "partial"; of: Address; by: Address; value: Tree; inline?: boolean; latex?: string }
  | { op: "number"; value: number }
  | { op: "ellipsis"; count: number; value?: Tree };

export interface Step {
  phase: Phase;
  rule: string;
  layer: number;
  unit: number | null;
  reads: Address[];
  writes: Address[];
  formula: Tree;
  figure: Tree;
  /** Of a line of a derivation: what it is about (all else is dimmed), and the key of its sentence. */
  lights?: Address[];
  say?: Key;
  /** The symbol as plain text. */
  title?: string;
}

// ---- what every page with a player shares ----------------------------------------------------------------------

/** What the user has chosen: everything that a link restores. A page adds its own fields. */
export interface PageState<R = any> {
  request: R;
  preset: string;
  position: number;
  grouping: Grouping;
  speed: number;
}
/** An answer of the server; the page keeps it with the request that it answers. */
export interface PageAnswer<R = any> {
  request: R;
}

/** How a page's requests are edited; one object that never changes. */
export interface EditingRules {
  /** The walkthrough of an answer: the same array for the same answer and choices. */
  stepsOf(answer: any, state: any): Step[] | undefined;
  /** Fields of the state that undo brings back beside request and preset. */
  remembers: readonly string[];
  /** A state whose request has changed, its other fields put right. */
  fitted<S>(state: S): S;
  /** The names of the groupings, where they are not those of a network. */
  groupings?: Record<Grouping, Key>;
}

/** The model of a page; changed only by its transitions. */
export interface PageModel<S extends PageState = PageState, A extends PageAnswer = any, C = any> {
  catalog: C;
  rules: EditingRules;
  state: S;
  past: Snapshot[];
  future: Snapshot[];
  /** The last good answer, and the one before the last edit. */
  answer: A | null;
  ghost: A | null;
  /** What the last good answer was the answer to: where a refused edit is left for. */
  accepted: Snapshot | null;
  /** The last edit, so that a refusal can be shown at its field, and one gesture is one step of undo. */
  edited: { field: string; continues: boolean } | null;
  focus: Address | null;
  pending: boolean;
  problem: Problem | null;
  notice: Notice | null;
}
/** What undo and redo go between: the request, its preset and what the page's rules remember. */
export interface Snapshot {
  request: any;
  preset: string;
  [remembered: string]: any;
}

/** What every view may look at; a page's screen adds its own. */
export interface PageScreen<S extends PageState = PageState, A extends PageAnswer = any> {
  state: S;
  answer: A;
  steps: Step[];
  frame: Frame;
  /** What the steps are about: their translations, formulas, symbols and numbers. */
  explainer: Explainer;
  focus: Address | null;
  /** The answer before the last edit, shown as a ghost for a moment; null when there is none. */
  ghost: A | null;
  playing: boolean;
  /** Steps go by too fast to be read: what is read may lag. Once they rest the views are updated without it. */
  passing: boolean;
  pending: boolean;
  problem: Problem | null;
  /** The field whose edit was refused (`w1.0.2`, `optimizer.momentum`, `expression`), and a message. */
  refused: string | null;
  notice: Notice | null;
  /** What a link can hold: the whole state, or seed and settings only. */
  linkHolds: "all" | "settings";
  canUndo: boolean;
  canRedo: boolean;
}

/**
 * What the formula panel, the timeline and the live region need about steps and numbers. One object per screen;
 * cheap to make. Every page gives the first seven; the others are optional.
 */
export interface Explainer {
  /** "output of neuron 3"; and the same where the name of its phase stands beside it. */
  title(step: Step): string;
  shortTitle(step: Step): string;
  /** The position, if steps are counted otherwise than one by one: after `k` of `count`. */
  standing?(): { k: number; count: number; title: string };
  /** The same in words: the position, all steps, and the group of steps at the position. */
  counted?: { place: string; all: string; group: string };
  /** One or two plain sentences. */
  narrate(step: Step): string;
  /** The formula that made what the step writes: lines of left side = right side. */
  tree(step: Step): Tree;
  /** How a number is called; a step may have its own way. */
  symbol(address: Address, step?: Step): MathNode;
  /** The number as it is printed, sign included; null where there is none. */
  value(address: Address): number | null;
  /** "weight", "slope": which kind of thing it is, in translations. */
  kind(address: Address): string;

  /** What translations, formulas and numbers depend on besides answer, position and grouping. */
  depends?: readonly unknown[];
  /** Before the first step; and what a whole phase does (else the sentence `narration.phase_<phase>`). */
  introduction?(): string;
  /** What is new in a round, said once. */
  lead?(): string;
  ofPhase?(phase: Phase): string;
  /** The symbol of a function that formulas call by another name: f_4, σ. */
  called?(call: { name: string; unit?: string }): MathNode | null;
  /** The heading of a group of steps; null: the numbers of its steps. */
  heading?(): string | null;
  /** What is said of a group of steps in place of its steps; null: each of them is shown. */
  summary?(): { label: string; text: string }[] | null;
  /** Under the rule, and above the results: further lines. */
  remarks?(step: Step): Remark[];
  resultRemarks?(step: Step): Remark[];
  /** A line that is shown once more with other numbers, below the line itself. */
  further?(line: Tree): Tree[];
  /**
   * Where to show a number that the step writes and the formula does not spell out: with the results, below them,
   * nowhere.
   */
  place?(address: Address): "result" | "below" | "nowhere";
  /** A remark beside a result. */
  beside?(address: Address): string | null;
  /**
   * A check of the page's own, `good: null` when it is still to be made; undefined: the formula is worked out again,
   * null: nothing to check.
   */
  check?(address: Address, step: Step): { text: string; good: boolean | null } | null | undefined;
  /** How the checks are made; else `formula_panel.check_note_again`. */
  checkNote?: string;
  /** Index of the step that wrote a number, −1 for a given one; else the first step that names it. */
  writer?(address: Address): number;
  /** How a number is worked out that no line of a formula makes, as the slope f′(z); none: it is not known yet. */
  worked?(address: Address): MathNode[];
  /** The rule that a line only names, as that of an optimizer, and that can be written out; null: there is none. */
  namedRule?(line: Tree): string | null;
  /** The sentence about a number that no step writes; else `card.given`. */
  origin?(address: Address): Key;
  /** The numbers that the card of a part of the drawing tells of, as z, a and δ of a neuron. */
  together?(address: Address): Address[];
}
/** What a step of a training run may have besides the gradient of the loss. */
export type Added = "l1" | "l2" | "clip_norm" | "state";
/** Epoch and step of the training run that a network was opened from, and what its walkthrough lacks of the step. */
export type Origin = [epoch: number, step: number, added?: Added[]];
export interface Remark {
  text: string;
  /** Mathematics behind the text. */
  mathNode?: MathNode;
  look: "plain" | "marked" | "badge" | "fine";
}

export interface View<S extends PageScreen = any> {
  update(screen: S): void;
  /** Called at every frame while t moves. */
  animate?(screen: S): void;
  /** While steps run by too fast to be read: draws what is counted, so that all counts on the screen agree. */
  count?(screen: S): void;
}
export type Mount<S extends PageScreen = any, C extends Catalog = any, V = PageVerbs> = (
  root: HTMLElement,
  context: Context<C, V>,
) => View<S>;
/** The module of a view. */
export interface ViewModule<S extends PageScreen = any, C extends Catalog = any, V = PageVerbs> {
  mount(root: HTMLElement, context: Context<C, V>): View<S>;
}

/** What a tool's commands (all that reaches beyond the state) may use. */
export interface ToolHandle<M extends PageModel = any, V = PageVerbs> {
  readonly model: M;
  dispatch: Dispatch<V>;
  /** Sends the request for the current state again. */
  ask(): void;
  /** Asks something else; null: another such question came after it. */
  askBeside(path: string, body: object, read?: import("./api.js").Read): Promise<import("./api.js").Answer>;
}

/** The screen at position k: a pure function of (steps, position, grouping, t). */
export interface Frame {
  position: number;
  /** Way into the current group of steps, 0..1; 1 = arrived. */
  t: number;
  /** The group of steps at the position (empty at position 0). */
  active: Step[];
  phase: Phase | null;
  /** Addresses written so far, the active ones included. */
  known: ReadonlySet<Address>;
  /** Addresses that the active steps write / read. */
  writes: ReadonlySet<Address>;
  reads: ReadonlySet<Address>;
}

/** The text that may stand in place of the characters, in code points, from `start` to `end` of a field. */
export interface Fix {
  start: number;
  end: number;
  text: string;
}
export interface Problem {
  title: string;
  status: number;
  detail: string;
  problems?: { loc: (string | number)[]; msg: string; fix?: Fix }[];
  /** What came was no answer of this server. */
  isForeign?: boolean;
}

/** A sentence for the reader: its key and what fills its params. */
export interface Notice {
  key: Key;
  params?: Record<string, string | number>;
  /** Params that are words of the language themselves. */
  words?: Record<string, Key>;
}

/** The verbs of every tool that views may use (editing.js), with their inputs; undefined: none. */
export interface CommonVerbs {
  seek: number;
  first: undefined;
  last: undefined;
  next: undefined;
  back: undefined;
  setGrouping: Grouping;
  chooseGrouping: Grouping;
  setSpeed: number;
  focus: Address | null;
  undo: undefined;
  redo: undefined;
  forgetGhost: undefined;
  retry: undefined;
  say: Notice | null;
}
/** All verbs of every tool: also those of a link that is followed and of the server's answers. */
export interface ModelVerbs<S = PageState, A = PageAnswer> extends CommonVerbs {
  open: S;
  asked: undefined;
  arrived: A;
  refused: Problem;
}
/** What a page does for its views beyond the model: the player, copies, theme, language. */
export interface PageCommands {
  play: undefined;
  pause: undefined;
  toggle: undefined;
  /** To a position that a reader passes by, as one who drags along the timeline does. */
  scrub: number;
  share: undefined;
  /** Opens the dialog that saves what is shown. */
  take: undefined;
  /** Opens the switch that keeps the pages for when the server is out of reach. */
  offline: undefined;
  copyJson: undefined;
  copyCurl: undefined;
  theme: string;
  language: string;
  help: undefined;
}
/** Saving and opening a file, of a tool that names "files" among its tools. */
export interface FileCommands {
  save: undefined;
  openFile: File;
}
/** The verbs that every view may use. */
export type PageVerbs = CommonVerbs & PageCommands & FileCommands;
/** A verb with its input, as `dispatch` and the tables of keys take it. */
export type Call<V> = {
  [K in keyof V]: undefined extends V[K] ? readonly [verb: K, input?: V[K]] : readonly [verb: K, input: V[K]];
}[keyof V];
/** A verb that is not one of `V`, or has another input, is an error of the type checker. */
export type Dispatch<V = PageVerbs> = (...call: Call<V>) => void;
/** A table of transitions: for every verb a pure function of model and input. */
export type Transitions<V, M> = { [K in keyof V]: (model: M, input: V[K]) => M };
/** What a tool does beyond its model, by verb. */
export type Commands<V> = { [K in keyof V]: (input: V[K]) => void };
/** What the views of a tool are given; `V`: the verbs of the tool. */
export interface Context<C extends Catalog = Catalog, V = PageVerbs> {
  dispatch: Dispatch<V>;
  t: Translate;
  /** A sentence whose key is made at run time (`preset.<name>`), or the second argument. */
  find(key: string, otherwise: string): string;
  catalog: C;
  language(): string;
  theme(): string;
  /** The page's own keys for the help dialog, and the tools at the foot of the page. */
  help: readonly (readonly [keys: readonly string[], meaning: Key])[];
  /** Rows of the help dialog for keys that do nothing on this page, or something else. */
  lacks: ReadonlySet<Key>;
  tools: ReadonlySet<string>;
}
/** The sentences of the language chosen (i18n.js). */
export interface Translations {
  readonly language: string;
  t: Translate;
  find(key: string, otherwise: string): string;
}
export type Key =
  | keyof typeof import("../../i18n/en.json")
  | keyof typeof import("../../i18n/embed/en.json")
  | keyof typeof import("../../i18n/import_model/en.json")
  | keyof typeof import("../../i18n/legend/en.json")
  | keyof typeof import("../../i18n/lesson/en.json")
  | keyof typeof import("../../i18n/own_network/en.json")
  | keyof typeof import("../../i18n/package/en.json")
  | keyof typeof import("../../i18n/practice/en.json")
  | keyof typeof import("../../i18n/sheets/en.json")
  | keyof typeof import("../../i18n/take/en.json");
export type Translate = (key: Key, params?: Record<string, string | number>) => string;

export interface Parameter {
  name: string;
  default: number;
  low: number;
  high: number;
  latex: string;
}
export interface OptimizerEntry {
  name: string;
  latex: string;
  parameters: Parameter[];
  /** The letters of what it remembers of earlier steps. */
  state: string[];
}
/** What an optimizer remembers after `step` steps: by layer the numbers of each of its letters. */
export interface OptimizerState {
  step: number;
  layers: { weights: Record<string, number[][]>; biases?: Record<string, number[]> | null }[];
}
/** What GET /api/v1/catalog answers, as far as every tool uses it; a tool's own part is typed by the tool. */
export interface Catalog {
  limits: Record<string, number>;
  optimizers: OptimizerEntry[];
  /** Their names occur in the server's messages. */
  activations: { name: string }[];
  losses: { name: string }[];
  initializers: { name: string }[];
  [more: string]: unknown;
}
