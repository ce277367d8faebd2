"""Files that are made to harm or to mislead, each with the sentence that refuses it."""

import io
import json
import pickle
import struct
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

import h5py
import numpy as np
from safetensors.numpy import save

from app.importing.protobuf import MOST_FIELDS
from tests.importing import onnx_bytes as onnx

MIB = 1 << 20
#: A name that a page or a log must not take for what it says.
SVG = "<svg/onload=alert(1)>\u202e\n=cmd|'/C calc'!A0" + "A" * 500


class Hostile(NamedTuple):
    make: Callable[[], bytes]
    code: str
    name: str = "model"


def floats(*shape: int) -> Any:
    return np.full(shape, 0.5, dtype=np.float32)


# --- safetensors ----------------------------------------------------------------------------------


def header(written: bytes | str, room: int = 0, told: int | None = None) -> bytes:
    content = written.encode() if isinstance(written, str) else written
    return (len(content) if told is None else told).to_bytes(8, "little") + content + bytes(room)


def entry(shape: list[Any], kind: Any = "F32", offsets: list[Any] | None = None) -> Any:
    size = 4 * int(np.prod(shape)) if offsets is None else 0
    return {"dtype": kind, "shape": shape, "data_offsets": offsets or [0, size]}


def tensors(entries: dict[str, Any], room: int = 0) -> bytes:
    return header(json.dumps(entries), room)


def repeated_names() -> bytes:
    one = json.dumps(entry([1, 1]))
    return header(f'{{"0.weight": {one}, "0.weight": {one}}}', 4)


def overlapping() -> bytes:
    entries = {"0.weight": entry([1, 2], offsets=[0, 8]), "0.bias": entry([1], offsets=[4, 8])}
    return tensors(entries, 8)


def many_tensors() -> bytes:
    return tensors({f"{k}.weight": entry([0], offsets=[0, 0]) for k in range(2_500)})


def square_maze() -> bytes:
    """Layers with names that order nothing, all of one shape."""
    return save({f"{chr(97 + k)}.weight": floats(4, 4) for k in range(16)})


def dead_ends() -> bytes:
    """Shapes that allow many beginnings and no end."""
    shapes = [(2 + k % 3, 2 + (k + 1) % 3) for k in range(15)]
    found = {f"{chr(97 + k)}.weight": floats(*shape) for k, shape in enumerate(shapes)}
    return save(found | {"z.weight": floats(7, 9)})


def squares_and_a_stranger() -> bytes:
    """Layers of which any beginning of an order fits, and one that none takes."""
    squares = {f"{chr(97 + k)}.weight": floats(4, 4) for k in range(14)}
    return save(squares | {"z.weight": floats(7, 9)})


