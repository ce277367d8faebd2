r"""``include: ["latex"]``: every step's rule, numbers and result as LaTeX, in both notations."""

import re
from typing import Any

import pytest
from math_core import LatexToMathML

from app.explain.latex import number_text
from app.explain.tree import Tree, arguments, equations
from app.web.trace.endpoint import trace_of
from app.web.trace.presets import PRESETS
from app.web.trace.schema import TraceRequest
from tests.conftest import Client
from tests.web.requests import Request, document, preset, small

LATEX: Request = {"include": ["latex", "steps"]}
FORMULAS = {"derivation": "formula", "figure": "figure"}
#: Where an answer holds an array, and whether it has a row per sample.
FIELDS = {
    "z": ("pre_activations", True),
    "a": ("activations", True),
    "error": ("activation_gradients", True),
    "delta": ("deltas", True),
    "dw": ("weight_gradients", False),
    "db": ("bias_gradients", False),
    "new_w": ("updated_weights", False),
    "new_b": ("updated_biases", False),
}


def answer(client: Client, request: Request) -> dict[str, Any]:
    response = client.trace(request)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    return content


def printed(trace: dict[str, Any], address: str, notation: str) -> str:
    """The number at an address of an answer, with the sign of its symbol."""
    if address == "loss":
        return number_text(trace["loss"]).latex
    match = re.fullmatch(r"([a-z_]+)(\d+)((?:\.\d+)*)", address)
    assert match is not None
    array, layer, places = match.groups()
    field, per_sample = FIELDS[array]
    number = trace["layers"][int(layer) - 1][field]
    for place in ([0] if per_sample else []) + [int(place) for place in places.split(".")[1:]]:
        number = number[place]
    minus = notation == "figure" and array in ("error", "delta")
    return number_text(-number if minus else number).latex


def test_a_number_that_is_left_out_is_null_in_its_result(client: Client) -> None:
    """∂C/∂a = −1/a for a = s(−800)."""
    unit = {"units": 1, "activation": "sigmoid", "weights": [[1.0]], "bias": False}
    net = {"inputs": 1, "layers": [unit], "loss": "binary_cross_entropy"}
    asked = {"network": net, "inputs": [[-800.0]], "targets": [[1.0]]} | LATEX
    loss = answer(client, asked)["latex"][1]
    assert loss["derivation"]["result"].count(r"\text{null}") == 1
    assert loss["figure"]["result"].count(r"\text{null}") == 1


def lines(latex: str) -> list[str]:
    inner = re.fullmatch(r"\\begin\{gathered\}(.*)\\end\{gathered\}", latex)
    return (inner[1] if inner else latex).split(r" \\ ")


def entries(trace: dict[str, Any]) -> list[tuple[str, Tree, dict[str, str]]]:
    """Notation, tree and LaTeX of every formula of an answer."""
    return [
        (notation, step[FORMULAS[notation]], latex[notation])
        for step, latex in zip(trace["steps"], trace["latex"], strict=True)
        for notation in FORMULAS
    ]


@pytest.mark.parametrize("name", PRESETS)
def test_all_latex_of_every_preset_can_be_read(client: Client, name: str) -> None:
    trace = answer(client, preset(name) | LATEX)
    for _, tree, latex in entries(trace):
        assert list(latex) == ["rule", "numbers", "result"]
        for text in latex.values():
            assert len(lines(text)) == len(equations(tree))
            LatexToMathML().convert_with_local_state(text, displaystyle=True)


@pytest.mark.parametrize("name", PRESETS)
def test_a_result_is_the_number_of_the_trace(client: Client, name: str) -> None:
    trace = answer(client, preset(name) | LATEX)
    for notation, tree, latex in entries(trace):
        for equation, result in zip(equations(tree), lines(latex["result"]), strict=True):
            if equation["op"] == "ellipsis":
                assert result == r"\vdots"
                continue
            left = arguments(equation)[0]
            assert left["op"] == "address"
            if "shape" in left:
                rows, columns = left["shape"]
                assert result.endswith(rf"\in\mathbb{{R}}^{{{rows}\times {columns}}}")
            else:
                assert result.endswith("=" + printed(trace, left["address"], notation))


#: Nothing but numbers, signs and brackets.
ARITHMETIC = re.compile(r"[-+*()\d.]+")


def value(text: str) -> float | None:
    """What the right side of an equation gives; None if there is more in it than arithmetic."""
    plain = text.replace(r"\cdot ", "*").replace(r"\left", "").replace(r"\right", "")
    plain = re.sub(r"(?<=[\d)])\(", "*(", plain)
    return float(eval(plain)) if ARITHMETIC.fullmatch(plain) else None


@pytest.mark.parametrize(
    ("name", "rule", "least"),
    [
        ("document", "gradient", 60),
        ("document", "as_drawn", 60),
        ("sign_flip", "as_drawn", 60),
        ("mazur", "gradient", 40),
        ("xor", "gradient", 40),
    ],
)
def test_the_numbers_give_the_result(client: Client, name: str, rule: str, least: int) -> None:
    """To three of the four digits that are printed of each, where they do not cancel."""
    worked_out = 0
    for step in answer(client, preset(name) | LATEX | {"rule": rule})["latex"]:
        for latex in step.values():
            for numbers, result in zip(
                lines(latex["numbers"]), lines(latex["result"]), strict=True
            ):
                left, right = numbers.rsplit("=", 1)
                got = value(right)
                if got is not None:
                    assert result.startswith(left + "=")
                    want = float(result.rsplit("=", 1)[1])
                    assert got == pytest.approx(want, rel=2e-3, abs=2e-4)
                    worked_out += 1
    assert worked_out >= least


