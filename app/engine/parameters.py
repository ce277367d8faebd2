"""A number that the user may set on an entry of a table, such as an optimizer's β."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hyperparameter:
    """``name`` with its ``default`` and the closed range ``low`` to ``high`` in which it makes
    sense.
    """

    name: str
    default: float
    low: float
    high: float
    latex: str


def with_defaults(
    parameters: tuple[Hyperparameter, ...], given: dict[str, float]
) -> dict[str, float]:
    """Every parameter's value: the given one, else its default."""
    return {p.name: given.get(p.name, p.default) for p in parameters}
