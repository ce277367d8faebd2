"""How well are the costs of requests estimated? Run by hand: ``make bench``.

Every request is an extreme of one endpoint. Its estimate is divided by the processor time that it
takes, answer and all; the aim is a quotient between 1/3 and 3.
"""

import json
import resource
import time
from collections import OrderedDict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from safetensors.numpy import save

from app.engine.cancellation import always
from app.engine.network.runs.kernels import compiled
from app.explain.steps import CACHE
from app.exporting.qr import MOST_BYTES
from app.web.answer import File
from app.web.check import endpoint as check
from app.web.descent import endpoint as descent
from app.web.descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from app.web.endpoint import Endpoint, FileEndpoint
from app.web.export import endpoint as export
from app.web.graph import endpoint as graph
from app.web.import_model import endpoint as import_model
from app.web.json_pieces import pieces
from app.web.limits import LIMITS
from app.web.lines import LinesEndpoint
from app.web.mark import endpoint as mark
from app.web.mark.endpoint import SHEET
from app.web.qr import endpoint as qr
from app.web.sheets import endpoint as sheets
from app.web.trace import endpoint as trace
from app.web.trace.presets import PRESETS
from app.web.train import endpoint as train
from app.web.train.presets import TRAIN_PRESETS
from tests.bench.fairness import all_wrong
from tests.importing import onnx_bytes as onnx
from tests.web.test_hostile_bodies import COSTLY

FACTOR = 3
#: Longer work is measured once.
LONG_SECONDS = 0.5

AnyEndpoint = Endpoint[Any] | FileEndpoint[Any] | LinesEndpoint[Any, Any]
Row = tuple[str, AnyEndpoint, dict[str, Any] | bytes]


def layered(
    inputs: int, widths: list[int], samples: int, activation: str = "tanh", **more: Any
) -> dict[str, Any]:
    layers = [{"units": units, "activation": activation} for units in widths]
    layers[-1]["activation"] = "linear"
    network = {"inputs": inputs, "layers": layers, "loss": "half_squared_error"}
    rows = {"inputs": [[0.5] * inputs] * samples, "targets": [[0.5] * widths[-1]] * samples}
    slow = {"name": more.pop("optimizer", "sgd"), "learning_rate": 1e-9}
    return {"network": network, **rows, "optimizer": slow} | more


def traces() -> Iterator[Row]:
    for activation in ("linear", "relu", "tanh", "gelu", "silu", "softmax"):
        yield (
            f"1,000 rounds, 4 × 1 {activation}",
            trace.ENDPOINT,
            layered(1, [1] * 4, 1, activation, round=1000),
        )
        yield (
            f"16 × 64 {activation}, 256 samples",
            trace.ENDPOINT,
            layered(64, [64] * 16, 256, activation),
        )
    for optimizer in ("sgd", "momentum", "adam"):
        yield (
            f"20 rounds, 100-1024-100 {optimizer}",
            trace.ENDPOINT,
            layered(100, [1024, 100], 8, round=20, optimizer=optimizer),
        )
    yield "10,000 rounds of 16 × 1", trace.ENDPOINT, layered(1, [1] * 16, 1, round=10_000)
    yield "200 rounds of 1-1024-1, 65 samples", trace.ENDPOINT, layered(1, [1024, 1], 65, round=200)
    for include in ("steps", "latex", "check"):
        yield f"{include}, 4 × 16", trace.ENDPOINT, layered(16, [16] * 4, 4, include=[include])
        yield f"{include}, 1 × 60", trace.ENDPOINT, layered(60, [60], 4, include=[include])
    yield (
        "check, 1-1024-1, 16 samples",
        trace.ENDPOINT,
        layered(1, [1024, 1], 16, include=["check"]),
    )
    yield (
        "check, 16 × 16 relu, 32 samples",
        trace.ENDPOINT,
        layered(17, [16] * 16, 32, "relu", include=["check"]),
    )
    yield "as drawn, digits", trace.ENDPOINT, PRESETS["digits"] | {"round": 10}
    for name, request in PRESETS.items():
        yield f"preset {name}, 100 rounds", trace.ENDPOINT, request | {"round": 100}


