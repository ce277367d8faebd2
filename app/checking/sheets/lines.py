"""The lines of a sheet: a quantity of one layer each, in the order in which one works them out."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..marking.sheet import BACKWARD, FORWARD, Sheet

#: Which rule makes a number, as a reader is asked for it.
PRINCIPLES = (
    "weighted_sum",
    "activation",
    "loss",
    "slope",
    "loss_derivative",
    "output_minus_target",
    "sum_over_branches",
    "chain_rule",
    "gradient",
    "update",
)
OF_ARRAY = {
    "z": "weighted_sum",
    "a": "activation",
    "loss": "loss",
    "slope": "slope",
    "error": "sum_over_branches",
    "delta": "chain_rule",
    "dw": "gradient",
    "db": "gradient",
    "new_w": "update",
    "new_b": "update",
}
#: At the output layer.
AT_OUTPUT = {"error": "loss_derivative"}


@dataclass(frozen=True)
class Line:
    """``layer``: counted from 1; 0 of the loss."""

    array: str
    layer: int
    principle: str
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.array}{self.layer or ''}"


def lines_of(sheet: Sheet) -> list[Line]:
    """Those of a sheet with one sample."""
    return [line for line in each_line(sheet) if line.addresses]


def each_line(sheet: Sheet) -> Iterator[Line]:
    layers = range(1, sheet.depth + 1)
    for layer in layers:
        for array in FORWARD:
            yield line_of(sheet, array, layer)
    yield Line("loss", 0, OF_ARRAY["loss"], ("loss",))
    for layer in reversed(layers):
        # Where the loss has a formula for δ nobody needs ∂C/∂a and the slope.
        for array in BACKWARD[2:] if sheet.has_fused_delta(layer) else BACKWARD:
            yield line_of(sheet, array, layer)
    for arrays in (("dw", "db"), ("new_w", "new_b")):
        for layer in reversed(layers):
            for array in arrays:
                yield line_of(sheet, array, layer)


def line_of(sheet: Sheet, array: str, layer: int) -> Line:
    units = range(sheet.units(layer))
    if array.endswith("w"):
        fan_in = range(sheet.units(layer - 1))
        addresses = tuple(f"{array}{layer}.{unit}.{i}" for unit in units for i in fan_in)
    elif array.endswith("b") and sheet.layer(layer).biases is None:
        addresses = ()
    else:
        addresses = tuple(f"{array}{layer}.{unit}" for unit in units)
    return Line(array, layer, principle_of(sheet, array, layer), addresses)


def principle_of(sheet: Sheet, array: str, layer: int) -> str:
    if array == "delta" and sheet.has_fused_delta(layer):
        return "output_minus_target"
    if layer == sheet.depth and array in AT_OUTPUT:
        return AT_OUTPUT[array]
    return OF_ARRAY[array]
