"""What ``POST /api/v1/import`` answers."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from ..schema import Declared, Matrix

EXAMPLE_NOTICE: JsonDict = {"code": "imported.network_only", "text": "Only the network was taken."}


class ImportedLayer(Declared):
    """A layer as the API takes it."""

    units: Annotated[int, Field(description="How many units it has.")]
    activation: Annotated[str, Field(description="The name of its activation in the catalog.")]
    weights: Annotated[
        Matrix | None, Field(description="units × fan-in. Left out: a file in JSON has none.")
    ] = None
    biases: Annotated[
        list[float] | None, Field(description="One for each unit. Left out: zeros, or none.")
    ] = None
    bias: Annotated[
        bool | None, Field(description="false: the layer has none. Left out: it has.")
    ] = None
    frozen: Annotated[
        str | None, Field(description="What the update leaves, as a file in JSON has it.")
    ] = None


class ImportedNetwork(Declared):
    """A network for the field network of POST /api/v1/trace."""

    inputs: Annotated[int, Field(description="How many numbers a sample has.")]
    layers: Annotated[list[ImportedLayer], Field(description="From the first to the output layer.")]
    loss: Annotated[
        str, Field(description="The loss that belongs to the output, or that of a file in JSON.")
    ]
    initializer: Annotated[
        dict[str, str | float] | None,
        Field(description="As a file in JSON has it. Left out: the default."),
    ] = None
    seed: Annotated[
        int | None, Field(description="As a file in JSON has it. Left out: the default.")
    ] = None


class LayerInFile(Declared):
    """A layer as the file has it."""

    name: Annotated[
        str, Field(description="Its name there, cut to 64 characters that can be printed.")
    ]
    shape: Annotated[
        list[int], Field(description="Of its weights, units × fan-in, whatever the file's order.")
    ]


class ImportNotice(Declared):
    """What was assumed, or left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE_NOTICE]})

    code: Annotated[str, Field(description="What it is, for programs.")]
    text: Annotated[str, Field(description="A sentence that says what to look at.")]


class Imported(Declared):
    """A network that was found in a file."""

    kind: Annotated[str, Field(description="The kind of file, by what it holds.")]
    network: Annotated[ImportedNetwork, Field(description="The network, with all its numbers.")]
    layers: Annotated[list[LayerInFile], Field(description="One for each layer of the network.")]
    notices: Annotated[
        list[ImportNotice], Field(description="What was assumed or left out, for a reader.")
    ]
