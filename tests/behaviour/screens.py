"""Takes pictures of every page of a running server, and compares two such folders pixel by pixel.
For changes that must not change what one sees.

    python -m app.cli serve --port 8190 &
    python -m tests.behaviour.screens take --server http://127.0.0.1:8190 --out /tmp/old
    # … change the code, restart the server …
    python -m tests.behaviour.screens take --server http://127.0.0.1:8190 --out /tmp/new
    python -m tests.behaviour.screens compare /tmp/old /tmp/new

``--only 'lesson_5*'`` takes the pictures whose names fit a pattern, and compares these alone.

Every page is taken in four states, which differ in language, colours, width and in how far one has
gone, and some pages with another example. Pictures hold the whole page; a long one is cut into
pieces, since Chromium draws none that is higher than 16,384 pixels. ``take`` ends with 1 if a page
complains on the console; ``compare`` ends with 1 if there is any difference.

So that the same page gives the same picture: nothing moves (``prefers-reduced-motion``), the
server is always called `HOST` (the page of the API prints its address), each picture has a browser
profile of its own (exercises begin with the same seed, and nothing is remembered), what is drawn
only when it is near counts as near, and a picture is taken once the page has been quiet for a
while. Pictures of two machines differ by their fonts: compare those of one.
"""

import argparse
import fnmatch
import json
import sys
import time
import urllib.request
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.chromium import FLAGS, find_chromium

#: A frame is drawn when all of it is ready, and what has changed is painted whole. Otherwise the
#: corners of some boxes are shaded a little differently from one time to the next, as they are
#: painted in one go or in parts.
DRAWING_FLAGS = [
    "--disable-partial-raster",
    "--disable-checker-imaging",
    "--disable-threaded-animation",
    "--disable-threaded-scrolling",
    "--disable-new-content-rendering-timeout",
    "--run-all-compositor-stages-before-draw",
]
#: A name below localhost, so that the browser trusts it as it trusts this machine.
HOST = "behaviour.localhost"
#: In seconds. The machine may be busy.
PATIENCE = 60.0
#: A page has come to rest when nothing in it has changed for so many seconds: longer than what the
#: pages themselves put off (a third of a second at most).
QUIET = 0.4
#: The height of a piece of a picture.
PIECE = 6_000

LOCALES = {"en": "en-GB", "zh": "zh-CN"}
SECTIONS = (1, 2, 3, 4, 5, 6, 7)

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Look:
    """What is the same for all pictures of a state."""

    name: str
    language: str
    colours: str
    width: int
    height: int


START = Look("start", "en", "light", 1280, 800)
MIDDLE = Look("middle", "zh", "dark", 1280, 800)
OTHER = Look("other", "en", "dark", 375, 812)
END = Look("end", "zh", "light", 1920, 1080)


@dataclass(frozen=True)
class Picture:
    """``act``: what is done before it is taken. ``linked``: the state that a link holds; ``kept``:
    what the browser remembers of earlier visits.
    """

    path: str
    look: Look
    act: Act
    name: str = ""
    query: str = ""
    linked: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """What its files are called, but for the number of the piece."""
        page = self.path.strip("/").replace("/", "_") or "home"
        return "-".join(part for part in (page, self.name, self.look.name) if part)

    @property
    def address(self) -> str:
        packed = json.dumps(self.linked, separators=(",", ":")).encode()
        end = f"#1.{urlsafe_b64encode(packed).decode().rstrip('=')}" if self.linked else ""
        return f"http://{HOST}{self.path}?lang={self.look.language}{self.query}{end}"


# --- what is done on a page -----------------------------------------------------------------------


def launched(playwright: Playwright, *flags: str) -> Browser:
    program = find_chromium()
    return playwright.chromium.launch(
        executable_path=program, args=[*FLAGS, *DRAWING_FLAGS, *flags]
    )


def nothing(page: Page) -> None:
    """The page as it opens."""


def pressing(*keys: str, times: int = 1) -> Act:
    """Presses keys of the page, as often as that."""

    def act(page: Page) -> None:
        for key in keys * times:
            page.keyboard.press(key)

    return act


#: Sends a key to every figure: its keys count while the focus is in it.
KEY_IN_FIGURES = """(key) => {
  const figures = [...document.querySelectorAll("[data-figure].live")];
  for (const figure of figures) {
    figure.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  return figures.length;
}"""
#: Presses every button that a selector names.
CLICK_ALL = """(selector) => {
  const buttons = [...document.querySelectorAll(selector)];
  for (const button of buttons) button.click();
  return buttons.length;
}"""
NEXT = '[data-figure] [data-key="next"]'
SHOW_ANSWER = ".exercise-buttons > button:nth-child(2)"


