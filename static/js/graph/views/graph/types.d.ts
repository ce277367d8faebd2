// The state of the graph view.
import type { Media } from "../../../core/browser/media.js";
import type { Address } from "../../../core/types.js";
import type { Context } from "../../types.js";
import type { Route, mountPulses } from "../../../draw/pulses.js";
import type { Room } from "../drawing/plan.js";
import type { Zoom } from "../../../panels/zoom/index.js";
import type { GraphScreen } from "../../types.js";
import type { GraphDrawing } from "../drawing/types.js";

/** The elements of the view: the pane shows a part of the sheet, which has the size of the drawing. */
export interface Elements {
  pane: HTMLElement;
  sheet: HTMLElement;
  svg: SVGSVGElement;
  canvas: HTMLCanvasElement;
}

export interface GraphViewState extends Elements {
  context: Context;
  zoom: Zoom;
  pulses: ReturnType<typeof mountPulses>;
  /** The media queries of the page, if there are any. */
  reducedMotion: Media;
  darkScheme: Media;
  /** The latest screen. */
  screen: GraphScreen | null;
  drawing: GraphDrawing | null;
  /** What the drawing was built from. */
  shape: string;
  /** The room that it was planned for. */
  room: Room;
  /** The stage of the step that the drawing shows. */
  stage: number;
  /** The curves of the pulses. */
  routes: Route[];
  /** The colours that the pulses have read. */
  theme: string;
  /** That of the screen when the pulses were fitted. */
  pixelRatio: number;
  /** The position in the walkthrough that was last brought into sight. */
  revealed: number;
  /** The address under the pointer or the keyboard focus, as last dispatched. */
  hovered: Address | null;
  /** The address that is highlighted, and its elements. */
  highlighted: Address | null;
  highlights: Element[];
}
