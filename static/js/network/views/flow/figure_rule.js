// The figures' own rule, whose numbers the flow drawing can show beside the true ones.

import * as letters from "../../letters.js";

/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */

/** Whether the numbers of the figures' rule are shown. @param {DrawingScreen} now */
export const showsFigureRule = ({ screen }) => letters.showsFigureRule(screen);
