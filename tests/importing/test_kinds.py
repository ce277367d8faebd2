"""How names and shapes make layers, kind by kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save

from app.engine.arrays import Array
from app.engine.cancellation import always
from app.importing import kinds
from app.importing.kinds import KINDS, kind_of
from app.importing.model import Model, NotImportable, network_of
from app.importing.state_dict import arrange
from app.web.import_model.response import MOST
from tests.importing import onnx_bytes as onnx
from tests.importing.hostile import archive, configuration, floats, layer, plain, weights

Shapes = dict[str, tuple[int, ...]]


def order(shapes: Shapes) -> list[str]:
    return [each.layer for each in arrange(shapes, MOST).layers]


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ({"10.weight": (1, 4), "2.weight": (4, 3), "0.weight": (3, 2)}, ["0", "2", "10"]),
        ({"net.0.weight": (3, 2), "net.2.weight": (2, 3)}, ["net.0", "net.2"]),
        ({"fc2.weight": (1, 3), "fc1.weight": (3, 2)}, ["fc1", "fc2"]),
        ({"a.weight": (1, 3), "b.weight": (3, 2)}, ["b", "a"]),
        ({"out.weight": (1, 3), "h1.weight": (3, 3), "h0.weight": (3, 2)}, ["h0", "h1", "out"]),
        ({"W1": (3, 2), "b1": (3,), "W2": (1, 3), "b2": (1,)}, ["1", "2"]),
        ({"weight_1": (3, 2), "bias_1": (3,), "weight_2": (1, 3)}, ["_1", "_2"]),
        ({"dense/kernel:0": (2, 3), "dense/bias:0": (3,)}, ["dense"]),
    ],
)
def test_layers_are_ordered_by_their_numbers_and_then_by_their_shapes(
    shapes: Shapes, expected: list[str]
) -> None:
    assert order(shapes) == expected


def test_weights_with_a_row_for_each_input_are_told_apart() -> None:
    cases: list[tuple[Shapes, bool]] = [
        ({"0.weight": (3, 2), "0.bias": (3,)}, False),
        ({"0.weight": (2, 3), "0.bias": (3,)}, True),
        ({"0.weight": (2, 3), "1.weight": (3, 1)}, True),
        ({"0.weight": (3, 3), "0.bias": (3,)}, False),
        ({"0.kernel": (3, 3), "0.bias": (3,)}, True),
    ]
    for shapes, expected in cases:
        arranged = arrange(shapes, MOST)
        assert arranged.inputs_first is expected, shapes
        assert bool(arranged.notices) is expected


@given(st.lists(st.integers(1, 6), min_size=2, max_size=8), st.randoms(), st.booleans())
def test_numbered_layers_come_back_whatever_the_order_of_the_file(
    sizes: list[int], random: object, biased: bool
) -> None:
    shapes: Shapes = {}
    for index, (fan_in, units) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        shapes[f"layer{index}.weight"] = (units, fan_in)
        if biased:
            shapes[f"layer{index}.bias"] = (units,)
    names = list(shapes)
    random.shuffle(names)  # type: ignore[attr-defined]
    assert order({name: shapes[name] for name in names}) == [
        f"layer{index}" for index in range(len(sizes) - 1)
    ]


def text_of(arrays: list[Array], form: str) -> bytes:
    with np.printoptions(threshold=10**6, floatmode="unique"):
        texts = {
            "str": [str(array) for array in arrays],
            "repr": [repr(array) for array in arrays],
            "list": [repr(array.tolist()) for array in arrays],
        }
        return "\n".join(texts[form]).encode()


@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.sampled_from(["str", "repr", "list"]),
    st.floats(-1e10, 1e10, width=32),
)
def test_printed_arrays_are_read_back(units: int, fan_in: int, form: str, value: float) -> None:
    matrix = np.arange(units * fan_in, dtype=np.float64).reshape(units, fan_in) / 10 + value
    biases = np.full(units, -value)
    content = text_of([matrix, biases], form)
    assert kind_of(content).name == "printed"
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    (only,) = found.layers
    expected = matrix.T if units != fan_in and only.weights.shape != matrix.shape else matrix
    assert (only.weights == expected).all()
    assert only.biases is not None
    assert (only.biases == biases).all()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("fc1.weight = array([[1., 2.]])\nfc1.bias = array([3.])", ["fc1"]),
        ("{'a.weight': tensor([[1., 2.]], grad_fn=<X>), 'a.bias': tensor([1.])}", ["a"]),
        ("OrderedDict([('0.weight', tensor([[1., 2.]], device='cuda:0'))])", ["0"]),
        ("Parameter containing:\ntensor([[1., 2.]], requires_grad=True)", ["1"]),
        ("W1 = [[1, 2], [3, 4]]; b1 = [1, 2]\nW2 = [[1, 2]]", ["1", "2"]),
        ("[array([[1.], [2.]], dtype=float32), array([0., 0.], dtype=float32)]", ["1"]),
        ("W1 = Array([[1., 2.]], dtype=float32)\nb1 = Array([3.], dtype=float32)", ["1"]),
        ("W1 = [[np.float64(1.0), np.float64(2.0)]]", ["1"]),
        ("W1 = tf.Tensor(\n[[1. 2.]], shape=(1, 2), dtype=float32)", ["1"]),
        (
            "<tf.Variable 'h/kernel:0' shape=(1, 2) dtype=float32, numpy=\n"
            "array([[1., 2.]], dtype=float32)>",
            ["1"],
        ),
        ("<Variable path=h/kernel, shape=(1, 2), dtype=float32, value=[[1. 2.]]>", ["1"]),
    ],
)
def test_the_names_before_printed_arrays_are_theirs(text: str, names: list[str]) -> None:
    found = kind_of(text.encode()).read(text.encode(), MOST, always)
    assert isinstance(found, Model)
    assert [layer.name for layer in found.layers] == names
    assert sorted(found.layers[0].weights.flat)[:2] == [1, 2]


def test_every_kind_has_a_name_and_one_takes_all() -> None:
    assert KINDS[-1].holds(b"anything")
    assert all(kind.name for kind in KINDS)
    assert kinds.kind_of(b"").name == "empty"


# --- Keras and ONNX -------------------------------------------------------------------------------


def keras_network(*layers: dict[str, object]) -> list[dict[str, object]]:
    content = archive(configuration(*layers), weights(plain))
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    network, _ = network_of(found)
    made: list[dict[str, object]] = network["layers"]
    return made


@pytest.mark.parametrize(
    ("layers", "activation"),
    [
        ([layer()], "linear"),
        ([layer(activation="swish")], "silu"),
        ([layer("InputLayer"), layer("Flatten"), layer(), layer("ReLU")], "relu"),
        ([layer(), layer("ReLU", negative_slope=0.01)], "leaky_relu"),
        ([layer(), layer("LeakyReLU", negative_slope=0.01)], "leaky_relu"),
        ([layer(), layer("Softmax", axis=-1)], "softmax"),
        ([layer(), layer("Dropout"), layer("Activation", activation="gelu")], "gelu"),
        ([layer(activation={"class_name": "ELU", "config": {"alpha": 1.0}})], "elu"),
    ],
)
def test_the_activations_of_keras(layers: list[dict[str, object]], activation: str) -> None:
    assert [each["activation"] for each in keras_network(*layers)] == [activation]


@pytest.mark.parametrize(
    "refused",
    [
        layer("LeakyReLU", negative_slope=0.3),
        layer("LeakyReLU"),
        layer("ReLU", max_value=6.0),
        layer("ELU", alpha=0.5),
        layer("Softmax", axis=0),
        layer("Activation", activation="leaky_relu"),
    ],
)
def test_settings_that_are_not_ours_are_refused(refused: dict[str, object]) -> None:
    with pytest.raises(NotImportable):
        keras_network(layer(), refused)


def test_the_nodes_of_onnx_that_do_nothing_are_passed() -> None:
    nodes = [
        onnx.node("Identity", ["x"], "i"),
        onnx.node("Gemm", ["i", "w", "b"], "z"),
        onnx.node("Dropout", ["z"], "d"),
        onnx.node("Tanh", ["d"], "y"),
    ]
    biases = onnx.tensor("b", [3], floats(3).tobytes())
    content = onnx.model(onnx.graph(nodes, [onnx.tensor("w", [2, 3]), biases]))
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    assert [each.activation for each in found.layers] == ["tanh"]
    assert [notice.key for notice in found.notices] == ["imported.dropout"]


def test_a_file_of_numbers_of_two_bytes_is_read_exactly() -> None:
    values = np.array([[0.1, -65504.0, 6e-8]], dtype=np.float16)
    content = save({"0.weight": values})
    found = kind_of(content).read(content, MOST, always)
    assert isinstance(found, Model)
    assert (found.layers[0].weights == values.astype(np.float64)).all()
