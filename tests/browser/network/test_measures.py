"""The drawing of a network in a box of the stage's size: how large its text is, how much of the box
it fills, and what covers what; over many networks, letters and drawings.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.screen import Api
from tests.browser.truth import Json
from tests.paths import ROOT

STAGE = (ROOT / "tests/browser/network/stage.js").read_text()
#: The box of the drawing at each size of the window.
BOXES = {"1280x800": (660, 560), "1920x1080": (1200, 840), "375x812": (375, 350)}
LOOKS = [
    {"notation": letters, "drawing": drawing}
    for letters in ("figure", "derivation")
    for drawing in ("flow", "circuit")
]


def network(*units: int, bias: bool = True, samples: int = 1) -> Json:
    """Layers of sigmoids on seeded weights; the first number is that of the inputs."""
    inputs, *layers = units
    return {
        "network": {
            "inputs": inputs,
            "layers": [
                {"units": count, "activation": "sigmoid", **({} if bias else {"bias": False})}
                for count in layers
            ],
            "loss": "half_squared_error",
            "seed": 3,
        },
        "inputs": [[(i * 7 % 5 - 2) * 0.5 + 0.25 for i in range(inputs)]] * samples,
        "targets": [[float(k == 0) for k in range(layers[-1])]] * samples,
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
    }


#: Every number of layers from 1 to 6 with every number of units from 1 to 8, one of them at least.
GENERATED = {
    f"{'-'.join(map(str, units))}{'' if bias else ' without biases'}": network(*units, bias=bias)
    for units, bias in [
        ((1, 1), True),
        ((2, 1), False),
        ((8, 8), True),
        ((3, 4, 2), True),
        ((4, 4, 4), False),
        ((1, 8, 1), True),
        ((8, 1, 8), False),
        ((2, 3, 2, 1), True),
        ((5, 6, 7, 8), True),
        ((4, 4, 4, 4), True),
        ((2, 8, 8, 1), False),
        ((3, 5, 7, 2), True),
        ((7, 3, 3, 3, 7), True),
        ((4, 4, 4, 4, 4), False),
        ((8, 8, 8, 8, 8), True),
        ((2, 2, 2, 2, 2, 2), True),
        ((6, 5, 4, 3, 2, 1), True),
        ((8, 8, 8, 8, 8, 8), False),
        ((1, 1, 1, 1, 1, 1, 1), True),
        ((3, 3, 3, 3, 3, 3, 3), False),
        ((4, 4, 4, 4, 4, 4, 4), True),
        ((8, 8, 8, 8, 8, 8, 8), True),
    ]
}


def widest(request: Json) -> int:
    shape = request["network"]
    units: list[int] = [shape["inputs"], *(layer["units"] for layer in shape["layers"])]
    return max(units)


@pytest.fixture
def stage(open_screen: Open) -> Page:
    page = open_screen("/").page
    page.evaluate(STAGE[STAGE.index("async (size)") :], {"width": 660, "height": 560})
    return page


def measured(page: Page, request: Json, look: Json, box: tuple[int, int], most: int) -> list[Json]:
    page.evaluate("([w, h]) => window.stage.resize(w, h)", list(box))
    found = page.evaluate(
        "([request, look, most]) => window.stage.measured(request, look, most)",
        [request, look, most],
    )
    assert isinstance(found, list)
    return found


def networks(api: Api) -> dict[str, Json]:
    """All presets that are drawn as neurons, and the generated ones."""
    presets = {each["name"]: each["request"] for each in api.catalog()["presets"]}
    return {name: one for name, one in presets.items() if widest(one) <= 8} | GENERATED


def faults(step: Json) -> list[Any]:
    return [step["faults"], step["outside"]] if step["faults"] or step["outside"] else []


def test_text_is_readable_nothing_covers_anything_and_the_network_fills_its_box(
    stage: Page, api: Api
) -> None:
    """In the letters and drawings in turn, at steps of every phase."""
    covered: dict[str, list[Any]] = {}
    steps = 0
    for k, (name, request) in enumerate(networks(api).items()):
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


@pytest.mark.parametrize("size", ["1920x1080", "375x812"])
def test_other_sizes_are_filled_as_well(stage: Page, api: Api, size: str) -> None:
    covered: dict[str, list[Any]] = {}
    steps = 0
    for k, (name, request) in list(enumerate(networks(api).items()))[::2]:
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
