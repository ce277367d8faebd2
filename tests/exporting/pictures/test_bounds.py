"""What is new from a frame to the next is painted alone, and gives the same pixels."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.pictures import animation
from app.exporting.pictures.bounds import MOST, Area, Drawn, area_of, changes, merged
from app.web.descent.presets import DESCENT_PRESETS
from app.web.trace.presets import DOCUMENT, XOR
from tests.exporting.pictures.sources import image_of, painted, source

GRAPH = {"expression": "u = x * y; f = u + sin(x) * exp(y)", "values": {"x": 2.0, "y": -0.5}}
WALKTHROUGHS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "network": ("trace", DOCUMENT, {}),
    "circuit": ("trace", XOR, {"drawing": "circuit", "scale": 0.7, "theme": "dark"}),
    "graph": ("graph", GRAPH, {"language": "zh", "scale": 0.6}),
    "descent": ("descent", DESCENT_PRESETS["document"] | {"steps": 12}, {"scale": 0.8}),
}


@pytest.mark.parametrize("name", WALKTHROUGHS)
def test_the_changes_put_over_a_frame_make_the_next(name: str) -> None:
    tool, request, fields = WALKTHROUGHS[name]
    made = source(request, tool, **fields)
    pictures = animation.of_one_height(made)[:12]
    found = list(animation.patches(pictures, made, made.look.scale or 1.0))
    canvas = painted(pictures[0], made)
    whole, area = canvas.width * canvas.height, 0
    for picture, new in zip(pictures[1:], found[1:], strict=True):
        for patch in new:
            image = image_of(patch["svg"])
            area += image.width * image.height
            canvas.paste(image, (patch["x"], patch["y"]))
        difference = np.asarray(canvas, int) - np.asarray(painted(picture, made), int)
        worst = np.abs(difference).max(axis=-1)
        # Single pixels at the edges of shapes are rounded otherwise where a picture begins
        # elsewhere; what is missing or left over would be a whole stroke.
        assert (worst > 60).mean() < 1e-4
        assert (worst > 16).mean() < 5e-4
    assert area < 0.8 * whole * (len(pictures) - 1)


sides = st.floats(0, 500)
areas = st.builds(
    lambda x, y, w, h: Area(x, y, x + w, y + h), sides, sides, st.floats(1, 90), st.floats(1, 90)
)


@given(st.lists(areas, max_size=40))
def test_a_few_rectangles_cover_all(some: list[Area]) -> None:
    found = list(merged(some))
    assert len(found) <= MOST
    for each in some:
        assert any(each.with_(one) == one for one in found)


def test_shapes_in_another_order_change_the_whole() -> None:
    one, other = (Area(0, 0, 9, 9), Area(5, 5, 20, 20))
    before = [Drawn("a", one), Drawn("b", other)]
    whole = Area(0, 0, 100, 100)
    assert changes(before, before[::-1], whole) == [whole]
    assert changes(before, before, whole) == []
    assert changes(before, before[:1], whole) == [other]


def test_what_is_no_shape_is_nowhere() -> None:
    with pytest.raises(TypeError):
        area_of("shape")  # type: ignore[arg-type]  # what no scene has
