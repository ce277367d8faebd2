"""A network from the page over its link, the API and the client to files and programs, and back."""

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.client import Client as OwnClient
from app.client import Trace
from app.engine.network.activations import ACTIVATIONS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from tests import frameworks
from tests.conftest import Client
from tests.exporting import networks as many
from tests.exporting import programs
from tests.importing.asking import asked
from tests.web.requests import Request

from .conftest import Page
from .networks import hard, passes
from .programs import printed_by

#: The fixtures are the same for every example, and change nothing.
cheap = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Of PyTorch's programs, all in one process.
PYTORCH_NETWORKS = max(len(ACTIVATIONS), len(LOSSES), len(OPTIMIZERS))
NARROW = {"F64": np.float64, "F32": np.float32}


def linked(page: Page, request: Request) -> Request:
    """What a page that is opened with the link of a network asks."""
    found: Request = page("link", tool="trace", request=request)["state"]["request"]
    return found


def parameters(network: Any) -> list[tuple[Any, Any]]:
    return [(layer["weights"], layer.get("biases")) for layer in network["layers"]]


@cheap
@given(request=passes(hard))
def test_a_link_and_the_client_keep_every_number(
    page: Page, client: Client, own: OwnClient, request: Request
) -> None:
    opened = linked(page, request)
    assert opened == request
    reply = client.trace(opened)
    if reply.status_code == 200:
        assert reply.content == client.trace(request).content
        same_numbers(own.trace(opened), reply.json())
    else:  # the numbers become too large
        assert reply.json()["problems"] == client.trace(request).json()["problems"]


def same_numbers(result: Trace, answer: Any) -> None:
    """The client's arrays are the API's lists, to the last bit."""
    assert (result.loss, result.loss_after) == (answer["loss"], answer["loss_after"])
    for layer, lists in zip(result.layers, answer["layers"], strict=True):
        for name, numbers in lists.items():
            array = getattr(layer, name)
            assert (array if array is None else in_json(array)) == numbers, name


def in_json(array: Any) -> Any:
    """As the API writes an array: what is too large for a float64 is nan there, null here."""
    return np.where(np.isnan(array), np.array(None), array).tolist()


@cheap
@given(request=passes())
def test_a_file_of_the_client_is_the_network_again(
    page: Page, client: Client, own: OwnClient, request: Request
) -> None:
    """As a file of the page's, and as an export in JSON: what is imported has the same pass."""
    result = own.trace(linked(page, request))
    answer = client.trace(request).content
    file = own.export(result, format="json").content
    saved = page("file", request=request)
    assert saved["state"]["request"] == request
    for content in (file, saved["text"].encode()):
        network = asked(client, content).json()["network"]
        assert client.trace(request | {"network": network}).content == answer


@cheap
@given(request=passes())
def test_a_numpy_program_of_a_link_prints_the_answer(
    page: Page, client: Client, own: OwnClient, request: Request
) -> None:
    program = own.export(own.trace(linked(page, request)), format="numpy").text
    found = programs.numbers_in(printed_by(program))
    answer = client.trace(request).json()
    assert programs.differences(found, programs.of_a_pass(answer)) == []
    trained = "\n".join(assignments(found, "new_"))
    network = asked(client, trained.encode()).json()["network"]
    for number, (weights, biases) in enumerate(parameters(network), start=1):
        assert weights == found[f"new_w{number}"]
        assert biases == found[f"new_b{number}"]


def assignments(numbers: programs.Numbers, prefix: str) -> list[str]:
    chosen = (name for name in numbers if name.startswith(prefix) and numbers[name] is not None)
    return [f"{name} = {numbers[name]}" for name in chosen]


def safetensors(arrays: dict[str, Any], kind: str) -> bytes:
    """A file as the format's description has it: a length, a header, the numbers."""
    header, content = {}, b""
    for name, numbers in arrays.items():
        array = np.array(numbers, NARROW[kind])
        ends = [len(content), len(content) + array.nbytes]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": ends}
        content += array.astype(array.dtype.newbyteorder("<")).tobytes()
    written = json.dumps(header).encode()
    return struct.pack("<Q", len(written)) + written + content


@cheap
@given(request=passes(hard), kind=st.sampled_from(sorted(NARROW)), named=st.booleans())
def test_arrays_and_safetensors_of_the_numbers_are_the_network_again(
    client: Client, request: Request, kind: str, named: bool
) -> None:
    given_ = parameters(request["network"])
    arrays = {}
    for place, (weights, biases) in enumerate(given_):
        arrays[f"layers.{place}.weight"] = weights
        if biases is not None:
            arrays[f"layers.{place}.bias"] = biases
    with np.errstate(over="ignore"):
        rounded = [
            tuple(each and np.array(each, NARROW[kind]).tolist() for each in pair)
            for pair in given_
        ]
    network = asked(client, safetensors(arrays, kind)).json()["network"]
    assert parameters(network) == rounded
    with np.printoptions(floatmode="unique", precision=17):
        text = "\n".join(
            f"{name} = {np.array(numbers)!r}" if named else f"{name}: {numbers}"
            for name, numbers in arrays.items()
        )
    assert parameters(asked(client, text.encode()).json()["network"]) == given_


def test_a_pytorch_program_of_a_link_saves_the_network(
    page: Page, client: Client, own: OwnClient, tmp_path: Path
) -> None:
    """PyTorch computes the answer's numbers, and its files of them are read as the network."""
    requests = many.networks(PYTORCH_NETWORKS)
    for place, request in enumerate(requests):
        assert linked(page, request) == request
        program = own.export(own.trace(linked(page, request)), format="pytorch").text
        (tmp_path / f"{place}.py").write_text(program, encoding="utf-8")
    script = Path(__file__).with_name("save_programs.py")
    command = [frameworks.python(), str(script), str(tmp_path), str(len(requests))]
    done = subprocess.run(
        command, check=True, capture_output=True, timeout=300, env=programs.WITHOUT_PACKAGES
    )
    for place, (request, text) in enumerate(zip(requests, json.loads(done.stdout), strict=True)):
        answer = programs.of_a_pass(client.trace(request).json())
        assert programs.differences(programs.numbers_in(text), answer) == []
        for suffix, number in (("f64", np.float64), ("f32", np.float32), ("txt", np.float64)):
            content = (tmp_path / f"{place}.{suffix}").read_bytes()
            found = parameters(asked(client, content).json()["network"])
            for (weights, biases), layer in zip(found, request["network"]["layers"], strict=True):
                assert weights == np.array(layer["weights"], number).tolist()
                if layer.get("bias", True):
                    assert biases == np.array(layer["biases"], number).tolist()
                else:
                    assert biases is None
