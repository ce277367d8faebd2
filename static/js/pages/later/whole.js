// What a line of a formula leaves out: a script that a page loads when it is asked for first.
import { createApi } from "../../core/api.js";
import { wholeOf } from "../../panels/whole/lines.js";

document.addEventListener("whole", (event) => {
  const { detail } = /** @type {CustomEvent<any>} */ (event);
  const api = createApi({ fetch: fetch.bind(globalThis), language: detail.context.language });
  detail.made = wholeOf(detail, api.ask);
});
