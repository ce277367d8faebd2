"""A student who works a sheet by hand, rounds every line, and makes one mistake on purpose.

Written apart from what is tested: plain loops over lists, with the mistake in their midst.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, floor, log10, tanh, trunc
from typing import Any

Vector = list[float]
Matrix = list[Vector]

SIGMOID, TANH, RELU, SOFTMAX = "sigmoid", "tanh", "relu", "softmax"
FUNCTIONS: dict[str, Callable[[float], float]] = {
    SIGMOID: lambda z: 1 / (1 + exp(-z)),
    TANH: tanh,
    RELU: lambda z: max(z, 0.0),
}
#: The slope, from z and a.
SLOPES: dict[str, Callable[[float, float], float]] = {
    SIGMOID: lambda z, a: a * (1 - a),
    TANH: lambda z, a: 1 - a * a,
    RELU: lambda z, a: 1.0 if z > 0 else 0.0,
}


def significant(digits: int) -> Callable[[float], str]:
    """Writes with so many significant digits, zeros at the end among them."""

    def write(value: float) -> str:
        if value == 0:
            return "0"
        place = digits - 1 - floor(log10(abs(value)))
        if round(abs(value), place) >= 10 ** (digits - place):
            place -= 1
        return f"{value:.{place}f}" if place >= 0 else f"{round(value, place):.0f}"

    return write


def decimals(count: int) -> Callable[[float], str]:
    return lambda value: f"{value:.{count}f}"


def cut(digits: int) -> Callable[[float], str]:
    """Cuts after so many significant digits."""

    def write(value: float) -> str:
        if value == 0:
            return "0"
        place = digits - 1 - floor(log10(abs(value)))
        return f"{trunc(value * 10**place) / 10**place:.{max(place, 0)}f}"

    return write


@dataclass
class Student:
    """``weights``, ``biases`` by layer; one sample a row. ``mistakes``: what is done wrong.

    ``layers``: at which layers, counted from 1; None: wherever it can be.
    """

    weights: list[Matrix]
    biases: list[Vector] | None
    activations: list[str]
    loss: str
    inputs: Matrix
    targets: Matrix
    rate: float
    write: Callable[[float], str]
    mistakes: tuple[str, ...] = ()
    layers: tuple[int, ...] | None = None
    #: Numbers go on as they are, not as they are written.
    keeps_digits: bool = False
    #: Weights are transposed on the way forward as well.
    forward_too: bool = False
    #: A number at which the hand slips, so that nothing explains what is written.
    slips_at: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    def put(self, address: str, value: float) -> float:
        """Write it down, and go on with what is written."""
        if address == self.slips_at:
            value += 0.5 + abs(value)
        self.texts[address] = self.write(value)
        return value if self.keeps_digits else float(self.texts[address])

    def makes(self, mistake: str, layer: int | None = None) -> bool:
        return mistake in self.mistakes and (
            layer is None or self.layers is None or layer in self.layers
        )

    def work(self) -> dict[str, str]:
        count = len(self.inputs)
        passes = [self.sample(s, "" if s == 0 else f"@{s}") for s in range(count)]
        self.update(passes)
        return self.texts

    # --- one sample -------------------------------------------------------------------------------

    def sample(self, s: int, mark: str) -> dict[str, Any]:
        a, zs, outputs = self.inputs[s], [], [self.inputs[s]]
        for number, rows in enumerate(self.weights, 1):
            square = len(rows) == len(a)
            z = []
            for j, row in enumerate(rows):
                if self.makes("weights_transposed", number) and square and self.forward_too:
                    row = [rows[i][j] for i in range(len(a))]
                total = sum(w * x for w, x in zip(row, a, strict=True))
                if self.biases is not None and not self.makes("bias_forgotten", number):
                    total += self.biases[number - 1][j]
                z.append(self.put(f"z{number}.{j}{mark}", total))
            kind = self.activations[number - 1]
            if kind == SOFTMAX:
                e = [exp(each) for each in z]
                a = [self.put(f"a{number}.{j}{mark}", each / sum(e)) for j, each in enumerate(e)]
            else:
                a = [
                    self.put(f"a{number}.{j}{mark}", FUNCTIONS[kind](each))
                    for j, each in enumerate(z)
                ]
            zs.append(z)
            outputs.append(a)
        deltas = self.backward(s, mark, zs, outputs)
        return {"outputs": outputs, "deltas": deltas}

    def slope(self, layer: int, j: int, zs: Matrix, outputs: Matrix) -> float:
        kind = self.activations[layer - 1]
        z, a = zs[layer - 1][j], outputs[layer][j]
        if self.makes("slope_at_activation", layer):
            return SLOPES[kind](a, FUNCTIONS[kind](a))
        if self.makes("slope_z_times_one_minus_z", layer):
            return SLOPES[kind](z, z)
        if self.makes("next_layer_slope", layer) and layer < len(self.weights):
            k = min(j, len(self.weights[layer]) - 1)
            if self.activations[layer] != SOFTMAX:
                return SLOPES[self.activations[layer]](zs[layer][k], outputs[layer + 1][k])
        return SLOPES[kind](z, a)

    def forgets(self, layer: int) -> bool:
        last = layer == len(self.weights)
        return (
            self.makes("slopes_forgotten", layer)
            or (last and self.makes("output_slope_forgotten"))
            or (not last and self.makes("hidden_slope_forgotten", layer))
        )

    def backward(self, s: int, mark: str, zs: Matrix, outputs: Matrix) -> list[Vector]:
        depth, share = len(self.weights), 1 / len(self.inputs)
        deltas: list[Vector] = [[] for _ in range(depth)]
        errors: list[Vector] = [[] for _ in range(depth)]
        t = self.targets[s]
        if self.makes("wrong_class"):
            t = t[-1:] + t[:-1]
        for j, a in enumerate(outputs[-1]):
            e = a - t[j]
            if self.loss == "mean_squared_error":
                e = 2 * e / len(t)
            if self.loss == "squared_error":
                e = 2 * e
            if self.makes("error_sign") or self.makes("target_and_output_swapped"):
                e = -e
            if self.makes("loss_factor"):
                e *= 2 if self.loss == "half_squared_error" else 0.5
            if self.makes("mean_for_sum"):
                e /= len(t)
            if self.makes("sum_for_mean"):
                e *= len(t)
            e *= share
            if self.activations[-1] == SOFTMAX:
                if self.makes("softmax_elementwise"):
                    e = -t[j] / a * a * (1 - a) * share
                deltas[-1].append(self.put(f"delta{depth}.{j}{mark}", e))
            else:
                e = self.put(f"error{depth}.{j}{mark}", e)
                slope = 1.0 if self.forgets(depth) else self.slope(depth, j, zs, outputs)
                deltas[-1].append(self.put(f"delta{depth}.{j}{mark}", e * slope))
            errors[-1].append(e)
        for layer in range(depth - 1, 0, -1):
            for j in range(len(self.weights[layer - 1])):
                e = self.arriving(layer, j, zs, outputs, errors, deltas)
                e = self.put(f"error{layer}.{j}{mark}", e)
                errors[layer - 1].append(e)
                slope = 1.0 if self.forgets(layer) else self.slope(layer, j, zs, outputs)
                deltas[layer - 1].append(self.put(f"delta{layer}.{j}{mark}", e * slope))
        return deltas

    def arriving(
        self,
        layer: int,
        j: int,
        zs: Matrix,
        outputs: Matrix,
        errors: list[Vector],
        deltas: list[Vector],
    ) -> float:
        """Σ_k w_kj δ_k, or what the mistake makes of it."""
        rows, behind = self.weights[layer], deltas[layer]
        w = [row[j] for row in rows]
        if self.makes("weights_transposed", layer) and len(rows) == len(rows[0]):
            w = rows[j]
        if self.makes("updated_weights_used", layer):
            w = [w[k] - self.rate * behind[k] * outputs[layer][j] for k in range(len(rows))]
        products = [each * d for each, d in zip(w, behind, strict=True)]
        if self.makes("one_branch_only", layer):
            return products[0]
        if self.makes("branches_averaged", layer):
            return sum(products) / len(products)
        if self.makes("error_in_proportion", layer):
            return sum(
                abs(row[j]) / sum(map(abs, row)) * d for row, d in zip(rows, behind, strict=True)
            )
        if self.makes("gradients_summed", layer):
            return sum(d * outputs[layer][j] for d in behind)
        if self.makes("outputs_for_deltas", layer):
            return sum(each * a for each, a in zip(w, outputs[layer + 1], strict=True))
        if self.makes("error_for_delta", layer):
            return sum(each * e for each, e in zip(w, errors[layer], strict=True))
        if self.makes("neighbour_delta", layer):
            return sum(each * d for each, d in zip(w, behind[1:] + behind[:1], strict=True))
        return sum(products)

    # --- gradients and the update -----------------------------------------------------------------

    def update(self, passes: list[dict[str, Any]]) -> None:
        count = len(passes)
        for layer in range(len(self.weights), 0, -1):
            for j, row in enumerate(self.weights[layer - 1]):
                deltas = [each["deltas"][layer - 1][j] for each in passes]
                for i, w in enumerate(row):
                    signals = [each["outputs"][layer - 1][i] for each in passes]
                    if self.makes("weight_for_input", layer):
                        signals = [w] * count
                    if self.makes("own_output_for_input", layer):
                        signals = [each["outputs"][layer][j] for each in passes]
                    g = sum(d * x for d, x in zip(deltas, signals, strict=True))
                    if self.makes("activations_averaged"):
                        g = sum(deltas) * sum(signals) / count
                    g = self.of_batch(g, count)
                    self.step(f"w{layer}.{j}.{i}", w, g)
                if self.biases is not None:
                    g = sum(deltas)
                    if self.makes("bias_gradient_times_weight", layer):
                        g *= row[0]
                    g = self.of_batch(g, count)
                    self.step(f"b{layer}.{j}", self.biases[layer - 1][j], g)

    def of_batch(self, g: float, count: int) -> float:
        if self.makes("gradients_not_averaged"):
            g *= count
        if self.makes("rate_in_gradient"):
            g *= self.rate
        return g

    def step(self, name: str, old: float, g: float) -> None:
        g = self.put(f"d{name}", g)
        change = -self.rate * g
        if self.makes("rate_twice"):
            change *= self.rate
        if self.makes("uphill"):
            change = -change
        if self.makes("bias_not_updated") and name.startswith("b"):
            change = 0.0
        self.put(f"new_{name}", old + change)
