"""What ``POST /api/v1/train`` takes. Names of entries come from the tables alone."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from ...engine.network.schedules import SCHEDULES
from ...errors import Location
from ...labs.datasets.table import offered
from ..limits import LIMITS
from ..trace.schema import (
    KNOWN_FIELDS as TRACE_FIELDS,
)
from ..trace.schema import (
    WHOLE,
    Chosen,
    FromTable,
    NamedOptimizer,
    NetworkRequest,
    Number,
    OptimizerRequest,
    Row,
    Strict,
    fields_of,
    name_in,
    named,
    named_schema,
)

#: The data sets that can be drawn on this machine.
DATASETS = offered()
SPACINGS = ("linear", "log")
#: What a frame has besides its measures, and the header besides the network.
INCLUDES = ("weights", "layers", "batch", "data", "optimizer_state")
#: The fields of data of one's own.
OWN = ("inputs", "targets", "test_inputs", "test_targets")

Rows = Annotated[list[Row], Field(fail_fast=True, min_length=1, max_length=LIMITS["train_samples"])]


class ScheduleRequest(FromTable):
    """A learning-rate schedule by its name, or with values of its hyperparameters."""

    table, kind = SCHEDULES, "Schedule"
    name: name_in(SCHEDULES)  # type: ignore[valid-type]  # made from the table


class DataRequest(Chosen):
    """A data set by its name, with values of its hyperparameters, or samples of one's own."""

    name: name_in(DATASETS) | None = None  # type: ignore[valid-type]  # made from the table
    inputs: Rows | None = None
    targets: Rows | None = None
    test_inputs: Rows | None = None
    test_targets: Rows | None = None

    @model_validator(mode="before")
    @classmethod
    def without_a_name_of_its_own(cls, value: object) -> object:
        """Rows of one's own have no name, whatever it is."""
        if isinstance(value, dict) and not value.keys().isdisjoint(OWN):
            name = value.get("name")
            if isinstance(name, str) and name not in DATASETS:
                raise PydanticCustomError("own_name", "no name")
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        schema = named_schema(cls, DATASETS, "Dataset")
        schema["oneOf"].append(own_data_schema())
        return schema


def own_data_schema() -> dict[str, Any]:
    """Samples that the request brings along, as JSON Schema."""
    row = {"type": "array", "items": {"type": "number"}, "minItems": 1}
    rows = {
        "type": "array",
        "items": row | {"maxItems": LIMITS["units"]},
        "minItems": 1,
        "maxItems": LIMITS["train_samples"],
    }
    sentences = {
        "inputs": "samples × inputs: a row for each sample.",
        "targets": "samples × units of the last layer: a row for each sample.",
        "test_inputs": "The same of samples that are not learnt from. Left out: there are none.",
        "test_targets": "The targets of the test samples.",
    }
    examples = {
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1]],
        "targets": [[0], [1], [1], [0]],
        "test_inputs": [[0.1, 0.9]],
        "test_targets": [[1]],
    }
    return {
        "type": "object",
        "title": "OwnData",
        "description": "Samples that the request brings along.",
        "properties": {
            name: rows | {"description": sentences[name], "examples": [examples[name]]}
            for name in OWN
        },
        "required": ["inputs", "targets"],
        "additionalProperties": False,
        "examples": [{name: examples[name] for name in ("inputs", "targets")}],
    }


NamedSchedule = Annotated[ScheduleRequest, BeforeValidator(named)]
NamedData = Annotated[DataRequest, BeforeValidator(named)]
Penalty = Annotated[Number, Field(ge=0, le=1e6)]
BatchSize = Annotated[int, Field(ge=1, le=LIMITS["train_samples"]), WHOLE]
ClipNorm = Annotated[Number, Field(gt=0)]
StepNumber = Annotated[
    int, Field(ge=0, le=LIMITS["train_steps"], description="Before which step, from 0."), WHOLE
]


class RegularizationRequest(Strict):
    """What is added to the gradient of the weights, not to that of biases."""

    l1: Annotated[Penalty, Field(description="l1 · sign(w) is added.")] = 0.0
    l2: Annotated[Penalty, Field(description="l2 · w is added.")] = 0.0


