// The shapes of the lesson in the browser.
import type { Address, Key, Translate, Tree } from "../core/types.js";
import type { Tool } from "../core/tool.js";
import type { NetworkCatalog } from "../network/types.js";

export type ToolName = "network" | "graph" | "descent";

/** A line of a derivation: app/web/lesson/figures/figure.py says what its fields mean. */
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
  state: Record<string, any>;
  first: Address | null;
  last: Address | null;
  names: Record<Address, string> | null;
  lines: Line[] | null;
}

export interface LessonData {
  section: number;
  /** So many exercises drawn from a seed follow the text. */
  exercises: number;
  figures: Record<string, Figure>;
  experiments: Record<string, { tool: ToolName; preset: string }>;
  questions: Record<string, any>;
}

/** A request that several figures, the numbers in the text and the lesson's tools share. */
export interface Experiment {
  readonly name: string;
  readonly tool: ToolName;
  /** What its preset is called in the tool. */
  readonly presetName: string;
  /** The lesson's own request, and the present one. */
  readonly preset: any;
  readonly request: any;
  /** The engine's answer to a request, once it is there; it keeps its request beside it. */
  readonly answer: any;
  set(request: any): void;
  subscribe(heard: () => void): () => void;
}

/** A figure at work. */
export interface LiveFigure extends Tool {
  readonly figure: Figure;
  /** The full tool in this state. */
  link(): string;
  /** Where the figure may stand: from before its first step to its last. */
  readonly floor: number;
  readonly ceiling: number;
  atEnd(): boolean;
  atStart(): boolean;
  /** What is told of a number that was chosen in the drawing. */
  onPick: ((address: Address) => void) | null;
}

/** What the parts of a lesson page share. */
export interface Lesson {
  readonly section: number;
  readonly data: LessonData;
  readonly catalog: NetworkCatalog;
  t: Translate;
  find(key: string, otherwise: string): string;
  /** Throws a `Problem`. Identical questions are asked once. */
  ask(path: string, body: object): Promise<any>;
  experiment(name: string): Experiment;
  figures(): LiveFigure[];
  /** The figure that stands in an element. */
  figureOf(part: Element): LiveFigure | null;
  openFigure(
    root: HTMLElement,
    figure: Figure,
    own?: { request?: any; state?: Record<string, any> },
  ): LiveFigure;
  /** Whether the figures show the document's own rule instead of the gradient's. */
  rule(): boolean;
  setRule(figureRule: boolean): void;
  onRule(heard: (figureRule: boolean) => void): void;
  solved(id: string): void;
  isSolved(id: string): boolean;
  /** A short notice. */
  notify(key: Key, params?: Record<string, string | number>): void;
}
