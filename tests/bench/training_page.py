"""The training page at full speed: frame times of a run and of scrubbing it, and what it keeps.

Run by hand: ``python -m tests.bench.training_page``; ``make bench`` runs it too. A network
2-8-8-8-1 with a map of 100 × 100 points, its run of 10,000 moments kept in the browser. A frame is
timed from its animation callback to the first task after painting; the time between two callbacks
tells the frames per second.
"""

import statistics
import sys
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.links import link_to
from tests.chromium import FLAGS, find_chromium
from tests.served import served

BUDGET_MS = 16.7
SECONDS = 6
REQUEST: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [{"units": units, "activation": "tanh"} for units in (8, 8, 8)]
        + [{"units": 1, "activation": "sigmoid"}],
        "loss": "binary_cross_entropy",
        "seed": 1,
    },
    "data": {"name": "spiral", "samples": 300, "train_share": 0.7},
    "optimizer": {"name": "adam", "learning_rate": 0.01},
    "batch_size": 10,
    "epochs": 500,
    "seed": 1,
}
#: Frame times and the times between frames, in ms, while something goes on.
WATCH = """
async ({seconds, scrubs}) => {
  const frames = [], between = [];
  const channel = new MessageChannel();
  let begun = 0, last = 0;
  // A move comes between two frames, as those of a pointer do, and is drawn in the next one.
  channel.port1.onmessage = () => {
    frames.push(performance.now() - begun);
    if (scrubs) point(0.5 + 0.5 * Math.sin((begun - start) / 1000 * 3), "pointermove");
  };
  const slider = document.querySelector('[data-key="timeline"]');
  const box = slider.getBoundingClientRect();
  const point = (share, type) => slider.dispatchEvent(new PointerEvent(type, {
    clientX: box.left + share * box.width, clientY: box.top + box.height / 2,
    bubbles: true, cancelable: true, pointerId: 1, button: 0, buttons: 1, isPrimary: true,
  }));
  const start = performance.now();
  if (scrubs) point(0, "pointerdown");
  await new Promise((done) => {
    const tick = () => {
      begun = performance.now();
      if (last) between.push(begun - last);
      last = begun;
      const past = (begun - start) / 1000;
      if (past > seconds) return done();
      requestAnimationFrame(tick);
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(tick);
  });
  if (scrubs) point(0.5, "pointerup");
  return {frames, between};
}
"""


def watched(page: Page, *, scrubs: bool) -> tuple[float, float, float]:
    """The median and the 95th percentile of the frame times in ms, and the frames per second."""
    found = page.evaluate(WATCH, {"seconds": SECONDS, "scrubs": scrubs})
    times = sorted(found["frames"])
    rate = 1000 / statistics.mean(found["between"])
    return statistics.median(times), times[int(0.95 * (len(times) - 1))], rate


def main() -> int:
    failed = False
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}{link_to('/training', r=REQUEST, d=1)}")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        come = page.locator(".run-track .come")
        expect(come).to_have_attribute("style", "inline-size: 100%;", timeout=180_000)
        page.get_by_role("tab", name="Learning").click()
        kept = page.locator('[data-view="detail"] p.hint').inner_text()
        print(f"the browser keeps: {kept}")
        print(f"{'':>12} {'median':>8} {'p95':>8}  ms {'frames/s':>10}")
        for name, scrubs in (("a run", False), ("scrubbing", True)):
            if not scrubs:
                page.locator('[data-key="play"]').click()
            median, p95, rate = watched(page, scrubs=scrubs)
            if not scrubs:
                page.locator('[data-key="play"]').click()
            failed = failed or p95 > BUDGET_MS
            print(f"{name:>12} {median:>8.1f} {p95:>8.1f}     {rate:>10.1f}")
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
