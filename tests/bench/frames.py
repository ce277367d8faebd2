"""Frame times of the diagram: main-thread ms per animation frame at 20, 300 and 2,000 edges.

Run by hand: ``python -m tests.bench.frames``. It mounts the diagram alone in a page of the app and
plays a pass step by step; a frame is timed from its animation callback to the first task after
painting.
"""

import os
import shutil
import statistics
import sys
import threading
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from app.main import create_app

NETWORKS = {20: [3, 3, 2, 2], 300: [8, 12, 12, 5], 2000: [24, 36, 28, 4]}
BUDGET_MS = 16.7
SECONDS = 5
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu"]

PLAY = """
async ({request, notation, seconds}) => {
  const { mount } = await import("/static/js/views/diagram.js");
  const { frameAt } = await import("/static/js/frame.js");
  const json = async (url, options) => (await fetch(url, options)).json();
  const catalog = await json("/api/v1/catalog");
  const body = JSON.stringify(request);
  const headers = {"content-type": "application/json"};
  const trace = {...await json("/api/v1/trace", {method: "POST", headers, body}), request};
  const steps = trace.steps;
  document.body.replaceChildren();
  const root = document.body.appendChild(document.createElement("main"));
  const context = {
    dispatch() {}, t: (key) => key, find: (key, other) => other, catalog,
    language: () => "en", theme: () => "light",
  };
  const view = mount(root, context);
  const state = {
    request, preset: "", position: 0, grouping: "neuron", notation, drawn: false,
    sample: 0, speed: 1,
  };
  const common = {
    state, trace, steps, focus: null, ghost: null, playing: true, pending: false, problem: null,
  };
  const screen = (k, t) => ({...common, frame: frameAt(steps, k, t, "neuron")});
  view.update(screen(0, 1));
  await new Promise((done) => setTimeout(done, 400));
  const STEP_MS = 220;
  const channel = new MessageChannel();
  const times = [];
  let begun = 0;
  channel.port1.onmessage = () => times.push(performance.now() - begun);
  const start = performance.now();
  let stood = -1;
  await new Promise((done) => {
    const tick = () => {
      begun = performance.now();
      const past = begun - start;
      if (past > seconds * 1000) return done();
      const k = 1 + (Math.floor(past / STEP_MS) * 3) % steps.length;
      const t = (past % STEP_MS) / STEP_MS;
      const now = screen(k, t);
      if (k !== stood) { stood = k; view.update(now); } else view.animate(now);
      channel.port2.postMessage(0);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  return times;
}
"""


def request_for(sizes: list[int]) -> dict[str, Any]:
    layers = [{"units": units, "activation": "tanh", "bias": False} for units in sizes[1:]]
    return {
        "network": {"inputs": sizes[0], "layers": layers, "loss": "half_squared_error", "seed": 1},
        "inputs": [[0.1 * i - 0.5 for i in range(sizes[0])]],
        "targets": [[0.5] * sizes[-1]],
        "include": ["steps"],
    }


def measure(page: Page, origin: str, sizes: list[int], notation: str) -> list[float]:
    page.goto(origin + "/")
    times: list[float] = page.evaluate(
        PLAY, {"request": request_for(sizes), "notation": notation, "seconds": SECONDS}
    )
    return sorted(times)


def main() -> int:
    server = uvicorn.Server(uvicorn.Config(create_app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        print(
            f"{'edges':>6} {'notation':>11} {'frames':>7} {'median':>8} {'p95':>8} {'worst':>8}  ms"
        )
        for sizes in NETWORKS.values():
            edges = sum(a * b for a, b in zip(sizes, sizes[1:], strict=False))
            for notation in ("figure", "derivation"):
                times = measure(page, f"http://127.0.0.1:{port}", sizes, notation)
                p95 = times[int(0.95 * (len(times) - 1))]
                failed = failed or p95 > BUDGET_MS
                print(
                    f"{edges:>6} {notation:>11} {len(times):>7} {statistics.median(times):>8.1f}"
                    f" {p95:>8.1f} {times[-1]:>8.1f}"
                )
        browser.close()
    server.should_exit = True
    thread.join(5)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