SAFETENSORS = {
    "a length of 2**63": Hostile(lambda: header("{}", told=2**63), "truncated"),
    "a length one too long": Hostile(lambda: header("{}", told=3), "truncated"),
    "a length of nothing": Hostile(lambda: (2).to_bytes(8, "little") + b"{", "truncated"),
    "a length too short": Hostile(lambda: header('{"a": 1}', told=3), "json"),
    "a header of megabytes": Hostile(lambda: header("{" + " " * MIB + "}"), "header"),
    "a header of brackets": Hostile(lambda: header('{"a":' + "[" * 90_000), "too_deep"),
    "a header that is a list in braces": Hostile(lambda: header("{1}"), "json"),
    "a name twice": Hostile(repeated_names, "repeated"),
    "a shape of 2**40": Hostile(
        lambda: tensors({"0.weight": entry([0, 2**40], offsets=[0, 0])}), "zero_size"
    ),
    "a shape that is too large": Hostile(
        lambda: tensors({"0.weight": entry([2**30, 2**30], offsets=[0, 8])}, 8), "offsets"
    ),
    "a shape that overflows": Hostile(
        lambda: tensors({"0.weight": entry([2**52] * 8, offsets=[0, 8])}, 8), "offsets"
    ),
    "a negative size": Hostile(lambda: tensors({"0.weight": entry([-1, 2])}), "entry"),
    "a size that is true": Hostile(lambda: tensors({"0.weight": entry([True, 1])}, 4), "entry"),
    "a hundred dimensions": Hostile(lambda: tensors({"0.weight": entry([1] * 100)}, 4), "entry"),
    "offsets outside": Hostile(
        lambda: tensors({"0.weight": entry([1, 2], offsets=[8, 16])}, 8), "offsets"
    ),
    "offsets backwards": Hostile(
        lambda: tensors({"0.weight": entry([1, 1], offsets=[8, 4])}, 8), "offsets"
    ),
    "tensors that overlap": Hostile(overlapping, "broken"),
    "a type that is a list": Hostile(
        lambda: tensors({"0.weight": entry([1, 1], kind=[])}, 4), "entry"
    ),
    "a type of whole numbers": Hostile(
        lambda: tensors({"0.weight": entry([1, 1], kind="I32")}, 4), "type"
    ),
    "NaN": Hostile(lambda: save({"0.weight": floats(1, 2) * np.float32("nan")}), "not_finite"),
    "infinity": Hostile(lambda: save({"0.weight": floats(1, 2) * np.float32("inf")}), "not_finite"),
    "no tensors": Hostile(lambda: header("{}"), "no_layers"),
    "a convolution": Hostile(lambda: save({SVG: floats(3, 1, 3, 3)}), "not_a_layer"),
    "a name of a program": Hostile(lambda: save({SVG: floats(3)}), "not_a_layer"),
    "a normalization": Hostile(lambda: save({"1.running_mean": floats(3)}), "normalization"),
    "biases alone": Hostile(lambda: save({"1.bias": floats(3)}), "biases_alone"),
    "layers that do not fit": Hostile(
        lambda: save({"0.weight": floats(3, 2), "1.weight": floats(5, 4)}), "does_not_fit"
    ),
    "biases that do not fit": Hostile(
        lambda: save({"0.weight": floats(3, 2), "0.bias": floats(5)}), "biases"
    ),
    "too many layers": Hostile(
        lambda: save({f"{k}.weight": floats(1, 1) for k in range(17)}), "layers"
    ),
    "too many neurons": Hostile(lambda: save({"0.weight": floats(1025, 1)}), "units"),
    "too many parameters": Hostile(lambda: save({"0.weight": floats(1024, 1024)}), "parameters"),
    "too many in all": Hostile(
        lambda: save({f"{k}.weight": floats(500, 500) for k in range(2)}), "all_parameters"
    ),
    "thousands of tensors": Hostile(many_tensors, "zero_size"),
    "a maze of squares": Hostile(square_maze, "order"),
    "a maze of dead ends": Hostile(dead_ends, "order"),
    "squares and a stranger": Hostile(squares_and_a_stranger, "order"),
}

# --- ONNX -----------------------------------------------------------------------------------------


def chain(nodes: list[bytes], weights: bytes | None = None) -> bytes:
    first = onnx.gemm(output="z")
    made = onnx.tensor("w", [2, 3]) if weights is None else weights
    return onnx.model(onnx.graph([first, *nodes], [made]))


def alone(made: bytes) -> bytes:
    """A network of one layer with these weights."""
    return onnx.model(onnx.graph([onnx.gemm()], [made]))


def external() -> bytes:
    place = onnx.data(13, onnx.text(1, "location") + onnx.text(2, "/etc/passwd"))
    return alone(onnx.tensor("w", [2, 3]) + place + onnx.count(14, 1))


def branches() -> bytes:
    relu = onnx.node("Relu", ["z"], "a")
    return chain([relu, onnx.node("Add", ["a", "z"], "y")])


def loops() -> bytes:
    return chain([onnx.node("Relu", ["y"], "z"), onnx.node("Relu", ["z"], "y")])


def nested() -> bytes:
    """A graph in an attribute of a node in a graph, ten thousand times."""
    inner = b""
    for _ in range(2_000):
        inner = onnx.data(1, onnx.text(4, "If") + onnx.data(5, onnx.data(6, inner)))
    return onnx.model(inner + onnx.ends())


