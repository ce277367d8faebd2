"""The picture of a descent: where every run is, inside its plots, however the runs end."""

import io
import re
from math import isfinite
from typing import Any

import PIL.Image
import PIL.ImageSequence
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.network.optimizers import OPTIMIZERS
from app.exporting.pictures import animation, descent, files
from app.exporting.pictures.descent import Plot, ticks_of
from app.exporting.pictures.numbers import text_of
from app.localization import LANGUAGES
from app.web.descent.presets import DESCENT_PRESETS
from tests.exporting.pictures.sources import SVG, numbers, parsed, source
from tests.exporting.pictures.test_network import FOREIGN


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_a_descent_tells_where_every_run_is(name: str) -> None:
    for language, position in zip(LANGUAGES, (None, 3), strict=True):
        made = source(DESCENT_PRESETS[name], tool="descent", language=language, step=position)
        svg = files.write_svg(made)
        assert not FOREIGN.search(svg)
        picture = parsed(svg)
        drawn, description = numbers(picture), picture.findtext(f"{SVG}desc") or ""
        for number, run in enumerate(made.answer["runs"]):
            at = min(made.last if position is None else position, len(run["value"]) - 1)
            value = run["value"][at]
            if value is not None:
                assert drawn[f"run.{number}"] == value
                assert f"f = {text_of(value, 6)}." in description


def test_a_picture_says_of_which_function_and_rates_it_is() -> None:
    request = {
        "function": "x**4 + 1",
        "start": {"x": 0.5},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.125}}, {"optimizer": "adam"}],
        "steps": 7,
    }
    svg = files.write_svg(source(request, tool="descent")).decode()
    assert "f = x**4 + 1 after 7 iterations" in svg
    default = OPTIMIZERS["adam"].hyperparameters[0].default
    for rate in (0.125, default):
        assert f", η = {text_of(rate)}: f = " in svg


def test_a_run_that_blows_up_is_drawn_as_far_as_it_goes() -> None:
    request = {
        "function": "x**4",
        "start": {"x": 3.0},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 10.0}}, {"optimizer": "adam"}],
    }
    made = source(request, tool="descent")
    assert made.answer["runs"][0]["ended"] == "diverged"
    svg = files.write_svg(made).decode()
    assert "nan" not in svg
    assert "inf" not in re.sub(r"[a-z]*inf[a-z]+", "", svg)


def test_a_long_function_is_cut() -> None:
    request = {
        "function": "x**2" + " + x**2" * 60,
        "start": {"x": 0.5},
        "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.001}}],
    }
    assert "…" in files.write_svg(source(request, tool="descent")).decode()


def test_a_descent_of_many_iterations_plays_in_few_frames() -> None:
    made = source(DESCENT_PRESETS["document"], tool="descent", scale=0.25)
    played = PIL.Image.open(io.BytesIO(animation.write_gif(made)))
    frames = descent.frames_of(made)
    assert sum(1 for _ in PIL.ImageSequence.Iterator(played)) == len(frames) <= descent.MOST_FRAMES
    assert frames[0] == 0
    assert frames[-1] == made.last


NUMBERS = st.floats(-1e6, 1e6)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=30))
def test_no_line_leaves_its_plot(points: list[tuple[float, float]]) -> None:
    plot = Plot(10.0, 20.0, 100.0, 50.0, (-2.0, 3.0), (0.0, 7.0))
    path = plot.line([x for x, _ in points], [y for _, y in points])
    found: list[Any] = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)
    for x, y in found:
        assert 9.99 <= float(x) <= 110.01
        assert 19.99 <= float(y) <= 70.01


@given(NUMBERS, st.floats(1e-6, 1e6))
def test_ticks_are_few_round_and_inside(low: float, span: float) -> None:
    ticks = ticks_of(low, low + span)
    assert len(ticks) <= 2 * descent.TICKS
    assert all(
        isfinite(tick) and low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks
    )


def test_an_axis_without_length_has_one_tick() -> None:
    assert ticks_of(2.0, 2.0) == [2.0]
