"""The way to a number, read as a calculator would read it, gives the number; the rules beside
it are those of the textbook, written out by hand.
"""

import re
from math import copysign, exp, log, tanh

import pytest

from app.checking.sheets.plan import Plan
from app.checking.sheets.ways import Ways, rule_of
from app.checking.sheets.work import unit_of
from app.checking.sheets.worksheet import Worksheet, worksheet
from app.engine.network.losses import LOSSES
from tests.engine.network.references import sigmoid

#: Signs of a way, and what a calculator has for them.
KEYS = (
    (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\|([^|]*)\|", r"abs(\1)"),
    (r"\\cdot", "*"),
    (r"\)(?=\(|\\ln)", ")*"),
    (r"\\ln", "log"),
    (r"\\exp", "exp"),
    (r"\\sigma", "sigmoid"),
    (r"\\tanh", "tanh"),
    (r"\\operatorname\{sgn\}", "sign"),
    (r"\\operatorname\{clip\}_\{\[-1,1\]\}", "clip"),
    (r"\\eta", "0.5"),
    (r"\^", "**"),
)
FUNCTIONS = {
    "log": log,
    "exp": exp,
    "tanh": tanh,
    "sigmoid": sigmoid,
    "abs": abs,
    "sign": lambda d: copysign(1, d),
    "clip": lambda d: min(max(d, -1), 1),
}
#: An activation without a key of its own.
WITHOUT_KEY = re.compile(r"f\(")


def calculated(line: str) -> float:
    for sign, key in KEYS:
        line = re.sub(sign, key, line)
    return float(eval(line, {"__builtins__": {}}, FUNCTIONS))


def all_ways(sheet: Worksheet) -> dict[str, list[str]]:
    """By address the sides of each way; a second symbol of δ is none."""
    ways = Ways.of(sheet)
    addresses = [address for line in sheet.lines for address in line.addresses]
    found = {address: ways.way(address).split("=") for address in addresses}
    return {a: way[1:] if way[0].startswith(r"\delta") else way for a, way in found.items()}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("sizes", [(2, 2, 3)])
def test_a_calculator_gets_the_number_from_its_way(
    sizes: tuple[int, ...], activation: str, loss: str
) -> None:
    sheet = worksheet(Plan(sizes=sizes, activation=activation, loss=loss), 4, 1)
    worked = 0
    for way in all_ways(sheet).values():
        *between, text = way[1:]
        for line in between:
            if not WITHOUT_KEY.match(line):
                worked += 1
                # What stands in the way is written to six digits.
                assert abs(calculated(line) - float(text)) <= 0.51 * unit_of(text)
    assert worked > 20


def test_what_is_another_number_has_no_way() -> None:
    """∂C/∂b is δ: of it the value alone is written."""
    sheet = worksheet(Plan(), 4, 1)
    for address, way in all_ways(sheet).items():
        is_number = address.startswith("db")
        assert (len(way) == 2) == is_number
        assert way[-1] == sheet.right.texts[address]
    assert all_ways(sheet)["db2.1"][0] == r"\frac{\partial C}{\partial b^{(2)}_2}"


def test_the_losses_are_written_as_one_writes_them() -> None:
    """½ of a sum in brackets, a sum without a factor, or a sum of sizes."""
    expected = {
        "half_squared_error": r"\frac{1}{2}((A-T)^2+(B-U)^2)",
        "mean_squared_error": r"\frac{1}{2}((A-T)^2+(B-U)^2)",
        "squared_error": "(A-T)^2+(B-U)^2",
        "absolute_error": "|A-T|+|B-U|",
    }
    for loss, line in expected.items():
        sheet = worksheet(Plan(loss=loss), 4, 1)
        outputs = [float(sheet.right.texts[f"a2.{k}"]) for k in (0, 1)]
        # A negative number stands in brackets after a minus.
        targets = [f"({t:g})" if t < 0 else f"{t:g}" for t in sheet.given.targets]
        for sign, number in zip("ABTU", [*(f"{a:g}" for a in outputs), *targets], strict=True):
            line = line.replace(sign, number)
        assert all_ways(sheet)["loss"][1] == line


SYMBOLS = {
    "z2.0": r"z^{(2)}_1=w^{(2)}_{11}a^{(1)}_1+w^{(2)}_{12}a^{(1)}_2+b^{(2)}_1",
    "a1.1": r"a^{(1)}_2=\sigma(z^{(1)}_2)",
    "loss": r"C=\tfrac12\sum_k(a_k-t_k)^2",
    "slope1.1": r"\sigma'(z^{(1)}_2)=a^{(1)}_2(1-a^{(1)}_2)",
    "error2.0": r"\frac{\partial C}{\partial a^{(2)}_1}=a^{(2)}_1-t_1",
    "dw1.1.0": r"\frac{\partial C}{\partial w^{(1)}_{21}}="
    r"\frac{\partial C}{\partial z^{(1)}_2}x_1",
    "db2.0": r"\frac{\partial C}{\partial b^{(2)}_1}=\frac{\partial C}{\partial z^{(2)}_1}",
    "new_b1.0": r"b'^{(1)}_1=b^{(1)}_1-\eta\frac{\partial C}{\partial b^{(1)}_1}",
}


@pytest.mark.parametrize(("address", "rule"), SYMBOLS.items())
def test_a_rule_is_that_of_the_textbook(address: str, rule: str) -> None:
    assert rule_of(Ways.of(worksheet(Plan(), 4, 1)).topology, address) == rule


def test_the_slopes_of_the_textbook() -> None:
    """Of a tanh from a; of others as the engine's table prints them, from z."""
    found = {
        activation: rule_of(
            Ways.of(worksheet(Plan(activation=activation), 4, 1)).topology, "slope2.0"
        )
        for activation in ("tanh", "linear", "softplus")
    }
    assert found["tanh"] == r"\tanh'(z^{(2)}_1)=1-(a^{(2)}_1)^2"
    assert found["linear"] == r"f'(z^{(2)}_1)=1"
    assert found["softplus"].startswith(r"f'(z^{(2)}_1)=")