def everywhere(page: Page, script: str, argument: str) -> None:
    """Fails where nothing is found: the pictures would say nothing of what they are taken for."""
    if page.evaluate(script, argument) == 0:
        raise SystemExit(f"{page.url} has nothing for {argument!r}")


def figures_go_on(page: Page) -> None:
    for _ in range(3):
        everywhere(page, CLICK_ALL, NEXT)


def figures_end(page: Page) -> None:
    everywhere(page, KEY_IN_FIGURES, "End")


def drawn_and_answered(page: Page) -> None:
    """Figures show the rule as drawn, exercises their answers."""
    everywhere(page, KEY_IN_FIGURES, "d")
    everywhere(page, CLICK_ALL, SHOW_ANSWER)
    waited(page, "every answer", lambda: not page.locator(".exercise .reply:empty").count())


def searching(text: str, field: str = "#glossary-search") -> Act:
    return lambda page: page.locator(field).fill(text)


# --- which pictures -------------------------------------------------------------------------------

#: What is done in each of the four states.
ACTS: dict[str, tuple[Act, Act, Act, Act]] = {
    "/": (nothing, pressing("ArrowRight", times=14), pressing("n", "3", *["ArrowRight"] * 2),
          pressing("End")),
    "/chain-rule": (nothing, pressing("ArrowRight", times=5), pressing("t", *["ArrowRight"] * 9),
                    pressing("End")),
    "/descent": (nothing, pressing("ArrowRight", times=9), pressing("c", "3", "ArrowRight"),
                 pressing("End")),
    "/lesson": (nothing,) * 4,
    **{
        f"/lesson/{section}": (nothing, figures_go_on, drawn_and_answered, figures_end)
        for section in SECTIONS
    },
    "/lesson/glossary": (nothing, searching("delta"), nothing, nothing),
    "/lesson/questions": (nothing, searching("softmax", "#asked-search"), nothing, nothing),
    "/api": (nothing,) * 4,
}  # fmt: skip
#: A reader who has been here before.
READER = {
    "lesson": json.dumps(
        {"version": 1, "visited": [1, 2], "solved": ["1.exercise-1", "1.exercise-2"], "last": 2}
    )
}


def pictures(catalog: dict[str, Any]) -> Iterator[Picture]:
    for path, acts in ACTS.items():
        for look, act in zip((START, MIDDLE, OTHER, END), acts, strict=True):
            kept = READER if (path, look) == ("/lesson", MIDDLE) else {}
            yield Picture(path, look, act, kept=kept)
    yield from networks()
    yield from graphs_and_descents(catalog)
    # Classes, and addresses that lead nowhere.
    yield Picture("/lesson/1", START, nothing, "slide_3", "&teach=3")
    yield Picture("/lesson/5", MIDDLE, pressing("ArrowRight"), "slide_4", "&teach=4")
    yield Picture("/lesson/2", END, nothing, "with_less", "&hide=exercises,header,captions")
    yield Picture("/nowhere", START, nothing)


def networks() -> Iterator[Picture]:
    """A small network under the rule as drawn, one with several samples, and a large one, which is
    drawn as matrices.
    """
    drawn = {"p": "sign_flip", "d": 1, "n": "derivation"}
    yield Picture("/", END, pressing("End"), "sign_flip", linked=drawn)
    yield Picture("/", START, nothing, "xor", linked={"p": "xor", "k": 9, "s": 2, "g": "layer"})
    yield Picture("/", START, pressing("ArrowRight", times=3), "digits", linked={"p": "digits"})
    yield Picture("/", MIDDLE, pressing("End"), "digits", linked={"p": "digits"})
    yield Picture("/", START, pressing("?"), "keys")


