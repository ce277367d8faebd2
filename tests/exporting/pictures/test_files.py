"""PNG and what plays: their sizes, their frames, and what is refused."""

import io
import sys
from collections.abc import Callable
from dataclasses import replace
from time import monotonic, process_time

import numpy as np
import PIL.Image
import PIL.ImageChops
import PIL.ImageSequence
import pytest

from app.exporting.pictures import animation, files, fonts, painting
from app.exporting.source import NotExportable, Source
from app.web.trace.presets import DOCUMENT, XOR
from tests.exporting.pictures.sources import painted, parsed, source

PLAYED = {"GIF": animation.write_gif, "PNG": animation.write_apng, "WEBP": animation.write_webp}


def frames_of(image: PIL.Image.Image) -> int:
    return sum(1 for _ in PIL.ImageSequence.Iterator(image))


@pytest.mark.parametrize("scale", [0.5, 1, 2.25])
def test_a_png_has_the_size_of_the_svg_times_the_scale(scale: float) -> None:
    made = source(DOCUMENT, step=4, scale=scale)
    svg = parsed(files.write_svg(made))
    image = PIL.Image.open(io.BytesIO(files.write_png(made)))
    for side, pixels in zip(("width", "height"), image.size, strict=True):
        assert abs(pixels - float(svg.attrib[side]) * scale) <= 1


def test_a_picture_has_its_words_without_any_font_of_the_system() -> None:
    """The title is drawn in both languages, and each character has a shape of its own."""
    seen = []
    for language in ("en", "zh"):
        made = source(DOCUMENT, step=4, language=language)
        image = PIL.Image.open(io.BytesIO(files.write_png(made))).convert("L")
        title = image.crop((20, 8, 300, 38))
        assert len(title.getcolors() or []) > 20
        seen.append(title.tobytes())
    assert seen[0] != seen[1]


def test_too_many_pixels_are_refused_with_a_scale_that_is_possible() -> None:
    with pytest.raises(NotExportable) as refused:
        files.write_png(source(DOCUMENT, step=4, scale=8))
    assert refused.value.loc == ("scale",)
    most = float(str(refused.value.params["most"]))
    assert files.write_png(source(DOCUMENT, step=4, scale=most))


@pytest.mark.parametrize("kind", PLAYED)
def test_what_plays_has_a_frame_for_every_position(kind: str) -> None:
    made = source(DOCUMENT, scale=0.5)
    played = PIL.Image.open(io.BytesIO(PLAYED[kind](made)))
    assert played.format == kind
    assert frames_of(played) == len(made.answer["steps"]) + 1


def test_the_walkthrough_of_the_document_is_a_small_gif() -> None:
    made = source(DOCUMENT)
    content = animation.write_gif(made)
    assert len(content) <= 400_000
    assert content == animation.write_gif(made)
    played = PIL.Image.open(io.BytesIO(content))
    assert played.info["loop"] == 0


def test_a_frame_of_a_gif_is_the_picture_of_its_step() -> None:
    made = source(XOR, scale=0.5)
    played = PIL.Image.open(io.BytesIO(animation.write_gif(made)))
    pictures = animation.of_one_height(made)
    for position in (0, 3, len(pictures) - 1):
        played.seek(position)
        plain = painted(pictures[position], made)
        frame = played.convert("RGB")
        assert np.asarray(PIL.ImageChops.difference(frame, plain)).max() < 130


def test_one_step_is_one_frame() -> None:
    played = PIL.Image.open(io.BytesIO(animation.write_gif(source(DOCUMENT, step=2, scale=0.5))))
    assert frames_of(played) == 1


def test_without_pillow_the_refusal_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    with pytest.raises(NotExportable) as refused:
        animation.write_gif(source(DOCUMENT))
    assert refused.value.key == "error.export.animation"


def test_a_picture_takes_as_long_as_its_format_says() -> None:
    made = source(DOCUMENT, step=11)
    files.write_png(made)
    began = process_time()
    files.write_png(made)
    assert process_time() - began < 1.0


def test_other_requests_go_on_while_a_large_picture_is_painted() -> None:
    """This process does next to nothing of the painting, so it holds no lock meanwhile."""
    made = source(DOCUMENT, step=11, scale=4.0)
    files.write_png(made)
    began, on_the_clock = process_time(), monotonic()
    files.write_png(made)
    assert process_time() - began < 0.3 * (monotonic() - on_the_clock)


@pytest.mark.parametrize("write", [files.write_png, *PLAYED.values()])
def test_a_client_that_has_left_ends_the_painting(write: Callable[[Source], bytes]) -> None:
    """At whichever call it is noticed: at a scene, at a frame, or while the process paints."""

    class Left(Exception):
        pass

    def leave_at(last: int) -> Callable[[], None]:
        calls = iter(range(1, last))

        def check() -> None:
            if next(calls, None) is None:
                raise Left

        return check

    made = source(XOR, scale=0.5)
    steps = made.last
    for last in (1,) if write is files.write_png else (1, steps // 2, steps + steps // 2):
        with pytest.raises(Left):
            write(replace(made, check_cancelled=leave_at(last)))


def test_what_cannot_be_painted_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = source(DOCUMENT, step=4)
    for command in (
        [sys.executable, "-c", "import os; os.abort()"],
        [sys.executable, "-c", "bytearray(1 << 60)"],
        ["/no/such/program"],
    ):
        monkeypatch.setattr(painting, "COMMAND", command)
        with pytest.raises(NotExportable) as refused:
            files.write_png(made)
        assert refused.value.key == "error.export.painting"


def test_the_largest_files_fit_into_the_limits_of_the_process() -> None:
    """The largest scale that a refusal names is possible."""
    with pytest.raises(NotExportable) as refused:
        animation.write_gif(source(XOR, scale=8))
    most = float(str(refused.value.params["most"]))
    assert animation.write_gif(source(XOR, scale=most))


def test_both_fonts_travel_with_the_package() -> None:
    assert set(fonts.files()) == set(fonts.FAMILIES)
    for family in fonts.FAMILIES:
        assert fonts.width_of("0123", 10.0, family) == pytest.approx(20.0, abs=4.0)


@pytest.mark.parametrize("letters", ["figure", "derivation"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_documents_walkthrough_plays_at_the_largest_scale_that_it_may_have(
    letters: str, language: str
) -> None:
    """The page's dialog names no scale: a reader who asks for a GIF gets one."""
    made = source(DOCUMENT, letters=letters, language=language)
    pictures = animation.of_one_height(made)
    scale = animation.scale_of(pictures, made)
    assert 0.5 <= scale <= 1
    width, height = pictures[0].width, pictures[0].height * len(pictures)
    files.check_pixels(width, height, scale, animation.MOST_PIXELS)
