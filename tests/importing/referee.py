"""Models that PyTorch, ONNX and Keras make, save and evaluate themselves: the referee of what is
imported from their files. Run in the Python of `tests.frameworks`:

    python referee.py FOLDER

writes every file into the folder, and ``answers.json``: by the file's name, the activations of its
layers, a batch, the outputs that the framework computes, and the gradients by every weight and bias
of ½ Σ (a − t)², the mean over the batch.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

# They are in the folder of `tests.frameworks` alone.
import keras  # type: ignore[import-not-found]
import numpy as np
import onnx  # type: ignore[import-not-found]
import torch  # type: ignore[import-not-found]
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator  # type: ignore[import-not-found]
from safetensors.torch import save_file
from torch import nn

SAMPLES = 4
MODULES: dict[str, Any] = {
    "relu": nn.ReLU,
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "leaky_relu": nn.LeakyReLU,
    "elu": nn.ELU,
    "selu": nn.SELU,
    "gelu": nn.GELU,
    "gelu_tanh": lambda: nn.GELU(approximate="tanh"),
    "softplus": nn.Softplus,
    "silu": nn.SiLU,
    "softmax": lambda: nn.Softmax(dim=-1),
    "linear": nn.Identity,
}
#: The sizes of a network and its activations.
Plan = tuple[list[int], list[str], bool]
PLANS: dict[str, Plan] = {
    "small": ([2, 3, 1], ["tanh", "sigmoid"], True),
    "deep": ([4, 6, 5, 5, 3], ["relu", "elu", "silu", "softmax"], True),
    "unbiased": ([3, 4, 2], ["gelu", "linear"], False),
    "more": ([5, 4, 4, 4, 2], ["leaky_relu", "selu", "softplus", "gelu_tanh"], True),
}
TYPES = {
    "f32": torch.float32,
    "f64": torch.float64,
    "f16": torch.float16,
    "bf16": torch.bfloat16,
}


def sequential(plan: Plan) -> nn.Sequential:
    sizes, activations, bias = plan
    parts: list[nn.Module] = []
    for fan_in, units, name in zip(sizes[:-1], sizes[1:], activations, strict=True):
        parts += [nn.Linear(fan_in, units, bias=bias), MODULES[name]()]
    return nn.Sequential(*parts)


def answer(model: nn.Sequential, activations: list[str]) -> dict[str, Any]:
    """What PyTorch computes over a batch, in the type of the model's parameters."""
    linear = [part for part in model if isinstance(part, nn.Linear)]
    kind = linear[0].weight.dtype
    inputs = torch.randn(SAMPLES, linear[0].in_features).to(kind)
    targets = torch.rand(SAMPLES, linear[-1].out_features).to(kind)
    outputs = model(inputs)
    (0.5 * ((outputs - targets) ** 2).sum(dim=1).mean()).backward()
    return {
        "activations": activations,
        "inputs": inputs.tolist(),
        "targets": targets.tolist(),
        "outputs": outputs.tolist(),
        "gradients": [
            {
                "weights": part.weight.grad.tolist(),
                "biases": None if part.bias is None else part.bias.grad.tolist(),
            }
            for part in linear
        ],
    }


class Named(nn.Module):  # type: ignore[misc]
    """The layers of a network under names that say nothing of their order."""

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        self.out = nn.Linear(sizes[2], sizes[3])
        self.body = nn.Linear(sizes[1], sizes[2])
        self.first = nn.Linear(sizes[0], sizes[1])