def graphs_and_descents(catalog: dict[str, Any]) -> Iterator[Picture]:
    graph = {"p": "micrograd", "t": 1, "k": 12}
    yield Picture("/chain-rule", START, nothing, "micrograd", linked=graph)
    boxed = {"p": "softmax_cross_entropy", "n": 0, "c": [9]}
    yield Picture("/chain-rule", END, pressing("End"), "softmax", linked=boxed)
    network = next(each["request"] for each in catalog["presets"] if each["name"] == "mazur")
    cut = {
        "network": {"request": network, "x": "w1.0.0", "y": "w2.0.1", "learn": "all"},
        "runs": [{"optimizer": {"name": name, "learning_rate": 0.1}} for name in ("sgd", "adam")],
        "steps": 60,
    }
    yield Picture("/descent", START, pressing("End"), "slice", linked={"r": cut})
    yield Picture("/descent", OTHER, nothing, "slice", linked={"r": cut, "s": 1, "k": 30})
    line = {"p": "line_fit"}
    yield Picture("/descent", MIDDLE, pressing("ArrowRight", times=7), "line_fit", linked=line)
    race = {"p": "himmelblau", "s": 1}
    yield Picture("/descent", END, pressing("End"), "himmelblau", linked=race)


# --- taking them ----------------------------------------------------------------------------------

#: Notes when the page last changed. It is run before the page's own scripts.
WATCH = """{
  globalThis.behaviourChanged = performance.now();
  const note = () => { globalThis.behaviourChanged = performance.now(); };
  new MutationObserver(note).observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
}"""
#: To the page all of it is near, so that nothing has to be scrolled to: how far a page was scrolled
#: and when would be one more thing that could differ.
NEAR = """globalThis.IntersectionObserver = class {
  constructor(heard) { this.heard = heard; }
  observe(target) { setTimeout(() => this.heard([{ target, isIntersecting: true }], this)); }
  unobserve() {}
  disconnect() {}
  takeRecords() { return []; }
};"""
#: Is everything there that was asked for, and since how many milliseconds has nothing changed? A
#: page without a module says nothing of being ready.
STATE = """() => {
  const root = document.documentElement;
  const module = document.querySelector('script[type="module"]') !== null;
  const waiting = document.querySelectorAll(
    '[data-pending="true"], .exercise[data-pending], .live:not([data-ready="true"])');
  const ready = document.readyState === "complete" && document.fonts.status === "loaded"
    && (!module || root.dataset.ready === "true") && waiting.length === 0;
  return { ready, quiet: performance.now() - globalThis.behaviourChanged };
}"""


def waited(page: Page, what: str, is_there: Callable[[], bool]) -> None:
    """The pages allow no scripts from strings, so they are asked from here, again and again."""
    deadline = time.monotonic() + PATIENCE
    while not is_there():
        if time.monotonic() > deadline:
            raise SystemExit(f"{page.url} did not show {what} in {PATIENCE:g} seconds")
        time.sleep(0.05)


def settle(page: Page) -> None:
    """Until everything is there and nothing has changed for a while."""

    def rests() -> bool:
        state = page.evaluate(STATE)
        return bool(state["ready"]) and state["quiet"] > QUIET * 1000

    waited(page, "all of itself", rests)


def shoot(page: Page) -> list[bytes]:
    """The whole page, in pieces from top to bottom."""
    size = page.evaluate(
        "() => [document.documentElement.clientWidth, document.documentElement.scrollHeight]"
    )
    width, height = int(size[0]), int(size[1])
    return [
        page.screenshot(
            full_page=True,
            clip={"x": 0, "y": y, "width": width, "height": min(PIECE, height - y)},
            animations="disabled",
            caret="hide",
            timeout=PATIENCE * 1000,
        )
        for y in range(0, height, PIECE)
    ]


def take_one(browser: Browser, picture: Picture) -> tuple[list[bytes], list[str]]:
    """The pieces of a picture, and what the page complained of."""
    look = picture.look
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        locale=LOCALES[look.language],
        color_scheme="dark" if look.colours == "dark" else "light",
        reduced_motion="reduce",
    )
    try:
        context.set_default_timeout(PATIENCE * 1000)
        listen(context, complaints)
        context.add_init_script(WATCH)
        context.add_init_script(NEAR)
        for key, value in picture.kept.items():
            # The empty page that comes first has no memory.
            pair = f"{json.dumps(key)}, {json.dumps(value)}"
            context.add_init_script(f"if (location.host) localStorage.setItem({pair})")
        page = context.new_page()
        page.goto(picture.address)
        settle(page)
        picture.act(page)
        settle(page)
        return shoot(page), complaints
    finally:
        context.close()


def listen(context: BrowserContext, complaints: list[str]) -> None:
    context.on("console", lambda said: complaints.append(f"console {said.type}: {said.text}"))
    context.on("weberror", lambda problem: complaints.append(f"page error: {problem.error}"))


