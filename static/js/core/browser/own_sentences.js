// The sentences and the style sheet of a part that a page loads when it is used first.
/** @import { Context, Translate } from "../types.js" */
import { createApi } from "../api.js";
import { filled } from "../i18n.js";

/** What the views of a part are given: its sentences beside those of the page, and an API of its own. Throws
 * `NotLoaded` where they do not come.
 * @template {Context<any, any>} C @param {C} context of the page @param {string} part its folder in static/i18n */
export async function withOwnSentences(context, part) {
  const api = createApi({ fetch: fetch.bind(globalThis), language: context.language });
  const root = document.documentElement.dataset["static"];
  /** @type {Record<string, string>} */
  const sentences = await api.get(`${root}i18n/${part}/${context.language()}.json`);
  /** @type {Translate} */
  const t = (key, params = {}) => {
    const own = Object.hasOwn(sentences, key) ? sentences[key] : undefined;
    return own === undefined ? context.t(key, params) : filled(own, params);
  };
  return { ...context, t, ask: api.ask };
}

/** Adds the style sheet of a part to the page, once. Rejects where it does not come.
 * @param {string} part its name in static/css/pages @returns {Promise<unknown>} */
export async function withOwnStyles(part) {
  const address = `${document.documentElement.dataset["static"]}css/pages/${part}.css`;
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}
