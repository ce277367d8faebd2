// The shapes of POST /api/v1/sheets and of what a reader does with a sheet.

export type Kind = "compute" | "faded" | "find_the_slip" | "signs";
export type Sign = "+" | "-" | "0";
export type Tab = "work" | "key" | "class";

export interface Plan {
  kind: Kind;
  sizes: number[];
  activation: string;
  loss: string;
  digits: number;
  blanks: number | null;
  ready: string | null;
}

/** What the link holds. */
export interface State {
  plan: Plan;
  seed: number;
  variants: number;
  variant: number;
  tab: Tab;
  work: Work;
  /** Opened by a link for students: the sheets alone, without key, plan and marking of a class. */
  forStudents: boolean;
}

/** What a reader has done on a sheet. */
export interface Work {
  name: string;
  answers: Record<string, string>;
  signs: Record<string, Sign>;
  /** By the name of a line. */
  principles: Record<string, string>;
  /** The number that was picked as the first wrong one, and what is put in its place. */
  slip: { at: string; right: string };
}

export interface GivenNumber {
  address: string;
  symbol: string;
  text: string;
}

export interface SheetNumber {
  number: number;
  address: string;
  symbol: string;
  shown: string | null;
  asked: boolean;
  text: string;
  sign: Sign;
  exact: number;
  rule: string;
  way: string;
  points: number;
}

export interface SheetLine {
  name: string;
  principle: string;
  asks_principle: boolean;
  points: number;
  numbers: SheetNumber[];
}

export interface Variant {
  variant: number;
  request: Record<string, unknown>;
  given: GivenNumber[][];
  formulas: string[];
  lines: SheetLine[];
  slip: { code: string; text: string; at: string[] } | null;
  points: number;
}

export interface NamedMistake {
  code: string;
  text: string;
}

export interface Sheets {
  plan: Plan;
  seed: number;
  language: string;
  task: string;
  points_unit: string;
  principles: Record<string, string>;
  variants: Variant[];
  untold: { unseen: NamedMistake[]; alike: NamedMistake[][] };
  file: { name: string; media_type: string; encoding: "utf-8" | "base64"; text: string } | null;
}

/** A number of an answer of POST /api/v1/mark. */
export interface MarkedAnswer {
  address: string;
  verdict: "right" | "right_to_digits" | "follows" | "wrong" | "unreadable" | "unjudged";
  /** null: it cannot be read or judged, and does not count. */
  point: 0 | 1 | null;
  text: string;
  expected: number;
  from_yours: number | null;
  mistakes: { code: string; text: string; address: string; formula: string | null; value: number | null }[];
}

/** How something that was asked for was answered; `code` counts it in a class. */
export interface Judged {
  /** The address of a number, `line:<name>` of a rule, or `slip`. */
  place: string;
  verdict: "right" | "follows" | "wrong" | "unreadable" | "unjudged";
  /** null: it does not count. */
  point: 0 | 1 | null;
  text: string;
  /** What was done, of a wrong one. */
  code: string;
  reason: string;
}

export interface Marked {
  judged: Judged[];
  points: number;
  /** The points that can be had, but for what does not count. */
  of: number;
  /** How many numbers do not count. */
  uncounted: number;
}

export interface HandIn {
  plan: Plan;
  seed: number;
  variant: number;
  work: Work;
}