class TrainingStopRequest(Strict):
    """What ends a run early. Loss and patience are looked at when an epoch ends."""

    loss: Annotated[
        Number | None,
        Field(description="The run ends once the loss over the training set is this or less."),
    ] = None
    steps: Annotated[
        Annotated[int, Field(ge=1, le=LIMITS["train_steps"]), WHOLE] | None,
        Field(
            description="The run ends after so many steps. Schedules go on as if it took all of "
            "its epochs, so that its frames are those of the whole run."
        ),
    ] = None
    patience: Annotated[
        Annotated[int, Field(ge=1, le=LIMITS["train_epochs"]), WHOLE] | None,
        Field(
            description="The run ends after so many epochs in a row whose loss over the test set, "
            "or the training set without one, is not below the least before."
        ),
    ] = None


class FramesRequest(Strict):
    """Of which steps there is a frame. The first of them and the last step always have one.

    A run can be taken up anywhere: the same request with another ``from`` is computed from its
    beginning, to the same bytes, but sends no frame before that step. With stop.steps it is a
    window of the run, with as many frames as steps if so wanted.
    """

    count: Annotated[
        int, Field(ge=2, le=LIMITS["train_frames"], description="How many frames, at most."), WHOLE
    ] = 200
    first: Annotated[
        int,
        Field(
            alias="from",
            ge=0,
            le=LIMITS["train_steps"],
            description="The step of the first frame; the steps before it are computed, not told.",
        ),
        WHOLE,
    ] = 0
    spacing: Annotated[
        name_in(SPACINGS),  # type: ignore[valid-type]  # made from the tuple
        Field(description="linear: at equal distances. log: close together after the first."),
    ] = "linear"


class SettingsRequest(Strict):
    """New settings; what is left out stays."""

    learning_rate: Annotated[
        Number | None, Field(description="The base rate; the optimizer's state stays.")
    ] = None
    optimizer: Annotated[
        NamedOptimizer | None, Field(description="Another optimizer, which starts afresh.")
    ] = None
    schedule: Annotated[NamedSchedule | None, Field(description="Another schedule.")] = None
    batch_size: Annotated[
        BatchSize | None, Field(description="That of the next epoch to begin.")
    ] = None
    regularization: Annotated[
        RegularizationRequest | None, Field(description="Both penalties anew.")
    ] = None
    clip_norm: Annotated[
        ClipNorm | None, Field(description="Another bound; null: the gradient is not clipped.")
    ] = None


SampleNumber = Annotated[
    int, Field(ge=0, le=LIMITS["train_steps"], description="The number of a sample, from 0."), WHOLE
]


class PointRequest(Strict):
    """A sample of the training set that is moved."""

    sample: Annotated[SampleNumber, Field(description="Which one, from 0.")]
    inputs: Annotated[Row | None, Field(description="Its inputs. Left out: they stay.")] = None
    targets: Annotated[Row | None, Field(description="Its targets. Left out: they stay.")] = None


class AddRequest(Strict):
    """Samples that the training set gets. Their numbers follow the highest that there has been."""

    inputs: Annotated[Rows, Field(description="new samples × inputs.")]
    targets: Annotated[Rows, Field(description="new samples × units of the last layer.")]


class RemoveRequest(Strict):
    """Samples that the training set loses. The others keep their numbers."""

    samples: Annotated[
        list[SampleNumber],
        Field(
            fail_fast=True,
            min_length=1,
            max_length=LIMITS["train_samples"],
            description="Which ones.",
        ),
    ]


class WeightRequest(Strict):
    """A weight or bias that is set."""

    layer: Annotated[
        int,
        Field(ge=1, le=LIMITS["layers"], description="The layer that it belongs to, from 1."),
        WHOLE,
    ]
    unit: Annotated[
        int,
        Field(ge=0, lt=LIMITS["units"], description="The unit that it leads into, from 0."),
        WHOLE,
    ]
    input: Annotated[
        Annotated[int, Field(ge=0, lt=LIMITS["units"]), WHOLE] | None,
        Field(description="Where it comes from, from 0; null: it is the unit's bias."),
    ] = None
    value: Annotated[Number, Field(description="Its new value.")]


