"""What ``POST /api/v1/trace`` takes. Names of entries come from the engine's tables alone."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Protocol

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema

from ...engine.network.activations import ACTIVATIONS
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.parameters import Hyperparameter
from ...errors import Location
from ..limits import LIMITS
from ..long_rows import restore


def whole(value: object) -> object:
    """3.0 as 3: to JSON they are one number, and many programs write whole numbers so."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: Of every field of a request that is an int; last of its type, as constraints are of the int.
WHOLE = BeforeValidator(whole)
#: An int is a number too; a bool, a string, NaN and Infinity are none.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
#: A faulty row is reported once, not once for each of its up to a thousand entries.
Row = Annotated[
    list[Number],
    Field(fail_fast=True, min_length=1, max_length=LIMITS["units"]),
    BeforeValidator(restore),
]


REDUCTIONS = ("mean", "sum")
RULES = ("gradient", "as_drawn")
#: What an answer has besides its numbers. "slopes" alone for who has kept the steps: they depend on
#: the topology (`app.explain.topology`), so a changed number needs no others.
INCLUDES = ("steps", "slopes", "as_drawn", "check", "latex", "optimizer")


def name_in(table: Iterable[str]) -> Any:
    """The names of a table's entries, as a type."""
    return Literal[tuple(table)]


# Requests are frozen, so that pydantic does not copy the defaults for each of them.
class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, title=None)


class Chosen(BaseModel):
    """An entry of a table by its name, with values for some of its parameters."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)
    __pydantic_extra__: dict[str, Number] = Field(init=False)

    @property
    def hyperparameters(self) -> dict[str, float]:
        return self.__pydantic_extra__


class Entry(Protocol):
    """An entry of a table that has hyperparameters."""

    @property
    def name(self) -> str: ...

    @property
    def hyperparameters(self) -> tuple[Hyperparameter, ...]: ...


def entry_schema(entry: Entry, kind: str) -> dict[str, Any]:
    """What a table's entry accepts, as JSON Schema; its title is such as "AdamOptimizer"."""
    hyperparameters = {
        p.name: {
            "type": "integer" if p.whole else "number",
            "description": f"A {'whole ' if p.whole else ''}number from {p.low:g} to {p.high:g}; "
            f"{p.latex} in formulas.",
            "default": p.written(p.default),
            "minimum": p.written(p.low),
            "maximum": p.written(p.high),
            "examples": [p.written(p.default)],
        }
        for p in entry.hyperparameters
    }
    name = {"const": entry.name, "type": "string", "description": f"Chooses this {kind.lower()}."}
    return {
        "type": "object",
        "title": "".join(map(str.capitalize, entry.name.split("_"))) + kind,
        "description": f"The {kind.lower()} {entry.name} with values of its hyperparameters.",
        "properties": {"name": name | {"examples": [entry.name]}, **hyperparameters},
        "required": ["name"],
        "additionalProperties": False,
        "examples": [
            {"name": entry.name} | {p.name: p.written(p.default) for p in entry.hyperparameters}
        ],
    }


def named_schema(model: type[BaseModel], table: Mapping[str, Entry], kind: str) -> dict[str, Any]:
    """A name of a table, or an object with the name and values of hyperparameters."""
    names = {
        "type": "string",
        "title": f"{kind}Name",
        "description": f"The name of the {kind.lower()}; its hyperparameters have their defaults.",
        "enum": list(table),
        "examples": [next(iter(table))],
    }
    objects = (entry_schema(entry, kind) for entry in table.values())
    return {
        "title": model.__name__,
        "description": model.__doc__,
        "oneOf": [names, *objects],
        "examples": names["examples"],
    }


class FromTable(Chosen):
    """An entry of ``table``, which has entries of a ``kind``."""

    table: ClassVar[Mapping[str, Entry]]
    kind: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def unknown_as_numbers(cls, value: object) -> object:
        """Whatever an unknown field holds, it is told that there is no such field
        (`app.web.trace.build.hyperparameter_problems`), and not what it should hold.
        """
        if not isinstance(value, dict) or value.get("name").__class__ is not str:
            return value
        entry = cls.table.get(value["name"])
        if entry is None:
            return value
        known = {"name", *(each.name for each in entry.hyperparameters)}
        return value | dict.fromkeys(value.keys() - known, 0.0)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return named_schema(cls, cls.table, cls.kind)


class OptimizerRequest(FromTable):
    """An optimizer by its name, or with values of its hyperparameters."""

    table, kind = OPTIMIZERS, "Optimizer"
    name: name_in(OPTIMIZERS)  # type: ignore[valid-type]  # made from the table


class InitializerRequest(FromTable):
    """An initializer by its name, or with values of its hyperparameters."""

    table, kind = INITIALIZERS, "Initializer"
    name: name_in(INITIALIZERS)  # type: ignore[valid-type]  # made from the table


def named(value: object) -> object:
    """A bare name is short for an object with that name."""
    return {"name": value} if isinstance(value, str) else value


NamedOptimizer = Annotated[OptimizerRequest, BeforeValidator(named)]
NamedInitializer = Annotated[InitializerRequest, BeforeValidator(named)]


