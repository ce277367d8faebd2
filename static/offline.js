// The service worker at /sw.js, for readers who have switched it on (js/pages/later/offline.js): what was seen once is
// seen without the server too. A page comes from the server whenever that answers, so that none is older than it must be.
// A file of a release never changes, so that it is asked for once. Answers of the API are never kept.

/** The beginning of the names of what is kept: one for each release, so that no page meets the files of another. */
const KEPT = "deltaflow-";
/** The server, or a proxy before it, cannot answer now. */
const PASSING = new Set([502, 503, 504]);

/** @param {string} address @returns {string | undefined} the release that a file is of */
const releaseOf = (address) => /\/static\/([0-9a-f]{16})\//.exec(address)?.[1];

/** What is kept of an address: in its language, else in any.
 * @param {RequestInfo} request @returns {Promise<Response | undefined>} */
async function kept(request) {
  const options = { ignoreVary: true };
  return (await caches.match(request, options)) ?? caches.match(request, { ...options, ignoreSearch: true });
}

/** Keeps a page, and nothing of any other release. @param {RequestInfo} request @param {Response} response */
async function keepPage(request, response) {
  if (!response.headers.get("content-type")?.startsWith("text/html")) return;
  const release = /data-version="([0-9a-f]{16})"/.exec(await response.clone().text())?.[1];
  if (!release) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT) && name !== KEPT + release);
  await Promise.all(names.map((name) => caches.delete(name)));
  await (await caches.open(KEPT + release)).put(request, response);
}

/** @param {RequestInfo} request @param {(work: Promise<unknown>) => void} also goes on after the answer */
async function pageOf(request, also) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(request);
  } catch (error) {
    const found = await kept(request);
    if (found) return found;
    throw error;
  }
  if (PASSING.has(response.status)) return (await kept(request)) ?? response;
  if (response.ok) also(keepPage(request, response.clone()));
  return response;
}

/** @param {RequestInfo} request @param {string} release @param {(work: Promise<unknown>) => void} also */
async function fileOf(request, release, also) {
  const found = await caches.match(request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  // The server says so of the release of now alone.
  if (response.ok && response.headers.get("cache-control")?.includes("immutable")) {
    const copy = response.clone();
    also(caches.open(KEPT + release).then((cache) => cache.put(request, copy)));
  }
  return response;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const also = (/** @type {Promise<unknown>} */ work) => event.waitUntil(work);
  const release = releaseOf(request.url);
  if (request.mode === "navigate" && request.destination === "document") event.respondWith(pageOf(request, also));
  else if (release) event.respondWith(fileOf(request, release, also));
});

/** Keeps what a page has loaded before there was a worker; the port hears when all is there. */
self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const { page, files } = event.data;
  const work = /** @type {Promise<unknown>[]} */ ([]);
  const also = (/** @type {Promise<unknown>} */ one) => void work.push(one);
  const all = async () => {
    // The page first: what is kept of other releases goes with it.
    await pageOf(page, also);
    await Promise.all(work);
    await Promise.all(files.map((/** @type {string} */ file) => fileOf(file, releaseOf(file) ?? "", also)));
    await Promise.all(work);
  };
  event.waitUntil(
    all().then(
      () => port?.postMessage(true),
      () => port?.postMessage(false),
    ),
  );
});
