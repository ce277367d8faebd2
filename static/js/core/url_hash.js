// Addresses: where the server's pages are, and how a link holds a page's state: as a hash `#1.<base64url of compact
// JSON>`. What the JSON means is the page's own. Any other hash is an anchor of the page.
/** @import { Key } from "./types.js" */

const VERSION = "1";
/** A link longer than this is not ours. */
export const LONGEST = 200_000;

/** Why a link or a file cannot be read; its message is a key. */
export class Unreadable extends Error {
  /** @param {Key} key @param {Record<string, string | number>} [params] */
  constructor(key, params = {}) {
    super(key);
    this.key = key;
    this.params = params;
  }
}

/** An address of this server, below the path at which a proxy may show it. @param {string} path as `/lesson/5` */
export const url = (path) => `${globalThis.document?.documentElement.dataset["root"] ?? ""}${path}`;

/** @param {string} text */
function toBase64Url(text) {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text */
function fromBase64Url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(binary, (sign) => sign.charCodeAt(0)),
  );
}

/** @param {unknown} value @returns {value is Record<string, any>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Record<string, unknown>} compact undefined fields are left out @returns {string} the hash, without "#" */
export const packed = (compact) => `${VERSION}.${toBase64Url(JSON.stringify(compact))}`;

/** Whether a hash claims to hold a state, of this version or another. @param {string} hash */
export const isStateHash = (hash) => /^#?\d+\./.test(hash);

/** A hash without what a text around the link has glued to its end: `.` `。` `)` `”` …
 * @param {string} hash */
export function withoutGlue(hash) {
  let text = hash;
  try {
    text = decodeURIComponent(hash);
  } catch {
    // Not made by an encoder of addresses: taken as it is.
  }
  // From the end: a pattern would try every run of such signs on the way there.
  const signs = [...text];
  const last = signs.findLastIndex((sign) => /[\p{L}\p{N}_-]/u.test(sign));
  return signs.slice(0, last + 1).join("");
}

/** @param {string} body @returns {unknown} undefined where it is not base64url of JSON */
function readBody(body) {
  try {
    return JSON.parse(fromBase64Url(body));
  } catch {
    return undefined;
  }
}

/** @param {string} hash with or without "#" @returns {Record<string, any>} */
export function unpacked(hash) {
  if (hash.length > LONGEST) throw new Unreadable("page.error.link");
  const [version, body = "", ...rest] = withoutGlue(hash).replace(/^#/, "").split(".");
  if (version !== VERSION || rest.length > 0) throw new Unreadable("page.error.link");
  // A text may glue "_" or "-" to a link, as around emphasis, and both may be part of one.
  const compact = readBody(body) ?? readBody(body.replace(/[_-]+$/, ""));
  if (!isObject(compact)) throw new Unreadable("page.error.link");
  return compact;
}
