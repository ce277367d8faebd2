"""Hyperparameters: numbers that the user may set on an entry of a table, such as Adam's β₁."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hyperparameter:
    """``default`` lies in the closed range ``low`` to ``high`` of allowed values; ``latex`` is the
    symbol. ``whole``: only whole numbers are allowed, as for a number of samples.
    """

    name: str
    default: float
    low: float
    high: float
    latex: str
    whole: bool = False

    def written(self, value: float) -> float:
        """One of its values, as a whole number where it is one."""
        return int(value) if self.whole else value


def with_defaults(
    parameters: tuple[Hyperparameter, ...], given: dict[str, float]
) -> dict[str, float]:
    """Every hyperparameter's value by name: the given one, else its default."""
    return {p.name: given.get(p.name, p.default) for p in parameters}
