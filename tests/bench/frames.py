"""Frame times of the drawings: main-thread ms per animation frame.

Run by hand: ``python -m tests.bench.frames``. It mounts a drawing alone in a page of the app and
plays its steps: the diagram of networks with 20, 300 and 2,000 edges, and the graph of an
expression with 300 values, for which it also tells how long layout and building take. A frame is
timed from its animation callback to the first task after painting.
"""

import statistics
import sys
from random import Random
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.chromium import FLAGS, find_chromium
from tests.served import served

NETWORKS = {20: [3, 3, 2, 2], 300: [8, 12, 12, 5], 2000: [24, 36, 28, 4]}
GRAPH_VALUES = 300
BUDGET_MS = 16.7
SECONDS = 5

#: A view of a network and its screens, as ``{view, screen, count}``.
NETWORK = """
async ({request, notation}) => {
  const { mount } = await import("/static/js/network/views/diagram.js");
  const { frameAt } = await import("/static/js/core/frame.js");
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
    request, preset: "", position: 0, grouping: "neuron", notation, figureRule: false,
    sample: 0, speed: 1,
  };
  const common = {
    state, trace, steps, focus: null, ghost: null, playing: true, pending: false, problem: null,
  };
  const screen = (k, t) => ({...common, frame: frameAt(steps, k, t, "neuron")});
  return {view, screen, count: steps.length};
}
"""

#: The same of the graph of an expression.
GRAPH = """
async ({request}) => {
  const { mount } = await import("/static/js/graph/views/graph/index.js");
  const { frameAt } = await import("/static/js/core/frame.js");
  const body = JSON.stringify(request);
  const headers = {"content-type": "application/json"};
  const response = await fetch("/api/v1/graph", {method: "POST", headers, body});
  const answer = {...await response.json(), request: {...request, collapse: []}};
  const steps = answer.steps;
  document.body.replaceChildren();
  const root = document.body.appendChild(document.createElement("main"));
  const context = {
    dispatch() {}, t: (key) => key, find: (key, other) => other, catalog: {},
    language: () => "en", theme: () => "light",
  };
  const view = mount(root, context);
  const state = {
    request: answer.request, position: 0, grouping: "neuron", speed: 1, selected: null,
    tangents: false,
  };
  const common = {answer, steps, focus: null, playing: true, problem: null};
  const screen = (k, t) => ({
    ...common, state: {...state, position: k}, frame: frameAt(steps, k, t, "neuron"),
  });
  return {view, screen, count: steps.length};
}
"""

#: Plays what one of the two makes; the first number is what building took.
PLAY = """
async ({request, notation, seconds}) => {
  const {view, screen, count} = await (%s)({request, notation});
  const built = performance.now();
  view.update(screen(0, 1));
  const times = [performance.now() - built];
  await new Promise((done) => setTimeout(done, 400));
  const STEP_MS = 220;
  const channel = new MessageChannel();
  let begun = 0;
  channel.port1.onmessage = () => times.push(performance.now() - begun);
  const start = performance.now();
  let stood = -1;
  await new Promise((done) => {
    const tick = () => {
      begun = performance.now();
      const past = begun - start;
      if (past > seconds * 1000) return done();
      const k = 1 + (Math.floor(past / STEP_MS) * 3) %% count;
      const t = (past %% STEP_MS) / STEP_MS;
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


def program_of(values: int) -> dict[str, Any]:
    """Lines that read a few of the values made shortly before, the last one all that are left."""
    random = Random(1)
    names = [f"x{i}" for i in range(16)]
    inputs = {name: round(random.uniform(0.2, 1.2), 3) for name in names}
    rules = {"{}*{}": 1, "{}+{}": 1, "{}-{}": 1, "sigmoid({}+{})": 2, "sin({}*{})": 2}
    lines, count = [], len(inputs)
    lines.append(f"y = {' + '.join(inputs)}")
    count += len(inputs) - 1
    names.append("y")
    while count < values - 8:
        rule = random.choice(list(rules))
        name = f"y{len(lines)}"
        lines.append(f"{name} = {rule.format(*random.sample(names[-14:], 2))}")
        names.append(name)
        count += rules[rule]
    lines.append(f"loss = {' + '.join(names[-(values - count + 1) :])}")
    return {"expression": "\n".join(lines), "values": inputs}


def measure(
    page: Page, origin: str, made_by: str, request: dict[str, Any], notation: str = ""
) -> tuple[float, list[float]]:
    """What building took, and the sorted frame times, in ms."""
    page.goto(origin + "/")
    built, *times = page.evaluate(
        PLAY % made_by, {"request": request, "notation": notation, "seconds": SECONDS}
    )
    return built, sorted(times)


def main() -> int:
    cases = [
        (f"{edges} edges, {notation}", NETWORK, request_for(sizes), notation)
        for edges, sizes in NETWORKS.items()
        for notation in ("figure", "derivation")
    ]
    cases.append((f"{GRAPH_VALUES} values, graph", GRAPH, program_of(GRAPH_VALUES), ""))
    failed = False
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        print(
            f"{'drawing':>24} {'built':>8} {'frames':>7} {'median':>8} {'p95':>8} {'worst':>8}  ms"
        )
        for name, made_by, request, notation in cases:
            built, times = measure(page, address, made_by, request, notation)
            p95 = times[int(0.95 * (len(times) - 1))]
            failed = failed or p95 > BUDGET_MS
            print(
                f"{name:>24} {built:>8.0f} {len(times):>7} {statistics.median(times):>8.1f}"
                f" {p95:>8.1f} {times[-1]:>8.1f}"
            )
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
