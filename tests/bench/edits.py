"""What an edit of a number costs in the page: from the key to the next painted frame; its bytes.

Run by hand: ``python -m tests.bench.edits``; ``make bench`` runs it too. A weight's field gets one
key after another, as while it is dragged. In turn with the edits an empty request to the same
server is sent from the same page, and a frame awaited: what every edit takes at least. The ratio of
the medians is what compares.
"""

import random
import statistics
from typing import Any

from playwright.sync_api import Page, Request, sync_playwright

from app.explain.steps import steps
from app.web.trace.build import build
from app.web.trace.presets import PRESETS
from app.web.trace.response import topology
from app.web.trace.schema import TraceRequest
from tests.browser.links import link_to
from tests.chromium import FLAGS, find_chromium
from tests.served import served

EDITS = 60
#: The way into the walkthrough at which the page stands while the number changes.
PART = 0.6

#: Times of edits and of empty requests in ms, each at a random phase of the display's frame; and
#: the bytes of the bodies that an edit sends and gets.
MEASURE = """
async ({address, edits}) => {
  const root = document.documentElement;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done();
    channel.port2.postMessage(0);
  }));
  const weigh = async (work) => {
    const begun = performance.now();
    await work();
    await painted();
    return performance.now() - begun;
  };
  const fields = [...document.querySelectorAll(`input[data-address="${address}"]`)];
  const field = fields.find((each) => each.checkVisibility()) ?? fields[0];
  field.focus();
  const edit = (key) => new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (root.dataset.stale !== "false") return;
      observer.disconnect();
      done();
    });
    observer.observe(root, {attributeFilter: ["data-stale"]});
    field.dispatchEvent(
      new KeyboardEvent("keydown", {key, altKey: true, bubbles: true, cancelable: true}),
    );
  });
  const empty = async () => (await fetch("/healthz")).text();
  const times = {edits: [], empty: []};
  for (let k = 0; k < edits + 6; k++) {
    for (const [name, work] of [
      ["edits", () => edit("ArrowUp")],
      ["empty", empty],
    ]) {
      await pause(20 + 17 * Math.random());
      const took = await weigh(work);
      if (k >= 6) times[name].push(took);
    }
  }
  return times;
}
"""


def dense(
    sizes: list[int], activation: str, output: str, loss: str, samples: int
) -> dict[str, Any]:
    """A network with every weight written out, and a batch for it."""
    numbers = random.Random(1)

    def row(length: int) -> list[float]:
        return [round(numbers.uniform(-1, 1), 2) for _ in range(length)]

    last = len(sizes) - 2
    layers = [
        {
            "units": units,
            "activation": output if index == last else activation,
            "weights": [row(fan_in) for _ in range(units)],
            "biases": row(units),
        }
        for index, (fan_in, units) in enumerate(zip(sizes, sizes[1:], strict=False))
    ]
    targets = [[float(k == n % sizes[-1]) for k in range(sizes[-1])] for n in range(samples)]
    return {
        "network": {"inputs": sizes[0], "layers": layers, "loss": loss},
        "inputs": [row(sizes[0]) for _ in range(samples)],
        "targets": targets,
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
    }


CASES = {
    "2-3-2-1": PRESETS["document"],
    "3-4-2, 2 samples": dense([3, 4, 2], "tanh", "softmax", "cross_entropy", 2),
    "XOR": PRESETS["xor"],
    "2-8-8-8-1, 10 samples": dense([2, 8, 8, 8, 1], "tanh", "sigmoid", "half_squared_error", 10),
}


def measure(page: Page, origin: str, request: dict[str, Any], position: int) -> dict[str, Any]:
    """Times in ms, and the bytes of the bodies that the last edit sent and got."""
    page.goto("about:blank")
    page.goto(origin + link_to("/", r=request, k=position))
    page.wait_for_selector("[data-ready=true]", state="attached")
    page.wait_for_timeout(500)
    asked: list[Request] = []

    def note(finished: Request) -> None:
        if finished.method == "POST":
            asked.append(finished)

    page.on("requestfinished", note)
    found: dict[str, Any] = page.evaluate(MEASURE, {"address": "w1.0.0", "edits": EDITS})
    page.remove_listener("requestfinished", note)
    # Between slow edits the page may find the time for the check of the gradients.
    sizes = min((each.sizes() for each in asked[-8:]), key=lambda each: each["responseBodySize"])
    return found | {"sent": sizes["requestBodySize"], "got": sizes["responseBodySize"]}


def count_of_steps(request: dict[str, Any]) -> int:
    job = build(TraceRequest.model_validate(request))
    return len(steps(topology(job)))


def main() -> None:
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for name, request in CASES.items():
            found = measure(page, origin, request, int(PART * count_of_steps(request)))
            edit, empty = statistics.median(found["edits"]), statistics.median(found["empty"])
            print(
                f"{name:>24}: edit to paint {edit:.1f} ms, an empty request and a frame "
                f"{empty:.1f} ms: ratio {edit / empty:.2f}; {found['sent']:,} bytes sent, "
                f"{found['got']:,} bytes got"
            )
        browser.close()


if __name__ == "__main__":
    main()
