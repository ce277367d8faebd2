"""Every number in every letters and drawing, at every step, in both languages.

The browser code runs in node, without a browser; ``tests/browser/network`` looks at the screen. The
referee is the pass again, in complex numbers: the derivative by a number is the imaginary part of
the loss, divided by an imaginary change of it.
"""

import cmath
import json
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from app.web.trace.presets import PRESETS
from tests.conftest import Client
from tests.paths import ROOT
from tests.web.requests import Request, preset

H = 1e-30
LOOKS = [
    (letters, drawing)
    for letters in ("figure", "textbook", "derivation")
    for drawing in ("flow", "circuit")
]


def sigmoid(z: complex) -> complex:
    return 1 / (1 + cmath.exp(-z))


ELEMENTWISE: dict[str, Callable[[complex], complex]] = {
    "linear": lambda z: z,
    "sigmoid": sigmoid,
    "tanh": cmath.tanh,
    "relu": lambda z: z if z.real > 0 else 0 * z,
}


def softmax(sums: list[complex]) -> list[complex]:
    powers = [cmath.exp(z) for z in sums]
    return [power / sum(powers) for power in powers]


LOSSES: dict[str, Callable[[complex, float], complex]] = {
    "half_squared_error": lambda a, t: (a - t) ** 2 / 2,
    "squared_error": lambda a, t: (a - t) ** 2,
    "binary_cross_entropy": lambda a, t: -t * cmath.log(a) - (1 - t) * cmath.log(1 - a),
    "cross_entropy": lambda a, t: -t * cmath.log(a),
}


class Pass:
    """The first sample of an answer, computed again; ``number`` gives what stands at an address."""

    def __init__(self, answer: Request, request: Request) -> None:
        self.layers = answer["network"]["layers"]
        self.loss = answer["network"]["loss"]
        self.samples = list(zip(request["inputs"], request["targets"], strict=True))
        self.share = 1 if request.get("reduction") == "sum" else 1 / len(self.samples)
        self.rate = request["optimizer"]["learning_rate"]

    def run(self, change: Mapping[str, complex], sample: int) -> tuple[dict[str, complex], complex]:
        found: dict[str, complex] = {}
        inputs, targets = self.samples[sample]
        signal: list[complex] = list(inputs)
        found |= {f"x.{i}": x for i, x in enumerate(inputs)}
        found |= {f"t.{k}": t for k, t in enumerate(targets)}
        for number, layer in enumerate(self.layers, start=1):
            sums = []
            for j, row in enumerate(layer["weights"]):
                bias = layer["biases"][j] if layer["biases"] else 0.0
                total = bias + change.get(f"b{number}.{j}", 0)
                for i, weight in enumerate(row):
                    found[f"w{number}.{j}.{i}"] = weight
                    total += (weight + change.get(f"w{number}.{j}.{i}", 0)) * signal[i]
                found[f"b{number}.{j}"] = bias
                sums.append(total + change.get(f"z{number}.{j}", 0))
            name = layer["activation"]
            outputs = softmax(sums) if name == "softmax" else [ELEMENTWISE[name](z) for z in sums]
            signal = [a + change.get(f"a{number}.{j}", 0) for j, a in enumerate(outputs)]
            for j, (z, a) in enumerate(zip(sums, signal, strict=True)):
                found[f"z{number}.{j}"], found[f"a{number}.{j}"] = z, a
        per_output = zip(signal, targets, strict=True)
        return found, self.share * sum(LOSSES[self.loss](a, t) for a, t in per_output)

    def derivative(self, address: str, samples: list[int]) -> float:
        return sum(self.run({address: H * 1j}, sample)[1].imag / H for sample in samples)

    def number(self, address: str) -> float:
        everything = list(range(len(self.samples)))
        if address == "eta":
            return float(self.rate)
        if address == "loss":
            return float(sum(self.run({}, sample)[1].real for sample in everything))
        name, _, named = address.partition("@")
        sample = int(named or 0)
        if name.startswith("error"):
            return self.derivative(f"a{name[5:]}", [sample])
        if name.startswith("delta"):
            return self.derivative(f"z{name[5:]}", [sample])
        if name.startswith("d"):
            return self.derivative(name[1:], everything)
        if name.startswith("new_"):
            gradient = self.derivative(name[4:], everything)
            return float(self.number(name[4:]) - self.rate * gradient)
        if name.startswith("slope"):
            changed = self.run({f"z{name[5:]}": H * 1j}, sample)[0]
            return float(changed[f"a{name[5:]}"].imag / H)
        return float(self.run({}, sample)[0][name].real)