def test_the_first_step_of_the_document(client: Client) -> None:
    first = answer(client, document() | {"include": ["latex"]})["latex"][0]
    assert first["figure"] == {
        "rule": "y_1=f_1(w_{(x1)1}x_1+w_{(x2)1}x_2)",
        "numbers": r"y_1=f_1(0.2\cdot 1+(-0.3)\cdot 0.5)",
        "result": "y_1=0.5125",
    }
    assert first["derivation"]["result"] == (
        r"\begin{gathered}z^{(1)}_1=0.05 \\ a^{(1)}_1=0.5125\end{gathered}"
    )


def test_it_needs_no_steps_and_changes_nothing_else(client: Client) -> None:
    plain = answer(client, document())
    alone = answer(client, document() | {"include": ["latex"]})
    assert alone.pop("latex") == answer(client, document() | LATEX)["latex"]
    assert alone == plain


def test_a_batch_shows_its_first_sample_and_every_sample_of_a_sum(client: Client) -> None:
    request = small(inputs=[[1, 2], [3, 4]], targets=[[0], [1]])
    trace = answer(client, request | LATEX)
    weights = trace["network"]["layers"][0]["weights"][0]
    first, last = trace["latex"][0]["derivation"], trace["latex"][-1]["derivation"]
    assert rf"{number_text(weights[0]).latex}\cdot 1" in first["numbers"].replace("(", "")
    assert r"\cdot 3" not in first["numbers"]
    deltas = [row[0] for row in trace["layers"][-1]["deltas"]]
    for sample, delta in enumerate(deltas, start=1):
        assert f"[{sample}]" in last["rule"]
        assert number_text(delta).latex in last["numbers"]


def test_of_matrices_the_result_is_the_size(client: Client) -> None:
    latex = answer(client, preset("digits") | {"include": ["latex"]})["latex"]
    assert latex[0]["figure"] == {
        "rule": r"y^{(1)}=f^{(1)}(x{W^{(1)}}^{\top}+b^{(1)})",
        "numbers": r"y^{(1)}=f^{(1)}(x{W^{(1)}}^{\top}+b^{(1)})",
        "result": r"y^{(1)}\in\mathbb{R}^{1\times 256}",
    }
    assert any(r"+0.05" in step["figure"]["numbers"] for step in latex)


def test_where_the_updates_follow_the_figures_so_do_the_figures(client: Client) -> None:
    trace = answer(client, preset("sign_flip") | LATEX | {"rule": "as_drawn"})
    by_gradient = answer(client, preset("sign_flip") | LATEX)
    backward = next(k for k, step in enumerate(trace["steps"]) if step["phase"] == "backward")
    assert trace["latex"][backward]["figure"]["rule"] == r"\delta_4=w_{46}\delta"
    moved = [step["figure"]["result"] for step in trace["latex"][-6:]]
    updated = [row for layer in trace["layers"] for row in layer["updated_weights"]]
    for row, result in zip(updated, moved, strict=True):
        assert [line.rsplit("=", 1)[1] for line in lines(result)] == [
            number_text(weight).latex for weight in row
        ]
    for step, other in zip(trace["latex"], by_gradient["latex"], strict=True):
        assert step["derivation"] == other["derivation"]


def test_a_gradient_step_too_large_for_a_float_is_named(client: Client) -> None:
    """By the figures' rule the first weight becomes −1.75·10³⁰⁸; the slope of the selu, which the
    rule omits, takes the gradient's step beyond float64.
    """
    weights = (("linear", 1.75, None), ("selu", 1.0, "all"), ("linear", 9.7558e150, "all"))
    layers = [
        {"units": 1, "activation": name, "weights": [[w]], "bias": False, "frozen": frozen}
        for name, w, frozen in weights
    ]
    request: Request = {
        "network": {"inputs": 1, "layers": layers, "loss": "half_squared_error"},
        "inputs": [[1.0]],
        "targets": [[0.0]],
        "optimizer": {"name": "sgd", "learning_rate": 1e6},
        "rule": "as_drawn",
    }
    assert answer(client, request)["layers"][0]["updated_weights"][0][0] < -1.7e308
    refusal = client.trace(request | {"include": ["latex"]})
    assert refusal.status_code == 422
    assert "updated_weights" in refusal.json()["detail"]


class Cancelled(Exception):
    pass


def test_a_client_that_disconnects_ends_the_work() -> None:
    calls = 0

    def check_cancelled() -> None:
        nonlocal calls
        calls += 1
        if calls > 5:
            raise Cancelled

    request = TraceRequest.model_validate(document() | {"include": ("latex",)})
    with pytest.raises(Cancelled):
        trace_of(request, check_cancelled, lambda key, params: key)
    assert calls == 6