def rereading() -> bytes:
    """One large array, used by every node."""
    weights = onnx.tensor("w", [500, 500])
    nodes = [onnx.node("MatMul", [f"v{k}", "w"], f"v{k + 1}") for k in range(200)]
    return onnx.model(onnx.graph(nodes, [weights], onnx.ends("v0", "v200")))


def whole(dims: list[int], numbers: bytes, name: str = "w") -> bytes:
    """A tensor of int64 whose varints are these."""
    sizes = b"".join(onnx.count(1, size) for size in dims)
    return sizes + onnx.count(2, 7) + onnx.text(8, name) + onnx.data(7, numbers)


def repeated(side: int) -> bytes:
    """Sixteen layers that take the same tensor, of numbers of ten bytes where one would do."""
    weights = whole([side, side], (b"\x81" + b"\x80" * 8 + b"\x00") * side**2)
    nodes = [onnx.node("MatMul", [f"v{k}", "w"], f"v{k + 1}") for k in range(16)]
    return onnx.model(onnx.graph(nodes, [weights], onnx.ends("v0", "v16")))


def full_constants() -> bytes:
    """Constants, each with nearly as many fields as a file may have."""
    value = onnx.data(
        5, onnx.text(1, "value") + onnx.data(5, onnx.count(2, 1) * (MOST_FIELDS - 100))
    )
    nodes = [onnx.node("Constant", [], f"c{k}", value) for k in range(255)]
    return onnx.model(onnx.graph(nodes, []))


def many_numbers() -> bytes:
    """More whole numbers than any network has, in tensors that are each small enough."""
    tensors = [whole([1, 1024], b"\x01" * 10 * 1024, f"w{k}") for k in range(100)]
    nodes = [onnx.node("MatMul", [f"v{k}", f"w{k}"], f"v{k + 1}") for k in range(100)]
    return onnx.model(onnx.graph(nodes, tensors, onnx.ends("v0", "v100")))