class EventRequest(Strict):
    """A change while the run goes on: one of set, point, add, remove and weight.

    Losses are over the samples that there are; added and removed ones count in the batches of the
    next epoch to begin, which is that of the step if it is the first of its epoch.
    """

    step: StepNumber
    changed: Annotated[
        SettingsRequest | None, Field(alias="set", description="How the samples are learnt.")
    ] = None
    point: Annotated[PointRequest | None, Field(description="A sample that is moved.")] = None
    add: Annotated[AddRequest | None, Field(description="Samples that are added.")] = None
    remove: Annotated[RemoveRequest | None, Field(description="Samples that are removed.")] = None
    weight: Annotated[WeightRequest | None, Field(description="A weight that is set.")] = None


class TrainRequest(Strict):
    """A network, the samples that it learns, and how."""

    network: Annotated[NetworkRequest, Field(description="The network and its loss.")]
    data: Annotated[
        NamedData, Field(description="The samples: a data set by its name, or one's own.")
    ]
    optimizer: Annotated[
        NamedOptimizer, Field(description="How the parameters are updated; a name alone will do.")
    ] = OptimizerRequest(name="sgd")
    schedule: Annotated[
        NamedSchedule, Field(description="How the learning rate changes; a name alone will do.")
    ] = ScheduleRequest(name="constant")
    batch_size: Annotated[
        BatchSize,
        Field(description="Samples of a step. The last batch of an epoch may be shorter."),
    ] = 10
    epochs: Annotated[
        int,
        Field(ge=1, le=LIMITS["train_epochs"], description="How often all samples are seen."),
        WHOLE,
    ] = 100
    shuffle: Annotated[
        bool, Field(description="Whether every epoch takes the samples in an order of its own.")
    ] = True
    seed: Annotated[
        int, Field(ge=0, le=LIMITS["seed"], description="Of the order of the samples."), WHOLE
    ] = 0
    regularization: Annotated[
        RegularizationRequest, Field(description="Penalties on the weights.")
    ] = RegularizationRequest()
    clip_norm: Annotated[
        ClipNorm | None,
        Field(
            description="The largest norm of the gradient of all parameters together. Left out: "
            "it is not clipped."
        ),
    ] = None
    stop: Annotated[TrainingStopRequest, Field(description="What ends the run early.")] = (
        TrainingStopRequest()
    )
    frames: Annotated[FramesRequest, Field(description="Of which steps there is a frame.")] = (
        FramesRequest()
    )
    include: Annotated[
        tuple[name_in(INCLUDES), ...],  # type: ignore[valid-type]  # made from the tuple
        Field(
            max_length=len(INCLUDES),
            description="More parts of the lines. weights: weights and biases in every frame. "
            "layers: measures of each layer. batch: the samples of the step. data: all samples, "
            "in the header. optimizer_state: what the optimizer remembers, in every frame.",
        ),
    ] = ()
    events: Annotated[
        list[EventRequest],
        Field(
            max_length=LIMITS["train_events"],
            description="Changes while the run goes on. Those of one step come in this order.",
        ),
    ] = []


#: The fields of every object of a request, by its place.
KNOWN_FIELDS: dict[Location, str] = {
    (): fields_of(TrainRequest),
    **{place: names for place, names in TRACE_FIELDS.items() if place},
    ("regularization",): fields_of(RegularizationRequest),
    ("stop",): fields_of(TrainingStopRequest),
    ("frames",): fields_of(FramesRequest),
    ("events",): fields_of(EventRequest),
    ("events", "set"): fields_of(SettingsRequest),
    ("events", "set", "regularization"): fields_of(RegularizationRequest),
    ("events", "point"): fields_of(PointRequest),
    ("events", "add"): fields_of(AddRequest),
    ("events", "remove"): fields_of(RemoveRequest),
    ("events", "weight"): fields_of(WeightRequest),
}
