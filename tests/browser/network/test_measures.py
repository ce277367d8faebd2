"""The drawing of a network in a box of the stage's size, over many networks, letters and drawings:
every step of all of them is measured by ``python -m tests.bench.measures``.
"""

from itertools import cycle, product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.network.measuring import (
    BOXES,
    LOOKS,
    build_stage,
    faults,
    measured,
    network,
    networks,
    widest,
)
from tests.browser.screen import Api


@pytest.fixture
def stage(open_screen: Open) -> Page:
    page = open_screen("/").page
    build_stage(page)
    return page


def test_text_is_readable_nothing_covers_anything_and_the_network_fills_its_box(
    stage: Page, api: Api
) -> None:
    """In the letters and drawings in turn, at steps of every phase."""
    covered: dict[str, list[Any]] = {}
    steps = 0
    for k, (name, request) in enumerate(networks(api.catalog()).items()):
        for look in (LOOKS[k % 4], LOOKS[(k + 2) % 4])[: 1 + k % 2]:
            small = widest(request) <= 4 and len(request["network"]["layers"]) <= 4
            for step in measured(stage, request, look, BOXES["1280x800"], 3):
                where = f"{name}, {look['notation']}, {look['drawing']}, step {step['position']}"
                steps += 1
                assert step["smallest"] >= (13 if small else 11) - 0.05, (where, step["which"])
                assert step["share"] >= 0.75, where
                if found := faults(step):
                    covered[where] = found
    assert len(covered) <= 0.02 * steps, covered


def test_at_rest_the_weights_of_a_layer_of_up_to_16_have_their_numbers(stage: Page) -> None:
    """Of networks with up to two layers; a deeper one has less width for each."""
    shapes = [
        (inputs, hidden, outputs)
        for inputs, hidden, outputs in product(range(1, 5), range(1, 6), range(1, 5))
        if inputs * hidden <= 16 and hidden * outputs <= 16
    ]
    # In one of the boxes each.
    for shape, box in zip(shapes, cycle((BOXES["1280x800"], (704, 592))), strict=False):
        (rest,) = measured(stage, network(*shape), {"drawing": "flow"}, box, 1)
        assert rest["unnumbered"] == 0, (shape, box)


@pytest.mark.parametrize("size", ["1920x1080", "375x812"])
def test_other_sizes_are_filled_as_well(stage: Page, api: Api, size: str) -> None:
    covered: dict[str, list[Any]] = {}
    steps = 0
    for k, (name, request) in list(enumerate(networks(api.catalog()).items()))[::2]:
        look = LOOKS[k // 2 % 4]
        for step in measured(stage, request, look, BOXES[size], 2):
            where = f"{name}, {look['notation']}, {look['drawing']}, step {step['position']}"
            steps += 1
            assert step["share"] >= 0.75, where
            # A phone has room for few numbers: the rest is in the step's card.
            if size != "375x812":
                assert step["smallest"] >= 11 - 0.05, (where, step["which"])
            if found := faults(step):
                covered[where] = found
    assert len(covered) <= 0.03 * steps, covered
