"""What ``POST /api/v1/train`` answers: the kinds of its lines. They only declare."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from ..schema import Declared, LeftOut, Matrix, TracedNetwork
from ..trace.schema import OptimizerState
from .schema import AddRequest, PointRequest, RemoveRequest, SettingsRequest, WeightRequest

SCORE = (
    "The share of samples that are told rightly, or R² where the targets are no classes; null "
    "where it has no value."
)


class RunData(Declared):
    """The samples of a run."""

    inputs: Annotated[Matrix, Field(description="samples × inputs.")]
    targets: Annotated[Matrix, Field(description="samples × outputs.")]
    test_inputs: Annotated[Matrix | None, Field(description="The same of the test samples.")]
    test_targets: Annotated[
        Matrix | None, Field(description="Their targets; null: there are no test samples.")
    ]


class RunHeader(Declared):
    """The first line: what is going to be trained."""

    type: Literal["header"] = Field(description="Marks the kind of line.")
    network: Annotated[
        TracedNetwork, Field(description="As asked, every weight before the first step filled in.")
    ]
    parameters: Annotated[int, Field(description="How many weights and biases it has.")]
    batches_per_epoch: Annotated[int, Field(description="How many steps the first epoch has.")]
    steps: Annotated[int, Field(description="How many steps the whole run has, with its events.")]
    score: Annotated[
        str,
        Field(
            description="What accuracy stands for. largest_output: the share of samples whose "
            "largest output is that of their class. side_of_half: whose only output is on the "
            "side of 1/2 where its target is. r_squared: R², where the targets are no classes."
        ),
    ]
    class_names: Annotated[
        list[str] | None,
        Field(
            description="What the classes of the data set are called, in the order of the outputs; "
            "null where they have no names of their own.",
            examples=[["setosa", "versicolor", "virginica"]],
        ),
    ]
    data: Annotated[
        LeftOut[RunData], Field(description="The samples. Given with include: data.")
    ] = None


class RunLayer(Declared):
    """The state of a layer."""

    gradient_norm: Annotated[
        float | None,
        Field(
            description="The norm of the gradient of the step's batch; null where float64 does "
            "not hold it."
        ),
    ]
    update_ratio: Annotated[
        float | None,
        Field(description="‖Δw‖ / ‖w‖ of the step; null where it has no value."),
    ]
    saturated: Annotated[
        float | None,
        Field(
            description="The share of slopes f′(z) below 5 % of the steepest; null for an "
            "activation that is not bounded on both sides."
        ),
    ]
    dead: Annotated[
        float | None,
        Field(description="The share of units that no sample moves any more; null for softmax."),
    ]


class RunFrame(Declared):
    """The network before a step."""

    type: Literal["frame"] = Field(description="Marks the kind of line.")
    epoch: Annotated[int, Field(description="The epoch of the step; so many are done.")]
    step: Annotated[int, Field(description="So many steps have been taken.")]
    learning_rate: Annotated[
        float, Field(description="That of the step, as the schedule and the events have it.")
    ]
    loss: Annotated[
        float, Field(description="The mean loss over the training set, without penalties.")
    ]
    test_loss: Annotated[
        float | None, Field(description="That over the test set; null: there is none.")
    ]
    accuracy: Annotated[float | None, Field(description=SCORE)]
    test_accuracy: Annotated[float | None, Field(description="The same over the test set.")]
    weights: Annotated[
        LeftOut[list[Matrix]],
        Field(description="For each layer units × fan-in. Given with include: weights."),
    ] = None
    biases: Annotated[
        LeftOut[list[list[float] | None]],
        Field(
            description="For each layer one of each unit; null: it has none. Given with include: "
            "weights."
        ),
    ] = None
    layers: Annotated[
        LeftOut[list[RunLayer]],
        Field(description="The state of each layer. Given with include: layers."),
    ] = None
    batch: Annotated[
        LeftOut[list[int]],
        Field(
            description="The samples that the step learns from, some of them removed by now. Given "
            "with include: batch."
        ),
    ] = None
    optimizer_state: Annotated[
        LeftOut[OptimizerState | None],
        Field(
            description="What the optimizer remembers of its steps so far, as POST /api/v1/trace "
            "takes it: the trace of the step's batch with these weights and this learning rate "
            "has the weights after the step, but for penalties and clipping. null: it remembers "
            "nothing. Given with include: optimizer_state."
        ),
    ] = None


class RunEvent(Declared):
    """An event of the request, once it is applied."""

    type: Literal["event"] = Field(description="Marks the kind of line.")
    step: Annotated[int, Field(description="Before which step.")]
    changed: Annotated[
        LeftOut[SettingsRequest], Field(alias="set", description="New settings, as in the request.")
    ] = None
    point: Annotated[
        LeftOut[PointRequest], Field(description="A sample that is moved, as in the request.")
    ] = None
    add: Annotated[
        LeftOut[AddRequest], Field(description="Samples that are added, as in the request.")
    ] = None
    remove: Annotated[
        LeftOut[RemoveRequest], Field(description="Samples that are removed, as in the request.")
    ] = None
    weight: Annotated[
        LeftOut[WeightRequest], Field(description="A weight that is set, as in the request.")
    ] = None


class RunEnd(Declared):
    """The last line: why the run has ended."""

    type: Literal["end"] = Field(description="Marks the kind of line.")
    reason: Annotated[
        Literal["done", "loss", "steps", "patience", "diverged", "budget", "cancelled"],
        Field(
            description="done: after the last epoch. loss, steps, patience: as stop says. "
            "diverged: a number is too large for a float64. budget: the work allowed for one "
            "request is done. cancelled: the server is being stopped."
        ),
    ]
    epoch: Annotated[int, Field(description="The epoch of the step.")]
    step: Annotated[int, Field(description="So many steps have been taken.")]
    layer: Annotated[
        int | None,
        Field(description="Of a run that diverged the layer, from 1; null: it is the loss."),
    ]
    quantity: Annotated[
        str | None,
        Field(description="Of a run that diverged what is too large, such as pre_activations."),
    ]
    text: Annotated[str, Field(description="The same as a sentence, with the remedy.")]


class TrainLine(RootModel[RunHeader | RunFrame | RunEvent | RunEnd]):
    """A line of the answer: a JSON object whose type says what it is."""

    root: RunHeader | RunFrame | RunEvent | RunEnd = Field(discriminator="type")