ONNX = {
    "a length beyond the end": Hostile(
        lambda: onnx.count(1, 8) + onnx.data(7, b"", told=2**40), "broken"
    ),
    "a varint without end": Hostile(lambda: b"\x08" + b"\xff" * 64, "broken"),
    "a wire type that is none": Hostile(lambda: b"\x08\x08" + b"\x3f" * 40, "broken"),
    "a graph that is a number": Hostile(lambda: onnx.count(1, 8) + onnx.count(7, 1), "broken"),
    "a name that is a number": Hostile(
        lambda: onnx.model(onnx.data(1, onnx.count(4, 7)) + onnx.ends()), "broken"
    ),
    "two graphs": Hostile(lambda: onnx.small() + onnx.data(7, b""), "broken"),
    "no graph": Hostile(lambda: onnx.count(1, 8), "broken"),
    "millions of fields": Hostile(lambda: b"\x08\x01" * (2 * MIB), "too_many_parts"),
    "a thousand nodes": Hostile(
        lambda: onnx.model(onnx.graph([onnx.gemm()] * 1_000, [])), "too_many_parts"
    ),
    "graphs in graphs": Hostile(nested, "node"),
    "data in another file": Hostile(external, "external"),
    "sparse weights": Hostile(
        lambda: onnx.model(onnx.graph([onnx.gemm()], []) + onnx.data(15, b"")), "sparse"
    ),
    "dimensions that are negative": Hostile(
        lambda: alone(onnx.tensor("w", [2**64 - 1, 3], b"")), "entry"
    ),
    "dimensions of 2**40": Hostile(lambda: alone(onnx.tensor("w", [2**40, 2**40], b"")), "units"),
    "a dimension of nothing": Hostile(
        lambda: alone(onnx.tensor("w", [0, 2**40], b"")), "zero_size"
    ),
    "a thousand dimensions": Hostile(
        lambda: alone(onnx.tensor("w", [1] * 1_000, bytes(4))), "entry"
    ),
    "fewer bytes than numbers": Hostile(
        lambda: alone(onnx.tensor("w", [2, 3], b"\0" * 5)), "offsets"
    ),
    "strings for numbers": Hostile(lambda: alone(onnx.tensor("w", [2, 3], kind=8)), "type"),
    "NaN in a tensor": Hostile(
        lambda: alone(onnx.tensor("w", [1, 1], struct.pack("<f", np.nan))), "not_finite"
    ),
    "an infinite factor": Hostile(
        lambda: onnx.small(onnx.attribute("alpha", float("inf"))), "not_finite"
    ),
    "a convolution in ONNX": Hostile(lambda: chain([onnx.node("Conv", ["z"], "y")]), "node"),
    "an operator of a program": Hostile(
        lambda: chain([onnx.node(SVG, ["z"], "y", name=SVG)]), "node"
    ),
    "a branch": Hostile(branches, "no_layer_before"),
    "a loop": Hostile(loops, "node_inputs"),
    "an output that nothing gives": Hostile(
        lambda: chain([onnx.node("Relu", ["z"], "q")]), "output"
    ),
    "two activations": Hostile(
        lambda: chain([onnx.node("Relu", ["z"], "a"), onnx.node("Tanh", ["a"], "y")]),
        "no_layer_before",
    ),
    "another slope": Hostile(
        lambda: chain([onnx.node("LeakyRelu", ["z"], "y", onnx.attribute("alpha", 0.3))]),
        "constant_of",
    ),
    "one array for every layer": Hostile(rereading, "all_parameters"),
    "one array of long numbers for every layer": Hostile(lambda: repeated(500), "all_parameters"),
    "constants of many fields": Hostile(full_constants, "too_many_parts"),
    "millions of dimensions in one field": Hostile(
        lambda: alone(onnx.data(1, b"\1" * 8_000_000) + onnx.count(2, 1) + onnx.text(8, "w")),
        "entry",
    ),
    "more numbers than dimensions tell": Hostile(many_numbers, "offsets"),
    "a long number without end": Hostile(lambda: alone(whole([1, 2], b"\x01\x80")), "broken"),
    "a number of eleven bytes": Hostile(
        lambda: alone(whole([1, 2], b"\x80" * 10 + b"\x01\x01")), "broken"
    ),
    "numbers packed and not": Hostile(
        lambda: alone(whole([1, 2], b"\x01") + onnx.count(7, 1)), "broken"
    ),
}

# --- Keras ----------------------------------------------------------------------------------------


def configuration(*layers: dict[str, Any], kind: str = "Sequential") -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": "network", "layers": list(layers)}}


def layer(kind: str = "Dense", **settings: Any) -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": "dense", "use_bias": False} | settings}


