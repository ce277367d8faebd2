"""Published numbers: those of Mazur, of the document's figures, and of its next chapter."""

import json
from typing import Any

import numpy as np
import pytest

from app.engine.network.as_drawn import FigureRuleLayer
from app.engine.network.backprop import Pass
from app.engine.network.network import Network
from app.engine.network.training import Trained, train
from tests.engine.network.building import layer, network, optimization
from tests.paths import ROOT


def printed(value: Any, digits: str) -> bool:
    """Does ``value``, rounded as ``digits`` is, read ``digits``?

    The document rounded some of its numbers twice (y₄ = .53359344650 by way of .53359345 to
    .5335935), so one digit more may stand between.
    """
    places = len(digits.partition(".")[2])
    twice = round(float(f"{value:.{places + 1}f}") + 1e-15 * np.sign(value), places)
    return float(digits) in (round(float(value), places), twice)


# --- Mazur, "A step by step backpropagation example"


def mazur(frozen: str = "none") -> Trained:
    net = network(
        "half_squared_error",
        layer("sigmoid", [[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35], frozen),
        layer("sigmoid", [[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60], frozen),
    )
    inputs, targets = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    return train(net, inputs, targets, "mean", optimization("sgd", learning_rate=0.5))


def test_mazur_total_loss() -> None:
    trained = mazur()
    assert printed(trained.passed.loss, ".298371109")
    np.testing.assert_array_equal(
        np.round(trained.passed.layers[1].activations, 9), [[0.751365070, 0.772928465]]
    )


def test_mazur_loss_after_a_step_of_everything() -> None:
    assert printed(mazur().loss_after, ".280471447")


def test_the_page_tells_the_loss_of_the_published_text_with_its_biases_frozen() -> None:
    loss = f"{mazur('biases').loss_after:.4f}"
    for language in ("en", "zh"):
        sentences = json.loads((ROOT / f"static/i18n/{language}.json").read_text(encoding="utf-8"))
        assert loss in sentences["preset.note_mazur"]


def test_mazur_loss_and_weights_after_a_step_with_the_biases_frozen() -> None:
    trained = mazur("biases")
    assert printed(trained.loss_after, ".291027774")
    np.testing.assert_array_equal(
        [np.round(part.weights, 8) for part in trained.updated.layers],
        [
            [[0.14978072, 0.19956143], [0.24975114, 0.29950229]],
            [[0.35891648, 0.40866619], [0.51130127, 0.56137012]],
        ],
    )


# --- The document's 2-3-2-1 network: figures.md, section 4


def document(weights: list[list[list[float]]], x: list[float]) -> Trained:
    """All sigmoid, no biases, target 1, ½ squared error, η = 1."""
    net = network("half_squared_error", *[layer("sigmoid", part) for part in weights])
    return train(
        net,
        np.array([x]),
        np.array([[1.0]]),
        "mean",
        optimization("sgd", learning_rate=1.0),
        with_figure_rule=True,
    )


def example_a() -> tuple[Network, Pass, tuple[FigureRuleLayer, ...]]:
    trained = document(
        [
            [[0.2, -0.3], [0.4, 0.1], [-0.5, 0.6]],
            [[0.3, -0.4, 0.5], [0.2, 0.6, -0.1]],
            [[0.7, -0.2]],
        ],
        [1.0, 0.5],
    )
    assert trained.figure_rule is not None
    return trained.network, trained.passed, trained.figure_rule


def test_example_a_forward() -> None:
    _, passed, _ = example_a()
    outputs = [a for part in passed.layers for a in part.activations[0]]
    expected = [".5124974", ".6106392", ".4501660", ".5335935", ".6044081", ".5628247"]
    assert all(map(printed, outputs, expected))
    assert printed(passed.loss, ".0955611")
    assert printed(-passed.layers[2].activation_gradients[0, 0], ".4371753")


def test_example_a_slopes() -> None:
    net, passed, _ = example_a()
    slopes = []
    for part, result in zip(net.layers, passed.layers, strict=True):
        assert part.activation.slope is not None
        slopes.append(part.activation.slope(result.pre_activations)[0])
    assert printed(slopes[2][0], ".2460531")
    assert printed(slopes[1][0], ".2488715")
    assert printed(slopes[1][1], ".2390990")


#: layer, unit, drawn, true, ratio
ERRORS = [
    (2, 0, ".3060227", ".0752978", "4.0642"),
    (2, 1, "-.0874351", "-.0215137", "4.0642"),
    (1, 0, ".0743198", ".0045931", "16.181"),
    (1, 1, "-.1748701", "-.0105821", "16.525"),
    (1, 2, ".1617549", ".0098841", "16.365"),
]
#: layer, unit, from, drawn, true, ratio
UPDATES = [
    (3, 0, 0, ".0573978", ".0573978", "1"),
    (2, 0, 0, ".0390320", ".0096039", "4.0642"),
    (1, 0, 0, ".0185683", ".0011476", "16.181"),
    (1, 1, 0, "-.0415769", "-.0025160", "16.525"),
]


@pytest.mark.parametrize(("number", "unit", "drawn", "true", "ratio"), ERRORS)
def test_example_a_errors(number: int, unit: int, drawn: str, true: str, ratio: str) -> None:
    _, passed, figures = example_a()
    ours = figures[number - 1].errors[0, unit]
    gradient = -passed.layers[number - 1].activation_gradients[0, unit]
    assert printed(ours, drawn)
    assert printed(gradient, true)
    assert printed(ours / gradient, ratio)


@pytest.mark.parametrize(("number", "unit", "source", "drawn", "true", "ratio"), UPDATES)
def test_example_a_updates(
    number: int, unit: int, source: int, drawn: str, true: str, ratio: str
) -> None:
    _, passed, figures = example_a()
    ours = -figures[number - 1].weight_gradients[unit, source]
    gradient = -passed.layers[number - 1].weight_gradients[unit, source]
    assert printed(ours, drawn)
    assert printed(gradient, true)
    assert printed(ours / gradient, ratio)


def test_example_a_cosine_between_the_two_updates() -> None:
    _, passed, figures = example_a()
    drawn = np.concatenate([part.weight_gradients.ravel() for part in figures])
    true = np.concatenate([part.weight_gradients.ravel() for part in passed.layers])
    cosine = drawn @ true / np.sqrt((drawn @ drawn) * (true @ true))
    assert printed(cosine, ".7786")


def test_example_b_the_figures_rule_reverses_a_sign() -> None:
    trained = document([[[1.0, 1.0]] * 3, [[2.0] * 3, [-1.5, 1.0, 0.5]], [[1.0, 1.0]]], [1.0, 1.0])
    assert trained.figure_rule is not None
    assert printed(trained.figure_rule[0].errors[0, 0], ".0915894")
    assert printed(-trained.passed.layers[0].activation_gradients[0, 0], "-.0100030")
    assert printed(-trained.figure_rule[0].weight_gradients[0, 0], ".0096163")
    assert printed(-trained.passed.layers[0].weight_gradients[0, 0], "-.0010502")


# --- The next chapter's 2-3-2 example: figures.md, section 5


def worked_example() -> Trained:
    net = network(
        "half_squared_error",
        layer("sigmoid", [[0.1, 0.15], [0.2, 0.25], [0.3, 0.35]], [0.35] * 3, "biases"),
        layer("sigmoid", [[0.4, 0.5, 0.6], [0.45, 0.55, 0.65]], [0.65] * 2, "biases"),
    )
    inputs, targets = np.array([[5.0, 10.0]]), np.array([[0.01, 0.99]])
    return train(net, inputs, targets, "mean", optimization("sgd", learning_rate=0.5))


def test_worked_example_forward_and_output_layer_as_printed() -> None:
    passed = worked_example().passed
    hidden, output = passed.layers
    assert all(map(printed, hidden.activations[0], (".912934", ".979164", ".995274")))
    assert all(map(printed, output.pre_activations[0], ("2.101920", "2.246289")))
    assert all(map(printed, output.activations[0], (".891090", ".904330")))
    assert printed(passed.loss, ".391829")
    assert printed(output.weight_gradients[0, 0], ".078064")


def test_worked_example_hidden_layer_with_the_old_weights() -> None:
    """The chapter's own numbers here use weights that are already updated."""
    trained = worked_example()
    assert printed(trained.passed.layers[0].weight_gradients[0, 0], ".012268")
    updated = trained.updated.layers[0].weights.ravel()
    expected = [".093866", ".137732", ".198027", ".246054", ".299453", ".348907"]
    assert all(map(printed, updated, expected))


@pytest.mark.parametrize(
    ("rounds", "expected"), [(101, (".073983", ".945932")), (1001, (".022969", ".977682"))]
)
def test_worked_example_after_many_rounds(rounds: int, expected: tuple[str, str]) -> None:
    net = worked_example().network
    trained = train(
        net,
        np.array([[5.0, 10.0]]),
        np.array([[0.01, 0.99]]),
        "mean",
        optimization("sgd", learning_rate=0.5),
        rounds=rounds,
    )
    assert all(map(printed, trained.passed.layers[1].activations[0], expected))
