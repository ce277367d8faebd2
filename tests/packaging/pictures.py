"""Takes the pictures of README and ``docs/`` from the product itself, into ``docs/pictures/``.

``make pictures``, or ``python -m tests.packaging.pictures NAME…`` for some of them. Run it when a
page has changed its looks. The same pages give the same bytes, on one computer: the words of a page
are in the fonts of the system.

What plays is the product's own export. What is still is a page in a browser, as a reader brings it
there.
"""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from app.web.trace.presets import PRESETS, letters_of
from tests.browser.check.sheet import FORWARD, SLIP, Sheet
from tests.browser.links import link_to
from tests.browser.screen import Api, Screen
from tests.chromium import FLAGS, find_chromium
from tests.paths import ROOT
from tests.served import served

FOLDER = ROOT / "docs/pictures"
#: Of all pictures together, in bytes.
MOST_BYTES = 2_000_000
#: How long a page may take on a computer that does other work, in milliseconds.
PATIENCE = 120_000
#: Students in the picture of a class.
CLASS = 30
#: Of one picture of a page: what is flat on it stays as it is, and the files get small.
COLOURS = 256
#: Pixels of the file for each of the page: sharp where a screen has two.
SHARPNESS = 1.5


@dataclass(frozen=True)
class Exported:
    """The walkthrough of a preset, playing: what ``POST /api/v1/export`` answers."""

    preset: str
    language: str


@dataclass(frozen=True)
class Taken:
    """A page in a window of ``width`` × ``height`` CSS pixels, once ``prepare`` has brought it to
    what the picture is of.
    """

    address: str
    prepare: Callable[[Screen], None]
    width: int = 1200
    height: int = 750
    language: str = "en"


# ---- what the pictures are of


def number_opened(screen: Screen) -> None:
    """The error comes back to neuron 3, and one of the numbers that it is made of is pointed at."""
    screen.find("fold-rail").click()
    screen.go(12)
    numbers = screen.page.locator('[data-view="formula_panel"] [data-section="numbers"]')
    numbers.locator('[data-address="error2.1"]').hover()
    expect(screen.page.locator(".number-card:popover-open")).to_be_visible()


def pass_by_hand(screen: Screen) -> None:
    """A reader does the backward pass, and has forgotten the slope of a hidden neuron."""
    screen.find("fold-rail").click()
    screen.find("practise-act").click()
    for act in ("n3.0", "o3.0", "f3.0", "d3.0", "b3.0.0", "d2.0"):
        part = screen.page.locator(f'[data-act="{act}"]')
        part.focus()
        screen.press("Enter")
    expect(screen.page.locator(".practice .prediction")).to_contain_text("slope")


def slip_marked(screen: Screen) -> None:
    """The forward pass is right, the first δ is wrong."""
    sheet = Sheet(screen)
    sheet.hand_in(FORWARD | SLIP)
    sheet.says("delta2.0", "wrong")
    expect(sheet.first()).to_be_visible()
    sheet.cell("delta2.1").blur()


def class_marked(screen: Screen) -> None:
    """The hand-ins of a class, read and counted."""
    screen.find("fold-rail").click()
    sheet = Sheet(screen)
    sheet.tab("class")
    sheet.key("class-text").fill(hand_ins(screen.api))
    expect(screen.page.locator('[data-view="class"] tbody tr')).to_have_count(CLASS)
    sheet.key("class-text").blur()


def hand_ins(api: Api) -> str:
    """What a class writes of the output's deltas of the first example, a row for each student.

    Most are right. Some have forgotten the slope, one the sign of the second, and two have
    exchanged the neurons.
    """
    output = api.trace(PRESETS["mazur"])["layers"][-1]
    right = np.array(output["deltas"][0])
    slips = [np.array(output["activation_gradients"][0])] * 5 + [right * [1, -1], right[::-1]] * 2
    written = [*slips, *[right] * (CLASS - len(slips))]
    order = np.random.default_rng(1).permutation(CLASS)
    rows = [
        f"{number:02d};{';'.join(f'{delta:.4f}' for delta in written[k])}"
        for number, k in enumerate(order, 1)
    ]
    return "\n".join(["student;delta2.0;delta2.1", *rows])


