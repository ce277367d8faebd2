// Every page in Firefox: it comes, shows its numbers, takes steps, overflows nowhere, and Firefox complains of nothing.
// `make test-firefox` runs it.
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PYTHON = `${ROOT}.venv/bin/python`;
const FIREFOX = ["firefox-esr", "firefox"];
/** Milliseconds: generous, as the machine may be busy. */
const PATIENCE = 60_000;
/** Of a test, which waits for several things. A time for the whole file would depend on how many pages there are. */
const TIMEOUT = { timeout: 3 * PATIENCE };
const PLAYERS = ["/", "/chain-rule", "/descent", "/embed", "/embed/chain-rule", "/embed/descent"];

/** The addresses of all pages, and of those for frames, as app/web/pages/pages.py has them. */
const PAGES = JSON.parse(
  execFileSync(
    PYTHON,
    ["-c", "import json; from app.web.pages.pages import FRAMED, PAGES; print(json.dumps([*PAGES, *FRAMED]))"],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  ),
);

function findFirefox() {
  for (const name of FIREFOX) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error("This needs Firefox. Install it: on Debian `sudo apt-get install firefox-esr`.");
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });

/** @type {import("node:child_process").ChildProcess} */
let server;
/** @type {import("puppeteer-core").Browser} */
let browser;
let origin = "";

