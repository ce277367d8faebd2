"""Measures the drawing of a network in a box of the stage's size: how large its text is, how much
of the box it fills, and what covers what; and the networks, letters and drawings that are measured.
"""

from typing import Any

from playwright.sync_api import Page

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
        ((1, 5), True),
        ((7, 2), False),
        ((6, 3), True),
        ((4, 8, 4), True),
        ((5, 2, 5), False),
        ((3, 6, 6, 3), True),
        ((6, 7, 5, 1), False),
        ((2, 5, 8, 5, 2), True),
        ((1, 2, 4, 8, 4, 2), True),
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


def build_stage(page: Page) -> None:
    """Puts a box with a drawing over a page that is ready."""
    page.evaluate(STAGE[STAGE.index("async (size)") :], {"width": 660, "height": 560})


def measured(page: Page, request: Json, look: Json, box: tuple[int, int], most: int) -> list[Json]:
    page.evaluate("([w, h]) => window.stage.resize(w, h)", list(box))
    found = page.evaluate(
        "([request, look, most]) => window.stage.measured(request, look, most)",
        [request, look, most],
    )
    assert isinstance(found, list)
    return found


def networks(catalog: Json) -> dict[str, Json]:
    """All presets that are drawn as neurons, and the generated ones."""
    presets = {each["name"]: each["request"] for each in catalog["presets"]}
    return {name: one for name, one in presets.items() if widest(one) <= 8} | GENERATED


def faults(step: Json) -> list[Any]:
    return [step["faults"], step["outside"]] if step["faults"] or step["outside"] else []
