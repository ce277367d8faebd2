// The state of the graph view.
import type { Media } from "../../../core/browser/media.js";
import type { Address } from "../../../core/types.js";
import type { Context } from "../../types.js";
import type { Route, mountPulses } from "../../../draw/pulses.js";
import type { GraphScreen } from "../../types.js";
import type { GraphDrawing } from "../drawing/types.js";

/** The elements of the view: the pane scrolls the sheet, which has the size of the scaled drawing. */
export interface Elements {
  frame: HTMLElement;
  pane: HTMLElement;
  sheet: HTMLElement;
  svg: SVGSVGElement;
  canvas: HTMLCanvasElement;
  zoomOut: HTMLButtonElement;
  zoomIn: HTMLButtonElement;
  zoomFit: HTMLButtonElement;
}

export interface GraphViewState extends Elements {
  context: Context;
  pulses: ReturnType<typeof mountPulses>;
  /** The media queries of the page, if there are any. */
  reducedMotion: Media;
  darkScheme: Media;
  /** The latest screen. */
  screen: GraphScreen | null;
  drawing: GraphDrawing | null;
  /** What the drawing was built from. */
  shape: string;
  /** The stage of the step that the drawing shows. */
  stage: number;
  /** The curves of the pulses. */
  routes: Route[];
  /** The colours that the pulses have read. */
  theme: string;
  scale: number;
  /** The scale chosen by the user; "fit": the whole drawing; null: as large as there is room for. */
  chosenScale: number | "fit" | null;
  /** The size of the pane that the drawing was fitted to. */
  fittedSize: string;
  /** That of the screen when it was fitted. */
  pixelRatio: number;
  /** The position in the walkthrough that was last scrolled to. */
  scrolledTo: number;
  /** Where the pane was grabbed, and how far it was scrolled then. */
  grabbed: { x: number; y: number; left: number; top: number } | null;
  /** The address under the pointer or the keyboard focus, as last dispatched. */
  hovered: Address | null;
  /** The address that is highlighted, and its elements. */
  highlighted: Address | null;
  highlights: Element[];
}
