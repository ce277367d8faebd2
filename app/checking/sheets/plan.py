"""What a teacher asks for: which kind of sheet, over which network, to how many digits."""

from dataclasses import dataclass

from ...engine.network.activations import ACTIVATIONS
from ...engine.network.losses import LOSSES

KINDS = ("compute", "faded", "find_the_slip", "signs")
COMPUTE, FADED, FIND_THE_SLIP, SIGNS = KINDS
#: Sheets whose numbers are not drawn.
PUBLISHED_KEY = "published_key"
READY = (PUBLISHED_KEY,)
#: Activations of the hidden layers, and of the output unless the loss has one of its own.
BY_HAND = tuple(name for name, each in ACTIVATIONS.items() if each.elementwise)


@dataclass(frozen=True)
class Plan:
    """``sizes``: the inputs, then the units of each layer. ``digits``: significant ones.

    ``blanks``: how many lines of a faded sheet are left out; None: half of them. ``ready``: the
    name of a sheet of `READY`, for which nothing else counts.
    """

    kind: str = COMPUTE
    sizes: tuple[int, ...] = (2, 2, 2)
    activation: str = "sigmoid"
    loss: str = "half_squared_error"
    digits: int = 3
    blanks: int | None = None
    ready: str | None = None

    @property
    def output(self) -> str:
        """The activation of the last layer."""
        return LOSSES[self.loss].output or self.activation