def take(address: str, out: Path, only: str) -> int:
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost"):
        raise SystemExit("Only a server on this machine is asked: http://127.0.0.1:PORT")
    with urllib.request.urlopen(f"{address}/api/v1/catalog", timeout=PATIENCE) as answer:
        catalog = json.load(answer)
    out.mkdir(parents=True, exist_ok=True)
    began, files, complained = time.monotonic(), 0, False
    wanted = [each for each in pictures(catalog) if fnmatch.fnmatch(each.stem, only)]
    named = f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{parts.port or 80}"
    with sync_playwright() as playwright:
        browser = launched(playwright, named)
        for picture in wanted:
            pieces, complaints = take_one(browser, picture)
            for old in out.glob(f"{picture.stem}.[0-9].png"):
                old.unlink()
            for number, piece in enumerate(pieces, start=1):
                (out / f"{picture.stem}.{number}.png").write_bytes(piece)
            files += len(pieces)
            # That there is nothing at an address, the browser says too.
            heard = [each for each in complaints if picture.path != "/nowhere" or "404" not in each]
            for each in heard:
                print(f"{picture.stem}: {each}")
            complained = complained or bool(heard)
        browser.close()
    print(f"{len(wanted)} pictures, {files} files in {time.monotonic() - began:.0f} s, in {out}")
    return 1 if complained else 0


# --- comparing ------------------------------------------------------------------------------------

#: How many pixels of two pictures differ, and the box around them. The browser reads the pictures.
DIFFERENCE = """async ([first, second]) => {
  const pixels = async (text) => {
    const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return { width: image.width, height: image.height, data: new Uint32Array(data.buffer) };
  };
  const [a, b] = [await pixels(first), await pixels(second)];
  const sizes = [[a.width, a.height], [b.width, b.height]];
  const width = Math.min(a.width, b.width), height = Math.min(a.height, b.height);
  let count = 0, left = width, top = height, right = 0, bottom = 0;
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) {
    if (a.data[y * a.width + x] === b.data[y * b.width + x]) continue;
    count += 1;
    left = Math.min(left, x); right = Math.max(right, x + 1);
    top = Math.min(top, y); bottom = Math.max(bottom, y + 1);
  }
  return { sizes, count, box: [left, top, right, bottom] };
}"""


def unlike(page: Page, old: Path, new: Path) -> str | None:
    """How two pictures differ; None where every pixel is the same."""
    texts = [b64encode(path.read_bytes()).decode() for path in (old, new)]
    found = page.evaluate(DIFFERENCE, texts)
    (width, height), second = found["sizes"]
    count, box = found["count"], found["box"]
    told = []
    if [width, height] != second:
        told.append(f"{width}×{height} != {second[0]}×{second[1]}")
    if count:
        told.append(
            f"{count} of {width * height} pixels differ, from x {box[0]} to {box[2]}, "
            f"from y {box[1]} to {box[3]}"
        )
    return "; ".join(told) or None


def compare(old: Path, new: Path, only: str) -> int:
    # Behind the picture's name stands the number of the piece.
    pattern = f"{only}.[0-9].png"
    found = {each.name for each in (*old.glob("*.png"), *new.glob("*.png"))}
    names = sorted(each for each in found if fnmatch.fnmatch(each, pattern))
    differences: list[str] = []
    unequal: list[str] = []
    for name in names:
        if not (old / name).exists() or not (new / name).exists():
            where = "first" if (old / name).exists() else "second"
            differences.append(f"{name}: only in the {where} folder")
        elif (old / name).read_bytes() != (new / name).read_bytes():
            unequal.append(name)
    if unequal:
        with sync_playwright() as playwright:
            browser = launched(playwright)
            page = browser.new_page()
            for name in unequal:
                told = unlike(page, old / name, new / name)
                if told is not None:
                    differences.append(f"{name}: {told}")
            browser.close()
    for difference in sorted(differences):
        print(difference)
    print(f"{len(names)} files, {len(differences)} differences")
    return 1 if differences else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="screens", description="Takes and compares pictures.")
    commands = parser.add_subparsers(dest="command", required=True)
    taking = commands.add_parser("take", help="take a picture of every page")
    taking.add_argument("--server", required=True, help="such as http://127.0.0.1:8190")
    taking.add_argument("--out", required=True, type=Path)
    comparing = commands.add_parser("compare", help="print every difference of two folders")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    for command in (taking, comparing):
        command.add_argument("--only", default="*", help="a pattern of the pictures' names")
    given = parser.parse_args(arguments)
    if given.command == "take":
        return take(given.server, given.out, given.only)
    return compare(given.old, given.new, given.only)


if __name__ == "__main__":
    sys.exit(main())