before(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  server = spawn(PYTHON, ["-m", "app", "serve", "--port", String(port)], { cwd: ROOT, stdio: "ignore" });
  browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: findFirefox(),
    headless: true,
    protocolTimeout: PATIENCE,
  });
  for (let tries = 0; ; tries++) {
    try {
      if ((await fetch(`${origin}/healthz`)).ok) return;
    } catch (error) {
      if (tries === 300) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

after(async () => {
  await browser?.close();
  server?.kill();
});

/**
 * Opens a page and does something on it; what Firefox complained of meanwhile.
 * @param {string} address @param {number} width
 * @param {(page: import("puppeteer-core").Page) => Promise<void>} act
 */
async function visit(address, width, act) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warn", "assert"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    // A reload ends what is under way.
    if (request.failure()?.errorText !== "NS_BINDING_ABORTED") complaints.push(`failed: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    if (!response.url().startsWith(origin) && !/^(data|blob):/.test(response.url()))
      complaints.push(`left the origin: ${response.url()}`);
  });
  try {
    await page.setViewport({ width, height: 800 });
    await page.goto(`${origin}${address}`, { timeout: PATIENCE });
    await page.waitForSelector('html[data-ready="true"]', { timeout: PATIENCE });
    await act(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

/** By how many pixels the page is wider than its window. @param {import("puppeteer-core").Page} page */
const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** @param {import("puppeteer-core").Page} page */
const position = (page) => page.evaluate(() => Number(document.documentElement.dataset["position"]));

/** The page has the answer to its question. @param {import("puppeteer-core").Page} page */
const settled = (page) =>
  page.waitForSelector('html[data-ready="true"][data-pending="false"]', { timeout: PATIENCE });

/** Scrolls to the end, so that every figure is built and has its answer. @param {import("puppeteer-core").Page} page */
async function readThrough(page) {
  const { height, view } = await page.evaluate(() => ({
    height: document.documentElement.scrollHeight,
    view: innerHeight,
  }));
  for (let top = 0; top < height; top += view) {
    await page.evaluate((to) => scrollTo(0, to), top);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await page.waitForSelector("body", { timeout: PATIENCE });
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("[data-figure]")].every(
        (figure) =>
          figure instanceof HTMLElement &&
          (figure.dataset["ready"] === "true" || figure.getClientRects().length === 0),
      ),
    { timeout: PATIENCE, polling: 200 },
  );
}

/** Math is drawn as such: a fraction is higher than its numerator. @param {import("puppeteer-core").Page} page */
const drawsFractions = (page) =>
  page.evaluate(() => {
    const fraction = [...document.querySelectorAll("math mfrac")].find((one) => one.getClientRects().length);
    const numerator = fraction?.firstElementChild;
    return (
      !fraction ||
      !numerator ||
      fraction.getBoundingClientRect().height > 1.5 * numerator.getBoundingClientRect().height
    );
  });

for (const address of PAGES) {
  for (const [language, width] of /** @type {const} */ ([
    ["en", 1280],
    ["zh", 320],
  ])) {
    test(`${address} in ${language} at ${width} pixels`, TIMEOUT, async () => {
      await visit(`${address}?lang=${language}`, width, async (page) => {
        if (PLAYERS.includes(address)) {
          await settled(page);
          assert.equal(await position(page), 0);
          await page.keyboard.press("End");
          await page.waitForSelector('html:not([data-position="0"])', { timeout: PATIENCE });
          await page.keyboard.press("ArrowLeft");
          assert.ok((await position(page)) > 0);
          assert.ok(await page.$("[data-address][data-value]"));
        }
        if (address.startsWith("/lesson/")) await readThrough(page);
        assert.ok(await drawsFractions(page));
        assert.ok((await overflow(page)) <= 0, `too wide by ${await overflow(page)} pixels`);
      });
    });
  }
}

test("an edit, the address, a reload and the way back", TIMEOUT, async () => {
  await visit("/?lang=en", 1280, async (page) => {
    await settled(page);
    const field = '.editor [data-field="w1.0.0"]';
    const before = await page.$eval(field, (one) => /** @type {HTMLInputElement} */ (one).value);
    await page.click(field);
    await page.keyboard.type("0.625");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.startsWith("#1."), { timeout: PATIENCE });
    await page.reload();
    await settled(page);
    assert.equal(await page.$eval(field, (one) => /** @type {HTMLInputElement} */ (one).value), "0.625");
    await page.goBack();
    await page.waitForFunction(
      (name, value) => /** @type {HTMLInputElement} */ (document.querySelector(name)).value === value,
      { timeout: PATIENCE },
      field,
      before,
    );
  });
});

/** The colours of the map. @param {import("puppeteer-core").Page} page */
const mapColours = (page) =>
  page.evaluate(() => {
    const map = document.querySelector('[data-view="map"] canvas');
    if (!(map instanceof HTMLCanvasElement)) return 0;
    const data = map.getContext("2d")?.getImageData(0, 0, map.width, map.height).data ?? [];
    return new Set(new Uint32Array(new Uint8Array(data).buffer)).size;
  });

test("a run is watched, gone through, opened as a walkthrough and come back to", TIMEOUT, async () => {
  await visit("/training?lang=en", 1280, async (page) => {
    await settled(page);
    const place = () => page.$eval(".run-place", (one) => one.textContent);
    const press = (/** @type {string} */ key) => page.click(`[data-key="${key}"]`);
    await press("play");
    await page.waitForFunction(
      () => document.querySelector("[data-spoken]")?.textContent?.startsWith("running"),
      { timeout: PATIENCE },
    );
    await press("play");
    await page.keyboard.press("End");
    await page.waitForSelector('html:not([data-position="0"])', { timeout: PATIENCE });
    await page.keyboard.press("ArrowLeft");
    const stood = await place();
    assert.ok((await mapColours(page)) > 2);
    await press("open-walkthrough");
    await page.waitForSelector('[data-key="to-run"]', { timeout: PATIENCE });
    await settled(page);
    await press("to-run");
    await page.waitForSelector('[data-view="walkthrough"] button', { timeout: PATIENCE });
    await settled(page);
    assert.equal(await place(), stood);
  });
});

test("a request of the API page is sent", TIMEOUT, async () => {
  await visit("/api?lang=en", 1280, async (page) => {
    await page.click("[data-send]");
    await page.waitForFunction(() => document.querySelector("[data-status]")?.textContent?.includes("200"), {
      timeout: PATIENCE,
    });
  });
});
