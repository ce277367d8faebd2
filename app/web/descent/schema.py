"""What ``POST /api/v1/descent`` takes and answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ...errors import Location
from ..graph.schema import Expression, MaybeNumber
from ..limits import LIMITS
from ..long_rows import restore
from ..schema import Declared, FormulaTree, LeftOut
from ..trace.presets import DOCUMENT
from ..trace.schema import KNOWN_FIELDS as TRACE_FIELDS
from ..trace.schema import (
    REDUCTIONS,
    WHOLE,
    NamedOptimizer,
    Number,
    Strict,
    TraceRequest,
    fields_of,
    name_in,
)

INCLUDES = ("surface",)
LEARNING = ("two", "all")

#: Further out the distance between two ends would leave float64.
Ends = Annotated[
    list[Annotated[Number, Field(ge=-1e100, le=1e100)]], Field(min_length=2, max_length=2)
]
Column = Annotated[
    list[Number],
    Field(fail_fast=True, min_length=1, max_length=LIMITS["data_rows"]),
    BeforeValidator(restore),
]


class RunRequest(Strict):
    """One way down."""

    optimizer: Annotated[NamedOptimizer, Field(description="How it moves; a name alone will do.")]


class StopRequest(Strict):
    """What ends a run before its last step."""

    gradient_norm: Annotated[
        Number, Field(ge=0, description="A run ends where |∇f| is below it.")
    ] = 0.0


class ExplainRequest(Strict):
    """Which steps are told number by number."""

    run: Annotated[int, Field(ge=0, lt=LIMITS["runs"], description="Which run, from 0."), WHOLE] = 0
    first: Annotated[
        int,
        Field(
            alias="from",
            ge=0,
            le=LIMITS["descent_steps"],
            description="How many steps come before the first of them.",
        ),
        WHOLE,
    ] = 0
    count: Annotated[
        int, Field(ge=1, le=LIMITS["explained_steps"], description="How many steps."), WHOLE
    ] = 1


class SliceRequest(Strict):
    """The loss of a network over two of its weights or biases."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"request": DOCUMENT, "x": "w1.0.0", "y": "w3.0.1"}]}
    )

    request: Annotated[TraceRequest, Field(description="A body for POST /api/v1/trace.")]
    x: Annotated[str, Field(description="The address of a weight or bias.", examples=["w1.0.0"])]
    y: Annotated[str, Field(description="The address of another one.", examples=["w3.0.1"])]
    learn: Annotated[
        name_in(LEARNING),  # type: ignore[valid-type]  # made from the tuple
        Field(
            description="two: the runs move these two alone; all: every weight.", examples=["two"]
        ),
    ] = "two"


class ModelRequest(Strict):
    """A curve that is fitted to the data."""

    expression: Annotated[
        Expression, Field(description="The curve, of the variables and the input.")
    ]
    input: Annotated[str, Field(description="The column that it reads.")]
    target: Annotated[str, Field(description="The column that it is held against.")]
    inputs: Annotated[
        Ends | None,
        Field(description="From the least input to the largest. Left out: those of the column."),
    ] = None