def descents() -> Iterator[Row]:
    one = DESCENT_PRESETS["document"]["runs"][:1]
    bowl = {"function": "x**2 + y**2", "start": {"x": 0.3, "y": 0.2}, "runs": one, "steps": 1}
    chain = ";".join(["v0=x*y", *(f"v{k + 1}=sin(v{k})*x+v{k}" for k in range(100))])
    data = {name: [0.5] * 1000 for name in ("a", "b")}
    line = "(x*a + y - b)**2"
    yield "bowl", descent.ENDPOINT, bowl
    yield "bowl, 10,000 steps", descent.ENDPOINT, bowl | {"steps": 10_000}
    yield "waves", descent.ENDPOINT, bowl | {"function": "sin(900*x)*cos(900*y)"}
    yield "a chain of 400 nodes", descent.ENDPOINT, bowl | {"function": chain}
    yield "1,000 rows", descent.ENDPOINT, bowl | {"function": line, "data": data}
    yield (
        "1,000 rows, 1,000 steps",
        descent.ENDPOINT,
        bowl
        | {
            "function": line,
            "data": data,
            "steps": 1000,
        },
    )
    yield (
        "1,000 rows, 40 terms",
        descent.ENDPOINT,
        bowl
        | {
            "function": "+".join(["tanh(x*a+y*b)"] * 40),
            "data": data,
        },
    )
    for scale in (1, 1e5, 1e9):
        yield (
            f"1,000 rows, 30 waves of {scale:g}",
            descent.ENDPOINT,
            bowl | {"function": COSTLY["waves"], "data": {"a": [scale] * 1000}},
        )
    for inputs, widths, samples in ((2, [3, 2, 1], 100), (16, [16] * 16, 64), (1, [1024, 1], 16)):
        sliced = {"request": layered(inputs, widths, samples), "x": "w1.0.0", "y": "w2.0.0"}
        yield (
            f"a network {inputs}-{widths[0]}-…, {samples} samples",
            descent.ENDPOINT,
            {
                "network": sliced,
                "runs": one,
                "steps": 20,
            },
        )
    for name, request in DESCENT_PRESETS.items():
        yield f"preset {name}", descent.ENDPOINT, request


def graphs() -> Iterator[Row]:
    chain = ";".join(["v0=w", *(f"v{k + 1}=sin(v{k})*w+v{k}" for k in range(120))])
    yield "a chain of 480 nodes", graph.ENDPOINT, {"expression": chain, "values": {"w": 0.3}}
    names = [f"a{k}" for k in range(64)]
    yield (
        "64 inputs with tangents",
        graph.ENDPOINT,
        {
            "expression": "+".join(f"{name}*sin({name})" for name in names),
            "values": dict.fromkeys(names, 0.5),
            "include": ["tangents"],
        },
    )
    for name, request in GRAPH_PRESETS.items():
        yield f"preset {name}", graph.ENDPOINT, request


def trainings() -> Iterator[Row]:
    every_part = {"frames": {"count": 10_000}, "include": ["weights", "layers", "batch"]}
    few = {"frames": {"count": 20}}
    for name, request in TRAIN_PRESETS.items():
        yield f"preset {name}", train.ENDPOINT, request
    yield "two spirals, every frame", train.ENDPOINT, TRAIN_PRESETS["two_spirals"] | every_part
    yield (
        "2-4-1, 100,000 steps of one sample",
        train.ENDPOINT,
        TRAIN_PRESETS["xor"] | few | {"epochs": 25_000},
    )
    for sizes, batch, epochs in (
        ([2, 8, 8, 1], 5_000, 100),
        ([2, 40, 40, 1], 10, 100),
        ([64, 128, 128, 10], 32, 10),
        ([784, 256, 10], 64, 3),
        ([2, 1024, 1], 500, 20),
        ([2, *[16] * 15, 1], 10, 20),
    ):
        network = layered(sizes[0], sizes[1:], 1)["network"]
        rows = [[k / 1000] * sizes[0] for k in range(1000)]
        data = {"inputs": rows, "targets": [[0.5] * sizes[-1]] * 1000}
        names = "-".join(map(str, sizes))
        yield (
            f"{names}, batches of {batch}",
            train.ENDPOINT,
            {"network": network, "data": data, "batch_size": batch, "epochs": epochs} | few,
        )


