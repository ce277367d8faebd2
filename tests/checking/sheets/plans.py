"""Plans of every kind, drawn by Hypothesis, and the key of a sheet by a referee."""

from typing import Any

from hypothesis import strategies as st

from app.checking.sheets.plan import BY_HAND, KINDS, Plan
from app.checking.sheets.worksheet import Worksheet
from app.engine.network.losses import LOSSES
from app.explain.notation import Address
from tests.engine.network.references import (
    ELEMENTWISE,
    LayerReference,
    PassReference,
    mpf,
    reference_pass,
)

SIZES = [(2, 2, 2), (2, 3, 2), (3, 3, 2), (2, 2, 1), (1, 2), (1, 1), (3, 2, 2, 2), (4, 4, 4)]


def is_possible(plan: Plan) -> bool:
    """Has a softmax more than one output?"""
    return plan.output != "softmax" or plan.sizes[-1] > 1


def plans(**fixed: Any) -> st.SearchStrategy[Plan]:
    free: dict[str, st.SearchStrategy[Any]] = {
        "kind": st.sampled_from(KINDS),
        "sizes": st.sampled_from(SIZES),
        "activation": st.sampled_from(BY_HAND),
        "loss": st.sampled_from(list(LOSSES)),
        "digits": st.integers(2, 6),
    }
    chosen = free | {name: st.just(value) for name, value in fixed.items()}
    return st.builds(Plan, **chosen).filter(is_possible)


class Referee:
    """The numbers of a sheet in sixty digits, by their addresses."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, made = sheet, sheet.sheet
        self.layers = made.network.layers
        self.found: PassReference = reference_pass(
            [
                LayerReference(each.activation.name, each.weights, each.biases)
                for each in self.layers
            ],
            made.network.loss.name,
            made.inputs,
            made.targets,
            made.reduction,
        )

    def __call__(self, address: str) -> Any:
        at, found = Address.parse(address), self.found
        if at.array == "loss":
            return found.loss
        layer = at.layer - 1
        if at.array == "slope":
            z = found.pre_activations[layer][0][at.indices[0]]
            return ELEMENTWISE[self.layers[layer].activation.name].slope(z)
        if at.array in ("new_w", "new_b"):
            old = self.sheet.sheet.true(address.removeprefix("new_"))
            return mpf(old) - mpf(self.sheet.given.rate) * self(address.replace("new_", "d"))
        arrays: dict[str, Any] = {
            "z": found.pre_activations,
            "a": found.activations,
            "error": found.activation_gradients,
            "delta": found.deltas,
            "dw": found.weight_gradients,
            "db": found.bias_gradients,
        }
        array = arrays[at.array][layer]
        return array[at.indices] if at.array in ("dw", "db") else array[(0, *at.indices)]