def random_request(seed: int) -> Request:
    """Softmax, several outputs and samples, a mean and a sum, layers without biases."""
    numbers = np.random.default_rng(seed)
    sizes = [int(size) for size in numbers.integers(1, 5, size=numbers.integers(2, 6))]
    output, loss = [
        ("softmax", "cross_entropy"),
        ("sigmoid", "binary_cross_entropy"),
        ("tanh", "squared_error"),
        ("softmax", "half_squared_error"),
    ][seed % 4]
    layers = [
        {
            "units": units,
            "activation": str(numbers.choice(["sigmoid", "tanh", "linear", "relu", "softmax"])),
            "weights": numbers.normal(size=(units, fan_in)).tolist(),
            "bias": bool(numbers.integers(2)),
        }
        for fan_in, units in zip(sizes, sizes[1:], strict=False)
    ]
    layers[-1]["activation"] = output
    samples = int(numbers.integers(1, 4))
    targets = numbers.uniform(0.1, 0.9, size=(samples, sizes[-1]))
    return {
        "network": {"inputs": sizes[0], "layers": layers, "loss": loss},
        "inputs": numbers.normal(size=(samples, sizes[0])).tolist(),
        "targets": targets.tolist(),
        "reduction": str(numbers.choice(["mean", "sum"])),
        "optimizer": {"name": "sgd", "learning_rate": 0.5},
    }


#: Digits is drawn as matrices; its steps are those of whole layers.
REQUESTS = {name: preset(name) for name in PRESETS if name != "digits"} | {
    f"random {seed}": random_request(seed) for seed in range(8)
}


def browsers(client: Client, requests: list[Request], language: str) -> Any:
    answers = []
    for request in requests:
        found = client.trace(request | {"include": ["steps"]})
        assert found.status_code == 200, found.text
        answers.append({**found.json(), "request": request})
    words = json.loads((ROOT / f"static/i18n/{language}.json").read_text())
    catalog = client.get("/api/v1/catalog").json()
    done = subprocess.run(
        ["node", "tests/js/network/letters.js"],
        cwd=ROOT,
        input=json.dumps({"answers": answers, "catalog": catalog, "words": words}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return answers, json.loads(done.stdout)


def close(value: float | None, expected: float) -> bool:
    return value is not None and abs(value - expected) <= 1e-11 * max(1, abs(expected))


@pytest.mark.parametrize("name", REQUESTS)
def test_every_letters_and_drawing_writes_the_right_numbers(client: Client, name: str) -> None:
    (answer,), (looks,) = browsers(client, [REQUESTS[name]], "en")
    truth = Pass(answer, REQUESTS[name])
    known: dict[str, float] = {}

    def expected(address: str, letters: str) -> float:
        if address not in known:
            known[address] = truth.number(address)
        flipped = letters == "figure" and address.startswith(("error", "delta"))
        return -known[address] if flipped else known[address]

    assert [(look["letters"], look["drawing"]) for look in looks] == LOOKS
    for look in looks:
        letters = look["letters"]
        for k, step in enumerate(look["steps"], start=1):
            where = f"{name}, {letters}, {look['drawing']}, step {k}"
            for shown in (step["panel"], step["drawn"]):
                for address, value in shown.items():
                    # A whole array has no number, nor has what is too large and never read.
                    if value is not None:
                        assert close(value, expected(address, letters)), f"{where}: {address}"
            for address, value in step["lines"]:
                assert close(value, expected(address, letters)), f"{where}: formula of {address}"
            for unit in step["picture"]:
                check_picture(unit, letters, where, expected)


def check_picture(
    unit: Request, letters: str, where: str, expected: Callable[[str, str], float]
) -> None:
    """The red arrows add up to what arrives; times the slope it is what the ball shows."""
    here = unit["unit"]
    error, delta = expected(f"error{here}", letters), expected(f"delta{here}", letters)
    if unit["contributions"]:
        assert close(sum(unit["contributions"].values()), error), f"{where}: arrows into {here}"
    if unit["factored"]:
        assert close(expected(f"slope{here}", letters) * error, delta), f"{where}: slope of {here}"
    if letters != "figure":
        assert unit["ball"] == f"delta{here}"
    # The derivation writes δ out.
    assert unit["symbol"].startswith("∂C/∂" if letters == "derivation" else "δ")


def test_the_words_of_a_step_use_the_letters_that_are_shown(client: Client) -> None:
    """A sentence without its blanks or an unknown key ends the script with an error."""
    requests = list(REQUESTS.values())
    for language in ("en", "zh"):
        _, found = browsers(client, requests, language)
        for looks in found:
            for look in looks:
                said = "\n".join(word for step in look["steps"] for word in step["words"][:2])
                others = ("z", "a") if look["letters"] == "figure" else ("e", "y")
                for wrong in ("{", "undefined", *(f"∂C/∂{letter}" for letter in others)):
                    assert wrong not in said
