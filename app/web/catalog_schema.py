"""What ``GET /api/v1/catalog`` answers."""

from typing import Annotated, Literal

from pydantic import Field

from .descent.schema import DescentRequest
from .graph.schema import GraphRequest
from .schema import Declared
from .trace.schema import TraceRequest

Range = Annotated[list[float | None], Field(min_length=2, max_length=2)]


class ParameterOut(Declared):
    name: str
    default: float
    low: float
    high: float
    latex: str


class ActivationOut(Declared):
    name: str
    latex: str
    slope_latex: str
    symbol: str
    range: Range
    elementwise: bool


class LossOut(Declared):
    name: str
    latex: str
    output: Annotated[str | None, Field(description="The output activation that it needs")]
    targets: Literal["any", "unit_interval", "nonnegative"]


class EntryOut(Declared):
    name: str
    latex: str
    parameters: list[ParameterOut]


class Preset(Declared):
    name: str
    request: TraceRequest


class DrawnNeeds(Declared):
    """What the figures' rule is defined for, beside activations that are elementwise."""

    loss: str
    optimizer: str


class OperationOut(Declared):
    name: str
    latex: str
    arity: Annotated[int, Field(description="How many operands; max and min take more, too")]
    sign: Annotated[str | None, Field(description="How it is written; null: by its name")]


class GraphPreset(Declared):
    name: str
    request: GraphRequest


class DescentPreset(Declared):
    name: str
    request: DescentRequest


class GraphCatalog(Declared):
    operations: list[OperationOut]
    presets: list[GraphPreset]


class DescentCatalog(Declared):
    presets: list[DescentPreset]


class Catalog(Declared):
    activations: list[ActivationOut]
    losses: list[LossOut]
    optimizers: list[EntryOut]
    initializers: list[EntryOut]
    reductions: list[str]
    rules: list[str]
    as_drawn: DrawnNeeds
    includes: list[str]
    notations: list[str]
    presets: list[Preset]
    graph: GraphCatalog
    descent: DescentCatalog
    limits: dict[str, int]
