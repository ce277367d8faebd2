// The state of the view of small changes.
import type { Context } from "../../types.js";
import type { numberInput } from "../../../panels/number.js";
import type { GraphAnswer, GraphScreen } from "../../types.js";

export interface Elements {
  /** Which input is changed. */
  choice: HTMLSelectElement;
  name: HTMLLabelElement;
  slider: HTMLInputElement;
  field: ReturnType<typeof numberInput>;
  halve: HTMLButtonElement;
  svg: SVGSVGElement;
  sheet: HTMLElement;
  ratio: HTMLElement;
}

export interface IncrementsState extends Elements {
  root: HTMLElement;
  context: Context;
  /** The latest screen. */
  screen: GraphScreen | null;
  delta: number;
  /** The name of the input that is changed: another answer may number its nodes differently. */
  changed: string | null;
  /** What the drawing shows. */
  drawnAnswer: GraphAnswer | null;
  drawnKey: string;
}