def archive(config: Any, weights: bytes, **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        written = config if isinstance(config, bytes) else json.dumps(config)
        file.writestr("config.json", written)
        file.writestr("model.weights.h5", weights)
        for name, content in more.items():
            file.writestr(name, content)
    return made.getvalue()


def weights(fill: Callable[[Any], None]) -> bytes:
    """HDF5 whose group ``layers/dense/vars`` is filled."""
    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        fill(file.create_group("layers/dense/vars"))
    return made.getvalue()


def keras(fill: Callable[[Any], None], *layers: dict[str, Any]) -> bytes:
    return archive(configuration(*(layers or (layer(),))), weights(fill))


def plain(group: Any) -> None:
    group["0"] = floats(2, 3)


def external_storage(group: Any) -> None:
    group.create_dataset("0", (2, 3), "f4", external=[("/etc/passwd", 0, 24)])


def virtual(group: Any) -> None:
    layout = h5py.VirtualLayout((2, 3), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "data", (2, 3))
    group.create_virtual_dataset("0", layout)


def compressed(group: Any) -> None:
    """A gigabyte of zeros in a few kilobytes."""
    group.create_dataset("0", (1_000, 1_000), "f4", chunks=(1_000, 1_000), compression="gzip")


def declared(group: Any) -> None:
    """A shape of terabytes of which nothing is stored."""
    space = h5py.h5s.create_simple((2**20, 2**20))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_alloc_time(h5py.h5d.ALLOC_TIME_LATE)
    h5py.h5d.create(group.id, b"0", h5py.h5t.NATIVE_FLOAT, space, plist)


def linked(link: Any) -> Callable[[Any], None]:
    def fill(group: Any) -> None:
        group["0"] = link

    return fill


def group_for_array(group: Any) -> None:
    group.create_group("0")


def not_numbers(group: Any) -> None:
    group["0"] = floats(2, 3) * np.float32("nan")


def bomb() -> bytes:
    """A hundred megabytes of zeros where the configuration is."""
    return archive(bytes(100 * MIB), weights(plain))


def cut() -> bytes:
    whole = keras(plain)
    return whole[: len(whole) // 2] + b"model.weights.h5"


def circle(group: Any) -> None:
    group["0"] = group


def empty_files() -> bytes:
    return archive({}, b"", **{f"f{k}": b"" for k in range(20_000)})


KERAS = {
    "an archive that unpacks to much": Hostile(bomb, "keras_large"),
    "weights that unpack to much": Hostile(
        lambda: archive(configuration(layer()), bytes(64 * MIB)), "keras_large"
    ),
    "an archive that is cut": Hostile(cut, "keras_broken"),
    "an archive of a thousand files": Hostile(
        lambda: archive({}, b"", **{f"f{k}": b"" for k in range(1_000)}), "keras_large"
    ),
    "weights that are no HDF5": Hostile(lambda: archive(configuration(), b"HDF"), "keras_broken"),
    "a link to another file": Hostile(
        lambda: keras(linked(h5py.ExternalLink("/etc/passwd", "/"))), "keras_link"
    ),
    "a soft link": Hostile(lambda: keras(linked(h5py.SoftLink("/layers"))), "keras_link"),
    "storage in another file": Hostile(lambda: keras(external_storage), "keras_link"),
    "a virtual array": Hostile(lambda: keras(virtual), "keras_link"),
    "a compressed array": Hostile(lambda: keras(compressed), "keras_compressed"),
    "an array of terabytes": Hostile(lambda: keras(declared), "keras_large"),
    "a group that holds itself": Hostile(lambda: keras(circle), "keras_broken"),
    "a group for an array": Hostile(lambda: keras(group_for_array), "keras_broken"),
    "NaN in Keras": Hostile(lambda: keras(not_numbers), "not_finite"),
    "a configuration of brackets": Hostile(
        lambda: archive(b"[" * 90_000, weights(plain)), "too_deep"
    ),
    "a configuration without layers": Hostile(lambda: archive({}, weights(plain)), "keras_model"),
    "a layer that runs a program": Hostile(
        lambda: keras(plain, layer("Lambda", name=SVG, function="os.system")), "node"
    ),
    "an activation that is a program": Hostile(
        lambda: keras(plain, layer(activation=SVG)), "activation"
    ),
    "a layer without weights": Hostile(lambda: keras(plain, layer(), layer()), "keras_weights"),
    "an archive of empty files": Hostile(empty_files, "keras_large"),
    "a threshold of hundreds of digits": Hostile(
        lambda: keras(plain, layer(), layer("ReLU", threshold=10**400)), "constant_of"
    ),
    "an axis of hundreds of digits": Hostile(
        lambda: keras(plain, layer(), layer("Softmax", axis=-(10**400))), "constant_of"
    ),
    "a slope of hundreds of digits": Hostile(
        lambda: keras(plain, layer(), layer("LeakyReLU", negative_slope=10**400)), "constant_of"
    ),
}

# --- text, and what is not opened -----------------------------------------------------------------


class Program:
    """What a pickle runs when it is opened."""

    def __reduce__(self) -> Any:
        return exec, ("raise SystemExit('the pickle was opened')",)


def old_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("archive/data.pkl", pickle.dumps(Program()))
    return made.getvalue()


def numpy_archive() -> bytes:
    made = io.BytesIO()
    np.savez(made, weights=np.array([Program()], dtype=object))
    return made.getvalue()


def network(**changed: Any) -> bytes:
    one = {"units": 1, "activation": "linear", "weights": [[0.5, 0.5]]}
    return json.dumps({"inputs": 2, "layers": [one], "loss": "huber"} | changed).encode()


OTHERS = {
    "nothing": Hostile(lambda: b"", "empty"),
    "zeros": Hostile(lambda: bytes(MIB), "other"),
    "a picture": Hostile(lambda: SVG.encode(), "other", SVG[:200]),
    "a formula": Hostile(lambda: b"=cmd|'/C calc'!A0", "other", "=cmd|'/C calc'!A0"),
    "a pickle": Hostile(lambda: pickle.dumps(Program()), "pickle", "model.safetensors"),
    "a pickle of protocol 0": Hostile(
        lambda: b"cposix\nsystem\n(S'true'\ntR.", "other", "model.pkl"
    ),
    "an archive with a pickle": Hostile(old_archive, "pickle", "model.onnx"),
    "an archive of numpy": Hostile(numpy_archive, "numpy", "model.npz"),
    "HDF5": Hostile(lambda: weights(plain), "hdf5", "model.h5"),
    "JSON that is cut": Hostile(lambda: network()[:-3], "json"),
    "JSON of brackets": Hostile(lambda: b'{"a":' + b"[" * 90_000, "too_deep"),
    "JSON of a million brackets": Hostile(lambda: b'{"a":' + b"[" * MIB, "too_many_parts"),
    "JSON of millions of parts": Hostile(lambda: b'{"a":[' + b"{}," * MIB, "too_many_parts"),
    "JSON with a number of a million digits": Hostile(
        lambda: b'{"inputs": ' + b"9" * MIB + b"}", "json"
    ),
    "JSON with NaN": Hostile(lambda: network().replace(b"0.5", b"NaN"), "constant"),
    "JSON with a name twice": Hostile(
        lambda: network().replace(b'"loss"', b'"loss": 1, "loss"'), "repeated"
    ),
    "JSON of something else": Hostile(lambda: b'{"tool": "graph", "request": {}}', "no_network"),
    "a text of brackets": Hostile(lambda: b"[" * MIB, "too_many_parts"),
    "a text of unclosed brackets": Hostile(lambda: b"[" * 9_000, "brackets"),
    "a text of words": Hostile(lambda: b"[[1, two]]", "brackets"),
    "a text whose rows differ": Hostile(lambda: b"[[1, 2], [3]]", "brackets"),
    "a text with nan": Hostile(lambda: b"tensor([[nan, 1.]])", "not_finite"),
    "a text that is shortened": Hostile(lambda: b"[[1. 2. ... 3. 4.]]", "shortened"),
    "a text of millions of numbers": Hostile(
        lambda: b"[[" + b"11 " * (2 * MIB) + b"]]", "too_many_parts"
    ),
    "a text of millions of numbers among other programs' brackets": Hostile(
        lambda: b"array([[" + b"11 " * (2 * MIB) + b"]]) <tf.Tensor float32(", "too_many_parts"
    ),
    "a text of spaces": Hostile(lambda: b"[[1" + b" " * (4 * MIB) + b"x]]", "brackets"),
    "a text of arrays far from their names": Hostile(
        lambda: b"[[1]]" + (b"a=" + b" " * 292 + b"x[[1]]") * 9_990, "too_many_parts"
    ),
    "a text of arrays with room before them": Hostile(
        lambda: b"[[1]]" + b"".join(b"a%d=" % k + b" " * 5_000 + b"(\n[[1]]" for k in range(33)),
        "too_many_parts",
    ),
    "a text of a program": Hostile(
        lambda: f"{{'{SVG[:100]}': tensor([[[1.]]])}}".encode(), "not_a_layer"
    ),
}

FILES: dict[str, Hostile] = SAFETENSORS | ONNX | KERAS | OTHERS
