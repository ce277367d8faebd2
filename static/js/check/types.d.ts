// The shapes of the page `/check`: the network's, with the reader's own numbers and what they were marked as. A further
// part of the page (its tab in parts.js) adds its own fields to State and Model.
import type { Address, Context as ToolContext, Notice, PageVerbs, Problem } from "../core/types.js";
import type {
  Model as NetworkModel,
  NetworkCatalog,
  NetworkChoices,
  NetworkCommands,
  NetworkEdits,
  Screen as NetworkScreen,
  State as NetworkState,
} from "../network/types.js";

// ---- the answer of POST /api/v1/mark ---------------------------------------------------------------------------

export type Verdict = "right" | "right_to_digits" | "follows" | "wrong" | "unreadable" | "unjudged";
export interface FoundMistake {
  code: string;
  /** What was done, in a sentence. */
  text: string;
  /** Where it was done. */
  address: Address;
  /** The right line of formula there, as LaTeX. */
  formula: string | null;
  /** What the mistake gives. */
  value: number | null;
  from: "yours" | "truth";
}
export interface MarkedAnswer {
  address: Address;
  verdict: Verdict;
  /** null: it does not count. */
  point: 0 | 1 | null;
  /** The first number with the same mistake. */
  repeats: Address | null;
  text: string;
  expected: number;
  /** What is right from the numbers handed in before it. */
  from_yours: number | null;
  /** The likeliest first. */
  mistakes: FoundMistake[];
}
/** How the numbers are read. */
export interface Conventions {
  delta: string;
  half: boolean | null;
  reduction: string;
  share: string;
  layout: string;
}
export interface MarkedHandIn {
  id: string;
  answers: MarkedAnswer[];
  first_wrong: Address | null;
  conventions: Conventions & { found: string[] };
  points: [number, number];
}
export interface Marking {
  answers: MarkedAnswer[];
  first_wrong: Address | null;
  conventions: (Conventions & { found: string[] }) | null;
  /** Those of the numbers together, and how many numbers count. */
  points: [number, number];
  hand_ins: MarkedHandIn[];
  mistakes: Record<string, number>;
  table: { code: string; text: string; count: number; of: number }[];
  csv: string;
}

// ---- the answer of POST /api/v1/check --------------------------------------------------------------------------

export type GradientVerdict = "fine" | "kink" | "saturated" | "cancellation" | "wrong";
export interface CheckedGradient {
  address: Address;
  /** By the backward pass. */
  analytic: number;
  /** By a difference of the loss; null: the loss overflows. */
  central: number | null;
  complex_step: number;
  /** null: none, or NaN or infinite. */
  yours: number | null;
  /** null: yours is NaN or infinite. */
  relative_error: number | null;
  verdict: GradientVerdict;
  text: string;
}
/** What some wrong gradients have in common; `code`: of the marking's mistake that is the same. */
export interface GradientMistake {
  name: string;
  code: string | null;
  text: string;
  addresses: Address[];
}
export interface Check {
  /** The worst first. */
  parameters: CheckedGradient[];
  mistakes: GradientMistake[];
  curve: { h: number[]; error64: (number | null)[]; error32: (number | null)[]; text: string };
  verdict: GradientVerdict;
  text: string;
}

// ---- the page's state ------------------------------------------------------------------------------------------

/** Numbers as the reader wrote them. */
export type Answers = Readonly<Record<Address, string>>;
/** A tab of the page (parts.js). */
export type Part = "marking" | "gradients";

/** What a link restores. */
export interface State extends NetworkState {
  part: Part;
  answers: Answers;
  /** Gradients of the reader's own program. */
  gradients: Answers;
  /** What the reader has said about how the numbers are read; the rest is found out. */
  conventions: Readonly<Partial<Conventions>>;
  /** How much of the marking is shown: up to the first wrong number, or all. */
  shown: "first" | "all";
}

/** Changed by the transitions of state.js alone. */
export interface Model extends NetworkModel {
  state: State;
  /** The marking that came last, and what it is the answer to. */
  marking: { about: readonly unknown[]; answers: Answers; marking: Marking } | null;
  /** Why there is none. */
  markingProblem: Problem | null;
  /** How often the marking was asked for again, as in another language. */
  asks: number;
  /** The right numbers that the reader has asked to see. */
  opened: ReadonlySet<Address>;
  /** Numbers that followed from a slip that has been mended. */
  outdated: ReadonlySet<Address>;
  /** The part of the diagram whose fields are open. */
  picked: Address | null;
  /** The check that came last, and what it is the answer to. */
  check: { about: readonly unknown[]; check: Check } | null;
  checkProblem: Problem | null;
  /** The gradient whose row is pointed at. */
  pointed: Address | null;
  /** A text that was pasted or dropped, to be read. */
  offered: { text: string } | null;
  /** The hand-ins of a class, which no link holds, and their marking. */
  handIns: readonly HandIn[] | null;
  classMarking: { about: readonly unknown[]; marking: Marking } | null;
  classProblem: Problem | null;
}
export interface HandIn {
  id: string;
  answers: Answers;
}

export interface Screen extends NetworkScreen {
  state: State;
  marking: Marking | null;
  markingProblem: Problem | null;
  /** The marking is on its way. */
  isMarking: boolean;
  /** By address, as far as it is shown now. */
  verdicts: ReadonlyMap<Address, MarkedAnswer>;
  /** The first number to be put right. */
  first: MarkedAnswer | null;
  /** How many verdicts wait until it is. */
  waiting: number;
  opened: ReadonlySet<Address>;
  /** Numbers that followed from a slip that has been mended. */
  outdated: ReadonlySet<Address>;
  picked: Address | null;
  check: Check | null;
  checkProblem: Problem | null;
  /** The check is on its way. */
  isChecking: boolean;
  pointed: Address | null;
  offered: Model["offered"];
  handIns: readonly HandIn[] | null;
  classMarking: Marking | null;
  classProblem: Problem | null;
}

/** The verbs that change the numbers handed in. */
export interface HandInEdits {
  /** "": the number is taken back. */
  write: { address: Address; text: string };
  /** Many at once, one step of undo. */
  writeMany: { answers: Answers; notice?: Notice | null; whole?: boolean };
  clearAnswers: undefined;
  /** A sheet with its network. */
  openSheet: { request: State["request"]; preset?: string; answers: Answers };
  /** Gradients of one's own, "" or none to take one back; `whole`: in the place of all before. */
  setGradients: { gradients: Answers; notice?: Notice | null; whole?: boolean };
  /** An example of the part "gradients". */
  openGradients: { request: State["request"]; preset?: string; gradients: Answers };
  /** Another network for the numbers that are handed in. */
  judgeBy: { request: State["request"]; preset: string; sample: number; notice: Notice };
  setConvention: { name: keyof Conventions; value: string | boolean | null };
}
export interface MarkingChoices {
  setPart: Part;
  show: "first" | "all";
  openNumber: Address;
  pick: Address | null;
  pointAt: Address | null;
  offer: { text: string } | null;
  setClass: readonly HandIn[] | null;
}
export interface CheckCommands {
  /** The same network on the page of signal flow. */
  openWalkthrough: undefined;
}
export type CheckVerbs = PageVerbs &
  NetworkEdits &
  NetworkChoices &
  Omit<NetworkCommands, "pick"> &
  HandInEdits &
  MarkingChoices;
export type Context = ToolContext<NetworkCatalog, CheckVerbs & CheckCommands>;