class LayerRequest(Strict):
    """A layer of the network."""

    units: Annotated[
        int, Field(ge=1, le=LIMITS["units"], description="How many units it has."), WHOLE
    ]
    activation: Annotated[
        name_in(ACTIVATIONS),  # type: ignore[valid-type]  # made from the table
        Field(description="What it applies to z; the last layer's is the output activation."),
    ]
    weights: Annotated[
        list[Row] | None,
        Field(
            min_length=1,
            max_length=LIMITS["units"],
            description="units × fan-in: row j holds the weights into unit j. "
            "Left out: drawn by the initializer.",
        ),
    ] = None
    biases: Annotated[Row | None, Field(description="One for each unit. Left out: zeros.")] = None
    bias: Annotated[bool, Field(description="false: the layer has no biases.")] = True
    frozen: Annotated[
        Literal["biases", "all"] | None,
        Field(description="What the update leaves as it is. Left out: nothing."),
    ] = None


class NetworkRequest(Strict):
    """A fully connected network and its loss."""

    inputs: Annotated[
        int, Field(ge=1, le=LIMITS["units"], description="How many numbers a sample has."), WHOLE
    ]
    layers: Annotated[
        list[LayerRequest],
        Field(
            min_length=1,
            max_length=LIMITS["layers"],
            description="From the first to the output layer.",
        ),
    ]
    loss: Annotated[
        name_in(LOSSES),  # type: ignore[valid-type]  # made from the table
        Field(description="The loss of a sample. Some need an output activation of their own."),
    ]
    initializer: Annotated[
        NamedInitializer,
        Field(description="How weights that are left out are drawn; a name alone will do."),
    ] = InitializerRequest(name="xavier_uniform")
    seed: Annotated[
        int,
        Field(ge=0, le=LIMITS["seed"], description="The same seed draws the same weights."),
        WHOLE,
    ] = 0


Rows = Annotated[list[Row], Field(fail_fast=True, min_length=1, max_length=LIMITS["samples"])]


class PassRequest(Strict):
    """A network and a batch of samples."""

    network: Annotated[NetworkRequest, Field(description="The network and its loss.")]
    inputs: Annotated[Rows, Field(description="batch × inputs: a row for each sample.")]
    targets: Annotated[
        Rows, Field(description="batch × units of the last layer: a row for each sample.")
    ]
    reduction: Annotated[
        name_in(REDUCTIONS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="How the samples' losses make C, the loss of the batch."),
    ] = "mean"


class LayerState(Strict):
    """What an optimizer remembers of a layer, by the letters of its rule."""

    weights: Annotated[
        dict[str, list[Row]],
        Field(
            description="By letter, units × fan-in.",
            examples=[{"m": [[0.02, 0.01]], "v": [[0.0004, 0.0001]]}],
        ),
    ]
    biases: Annotated[
        dict[str, Row] | None,
        Field(
            description="By letter, one for each unit; null: the layer has none.",
            examples=[{"m": [0.02], "v": [0.0004]}],
        ),
    ] = None


class OptimizerState(Strict):
    """What an optimizer remembers of its steps so far.

    The letters are those of its rule, as the catalog has them: m and v of adam, u of momentum.
    """

    step: Annotated[
        int,
        Field(ge=0, le=LIMITS["train_steps"], description="So many steps it has taken."),
        WHOLE,
    ]
    layers: Annotated[
        list[LayerState],
        Field(
            min_length=1,
            max_length=LIMITS["layers"],
            description="One for each layer of the network, in order.",
        ),
    ]


class UpdateRequest(PassRequest):
    """A pass, and the update that follows."""

    optimizer: Annotated[
        NamedOptimizer, Field(description="How the parameters are updated; a name alone will do.")
    ] = OptimizerRequest(name="sgd")
    optimizer_state: Annotated[
        OptimizerState | None,
        Field(
            description="What the optimizer remembers before the first round. Left out: it begins "
            "afresh."
        ),
    ] = None
    round: Annotated[
        int,
        Field(
            ge=1,
            le=LIMITS["rounds"],
            description="Which pass over this batch: the n-th comes after n − 1 updates.",
        ),
        WHOLE,
    ] = 1
    rule: Annotated[
        name_in(RULES),  # type: ignore[valid-type]  # made from the tuple
        Field(description="What the updates follow: the gradient, or the rule of the figures."),
    ] = "gradient"


class TraceRequest(UpdateRequest):
    """A network, a batch of samples, and what to do with them."""

    include: Annotated[
        tuple[name_in(INCLUDES), ...],  # type: ignore[valid-type]  # made from the tuple
        Field(max_length=len(INCLUDES), description="More parts of the answer."),
    ] = ()


def fields_of(model: type[BaseModel]) -> str:
    """The names of its fields, as a refusal of another name lists them."""
    return ", ".join(field.alias or name for name, field in model.model_fields.items())


def known_fields(request: type[PassRequest]) -> dict[Location, str]:
    """The fields of every object of a request, by its place."""
    return {
        (): fields_of(request),
        ("network",): fields_of(NetworkRequest),
        ("network", "layers"): fields_of(LayerRequest),
        ("optimizer_state",): fields_of(OptimizerState),
        ("optimizer_state", "layers"): fields_of(LayerState),
    }


KNOWN_FIELDS = known_fields(TraceRequest)