class DescentRequest(Strict):
    """A function, a start, and the optimizers that go down from there."""

    function: Annotated[
        Expression | None, Field(description="f: an expression, as POST /api/v1/graph takes it.")
    ] = None
    start: Annotated[
        dict[str, Number] | None,
        Field(
            min_length=1,
            max_length=LIMITS["graph_inputs"],
            description="A number for one or two variables; their order is that of the axes.",
        ),
    ] = None
    runs: Annotated[
        list[RunRequest],
        Field(
            min_length=1, max_length=LIMITS["runs"], description="One for each way down; all race."
        ),
    ]
    steps: Annotated[
        int,
        Field(ge=1, le=LIMITS["descent_steps"], description="How many steps a run takes."),
        WHOLE,
    ] = 200
    stop: Annotated[StopRequest, Field(description="When a run ends before its last step.")] = (
        StopRequest()
    )
    view: Annotated[
        dict[str, Ends] | None,
        Field(
            max_length=2,
            description="The lowest and highest value of each axis. Left out: they fit the paths.",
        ),
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
        Field(description="How the values of the rows make f."),
    ] = "mean"
    batch: Annotated[
        int | None,
        Field(
            ge=1,
            le=LIMITS["data_rows"],
            description="How many rows a mini-batch has. Left out: all.",
        ),
        WHOLE,
    ] = None
    seed: Annotated[
        int, Field(ge=0, le=LIMITS["seed"], description="Of the order of the mini-batches."), WHOLE
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


KNOWN_FIELDS: dict[Location, str] = {
    (): fields_of(DescentRequest),
    ("runs",): fields_of(RunRequest),
    ("stop",): fields_of(StopRequest),
    ("explain",): fields_of(ExplainRequest),
    ("model",): fields_of(ModelRequest),
    ("network",): fields_of(SliceRequest),
    **{("network", "request", *place): names for place, names in TRACE_FIELDS.items()},
}

Pair = Annotated[list[float], Field(min_length=2, max_length=2)]


class Contour(Declared):
    """Where f has one value."""

    level: Annotated[float, Field(description="The value of f.")]
    lines: Annotated[list[list[Pair]], Field(description="Each line is a list of points [x, y].")]


class Curvature(Declared):
    """How f bends at a point."""

    eigenvalues: Annotated[
        list[float], Field(description="Of the second derivatives, the smallest first.")
    ]
    factors: Annotated[
        list[float] | None,
        Field(
            description="1 − η·eigenvalue: the factor of the distance in each step of sgd; beyond "
            "±1 it grows. null for another optimizer."
        ),
    ]
    rate_limit: Annotated[
        float | None,
        Field(
            description="2 / the largest eigenvalue: what the η of sgd has to stay below. null: "
            "there is no limit, or another optimizer."
        ),
    ]


class Curvatures(Declared):
    """How f bends at both ends of a run."""

    start: Annotated[
        Curvature | None, Field(description="At the start; null: not known, see notices.")
    ]
    end: Annotated[Curvature | None, Field(description="At the end; null: not known, see notices.")]


class Curve(Declared):
    """f over its one variable."""

    x: Annotated[list[float], Field(description="Values of the variable, in order.")]
    value: Annotated[
        list[MaybeNumber],
        Field(
            description="f at each x; null: it does not exist there, or jumps or has a pole "
            "between the points beside."
        ),
    ]


class Surface(Declared):
    """f over a grid of its two variables."""

    x: Annotated[list[float], Field(description="Values of the first variable, in order.")]
    y: Annotated[list[float], Field(description="Values of the second variable, in order.")]
    values: Annotated[
        list[list[MaybeNumber]], Field(description="f, y × x; null: it does not exist there.")
    ]
    cut: Annotated[
        list[Annotated[list[int], Field(min_length=2, max_length=2)]],
        Field(
            description="The cells [row, column] between four points, across which f jumps or has "
            "a pole: they are not to be joined."
        ),
    ]


class Rules(Declared):
    """The rules of a step, as trees over the addresses in values."""

    gradient: Annotated[
        FormulaTree | None,
        Field(description="The derivative of f by each variable; null for a network."),
    ]
    update: Annotated[FormulaTree, Field(description="The lines of the optimizer's rule.")]


class Explained(Declared):
    """Some steps of a run, number by number."""

    run: Annotated[int, Field(description="Which run, from 0.")]
    first: Annotated[
        int, Field(alias="from", description="How many steps come before the first of them.")
    ]
    count: Annotated[int, Field(description="How many steps are told.")]
    rules: Annotated[Rules, Field(description="What is computed in each step.")]
    symbols: Annotated[dict[str, str], Field(description="The LaTeX of every address.")]
    values: Annotated[
        dict[str, list[MaybeNumber]],
        Field(description="By address, one number for every step that is told."),
    ]


class Predictions(Declared):
    """The fitted curve at every step that is told."""

    run: Annotated[int, Field(description="Which run, from 0.")]
    first: Annotated[
        int, Field(alias="from", description="How many steps come before the first of them.")
    ]
    inputs: Annotated[list[float], Field(description="Where the curve is computed.")]
    predictions: Annotated[
        list[list[MaybeNumber]],
        Field(description="points of the run × inputs; null: it does not exist there."),
    ]


class Run(BaseModel):
    """One way down. Under the name of each variable stands a list of where it was: the start first,
    so that there is one number more than steps.
    """

    # The type of the variables is not declared: TypeScript would want it of every field.
    model_config = ConfigDict(extra="allow")

    value: Annotated[list[float], Field(description="f at every point.")]
    gradient_norm: Annotated[list[float], Field(description="|∇f| at every point.")]
    gradient: Annotated[
        dict[str, list[float]], Field(description="∂f/∂ each variable at every point, by name.")
    ]
    ended: Annotated[
        Literal["steps", "gradient", "diverged"], Field(description="Why the run ended.")
    ]
    reason: Annotated[
        str | None, Field(description="Why it diverged, in a sentence; null: it did not.")
    ]
    batches: Annotated[
        LeftOut[list[list[int]]],
        Field(
            description="The rows, from 0, of the first mini-batches. Given where the request has "
            "batch."
        ),
    ] = None
    curvature: Annotated[
        Curvatures | None,
        Field(
            description="How f bends at both ends; null where neither is known, and where a whole "
            "network learns."
        ),
    ]


class DescentNotice(Declared):
    """A convention that a run met, or a curvature that is not known."""

    run: Annotated[int, Field(description="Which run, from 0.")]
    step: Annotated[int, Field(description="The first point of the run of which it holds, from 0.")]
    node: Annotated[
        str | None,
        Field(description="The part of the function, as text; null: the function as a whole."),
    ]
    msg: Annotated[str, Field(description="A sentence that says what was taken, and why.")]
    code: Annotated[str, Field(description="Which it is, for programs: the name of the sentence.")]


#: What a run's own fields are called, no variable may be.
TAKEN = tuple(Run.model_fields)


class Descent(Declared):
    """Every point of every run, and the map under them."""

    variables: Annotated[list[str], Field(description="One or two names, in the order of axes.")]
    gradient: Annotated[
        dict[str, str] | None,
        Field(description="∂f/∂ each variable as text, by name; null for a network."),
    ]
    runs: Annotated[list[Run], Field(description="In the order of the request.")]
    notices: Annotated[
        list[DescentNotice],
        Field(
            description="Where a gradient at a kink, a tie or a jump is an agreement, and where "
            "the curvature at an end of a run is not known."
        ),
    ]
    contours: Annotated[list[Contour], Field(description="Empty for one variable.")]
    view: Annotated[
        dict[str, Pair], Field(description="The lowest and highest value of each axis, by name.")
    ]
    minimum: Annotated[
        dict[str, float] | None,
        Field(description="The lowest point seen: its variables by name, and its value."),
    ]
    curve: Annotated[LeftOut[Curve], Field(description="Given for one variable.")] = None
    surface: Annotated[
        LeftOut[Surface],
        Field(description="Given for two variables with include: surface."),
    ] = None
    explain: Annotated[
        LeftOut[Explained], Field(description="Given where the request has explain.")
    ] = None
    model: Annotated[
        LeftOut[Predictions],
        Field(description="Given where the request has explain and model."),
    ] = None