def of_pytorch(folder: Path) -> dict[str, Any]:
    found = {}
    for name, plan in PLANS.items():
        for kind, dtype in TYPES.items():
            model = sequential(plan).to(dtype)
            file = f"{name}-{kind}.safetensors"
            save_file(model.state_dict(), folder / file)
            # A number of two bytes is a float32 too, and so is computed with.
            found[file] = answer(model if kind == "f64" else model.float(), plan[1])
    named = Named([2, 7, 3, 4])
    save_file(named.state_dict(), folder / "named.safetensors")
    chain = nn.Sequential(named.first, nn.ReLU(), named.body, nn.ReLU(), named.out)
    found["named.safetensors"] = answer(chain, ["relu", "relu", "linear"])
    for name in ("small", "deep"):
        model = sequential(PLANS[name]).double()
        torch.set_printoptions(precision=17, profile="full", sci_mode=True)
        file = f"{name}-printed.txt"
        (folder / file).write_text(str(model.state_dict()))
        found[file] = answer(model, PLANS[name][1])
        np.set_printoptions(threshold=sys.maxsize, floatmode="unique")
        arrays = [part.detach().numpy() for part in model.parameters()]
        for way, text in (("numpy", "\n".join(map(str, arrays))), ("list", repr(arrays))):
            (folder / f"{name}-{way}.txt").write_text(text)
            found[f"{name}-{way}.txt"] = found[file]
    return found


OPERATORS: dict[str, tuple[str, dict[str, Any]]] = {
    "relu": ("Relu", {}),
    "sigmoid": ("Sigmoid", {}),
    "tanh": ("Tanh", {}),
    "leaky_relu": ("LeakyRelu", {"alpha": 0.01}),
    "elu": ("Elu", {"alpha": 1.0}),
    "selu": ("Selu", {}),
    "gelu": ("Gelu", {}),
    "gelu_tanh": ("Gelu", {"approximate": "tanh"}),
    "softplus": ("Softplus", {}),
    "softmax": ("Softmax", {"axis": -1}),
    "linear": ("Identity", {}),
}


