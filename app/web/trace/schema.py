"""What ``POST /api/v1/trace`` takes. Names of entries come from the engine's tables alone."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Protocol

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema

from ...engine.network.activations import ACTIVATIONS
from ...engine.network.initializers import INITIALIZERS
from ...engine.network.losses import LOSSES
from ...engine.network.optimizers import OPTIMIZERS
from ...engine.parameters import Hyperparameter
from ...errors import Location
from ..limits import LIMITS

#: An int is a number too; a bool, a string, NaN and Infinity are none.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
#: A faulty row is reported once, not once for each of its up to a thousand entries.
Row = Annotated[list[Number], Field(fail_fast=True, min_length=1, max_length=LIMITS["units"])]


REDUCTIONS = ("mean", "sum")
RULES = ("gradient", "as_drawn")
INCLUDES = ("steps", "as_drawn", "check", "latex")


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
    return {
        "type": "object",
        "title": "".join(map(str.capitalize, entry.name.split("_"))) + kind,
        "properties": {
            "name": {"const": entry.name},
            **{
                p.name: {
                    "type": "number",
                    "default": p.default,
                    "minimum": p.low,
                    "maximum": p.high,
                }
                for p in entry.hyperparameters
            },
        },
        "required": ["name"],
        "additionalProperties": False,
    }


def named_schema(table: Mapping[str, Entry], kind: str) -> dict[str, Any]:
    """A name of a table, or an object with the name and values of hyperparameters."""
    objects = (entry_schema(entry, kind) for entry in table.values())
    return {"oneOf": [{"type": "string", "enum": list(table)}, *objects]}


class OptimizerRequest(Chosen):
    name: name_in(OPTIMIZERS)  # type: ignore[valid-type]  # made from the table

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return named_schema(OPTIMIZERS, "Optimizer")


class InitializerRequest(Chosen):
    name: name_in(INITIALIZERS)  # type: ignore[valid-type]  # made from the table

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return named_schema(INITIALIZERS, "Initializer")


def named(value: object) -> object:
    """A bare name is short for an object with that name."""
    return {"name": value} if isinstance(value, str) else value


NamedOptimizer = Annotated[OptimizerRequest, BeforeValidator(named)]
NamedInitializer = Annotated[InitializerRequest, BeforeValidator(named)]


class LayerRequest(Strict):
    units: Annotated[int, Field(ge=1, le=LIMITS["units"], description="How many units it has.")]
    activation: name_in(ACTIVATIONS)  # type: ignore[valid-type]  # made from the table
    weights: Annotated[
        list[Row] | None,
        Field(
            min_length=1,
            max_length=LIMITS["units"],
            description="units × fan-in: row j holds the weights into unit j. "
            "Left out: drawn from the seed.",
        ),
    ] = None
    biases: Annotated[Row | None, Field(description="One for each unit. Left out: zeros.")] = None
    bias: Annotated[bool, Field(description="false: the layer has no biases.")] = True
    frozen: Annotated[
        Literal["biases", "all"] | None, Field(description="What the update leaves alone.")
    ] = None


class NetworkRequest(Strict):
    inputs: Annotated[int, Field(ge=1, le=LIMITS["units"])]
    layers: Annotated[list[LayerRequest], Field(min_length=1, max_length=LIMITS["layers"])]
    loss: name_in(LOSSES)  # type: ignore[valid-type]  # made from the table
    initializer: NamedInitializer = InitializerRequest(name="xavier_uniform")
    seed: Annotated[int, Field(ge=0, le=LIMITS["seed"])] = 0


Rows = Annotated[list[Row], Field(fail_fast=True, min_length=1, max_length=LIMITS["samples"])]


class TraceRequest(Strict):
    network: NetworkRequest
    inputs: Annotated[Rows, Field(description="batch × inputs")]
    targets: Annotated[Rows, Field(description="batch × units of the last layer")]
    reduction: Annotated[
        name_in(REDUCTIONS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="How the samples' losses make C."),
    ] = "mean"
    optimizer: NamedOptimizer = OptimizerRequest(name="sgd")
    round: Annotated[
        int,
        Field(
            ge=1, le=LIMITS["rounds"], description="Which pass over this batch, with n − 1 updates."
        ),
    ] = 1
    rule: Annotated[
        name_in(RULES),  # type: ignore[valid-type]  # made from the tuple
        Field(description="What the updates follow."),
    ] = "gradient"
    include: Annotated[
        tuple[name_in(INCLUDES), ...],  # type: ignore[valid-type]  # made from the tuple
        Field(max_length=len(INCLUDES), description="More parts of the answer."),
    ] = ()


#: The fields of every object of a request, by its place.
KNOWN_FIELDS: dict[Location, str] = {
    (): ", ".join(TraceRequest.model_fields),
    ("network",): ", ".join(NetworkRequest.model_fields),
    ("network", "layers"): ", ".join(LayerRequest.model_fields),
}
