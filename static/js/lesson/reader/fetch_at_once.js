// `fetch` for the moment before a page is printed: the browser lays the paper out as soon as "beforeprint" ends, so
// only a request that holds the page up is answered in time.

/** The same as `fetch`, as far as api.js uses it; answered when it returns. It cannot be aborted.
 * @param {RequestInfo | URL} address @param {RequestInit} [options] @returns {Promise<Response>} */
export function fetchAtOnce(address, { method = "GET", headers = {}, body = null } = {}) {
  const request = new XMLHttpRequest();
  request.open(method, String(address), false);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  try {
    request.send(/** @type {string | null} */ (body));
  } catch (error) {
    return Promise.reject(error);
  }
  const { status } = request;
  const response = {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (/** @type {string} */ name) => request.getResponseHeader(name) },
    // The promises of a `Response` would be kept in a later task, after the paper is laid out.
    json: () => Promise.resolve(request.responseText).then(JSON.parse),
  };
  return Promise.resolve(/** @type {Response} */ (/** @type {unknown} */ (response)));
}
