// The state of the program view.
import type { Context } from "../../types.js";
import type { GraphCatalog, GraphScreen } from "../../types.js";

export interface Elements {
  /** Has the attribute `data-typing` while its text has not been sent. */
  field: HTMLTextAreaElement;
  /** The same text behind the field, with the marks. */
  under: HTMLElement;
  refusal: HTMLElement;
  /** Writes into the field what the refusal names. */
  joined: { node: HTMLElement; show: (text: string) => void };
  fix: { node: HTMLElement; show: (fix: import("../../../core/types.js").Fix | undefined) => void };
  problems: HTMLElement;
  /** What an empty program offers. */
  empty: HTMLElement;
  /** The buttons that insert an operator or a function. */
  inserts: Insertion[];
  /** The buttons that load a preset into an empty program. */
  offers: { button: HTMLButtonElement; preset: string }[];
}

/** A button that inserts `text` at the caret. */
export interface Insertion {
  button: HTMLButtonElement;
  text: string;
  /** Where the caret goes, and with it what was selected: so many characters before the end. 0: no brackets. */
  inner: number;
}

export interface ProgramState extends Elements {
  root: HTMLElement;
  context: Context;
  catalog: GraphCatalog;
  /** The latest screen. */
  screen: GraphScreen | null;
  /** The text and the mark that are drawn. */
  marksKey: string;
  /** The problems that are listed. */
  problemsKey: string;
}

/** A marked part of the text, counted in characters (not in UTF-16 units). */
export interface Mark {
  start: number;
  end: number;
  look: "problem" | "here" | "mistake";
}

/** What the server found wrong with the text in the field; `position`: of a character. */
export interface Mistake {
  msg: string;
  fix?: import("../../../core/types.js").Fix;
  position?: number;
}
