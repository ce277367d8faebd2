// Keeping the pages for when the server is out of reach: a script that a page loads when its button is used first. Off
// until a reader switches it on; switched off, it leaves nothing behind.
/** @import { Tool } from "../../core/tool.js" */
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { url } from "../../core/url_hash.js";
import { openOffline } from "../../take/views/offline.js";

/** As in static/offline.js. */
const KEPT = "deltaflow-";
/** What "Save…" loads when it is used first: pictures are made without the server. */
const OF_SAVING = ["js/pages/later/take.js", "css/pages/take.css", "formats.json"];

document.addEventListener("offline", (event) => {
  const { detail } = /** @type {CustomEvent<{tool: Tool, made: unknown}>} */ (event);
  detail.made = openSwitch(detail.tool);
});

/** @param {Tool} tool */
async function openSwitch(tool) {
  const [context] = await Promise.all([withOwnSentences(tool.context, "take"), withOwnStyles("take")]);
  const container = "serviceWorker" in navigator && window.isSecureContext ? navigator.serviceWorker : null;
  const registered = await container?.getRegistration(url("/"));
  return openOffline(context.t, {
    isPossible: container !== null,
    isOn: registered !== undefined,
    set: async (isOn) => {
      if (container === null) return;
      if (isOn) await switchOn(container, context.language());
      else await switchOff(container);
    },
  });
}

/** The policy that lets the page name its service worker, and nothing else.
 * @type {{createScriptURL: (address: string) => any} | null} */
let policy = null;

/** @param {string} address */
function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  policy ??= trustedTypes?.createPolicy("deltaflow-offline", {
    createScriptURL: (/** @type {string} */ named) => {
      if (named !== url("/sw.js")) throw new TypeError(`${named} is not the service worker of the page`);
      return named;
    },
  });
  return policy === null || policy === undefined ? address : policy.createScriptURL(address);
}

/** @param {ServiceWorkerContainer} container @param {string} language */
async function switchOn(container, language) {
  await container.register(trusted(url("/sw.js")), { scope: url("/") });
  const { active } = await container.ready;
  const root = new URL(document.documentElement.dataset["static"] ?? "", location.href).href;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const saving = [...OF_SAVING, `i18n/take/${language}.json`].map((name) => root + name);
  const files = [...new Set([...loaded.filter((name) => name.startsWith(root)), ...saving])];
  const { port1, port2 } = new MessageChannel();
  const done = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  const [page = location.href] = location.href.split("#");
  active?.postMessage({ page, files }, [port2]);
  if (!(await done)) throw new Error("not all of the page could be kept");
}

/** @param {ServiceWorkerContainer} container */
async function switchOff(container) {
  const registered = await container.getRegistration(url("/"));
  await registered?.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  await Promise.all(names.map((name) => caches.delete(name)));
}
