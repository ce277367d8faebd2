"""Files of ONNX: a graph whose nodes make one chain of layers is a network.

Field numbers and names are those of ``onnx.proto``. Nothing outside of the file is read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np

from ..engine.arrays import Array
from ..engine.cancellation import CheckCancelled
from .model import (
    FoundLayer,
    Limits,
    Model,
    Notice,
    NotImportable,
    check_shape,
    checked,
    written,
)
from .protobuf import (
    BYTES,
    FIXED32,
    FIXED64,
    MOST_FIELDS,
    MOST_VARINT,
    VARINT,
    Budget,
    broken,
    fields,
    length,
    signed,
    whole_numbers,
)

#: The first byte of a file: the field ``ir_version`` of a ModelProto.
FIRST = 0x08
#: By number, the fields of a message that are read: their name, their wire types.
Fields = Mapping[int, tuple[str, tuple[int, ...]]]
MODEL: Fields = {7: ("graph", (BYTES,))}
GRAPH: Fields = {
    1: ("node", (BYTES,)),
    5: ("initializer", (BYTES,)),
    11: ("input", (BYTES,)),
    12: ("output", (BYTES,)),
    15: ("sparse_initializer", (BYTES,)),
}
NODE: Fields = {
    1: ("input", (BYTES,)),
    2: ("output", (BYTES,)),
    3: ("name", (BYTES,)),
    4: ("op_type", (BYTES,)),
    5: ("attribute", (BYTES,)),
    7: ("domain", (BYTES,)),
}
ATTRIBUTE: Fields = {
    1: ("name", (BYTES,)),
    2: ("f", (FIXED32,)),
    3: ("i", (VARINT,)),
    4: ("s", (BYTES,)),
    5: ("t", (BYTES,)),
    8: ("ints", (VARINT, BYTES)),
}
TENSOR: Fields = {
    1: ("dims", (VARINT, BYTES)),
    2: ("data_type", (VARINT,)),
    3: ("segment", (BYTES,)),
    4: ("float_data", (BYTES, FIXED32)),
    5: ("int32_data", (BYTES, VARINT)),
    7: ("int64_data", (BYTES, VARINT)),
    8: ("name", (BYTES,)),
    9: ("raw_data", (BYTES,)),
    10: ("double_data", (BYTES, FIXED64)),
    13: ("external_data", (BYTES,)),
    14: ("data_location", (VARINT,)),
}
#: By the number of a tensor's type: how its bytes are read, and the field of others than raw ones.
TYPES = {
    1: ("<f4", "float_data"),
    11: ("<f8", "double_data"),
    10: ("<f2", "int32_data"),
    16: ("bfloat16", "int32_data"),
    7: ("<i8", "int64_data"),
    6: ("<i4", "int32_data"),
}
#: What is read of each graph at most.
MOST_NODES = 256
MOST_DIMENSIONS = 8

Message = dict[str, list[Any]]


@dataclass
class Node:
    """:param outputs: the values that it makes. ``label`` names it to a reader."""

    op: str
    label: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    attributes: Mapping[str, Message]

    def number(self, name: str, default: float) -> float:
        """An attribute that is a number."""
        found = self.attributes.get(name, {})
        if found.get("f"):
            return float(np.frombuffer(found["f"][-1], dtype="<f4")[0])
        return float(signed(found["i"][-1])) if found.get("i") else default

    def text(self, name: str) -> str:
        found = self.attributes.get(name, {})
        return text(found["s"][-1]) if found.get("s") else ""


@dataclass
class Chain:
    """What is read so far.

    :param value: what the next node takes; ``before``: what the last one took.
    :param constants: by name. They are read when a node uses them, and checked then.
    :param dimensions: of the graph's input, as far as they are known.
    :param budget: of the file, and ``check_cancelled`` called before each array.
    :param arrays: those that have been read, by name: a file may use one more than once.
    :param parameters: of the layers so far.
    """

    value: str
    constants: Mapping[str, Message]
    limits: Limits
    dimensions: Sequence[int]
    budget: Budget
    check_cancelled: CheckCancelled
    before: str = ""
    parameters: int = 0
    arrays: dict[str, Array] = field(default_factory=dict)
    layers: list[FoundLayer] = field(default_factory=list)
    ignored: list[Notice] = field(default_factory=list)

    def array(self, name: str, node: Node) -> Array:
        """:raises NotImportable: it is no constant of the file."""
        if name not in self.constants:
            raise NotImportable("error.import.node_inputs", {"name": node.label, "op": node.op})
        if name not in self.arrays:
            self.check_cancelled()
            tensor = self.constants[name]
            self.arrays[name] = array_of(name, tensor, self.limits, self.budget)
        return self.arrays[name]

    def add(self, layer: FoundLayer) -> None:
        """:raises NotImportable: there are too many, or they have too many parameters."""
        self.count(layer.weights)
        if layer.biases is not None:
            self.count(layer.biases)
        self.layers.append(layer)
        if len(self.layers) > self.limits.layers:
            found = len(self.layers)
            raise NotImportable("error.import.layers", found=found, most=self.limits.layers)

    def count(self, parameters: Array) -> None:
        """:raises NotImportable: there are more than a network may have."""
        self.parameters += parameters.size
        if self.parameters > self.limits.parameters:
            raise NotImportable(
                "error.import.all_parameters",
                found=self.parameters,
                most=self.limits.parameters,
            )

    def of_layer(self, node: Node) -> FoundLayer:
        """The last layer, which has no activation yet."""
        if not self.layers or self.layers[-1].activation != "linear":
            raise NotImportable("error.import.no_layer_before", {"name": node.label, "op": node.op})
        return self.layers[-1]


def is_onnx(content: bytes) -> bool:
    return content[:1] == bytes([FIRST])


def read(content: bytes, limits: Limits, check_cancelled: CheckCancelled) -> Model:
    """:raises NotImportable: names the node or the tensor."""
    # Beside its parameters a network has sizes, some for each node.
    budget = Budget(limits.parameters + MOST_FIELDS)
    model = message(memoryview(content), MODEL, budget)
    if len(model["graph"]) != 1:
        raise broken()
    graph = message(model["graph"][0], GRAPH, budget)
    if graph["sparse_initializer"]:
        raise NotImportable("error.import.sparse")
    if len(graph["node"]) > MOST_NODES:
        raise NotImportable("error.import.too_many_parts")
    constants = {}
    for each in graph["initializer"]:
        check_cancelled()
        tensor = message(each, TENSOR, budget)
        constants[text(tensor["name"][-1]) if tensor["name"] else ""] = tensor
    nodes = []
    for each in graph["node"]:
        check_cancelled()
        node = node_of(each, budget)
        if not is_constant(node, constants, budget):
            nodes.append(node)
    declared = [value_of(each, budget) for each in graph["input"]]
    inputs = [(name, sizes) for name, sizes in declared if name not in constants]
    outputs = [value_of(each, budget)[0] for each in graph["output"]]
    if len(inputs) != 1 or len(outputs) != 1:
        raise NotImportable("error.import.ends", inputs=len(inputs), outputs=len(outputs))
    chain = Chain(inputs[0][0], constants, limits, inputs[0][1], budget, check_cancelled)
    for node in nodes:
        check_cancelled()
        take(node, chain)
    if chain.value != outputs[0]:
        raise NotImportable("error.import.output", {"name": outputs[0]})
    return checked(Model(chain.layers, chain.ignored), limits)


# --- messages -------------------------------------------------------------------------------------


def message(content: memoryview, known: Fields, budget: Budget) -> Message:
    """The known fields of a message by name, each as often as it stands there.

    :raises NotImportable: a field has a wire type that is not its own.
    """
    found: Message = {name: [] for name, _ in known.values()}
    for number, wire, value in fields(content, budget):
        name, wires = known.get(number, ("", (wire,)))
        if wire not in wires:
            raise broken()
        if name:
            found[name].append(value)
    return found


def text(content: memoryview) -> str:
    return bytes(content).decode(errors="replace")


def node_of(content: memoryview, budget: Budget) -> Node:
    found = message(content, NODE, budget)
    attributes = {}
    for each in found["attribute"]:
        attribute = message(each, ATTRIBUTE, budget)
        attributes[text(attribute["name"][-1]) if attribute["name"] else ""] = attribute
    op = text(found["op_type"][-1]) if found["op_type"] else ""
    domain = text(found["domain"][-1]) if found["domain"] else ""
    outputs = [text(each) for each in found["output"]]
    label = text(found["name"][-1]) if found["name"] else ""
    return Node(
        op if domain in ("", "ai.onnx") else f"{domain}.{op}",
        label or next(iter(outputs), ""),
        [text(each) for each in found["input"]],
        outputs,
        attributes,
    )


def value_of(content: memoryview, budget: Budget) -> tuple[str, list[int]]:
    """The name of an input or output, and its dimensions: 0 for one that is not known."""
    found = message(content, {1: ("name", (BYTES,)), 2: ("type", (BYTES,))}, budget)
    name = text(found["name"][-1]) if found["name"] else ""
    dimensions = []
    for kind in found["type"][:1]:
        for tensor in message(kind, {1: ("tensor", (BYTES,))}, budget)["tensor"][:1]:
            for shape in message(tensor, {2: ("shape", (BYTES,))}, budget)["shape"][:1]:
                for each in message(shape, {1: ("dim", (BYTES,))}, budget)["dim"]:
                    sizes = message(each, {1: ("value", (VARINT,))}, budget)["value"]
                    dimensions.append(signed(sizes[-1]) if sizes else 0)
    return name, dimensions


def array_of(name: str, tensor: Message, limits: Limits, budget: Budget) -> Array:
    """A tensor as float64, in its shape.

    :raises NotImportable: it is not in the file, not of numbers, or not of its size.
    """
    names = {"name": name}
    if length(tensor["dims"]) > MOST_DIMENSIONS * MOST_VARINT:
        raise NotImportable("error.import.entry", names)
    dims = whole_numbers(tensor["dims"], budget).tolist()
    if tensor["external_data"] or any(map(bool, tensor["data_location"])):
        raise NotImportable("error.import.external", names)
    if len(dims) > MOST_DIMENSIONS or any(size < 0 for size in dims):
        raise NotImportable("error.import.entry", names)
    if dims:
        check_shape(name, dims, limits)
    kind = tensor["data_type"][-1] if tensor["data_type"] else 0
    if tensor["segment"] or kind not in TYPES:
        choices = "float, double, float16, bfloat16, int64, int32"
        raise NotImportable("error.import.type", names | {"type": str(kind)}, choices=choices)
    form, other = TYPES[kind]
    count = prod(dims)
    if tensor["raw_data"]:
        found = from_raw(tensor["raw_data"][-1], form, count)
    else:
        found = from_fields(tensor[other], form, count, budget)
    if found.size != count:
        raise NotImportable("error.import.offsets", names | {"shape": written(dims)})
    return found.reshape(dims)


def from_raw(data: memoryview | bytes, form: str, count: int) -> Array:
    """(count,), or nothing if there are not so many."""
    size = 2 if form == "bfloat16" else np.dtype(form).itemsize
    if len(data) != size * count:
        return np.empty(0)
    if form == "bfloat16":
        return bfloat16(np.frombuffer(data, dtype="<u2"))
    return np.frombuffer(data, dtype=form).astype(np.float64)


def bfloat16(halves: Array) -> Array:
    """Each is the upper half of a float32."""
    return (halves.astype(np.uint32) << 16).view(np.float32).astype(np.float64)


def from_fields(values: Sequence[Any], form: str, count: int, budget: Budget) -> Array:
    """(count,), or nothing if there are not so many: numbers that stand in fields of their type;
    those of two bytes as whole numbers.
    """
    size = length(values)
    if form in ("<f4", "<f8"):
        fits = size == np.dtype(form).itemsize * count
        return from_raw(b"".join(values), form, count) if fits else np.empty(0)
    # A varint has a byte at least.
    if not count <= size <= MOST_VARINT * count:
        return np.empty(0)
    found = whole_numbers(values, budget)
    if form == "<f2":
        return found.astype(np.uint16).view(np.float16).astype(np.float64)
    return bfloat16(found.astype(np.uint16)) if form == "bfloat16" else found.astype(np.float64)


def is_constant(node: Node, constants: dict[str, Message], budget: Budget) -> bool:
    """Whether the node is a constant; it is put to the others."""
    if node.op != "Constant" or len(node.outputs) != 1:
        return False
    value = node.attributes.get("value", {}).get("t", ())
    if not value:
        return False
    constants[node.outputs[0]] = message(value[-1], TENSOR, budget)
    return True


# --- nodes ----------------------------------------------------------------------------------------


def take(node: Node, chain: Chain) -> None:
    """Lets the chain go on by a node.

    :raises NotImportable: it does not go on there, or the node is none of a network.
    """
    names = {"name": node.label, "op": node.op}
    if node.op not in NODES:
        raise NotImportable("error.import.node", names)
    if len(node.outputs) < 1 or chain.value not in node.inputs:
        raise NotImportable("error.import.node_inputs", names)
    NODES[node.op](node, chain)
    chain.before, chain.value = chain.value, node.outputs[0]


def gemm(node: Node, chain: Chain) -> None:
    """α A B + β C, where A is what the layer takes."""
    if node.inputs[0] != chain.value or len(node.inputs) < 2 or node.number("transA", 0):
        raise NotImportable("error.import.node_inputs", {"name": node.label, "op": node.op})
    weights = node.number("alpha", 1) * chain.array(node.inputs[1], node)
    require(weights.ndim == 2, node)
    weights = weights if node.number("transB", 0) else weights.T
    biases = None
    if len(node.inputs) > 2 and node.inputs[2]:
        found = node.number("beta", 1) * chain.array(node.inputs[2], node)
        biases = biases_of(found, len(weights), node)
    chain.add(FoundLayer(node.label, weights, biases, "linear"))


def product(node: Node, chain: Chain) -> None:
    require(len(node.inputs) == 2 and node.inputs[0] == chain.value, node)
    weights = chain.array(node.inputs[1], node)
    require(weights.ndim == 2, node)
    chain.add(FoundLayer(node.label, weights.T, None, "linear"))


def addition(node: Node, chain: Chain) -> None:
    layer = chain.of_layer(node)
    other = [name for name in node.inputs if name != chain.value]
    require(len(other) == 1 and layer.biases is None, node)
    biases = biases_of(chain.array(other[0], node), len(layer.weights), node)
    chain.count(biases)
    chain.layers[-1] = replace(layer, biases=biases)


def biases_of(found: Array, units: int, node: Node) -> Array:
    """(units,) of a constant that is added to every row: one number for all, or for each."""
    require(found.size in (1, units) and found.shape in ((), (found.size,), (1, found.size)), node)
    return np.broadcast_to(found.reshape(-1), (units,)).copy()


def swish(node: Node, chain: Chain) -> None:
    """z · sigmoid(z), of which the sigmoid has been read."""
    is_so = (
        sorted(node.inputs) == sorted((chain.before, chain.value))
        and chain.layers
        and chain.layers[-1].activation == "sigmoid"
    )
    require(bool(is_so), node)
    chain.layers[-1] = replace(chain.layers[-1], activation="silu")


def require(condition: bool, node: Node) -> None:
    if not condition:
        raise NotImportable("error.import.node_inputs", {"name": node.label, "op": node.op})


def nothing(node: Node, chain: Chain) -> None:
    """A node that leaves every row as it is."""


def dropout(node: Node, chain: Chain) -> None:
    chain.ignored.append(Notice("imported.dropout", names={"name": node.label}))


def flatten(node: Node, chain: Chain) -> None:
    require(node.number("axis", 1) == 1, node)


def reshape(node: Node, chain: Chain) -> None:
    """Into rows of the width that they have, or that the input has."""
    require(len(node.inputs) == 2, node)
    sizes = chain.array(node.inputs[1], node).astype(int).reshape(-1).tolist()
    width = len(chain.layers[-1].weights) if chain.layers else prod(chain.dimensions[1:])
    known = chain.layers or (len(chain.dimensions) > 1 and width > 0)
    require(len(sizes) == 2 and sizes[0] in (-1, 0, 1), node)
    require(bool(known) and (sizes[1] == width or (sizes[1] == -1 and sizes[0] != -1)), node)


@dataclass(frozen=True)
class Applied:
    """The activation of an operator.

    :param required: the values that its attributes must have, with those they have by default.
    """

    activation: str
    required: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def __call__(self, node: Node, chain: Chain) -> None:
        layer = chain.of_layer(node)
        for name, (value, default) in self.required.items():
            found = node.number(name, default)
            if abs(found - value) > 1e-6 * abs(value):
                names = {"name": node.label, "op": node.op}
                raise NotImportable(
                    "error.import.constant_of", names, constant=name, needed=f"{value:g}"
                )
        chain.layers[-1] = replace(layer, activation=self.activation)


def gelu(node: Node, chain: Chain) -> None:
    kinds = {"": "gelu", "none": "gelu", "tanh": "gelu_tanh"}
    require(node.text("approximate") in kinds, node)
    Applied(kinds[node.text("approximate")])(node, chain)


def softmax(node: Node, chain: Chain) -> None:
    require(node.number("axis", -1) in (-1, 1), node)
    Applied("softmax")(node, chain)


SELU = {
    "alpha": (1.6732632423543772848, 1.6732632423543772848),
    "gamma": (1.0507009873554804935, 1.0507009873554804935),
}
#: What each operator does to the chain.
NODES: Mapping[str, Callable[[Node, Chain], None]] = {
    "Gemm": gemm,
    "MatMul": product,
    "Add": addition,
    "Mul": swish,
    "Identity": nothing,
    "Dropout": dropout,
    "Flatten": flatten,
    "Reshape": reshape,
    "Relu": Applied("relu"),
    "Sigmoid": Applied("sigmoid"),
    "Tanh": Applied("tanh"),
    "LeakyRelu": Applied("leaky_relu", {"alpha": (0.01, 0.01)}),
    "Elu": Applied("elu", {"alpha": (1, 1)}),
    "Selu": Applied("selu", SELU),
    "Gelu": gelu,
    "Softplus": Applied("softplus"),
    "Swish": Applied("silu", {"alpha": (1, 1)}),
    "Softmax": softmax,
}