def contents(endpoint: AnyEndpoint, request: Any) -> Iterator[Any]:
    """The answer, or each of its lines."""
    if isinstance(endpoint, LinesEndpoint):
        yield from endpoint.lines(endpoint.build(request), always, lambda key, params: key)
    else:
        yield endpoint.answer(request, always, lambda key, params: key)


def processor_time() -> float:
    """Of this thread, and of the processes that have painted pictures for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.thread_time() + children.ru_utime + children.ru_stime


def seconds_of(endpoint: AnyEndpoint, request: Any, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        CACHE.stored, CACHE.bytes = OrderedDict(), 0
        began = processor_time()
        for content in contents(endpoint, request):
            for _ in () if isinstance(content, File) else pieces(content):
                pass
        times.append(processor_time() - began)
    return min(times)


def checks() -> Iterator[Row]:
    """Without what only a trace is asked for."""
    shapes = (
        (2, [3, 2], 1),
        (16, [16] * 4, 4),
        (60, [60], 4),
        (17, [16] * 16, 1),
        (1, [64, 1], 64),
    )
    for inputs, widths, samples in shapes:
        asked = layered(inputs, widths, samples)
        del asked["optimizer"]
        yield f"{inputs} inputs, {len(widths)} × {widths[0]}", check.ENDPOINT, asked
    asked = layered(1, [1] * 16, 1000, "gelu")
    del asked["optimizer"]
    yield "16 × 1 gelu, 1,000 samples", check.ENDPOINT, asked


def marks() -> Iterator[Row]:
    answers = {"delta2.0": "0.25", "delta2.1": "0.3", "dw1.0.0": "0.01", "z1.0": "0.25"}
    for count in (1, 60, 100):
        hand_ins = [{"id": str(number), "answers": answers} for number in range(count)]
        yield f"{count} hand-ins", mark.ENDPOINT, SHEET | {"hand_ins": hand_ins}
    yield "all numbers wrong", mark.ENDPOINT, all_wrong()
    # Where the deltas of a large batch are handed in, each gradient reads them all.
    many = [[0.1 + sample / 200] for sample in range(LIMITS["mark_work"] // 4)]
    asked = layered(1, [1, 1], len(many)) | {"inputs": many}
    del asked["optimizer"]
    answers = {f"delta2.0@{sample}": "1.5" for sample in range(90)} | {"dw1.0.0": "2", "db2.0": "3"}
    hand_ins = [{"id": str(number), "answers": answers} for number in range(LIMITS["hand_ins"])]
    yield "a large batch", mark.ENDPOINT, asked | {"hand_ins": hand_ins}


def worksheets() -> Iterator[Row]:
    for kind in ("compute", "faded", "find_the_slip", "signs"):
        for sizes, variants in (([2, 2, 2], 1), ([2, 2, 2], 60), ([4, 4, 4], 60), ([1, 1], 60)):
            asked = {"plan": {"kind": kind, "sizes": sizes}, "variants": variants}
            yield f"{variants} × {kind} {sizes}", sheets.ENDPOINT, asked


def files() -> Iterator[Row]:
    """A large network in every kind of file, and a small one. Keras' are read by another process,
    whose time is not that of a thread here.
    """
    for sizes in ([2, 3, 1], [784, 256, 128, 10]):
        shapes = list(pairwise(sizes))
        arrays = [np.random.default_rng(0).normal(size=(n, m)) for m, n in shapes]
        names = "-".join(map(str, sizes))
        state = {f"{k}.weight": array.astype(np.float32) for k, array in enumerate(arrays)}
        yield f"safetensors, {names}", import_model.ENDPOINT, save(state)
        printed = "\n".join(repr(array.tolist()) for array in arrays)
        yield f"printed, {names}", import_model.ENDPOINT, printed.encode()
        layers = [
            {"units": len(array), "activation": "relu", "weights": array.tolist()}
            for array in arrays
        ]
        network = {"inputs": sizes[0], "layers": layers, "loss": "half_squared_error"}
        yield f"JSON, {names}", import_model.ENDPOINT, network
        nodes = [onnx.node("MatMul", [f"v{k}", f"w{k}"], f"v{k + 1}") for k in range(len(arrays))]
        tensors = [
            onnx.tensor(f"w{k}", [m, n], array.T.astype("<f4").tobytes())
            for k, ((m, n), array) in enumerate(zip(shapes, arrays, strict=True))
        ]
        graph = onnx.graph(nodes, tensors, onnx.ends("v0", f"v{len(arrays)}"))
        yield f"ONNX, {names}", import_model.ENDPOINT, onnx.model(graph)


def pictures() -> Iterator[Row]:
    """Of a small network, of the largest that is drawn, of a graph and of a descent."""
    asked = {
        "document": ("trace", PRESETS["document"], 11),
        "15-20": ("trace", layered(15, [20], 1), 5),
        "micrograd": ("graph", GRAPH_PRESETS["micrograd"], 40),
        "4,000 iterations": ("descent", DESCENT_PRESETS["document"], 4000),
    }
    for name, (tool, request, step) in asked.items():
        body = {"tool": tool, "request": request}
        yield f"svg, {name}", export.ENDPOINT, body | {"format": "svg", "step": step}
        for scale in (0.5, 1.0, 2.0):
            one = {"format": "png", "step": step, "scale": scale}
            yield f"png × {scale}, {name}", export.ENDPOINT, body | one
    for kind in ("gif", "apng", "webp"):
        played = {"tool": "trace", "request": PRESETS["document"], "format": kind}
        for scale in (0.5, 1.0):
            yield f"{kind} × {scale}, document", export.ENDPOINT, played | {"scale": scale}


def codes() -> Iterator[Row]:
    for length in (1, 250, 1_000, MOST_BYTES):
        yield f"{length} bytes", qr.ENDPOINT, {"text": "a" * length}


#: Of a small network, of the most steps that a document has, and of a large network.
WRITTEN = ("json", "latex", "markdown", "csv", "numpy", "pytorch", "jax", "notebook")


def exports() -> Iterator[Row]:
    for form in WRITTEN:
        shapes = [(2, [3, 2, 1])]
        shapes += [(8, [24] * 5)] if form in ("latex", "notebook") else []
        shapes += [(100, [150, 100])] if form not in ("latex", "markdown", "notebook") else []
        for inputs, widths in shapes:
            body = {"tool": "trace", "format": form, "request": layered(inputs, widths, 1)}
            name = "-".join(map(str, [inputs, *widths]))
            yield f"{form}, {name}", export.ENDPOINT, body
    for form in ("latex", "csv", "numpy", "notebook"):
        request = {"expression": " + ".join(f"x * {k}" for k in range(60)), "values": {"x": 1.0}}
        yield (
            f"{form}, graph",
            export.ENDPOINT,
            {"tool": "graph", "format": form, "request": request},
        )


def main() -> None:
    compiled.prepare()
    rows = [*files(), *traces(), *descents(), *graphs(), *trainings()]
    rows += [*checks(), *marks(), *worksheets()]
    rows += [*codes(), *exports(), *pictures()]
    outside = 0
    for name, endpoint, asked in rows:
        body = asked if isinstance(asked, bytes) else json.dumps(asked).encode()
        request = endpoint.read(body)
        estimate = endpoint.scale.estimate(request).seconds
        measured = seconds_of(endpoint, request, 1 if estimate > LONG_SECONDS else 3)
        quotient = estimate / measured
        is_outside = not 1 / FACTOR < quotient < FACTOR
        outside += is_outside
        print(
            f"{endpoint.name}: {name}: {estimate * 1e3:,.1f} ms estimated, "
            f"{measured * 1e3:,.1f} ms measured, quotient {quotient:.2f}"
            f"{'  outside' if is_outside else ''}"
        )
    print(f"{len(rows)} requests, {outside} outside of a factor {FACTOR}")


if __name__ == "__main__":
    main()
