"""Every step of networks that are not like others: softmax inside and alone, wide layers, the
figures' rule.
"""

from typing import Any

import pytest

from app.exporting.pictures import animation, scenes
from app.exporting.pictures.svg import write_scene
from app.exporting.source import DRAWINGS, LETTERS, NotExportable
from app.web.trace.presets import DOCUMENT
from tests.exporting.pictures.sources import numbers, parsed, source
from tests.exporting.pictures.test_network import wide


def network(*layers: tuple[int, str], loss: str = "half_squared_error") -> dict[str, Any]:
    return {
        "network": {
            "inputs": 2,
            "layers": [{"units": units, "activation": name} for units, name in layers],
            "loss": loss,
        },
        "inputs": [[0.5, -1.0], [1.0, 0.25]],
        "targets": [[1.0] + [0.0] * (layers[-1][0] - 1)] * 2,
    }


SPECIAL = {
    "softmax inside": network((3, "softmax"), (2, "sigmoid")),
    "softmax, squared error": network((2, "tanh"), (3, "softmax")),
    "softmax alone": network((2, "relu"), (1, "softmax")),
    "cross-entropy": network((2, "gelu"), (2, "softmax"), loss="cross_entropy"),
    "figures' rule": DOCUMENT | {"rule": "as_drawn"},
    "frozen": network((1, "linear"))
    | {
        "network": {
            "inputs": 2,
            "layers": [{"units": 1, "activation": "linear", "frozen": "all"}],
            "loss": "half_squared_error",
        }
    },
}


@pytest.mark.parametrize("drawing", DRAWINGS)
@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("name", SPECIAL)
def test_every_step_has_a_picture_with_the_numbers_it_finds(
    name: str, letters: str, drawing: str
) -> None:
    made = source(SPECIAL[name], letters=letters, drawing=drawing)
    assert made.network is not None
    for position in (*range(made.last + 1), None):
        picture = parsed(write_scene(scenes.scene(made, position), "dark").encode())
        drawn = numbers(picture)
        known = made.network.steps[: made.last if position is None else position]
        for address in {each for step in known for each in step.writes if each[0] == "a"}:
            assert address in drawn


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_wide_layer_names_its_numbers_as_a_whole(drawing: str) -> None:
    made = source(wide(1, 45) | {"reduction": "sum"}, drawing=drawing)
    for position in (1, 46, 91):
        assert (
            "loss" in numbers(parsed(write_scene(scenes.scene(made, position), "light").encode()))
            or position == 1
        )
    with pytest.raises(NotExportable) as refused:
        animation.write_gif(made)
    assert refused.value.key == "error.export.frames"
