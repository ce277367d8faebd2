// Types of the lesson in the browser.
import type { Address, Key, PageState, PageVerbs, Translate, Tree } from "../core/types.js";
import type { NetworkCatalog, Pick, Trace, TraceRequest } from "../network/types.js";
import type { Tool } from "../core/tool.js";
import type { DescentAnswer, DescentRequest } from "../descent/types.js";
import type { GraphAnswer, GraphRequest } from "../graph/types.js";

/** What each tool sends to its endpoint, and what the endpoint returns with that request beside it. */
export interface Exchanges {
  network: { request: TraceRequest; answer: Trace };
  graph: { request: GraphRequest; answer: GraphAnswer };
  descent: { request: DescentRequest; answer: DescentAnswer };
}
export type ToolName = keyof Exchanges;
export type RequestOf<T extends ToolName = ToolName> = Exchanges[T]["request"];
export type AnswerOf<T extends ToolName = ToolName> = Exchanges[T]["answer"];

/** Fields of a tool's state that a figure sets. */
export interface FigureState {
  position?: number;
  [field: string]: unknown;
}

/** A line of a derivation; the fields are described in app/web/lesson/figures/figure.py. */
export interface Line {
  tree: Tree;
  at: Address;
  lights: Address[];
  say: Key;
  writes: Address[];
}

/** One figure of the lesson, as the server gives it. */
export interface Figure {
  name: string;
  tool: ToolName;
  experiment: string;
  views: string[];
  formulas: string[];
  gradient_formulas?: string[];
  state: FigureState;
  first: Address | null;
  last: Address | null;
  names: Record<Address, string> | null;
  lines: Line[] | null;
  /** It has steps to go through. */
  plays: boolean;
  /** The part of the network that the view `fragment` shows large. */
  fragment?: Fragment | null;
  /** Addresses of the steps that the view `panels` shows side by side. */
  panels?: Address[] | null;
  /** Without room side by side, all panels stand below each other. */
  stacked?: boolean;
}
/** The first inputs, and of every layer from the first one on the first so many units. */
export interface Fragment {
  inputs: number;
  units: number[];
}

/** Things are sorted into bins; `families` and `chips` give the right bins of each. */
export interface SortQuestion {
  form: "sort";
  figure: Figure;
  at: Address;
  bins: string[];
  families: Record<string, string[]>;
  chips: Record<string, string[]>;
}
/** One of the options is right. */
export interface ChoiceQuestion {
  form: "choose";
  figure: Figure;
  options: string[];
  right: string;
  reasons: string[];
  at: Address;
  /** LaTeX that fills the placeholders of the sentences. */
  blanks: Record<string, string>;
}
/** A choice, then two numbers are found in the figure. */
export interface FactorsQuestion extends Omit<ChoiceQuestion, "form"> {
  form: "factors";
  weight: Address;
  families: string[];
}
/** A row of the table in app/web/lesson/questions.py. */
export type Question = SortQuestion | ChoiceQuestion | FactorsQuestion;

/** The data of one lesson page, embedded by the server. */
export interface LessonData {
  section: number;
  /** Number of exercises below the text. */
  exercises: number;
  figures: Record<string, Figure>;
  experiments: Record<string, { tool: ToolName; preset: string }>;
  questions: Record<string, Question>;
}

/** A request that several figures, the numbers in the text and the lesson's tools share. */
export interface Experiment<T extends ToolName = ToolName> {
  readonly name: string;
  readonly tool: T;
  /** Name of its preset in the tool. */
  readonly presetName: string;
  /** The request of the preset, and the present one. */
  readonly preset: RequestOf<T>;
  readonly request: RequestOf<T>;
  /** The last answer of the server, with its request beside it; null before the first one. */
  readonly answer: AnswerOf<T> | null;
  set(request: RequestOf<T>): void;
  /** Calls `listener` after every new request and every new answer. Returns a function that ends this. */
  subscribe(listener: () => void): () => void;
}

/** A mounted figure. */
export interface FigureCommands {
  /** The position after the step that writes an address, or an end of the figure's range. */
  goTo: Address | "start" | "end";
  /** Which numbers of the drawing can be chosen; null: none. */
  setPick: Pick | null;
  /** Back to the request of the lesson. */
  reset: undefined;
  pick: Address;
  open: PageState;
  /** To the step at which the figure opens. */
  reopen: undefined;
  /** Of a network. */
  setFigureRule: boolean;
  practise: { state: { practice: string | undefined } };
}
/** What the modules of the lesson may do to a figure, whatever its tool. */
export type FigureVerbs = PageVerbs & FigureCommands;
/** A figure at work. */
export interface LiveFigure extends Tool<FigureVerbs> {
  readonly figure: Figure;
  /** Holds its views. */
  readonly root: HTMLElement;
  /** Address of the full tool in the present state. */
  link(): string;
  /** The lowest and the highest position of the figure. */
  readonly floor: number;
  readonly ceiling: number;
  atEnd(): boolean;
  atStart(): boolean;
  /** Called with a number that was chosen in the drawing. */
  onPick: ((address: Address) => void) | null;
}

/** How a figure differs from its entry in the page's data. */
export interface FigureOverrides {
  /** A request of its own instead of that of its experiment. */
  request?: RequestOf;
  state?: FigureState;
}

/** What the modules of a lesson page share. */
export interface Lesson {
  readonly section: number;
  readonly data: LessonData;
  readonly catalog: NetworkCatalog;
  t: Translate;
  find(key: string, otherwise: string): string;
  /** POST; the body of the answer. Throws a `Problem`. Identical requests are sent once. */
  ask(path: string, body: object): Promise<unknown>;
  /** Throws an `Error` if the page has no such experiment. */
  experiment(name: string): Experiment;
  /** The same for an experiment on a network. Throws an `Error` if it is on another tool. */
  networkExperiment(name: string): Experiment<"network">;
  /** The figures of the text that are built. */
  figures(): LiveFigure[];
  /** Calls `listener` with every figure of the text, as soon as it is built. */
  onFigure(listener: (live: LiveFigure) => void): void;
  /** Calls `work` once, when the element comes near the window or is reached. */
  whenNear(node: Element, work: () => void): void;
  /** Builds at once what waits inside an element. */
  reach(root: Element): void;
  /** The figure inside an element. */
  figureOf(part: Element): LiveFigure | null;
  openFigure(root: HTMLElement, figure: Figure, overrides?: FigureOverrides): LiveFigure;
  /** Whether the figures show the rule of the document's figures instead of the gradient. */
  figureRule(): boolean;
  setFigureRule(on: boolean): void;
  onFigureRule(listener: (on: boolean) => void): void;
  /** Records a question of this section as solved. */
  solve(id: string): void;
  isSolved(id: string): boolean;
  /** Shows a short notice. */
  notify(key: Key, params?: Record<string, string | number>): void;
  /** A link to the page in its present state; it leads to the part with this id. */
  link(place?: string | null): string;
  /** Every figure as the lesson has it: numbers, step and rule. */
  begin(): void;
}
