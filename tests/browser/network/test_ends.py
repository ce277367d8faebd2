"""What stands at the ends of the picture, where there is least room, is not cut by its edge."""

import pytest

from tests.browser.conftest import Open
from tests.browser.links import link_to
from tests.browser.truth import Json

#: Outputs that take much room: as long with three digits as others with four, and with a sign.
OUTPUTS = (0.012928371, -0.012928371, -0.98765432, -12345.678, -1.2345678e-5)
#: The texts and plates of the ends that reach over the edge of the picture by half a pixel or more.
CUT = """() => {
  const { left, right } = document.querySelector("svg.network").getBoundingClientRect();
  return [...document.querySelectorAll("svg.network :is(.terminal, .square) :is(text, .plate)")]
    .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .map((node) => [node.textContent, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.left < left - 0.5 || box.right > right + 0.5))
    .map(([text, box]) => [text, box.left - left, right - box.right]);
}"""
#: The numbers that stand behind the names of the outputs.
WRITTEN = """() => [...document.querySelectorAll("svg.network .terminal.out > .number")]
  .map((node) => node.textContent)"""

HIDDEN = {"units": 8, "activation": "tanh"}
CROWDED: Json = {
    "network": {
        "inputs": 2,
        "layers": [
            HIDDEN,
            HIDDEN,
            {
                "units": len(OUTPUTS),
                "activation": "linear",
                "weights": [[0.0] * 8 for _ in OUTPUTS],
                "biases": list(OUTPUTS),
            },
        ],
        "loss": "half_squared_error",
        "seed": 3,
    },
    "inputs": [[-0.012928371, -12345.678]],
    "targets": [list(OUTPUTS)],
    "optimizer": {"name": "adam", "learning_rate": 0.02},
}


@pytest.mark.parametrize("drawing", ["flow", "circuit"])
@pytest.mark.parametrize("size", [(1280, 800), (375, 812)])
def test_no_number_at_the_ends_is_cut(
    open_screen: Open, size: tuple[int, int], drawing: str
) -> None:
    width, height = size
    address = link_to("/", r=CROWDED, w=drawing)
    screen = open_screen(address, viewport={"width": width, "height": height})
    screen.go(int(screen.page.get_by_role("slider").first.get_attribute("aria-valuemax") or 0))
    assert screen.read(CUT) == []
    written = [text.replace("−", "-") for text in screen.read(WRITTEN) if text]
    if width > 1000 or written:
        assert [float(text) for text in written] == pytest.approx(list(OUTPUTS), rel=0.05)
