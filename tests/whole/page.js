// What the pages themselves do, for the properties of tests/whole: one question a line, as JSON, and one answer a line.
// Not a test of its own. The catalog comes first.
import { createInterface } from "node:readline";
import { readSheet } from "../../static/js/check/marking/reading/text.js";
import { sheetAddresses } from "../../static/js/check/marking/request.js";
import * as descent from "../../static/js/descent/permalink.js";
import { presetState as ofDescent } from "../../static/js/descent/state.js";
import * as graph from "../../static/js/graph/permalink.js";
import { presetState as ofGraph } from "../../static/js/graph/state.js";
import * as network from "../../static/js/network/permalink.js";
import { presetState as ofNetwork } from "../../static/js/network/state.js";
import { readRun } from "../../static/js/training/stream.js";
import { optimizerStateAt, traceOf, walkthroughLink, walkthroughOf } from "../../static/js/training/walkthrough.js";

/** @type {any} */
let catalog;

/** @type {Record<string, {codec: any, presetState: (catalog: any, name: string) => any}>} */
const TOOLS = {
  trace: { codec: network, presetState: ofNetwork },
  graph: { codec: graph, presetState: ofGraph },
  descent: { codec: descent, presetState: ofDescent },
};

/** The run whose lines have come. @param {string[]} lines */
async function runOf(lines) {
  const response = new Response(`${lines.join("\n")}\n`);
  return (await readRun(response, { until: Infinity, expected: 1, more: () => {} })).run;
}

/** @type {Record<string, (question: any) => unknown>} */
const ANSWERS = {
  know(question) {
    catalog = question.catalog;
    return true;
  },

  /** The link of a page that shows a request, and the state that a page opened with it has. */
  link({ tool, request, ...more }) {
    const { codec, presetState } = TOOLS[tool] ?? TOOLS["trace"] ?? {};
    const hash = codec.encode({ ...presetState?.(catalog, ""), preset: "", request, ...more }, catalog);
    return { hash, state: codec.decode(`#${hash}`, catalog) };
  },

  /** What "Open this step as a walkthrough" asks the server for; null where it needs nothing of it. */
  async remembering({ lines, request, at }) {
    const run = await runOf(lines);
    if (!walkthroughOf(run, at, request, catalog).remembers) return null;
    let asked = null;
    await optimizerStateAt(run, at, request, async (path, body) => {
      asked = { path, body };
      return null;
    });
    return asked;
  },

  /** "Open this step as a walkthrough", from the lines that the server sent, and its answer to what that asks. */
  async walkthrough({ lines, request, at, remembered }) {
    const run = await runOf(lines);
    const state =
      remembered === null
        ? null
        : await optimizerStateAt(run, at, request, async (_path, _body, read) => ({
            answer: await read(new Response(remembered)),
          }));
    const hash = walkthroughLink(run, at, request, state);
    return { asked: traceOf(run, at, request, state), state: network.decode(`#${hash}`, catalog) };
  },

  /** What the page for marking reads from a text that is pasted there. */
  paste: ({ text, request, sample = 0 }) =>
    readSheet(text, request, sheetAddresses(request, catalog), sample),

  /** A file that the network's page saves of a request, and what the page reads from it. */
  file({ request }) {
    const text = network.toFile({ ...ofNetwork(catalog, ""), preset: "", request });
    return { text, state: network.fromFile(text, catalog) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { does, ...question } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await ANSWERS[does]?.(question))}\n`);
}