def onnx_model(model: nn.Sequential, activations: list[str], way: str) -> onnx.ModelProto:
    """The network as nodes: ``gemm`` with the weights as PyTorch has them, ``scaled`` with factors
    α and β, or ``product`` with MatMul and Add; the numbers raw or in fields of their type.
    """
    linear = [part for part in model if isinstance(part, nn.Linear)]
    constants, nodes, value = [], [], "x"
    if way == "product":
        shape = numpy_helper.from_array(np.array([-1, linear[0].in_features]), "shape")
        nodes.append(helper.make_node("Constant", [], ["shape"], value=shape))
        nodes.append(helper.make_node("Reshape", [value, "shape"], ["flat"]))
        value = "flat"
    if way == "gemm":
        nodes.append(helper.make_node("Flatten", [value], ["flat"], axis=1))
        value = "flat"
    for index, (part, activation) in enumerate(zip(linear, activations, strict=True)):
        weights = part.weight.detach().numpy()
        biases = None if part.bias is None else part.bias.detach().numpy()
        alpha, beta = (0.5, 2.0) if way == "scaled" else (1.0, 1.0)
        name, out = f"w{index}", f"z{index}"
        matrix = weights / alpha if way != "product" else weights.T.copy()
        if way == "product":
            constants.append(
                helper.make_tensor(name, TensorProto.FLOAT, matrix.shape, matrix.ravel().tolist())
            )
            nodes.append(helper.make_node("MatMul", [value, name], [out]))
        else:
            constants.append(numpy_helper.from_array(matrix.astype(np.float32), name))
        inputs = [value, name]
        if biases is not None:
            constants.append(
                numpy_helper.from_array((biases / beta).astype(np.float32), f"b{index}")
            )
            inputs.append(f"b{index}")
            if way == "product":
                nodes.append(helper.make_node("Add", [out, f"b{index}"], [f"s{index}"]))
                out = f"s{index}"
        if way != "product":
            settings = {"alpha": alpha, "beta": beta, "transB": 1}
            nodes.append(helper.make_node("Gemm", inputs, [out], **settings))
        value = f"a{index}"
        if activation == "silu":
            nodes.append(helper.make_node("Sigmoid", [out], [f"g{index}"]))
            nodes.append(helper.make_node("Mul", [out, f"g{index}"], [value]))
        else:
            operator, settings = OPERATORS[activation]
            nodes.append(helper.make_node(operator, [out], [value], **settings))
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, width])
        for name, width in (("x", linear[0].in_features), (value, linear[-1].out_features))
    ]
    graph = helper.make_graph(nodes, "network", ends[:1], ends[1:], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    onnx.checker.check_model(made)
    return made


def of_onnx(folder: Path) -> dict[str, Any]:
    found = {}
    for name, plan in PLANS.items():
        for way in ("gemm", "scaled", "product"):
            model = sequential(plan)
            file = f"{name}-{way}.onnx"
            made = onnx_model(model, plan[1], way)
            onnx.save(made, folder / file)
            found[file] = answer(model, plan[1])
            inputs = np.array(found[file]["inputs"], dtype=np.float32)
            (outputs,) = ReferenceEvaluator(made).run(None, {"x": inputs})
            np.testing.assert_allclose(outputs, found[file]["outputs"], rtol=1e-5, atol=1e-6)
            found[file]["outputs"] = outputs.tolist()
    return found


def keras_model(sizes: list[int], way: str) -> tuple[Any, list[str]]:
    layers = keras.layers
    if way == "functional":
        first = value = keras.Input((sizes[0],))
        for units in sizes[1:-1]:
            value = layers.Dense(units, activation="gelu")(value)
        value = layers.Dense(sizes[-1], activation="softmax")(value)
        return keras.Model(first, value), ["gelu"] * (len(sizes) - 2) + ["softmax"]
    parts: list[Any] = [keras.Input((sizes[0],))]
    names = ["relu", "leaky_relu", "elu", "silu"]
    for units, name in zip(sizes[1:-1], names, strict=False):
        parts.append(layers.Dense(units, name=f"hidden_{name}"))
        parts.append(layers.Dropout(0.5))
        parts.append(
            layers.LeakyReLU(negative_slope=0.01)
            if name == "leaky_relu"
            else layers.Activation(name)
        )
    parts.append(layers.Dense(sizes[-1], activation="sigmoid", use_bias=False))
    return keras.Sequential(parts), [*names[: len(sizes) - 2], "sigmoid"]


def of_keras(folder: Path) -> dict[str, Any]:
    found = {}
    for way in ("sequential", "functional"):
        for sizes in ([2, 3, 1], [4, 5, 6, 5, 4, 2]):
            model, activations = keras_model(sizes, way)
            for part in model.layers:
                if isinstance(part, keras.layers.Dense) and part.use_bias:
                    part.bias.assign(np.random.normal(size=part.units))
            file = f"{way}-{len(sizes)}.keras"
            model.save(folder / file)
            again = keras.models.load_model(folder / file)
            inputs = torch.randn(SAMPLES, sizes[0])
            targets = torch.rand(SAMPLES, sizes[-1])
            outputs = again(inputs, training=False)
            (0.5 * ((outputs - targets) ** 2).sum(dim=1).mean()).backward()
            dense = [part for part in again.layers if isinstance(part, keras.layers.Dense)]
            found[file] = {
                "activations": activations,
                "inputs": inputs.tolist(),
                "targets": targets.tolist(),
                "outputs": outputs.tolist(),
                "gradients": [
                    {
                        "weights": part.kernel.value.grad.T.tolist(),
                        "biases": part.bias.value.grad.tolist() if part.use_bias else None,
                    }
                    for part in dense
                ],
            }
    return found


def main(folder: Path) -> None:
    torch.manual_seed(7)
    np.random.seed(7)
    answers = of_pytorch(folder) | of_onnx(folder) | of_keras(folder)
    (folder / "answers.json").write_text(json.dumps(answers))
    torch.save(sequential(PLANS["small"]).state_dict(), folder / "model.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
