"""What ``POST /api/v1/descent`` takes and answers."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ...errors import Location
from ..graph.schema import Expression, MaybeNumber
from ..limits import LIMITS
from ..schema import Declared
from ..trace.schema import KNOWN_FIELDS as TRACE_FIELDS
from ..trace.schema import REDUCTIONS, NamedOptimizer, Number, Strict, TraceRequest, name_in

INCLUDES = ("surface",)
LEARNING = ("two", "all")

#: Further out the distance between two ends would leave float64.
Ends = Annotated[
    list[Annotated[Number, Field(ge=-1e100, le=1e100)]], Field(min_length=2, max_length=2)
]
Column = Annotated[
    list[Number], Field(fail_fast=True, min_length=1, max_length=LIMITS["data_rows"])
]


class RunRequest(Strict):
    optimizer: NamedOptimizer


class StopRequest(Strict):
    gradient_norm: Annotated[
        Number, Field(ge=0, description="A run ends where |∇f| is below it.")
    ] = 0.0


class ExplainRequest(Strict):
    run: Annotated[int, Field(ge=0, lt=LIMITS["runs"])] = 0
    first: Annotated[
        int, Field(alias="from", ge=0, le=LIMITS["descent_steps"], description="Steps before it.")
    ] = 0
    count: Annotated[int, Field(ge=1, le=LIMITS["explained_steps"])] = 1


class SliceRequest(Strict):
    request: Annotated[TraceRequest, Field(description="A request to /api/v1/trace.")]
    x: Annotated[str, Field(description="The address of a weight or bias, such as w1.0.1.")]
    y: Annotated[str, Field(description="That of another one.")]
    learn: Annotated[
        name_in(LEARNING),  # type: ignore[valid-type]  # made from the tuple
        Field(description="two: the runs move these two alone; all: every weight."),
    ] = "two"


class ModelRequest(Strict):
    expression: Annotated[Expression, Field(description="Of the variables and the input.")]
    input: Annotated[str, Field(description="The column that it reads.")]
    target: Annotated[str, Field(description="The column that it is held against.")]
    inputs: Annotated[
        Ends | None, Field(description="Told from here to there. Left out: over the column.")
    ] = None


class DescentRequest(Strict):
    function: Annotated[
        Expression | None, Field(description="An expression, as /api/v1/graph takes it.")
    ] = None
    start: Annotated[
        dict[str, Number] | None,
        Field(
            min_length=1,
            max_length=2,
            description="One or two variables; their order is that of the axes.",
        ),
    ] = None
    runs: Annotated[
        list[RunRequest],
        Field(
            min_length=1, max_length=LIMITS["runs"], description="One for each way down; all race."
        ),
    ]
    steps: Annotated[
        int, Field(ge=1, le=LIMITS["descent_steps"], description="After so many a run ends.")
    ] = 200
    stop: StopRequest = StopRequest()
    view: Annotated[
        dict[str, Ends] | None,
        Field(max_length=2, description="Each axis from low to high. Left out: fits the paths."),
    ] = None
    data: Annotated[
        dict[str, Column] | None,
        Field(
            min_length=1,
            max_length=LIMITS["graph_inputs"],
            description="Columns that the function names; it is taken for every row.",
        ),
    ] = None
    reduction: Annotated[
        name_in(REDUCTIONS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="How the rows make f."),
    ] = "mean"
    batch: Annotated[
        int | None, Field(ge=1, le=LIMITS["data_rows"], description="Rows in a mini-batch.")
    ] = None
    seed: Annotated[
        int, Field(ge=0, le=LIMITS["seed"], description="Of the order of the mini-batches.")
    ] = 0
    model: Annotated[
        ModelRequest | None,
        Field(description="What is fitted to the data; answered for the steps that are explained."),
    ] = None
    include: Annotated[
        tuple[name_in(INCLUDES), ...],  # type: ignore[valid-type]  # made from the tuple
        Field(max_length=len(INCLUDES), description="More parts of the answer."),
    ] = ()
    explain: Annotated[
        ExplainRequest | None, Field(description="Some steps of one run, number by number.")
    ] = None
    network: Annotated[
        SliceRequest | None,
        Field(description="Two weights of a network, instead of function, start and data."),
    ] = None


def fields_of(model: type[Strict]) -> str:
    return ", ".join(field.alias or name for name, field in model.model_fields.items())


KNOWN_FIELDS: dict[Location, str] = {
    (): fields_of(DescentRequest),
    ("runs",): fields_of(RunRequest),
    ("stop",): fields_of(StopRequest),
    ("explain",): fields_of(ExplainRequest),
    ("model",): fields_of(ModelRequest),
    ("network",): fields_of(SliceRequest),
    **{("network", "request", *place): names for place, names in TRACE_FIELDS.items()},
}

Line = list[Annotated[list[float], Field(min_length=2, max_length=2)]]


class Contour(Declared):
    level: float
    lines: Annotated[list[Line], Field(description="Each a list of [x, y]")]


class Curvature(Declared):
    eigenvalues: list[float]
    factors: Annotated[
        list[float] | None,
        Field(description="1 − η·eigenvalue for sgd: beyond ±1 the distance grows"),
    ]
    rate_limit: Annotated[
        float | None,
        Field(description="2 / the largest eigenvalue, for sgd: what η has to stay below"),
    ]


class Curvatures(Declared):
    start: Curvature | None
    end: Curvature | None


class Curve(Declared):
    x: list[float]
    value: list[MaybeNumber]


class Surface(Declared):
    x: list[float]
    y: list[float]
    values: Annotated[list[list[MaybeNumber]], Field(description="A row for every y")]


class Rules(Declared):
    gradient: dict[str, Any] | None
    update: dict[str, Any]


class Explained(Declared):
    run: int
    first: Annotated[int, Field(alias="from")]
    count: int
    rules: Rules
    symbols: Annotated[dict[str, str], Field(description="LaTeX of every address")]
    values: Annotated[
        dict[str, list[MaybeNumber]],
        Field(description="By address, one number for every step told"),
    ]


class Predictions(Declared):
    run: int
    first: Annotated[int, Field(alias="from")]
    inputs: list[float]
    predictions: Annotated[
        list[list[MaybeNumber]], Field(description="A row for every point, the first one's first")
    ]


class Run(BaseModel):
    """The variables' own names hold where it was: the start first, one more entry than steps."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, list[float]] = Field(init=False)

    value: list[float]
    gradient_norm: list[float]
    gradient: dict[str, list[float]]
    ended: Literal["steps", "gradient", "diverged"]
    reason: Annotated[str | None, Field(description="Why it diverged, in a sentence")]
    batches: Annotated[
        list[list[int]], Field(description="Row indices of the first mini-batches")
    ] = []
    curvature: Annotated[Curvatures | None, Field(description="null where a whole network learns")]


#: What a run's own fields are called, no variable may be.
TAKEN = tuple(Run.model_fields)


class Descent(Declared):
    variables: list[str]
    gradient: Annotated[
        dict[str, str] | None, Field(description="∂f/∂ each variable as text; null for a network")
    ]
    runs: list[Run]
    contours: Annotated[list[Contour], Field(description="[] for one variable")]
    view: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]]
    minimum: Annotated[
        dict[str, float] | None,
        Field(description="The lowest point seen: its variables and its value"),
    ]
    curve: Curve = Field(default=None)  # type: ignore[assignment]  # of one variable only
    surface: Surface = Field(default=None)  # type: ignore[assignment]  # left out unless asked for
    explain: Explained = Field(default=None)  # type: ignore[assignment]  # the same
    model: Predictions = Field(default=None)  # type: ignore[assignment]  # the same
