"""Pictures that the page makes itself: whole without the page, and like what is on the screen."""

import io
import re
from xml.etree import ElementTree

import pytest
import resvg_py
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.take.saving import choose, open_dialog, saved
from tests.browser.truth import written

SVG = "{http://www.w3.org/2000/svg}"
#: What only a page understands.
OF_PAGES = re.compile(
    r"var\(|oklch|oklab|color-mix|light-dark|foreignObject|\sclass=|\sstyle=|<style|NaN"
)
#: The numbers that are seen in the drawing. Names of columns, whose menus are seen, are not these.
SEEN = """() => [...document.querySelectorAll(".drawing svg.network text:not(.caption)")]
  .filter((text) => text.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((text) => text.textContent.trim()).filter((text) => /\\d/.test(text))"""
#: Leaves the drawing alone in its place, as the file has it.
ALONE = """() => document.querySelectorAll(".zoom-tools, [data-view=columns]")
  .forEach((part) => part.style.setProperty("visibility", "hidden"))"""
#: The mean difference of the two pictures, of 255: their letters are of other fonts. Measured: 1.0
#: to 2.4, and 2.7 to 5.3 for the picture of another step.
MOST = 3.0


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]


def rendered(svg: bytes, size: tuple[int, int]) -> Image.Image:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg.decode()))
    return Image.open(io.BytesIO(png)).convert("RGB").resize(size)


def drawing_in(svg: bytes) -> ElementTree.Element:
    """The drawing, between the name of the step and its formulas."""
    root = ElementTree.fromstring(svg)
    return next(part for part in root.findall(f"{SVG}g") if "transform" in part.attrib)


def cut_out(svg: bytes, page: Page, size: tuple[int, int]) -> Image.Image:
    """The drawing alone, in pixels of the screen."""
    moved = re.findall(r"-?[\d.]+", drawing_in(svg).attrib["transform"])
    box = page.locator(".drawing svg.network").first.get_attribute("viewBox") or ""
    x, y, width, height = (float(part) for part in box.split())
    left, top = float(moved[0]) + x, float(moved[1]) + y
    # In pixels of the screen at once: a picture that is scaled twice is blurred.
    root, scale = ElementTree.fromstring(svg), size[0] / width
    sides = [round(float(root.attrib[name]) * scale) for name in ("width", "height")]
    whole = rendered(svg, (sides[0], sides[1]))
    corner = round(left * scale), round(top * scale)
    return whole.crop((*corner, corner[0] + size[0], corner[1] + size[1]))


def on_screen(page: Page) -> Image.Image:
    page.evaluate(ALONE)
    png = page.locator(".drawing svg.network").first.screenshot()
    return Image.open(io.BytesIO(png)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    bands = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(bands) / len(bands)


@pytest.mark.parametrize(
    ("address", "step", "keys"),
    [("/", 9, ""), ("/", 18, "nc"), ("/chain-rule", 4, "")],
)
def test_a_saved_picture_is_that_of_the_screen(
    open_screen: Open, address: str, step: int, keys: str
) -> None:
    screen = open_screen(address)
    screen.press(*keys)
    screen.go(step)
    page = screen.page
    seen = page.evaluate(SEEN)
    assert len(seen) > 3
    dialog = open_dialog(page)
    choose(dialog, "theme", "light")
    name, svg = saved(dialog)
    assert re.fullmatch(rf"deltaflow-(network(-\d)+|graph-\w+)-step-{step}\.svg", name)
    assert not OF_PAGES.search(svg.decode())
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    drawn = ["".join(text.itertext()).strip() for text in drawing_in(svg).iter(f"{SVG}text")]
    numbers = [text for text in drawn if re.search(r"\d", text) and "layer" not in text]
    assert sorted(numbers) == sorted(seen)
    # The name of the step above it, its formula below it: with the result at its end.
    around = [
        "".join(text.itertext()).strip()
        for part in root.findall(f"{SVG}g")
        if part.attrib != drawing_in(svg).attrib
        for text in part.iter(f"{SVG}text")
    ]
    assert str(step) in around[0]
    result = page.locator('[data-section="result"] [data-value]').first.get_attribute("data-value")
    assert written(float(result or "nan"), 4).removeprefix("−") in around
    dialog.locator('[data-key="take-close"]').click()
    shown = on_screen(page)
    found = difference(shown, cut_out(svg, page, shown.size))
    screen.go(step - 3)
    other = difference(on_screen(page), cut_out(svg, page, shown.size))
    print(f"\n{address} {step} {keys}: {found:.2f}, of another step {other:.2f}")
    assert found < MOST
    assert found < other


def test_a_picture_is_saved_in_the_other_theme_and_the_page_keeps_its_own(screen: Screen) -> None:
    screen.go(8)
    dialog = open_dialog(screen.page)
    grounds = []
    for theme in ("light", "dark"):
        choose(dialog, "theme", theme)
        _, svg = saved(dialog)
        picture = rendered(svg, (680, 573))
        grounds.append(picture.getpixel((2, 2)))
    assert grounds == [(247, 248, 251), (13, 17, 27)]
    assert screen.page.locator("html").get_attribute("data-theme") is None


@pytest.mark.parametrize("scale", [1, 3])
def test_a_png_has_the_size_that_was_chosen(screen: Screen, scale: int) -> None:
    dialog = open_dialog(screen.page)
    _, svg = saved(dialog)
    root = ElementTree.fromstring(svg)
    choose(dialog, "format", "png")
    choose(dialog, "scale", str(scale))
    name, png = saved(dialog)
    assert name == "deltaflow-network-2-3-2-1-step-0.png"
    picture = Image.open(io.BytesIO(png))
    size = (float(root.attrib["width"]) * scale, float(root.attrib["height"]) * scale)
    assert picture.size == tuple(round(side) for side in size)
    assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 50


def test_a_chinese_picture_has_chinese_words(open_screen: Open) -> None:
    screen = open_screen(locale="zh-CN")
    screen.go(3)
    dialog = open_dialog(screen.page)
    assert dialog.locator("h2").inner_text() == "导出当前内容"
    _, svg = saved(dialog)
    root = ElementTree.fromstring(svg)
    words = " ".join(texts(svg))
    assert "输入" in words
    assert "输出" in words
    assert re.search(r"[\u4e00-\u9fff]", root.findtext(f"{SVG}desc") or "")
    assert rendered(svg, (680, 573)).getpixel((2, 2)) == (247, 248, 251)


@pytest.mark.parametrize("address", ["/descent", "/training", "/check"])
def test_every_page_with_a_picture_saves_it(open_screen: Open, address: str) -> None:
    screen = open_screen(address)
    dialog = open_dialog(screen.page)
    _, svg = saved(dialog)
    assert not OF_PAGES.search(svg.decode())
    root = ElementTree.fromstring(svg)
    width, height = (round(float(root.attrib[name])) for name in ("width", "height"))
    assert min(width, height) > 200
    colours = rendered(svg, (width, height)).getcolors(1_000_000)
    assert colours is not None
    assert len(colours) > 200
    assert any(re.search(r"\d", text) for text in texts(svg))


def test_a_picture_of_a_network_as_matrices_is_saved(open_screen: Open) -> None:
    screen = open_screen()
    screen.choose("preset", "digits")
    screen.settle()
    dialog = open_dialog(screen.page)
    _, svg = saved(dialog)
    root = ElementTree.fromstring(svg)
    assert len(list(root.iter(f"{SVG}image"))) + len(list(root.iter(f"{SVG}rect"))) > 1
    assert not OF_PAGES.search(svg.decode())