def own_gradients(screen: Screen) -> None:
    """Gradients as numpy prints them, the weights of one layer with row and column exchanged."""
    layers = screen.api.trace(PRESETS["mazur"])["layers"]
    printed = []
    for layer in layers:
        weights = np.array(layer["weight_gradients"])
        printed.append(np.array2string(weights.T if layer is layers[-1] else weights))
        printed.append(np.array2string(np.array(layer["bias_gradients"])))
    field = screen.page.locator('[data-key="own-gradients"]')
    field.fill("\n".join(printed))
    expect(screen.page.locator('[data-slip="transposed"]')).to_be_visible()
    field.blur()


def value_used_twice(screen: Screen) -> None:
    """The walkthrough stands where two contributions become one gradient."""
    screen.press("End")
    screen.settle()


def run_trained(screen: Screen) -> None:
    """The whole run has come; its last moment is shown."""
    screen.press("End")
    expect(screen.in_view("now", ".run-end")).to_be_visible()


def as_it_opens(screen: Screen) -> None:
    """Nothing is done."""


#: The name of each file without its ending, and what it shows.
PICTURES: dict[str, Exported | Taken] = {
    "backward-pass.en": Exported("document", "en"),
    "backward-pass.zh": Exported("document", "zh"),
    "number.en": Taken("/", number_opened),
    "number.zh": Taken("/", number_opened, language="zh"),
    "by-hand": Taken("/", pass_by_hand),
    "slip": Taken("/check", slip_marked, height=800),
    "class": Taken("/check", class_marked, width=1000, height=720),
    "sheet": Taken("/check/sheet", as_it_opens),
    "slide": Taken("/lesson/5?teach=6", as_it_opens),
    "chain-rule": Taken(link_to("/chain-rule", p="diamond"), value_used_twice),
    "training": Taken("/training", run_trained),
    "gradients": Taken(link_to("/check", p="mazur", part="gradients"), own_gradients),
}


# ---- how they are taken


def file_of(name: str) -> str:
    return f"{name}.webp"


def export(picture: Exported, server: str) -> bytes:
    body = {
        "tool": "trace",
        "format": "webp",
        "request": PRESETS[picture.preset],
        "letters": letters_of(picture.preset),
        "language": picture.language,
    }
    answer = httpx.post(f"{server}/api/v1/export", json=body, timeout=120)
    return answer.raise_for_status().content


def take(picture: Taken, server: str, browser: Browser) -> bytes:
    settings: dict[str, Any] = {
        "viewport": {"width": picture.width, "height": picture.height},
        "device_scale_factor": SHARPNESS,
        "locale": picture.language,
        "color_scheme": "light",
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    screen = Screen(context.new_page(), Api(server))
    screen.page.goto(f"{server}{picture.address}")
    screen.page.locator('html[data-ready="true"]').wait_for(state="attached")
    picture.prepare(screen)
    screen.page.evaluate("() => document.fonts.ready.then(() => null)")
    screen.page.wait_for_timeout(1000)
    shot = screen.page.screenshot(animations="disabled", caret="hide")
    context.close()
    return small(shot)


def small(png: bytes) -> bytes:
    """The same picture in few colours, as WebP."""
    file = io.BytesIO()
    shot = Image.open(io.BytesIO(png)).convert("RGB")
    few = shot.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.convert("RGB").save(file, "WEBP", lossless=True, method=6)
    return file.getvalue()


@contextmanager
def launched_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield launched
        launched.close()


def main(*names: str) -> None:
    """Writes the pictures of these ``names``; without any, all, and removes what is none."""
    unknown = set(names) - set(PICTURES)
    if unknown:
        sys.exit(f"No picture is called {', '.join(unknown)}: there are {', '.join(PICTURES)}.")
    FOLDER.mkdir(exist_ok=True)
    with served() as server, launched_browser() as browser:
        for name in names or PICTURES:
            picture = PICTURES[name]
            if isinstance(picture, Exported):
                content = export(picture, server)
            else:
                content = take(picture, server, browser)
            (FOLDER / file_of(name)).write_bytes(content)
            print(f"{file_of(name)}: {len(content):,} bytes")
    for path in FOLDER.iterdir():
        if path.name not in map(file_of, PICTURES):
            path.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
