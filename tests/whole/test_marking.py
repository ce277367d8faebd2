"""Numbers of the parts themselves, handed in: of a run, an export, a key. All are right."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checking.sheets.plan import KINDS
from app.client import Client as OwnClient
from app.engine.network.optimizers import OPTIMIZERS
from tests.conftest import Client
from tests.exporting import programs
from tests.web.requests import Request

from .conftest import Page
from .networks import passes
from .programs import printed_by

cheap = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
RIGHT = "right"
#: What is printed or exported of a pass, and its own numbers in it.
EXPORTS = ("csv", "json", "markdown", "numpy", "answer")


def wrong(client: Client, request: Request, answers: Mapping[str, str]) -> list[Any]:
    """What the marking has against numbers."""
    reply = client.post("mark", request | {"answers": answers})
    assert reply.status_code == 200, reply.text
    return [one for one in reply.json()["answers"] if one["verdict"] != RIGHT]


@cheap
@given(request=passes(), form=st.sampled_from(EXPORTS))
def test_an_export_that_is_pasted_is_right(
    page: Page, client: Client, own: OwnClient, request: Request, form: str
) -> None:
    request = request | {"round": 1}
    answer = client.trace(request)
    text = answer.text if form == "answer" else own.export(own.trace(request), format=form).text
    if form == "numpy":
        text = printed_by(text)
    answers = page("paste", text=text, request=request)["answers"]
    assert wrong(client, request, answers) == []
    assert len(answers) >= numbers_of(answer.json())


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_are_right_where_an_output_rounds_to_0(
    client: Client, own: OwnClient, page: Page, sign: int
) -> None:
    """The rule of the sheet makes an infinite loss of such an output; the pass does not."""
    layer = {"units": 2, "activation": "softmax", "weights": [[400.0 * sign], [-400.0 * sign]]}
    network = {"inputs": 1, "layers": [layer], "loss": "cross_entropy"}
    request = {"network": network, "inputs": [[1.0]], "targets": [[0.3, 0.7]]}
    text = own.export(own.trace(request), format="csv").text
    answers = page("paste", text=text, request=request)["answers"]
    assert wrong(client, request, answers) == []
    far = client.post("mark", request | {"answers": answers | {"loss": "1000000"}}).json()
    assert far["first_wrong"] == "loss"


def numbers_of(answer: Any) -> int:
    """How many numbers of a pass are asked for on a sheet."""
    told = programs.of_a_pass(answer)
    asked = {name: value for name, value in told.items() if name[-1].isdigit()}
    return sum(str(value).count(",") + 1 for value in asked.values() if value is not None)


@st.composite
def runs(draw: st.DrawFn) -> Request:
    """A few steps of training on samples of one's own."""
    request = draw(passes())
    samples = len(request["inputs"])
    rate = {"learning_rate": draw(st.sampled_from((0.01, 0.1)))}
    return {
        "network": request["network"],
        "data": {"inputs": request["inputs"], "targets": request["targets"]},
        "optimizer": {"name": draw(st.sampled_from(sorted(OPTIMIZERS)))} | rate,
        "batch_size": draw(st.integers(1, samples)),
        "epochs": 2,
        "seed": draw(st.integers(0, 9)),
        "frames": {"count": 100},
        "include": ["weights", "layers", "batch", "data"],
    }


@cheap
@given(request=runs(), data=st.data())
def test_a_step_of_a_run_is_a_walkthrough_whose_numbers_are_right(
    page: Page, client: Client, own: OwnClient, request: Request, data: st.DataObject
) -> None:
    training = own.train(request)
    frames = list(training)
    at = data.draw(st.integers(0, len(frames) - 1))
    lines = client.post("train", request).text.splitlines()
    remembering = page("remembering", lines=lines, request=request, at=at)
    remembered = remembering and client.post("train", remembering["body"]).text
    opened = page("walkthrough", lines=lines, request=request, at=at, remembered=remembered)
    asked = opened["state"]["request"]
    assert asked == opened["asked"]
    frame: Any = frames[at]
    for layer, weights, biases in zip(
        asked["network"]["layers"], frame.weights, frame.biases, strict=True
    ):
        assert layer["weights"] == weights.tolist()
        assert layer.get("biases") == (None if biases is None else biases.tolist())
    answer = own.trace(asked)
    pasted = page("paste", text=own.export(answer, format="csv").text, request=asked)
    assert wrong(client, asked, pasted["answers"]) == []
    # The new weights are those of the run's next frame, with any optimizer.
    assert opened["state"]["origin"][2:] == []
    if at + 1 < len(frames):
        after: Any = frames[at + 1]
        for traced, weights in zip(answer.layers, after.weights, strict=True):
            assert traced.updated_weights == pytest.approx(weights, rel=1e-12, abs=1e-14)


@cheap
@given(
    kind=st.sampled_from(KINDS),
    seed=st.integers(0, 10**6),
    sizes=st.sampled_from(([2, 2], [2, 3, 1])),
)
def test_the_key_of_a_sheet_that_is_pasted_is_right(
    page: Page, client: Client, own: OwnClient, kind: str, seed: int, sizes: list[int]
) -> None:
    sheets = own.sheets(plan={"kind": kind, "sizes": sizes}, seed=seed, variants=2)
    for variant in sheets.variants:
        key = {one.address: one.text for line in variant.lines for one in line.numbers}
        text = "\n".join(f"{address} = {number}" for address, number in key.items())
        read = page("paste", text=text, request=variant.request)
        assert read["skipped"] == []
        assert read["answers"] == key
        marked = client.post("mark", {**variant.request, "answers": key}).json()
        assert marked["points"] == [len(key), len(key)]
