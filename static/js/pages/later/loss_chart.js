// The chart of the losses: a script that the page `/` loads with the second round.
import { mountChart } from "../../network/views/losses/chart.js";

document.addEventListener("loss_chart", (event) => {
  const { detail } = /** @type {CustomEvent<{root: HTMLElement, context: any, made: unknown}>} */ (event);
  detail.made = mountChart(detail.root, detail.context);
});
