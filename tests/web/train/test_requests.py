"""What a training request may ask for: every entry of the tables; what cannot be is refused in
words that name the field and the remedy.
"""

import json
from typing import Any

import pytest

from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.engine.network.schedules import SCHEDULES
from app.labs.datasets.table import offered
from app.web.limits import LIMITS
from app.web.train.presets import TRAIN_PRESETS
from tests.conftest import Client
from tests.web.requests import Request
from tests.web.train.requests import every_part, lines, preset, quick

DATASETS = offered()


def fitting(name: str, **more: Any) -> Request:
    """A short run on a data set, by a network of one layer that fits it."""
    dataset = DATASETS[name]
    parameters = {p.name: p.default for p in dataset.hyperparameters}
    classes = parameters.get(str(dataset.classes), dataset.classes)
    units = int(classes) if isinstance(classes, int | float) and classes > 2 else 1
    loss = "mean_squared_error"
    layer = {"units": units, "activation": "linear"}
    network = {"inputs": dataset.inputs, "layers": [layer], "loss": loss}
    data = {"name": name, "samples": 20}
    return {"network": network, "data": data, "epochs": 2, "frames": {"count": 2}} | more


def problems(client: Client, request: Request, language: str = "en") -> dict[str, str]:
    """The fields at fault, with dots, and the code of each; both in either language."""
    response = client.post("train", request, headers={"Accept-Language": language})
    assert response.status_code == 422, response.text[:500]
    assert len(response.content) < 4096
    return {
        ".".join(map(str, problem["loc"])): problem["code"]
        for problem in response.json()["problems"]
    }


@pytest.mark.parametrize("name", DATASETS)
def test_every_data_set_is_learnt(client: Client, name: str) -> None:
    header, *_, end = lines(client.post("train", fitting(name)))
    assert (header["type"], end["reason"]) == ("header", "done")
    data = lines(client.post("train", fitting(name, include=["data"])))[0]["data"]
    assert {len(row) for row in data["inputs"]} == {DATASETS[name].inputs}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_trains(client: Client, name: str) -> None:
    named = lines(client.post("train", quick(optimizer=name)))
    defaults = {p.name: p.default for p in OPTIMIZERS[name].hyperparameters}
    assert named == lines(client.post("train", quick(optimizer={"name": name} | defaults)))


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_is_taken(client: Client, name: str) -> None:
    assert lines(client.post("train", quick(schedule=name)))[-1]["reason"] == "done"


@pytest.mark.parametrize("name", TRAIN_PRESETS)
def test_every_preset_is_accepted_and_in_the_catalog(client: Client, name: str) -> None:
    short = preset(name, epochs=1, frames={"count": 2})
    assert lines(client.post("train", short))[-1]["reason"] == "done"
    presets = client.get("/api/v1/catalog").json()["training"]["presets"]
    assert {"name": name, "request": TRAIN_PRESETS[name]} in presets


@pytest.mark.parametrize(
    ("field", "name", "parameter"),
    [
        *(("data", name, p) for name, each in DATASETS.items() for p in each.hyperparameters),
        *(("schedule", name, p) for name, each in SCHEDULES.items() for p in each.hyperparameters),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_hyperparameter_is_held_to_its_range(
    client: Client, field: str, name: str, parameter: Any
) -> None:
    request = fitting(name) if field == "data" else quick()
    place = f"{field}.{parameter.name}"
    for value in (parameter.low - 1, parameter.high * 2 + 1):
        found = problems(client, request | {field: {"name": name, parameter.name: value}})
        assert found == {place: "error.between"}
    if parameter.whole:
        value = parameter.default + 0.5
        found = problems(client, request | {field: {"name": name, parameter.name: value}})
        assert found == {place: "error.integer"}


@pytest.mark.parametrize("name", DATASETS)
def test_a_network_that_does_not_fit_the_data_is_told_what_to_set(
    client: Client, name: str
) -> None:
    request = fitting(name)
    needed = request["network"]["layers"][0]["units"]
    request["network"]["inputs"] += 1
    request["network"]["layers"][0]["units"] += 1
    assert problems(client, request) == {
        "network.inputs": "error.train.inputs",
        "network.layers.0.units": "error.train.outputs",
    }
    sentences = client.post("train", request).json()["problems"]
    assert f"Set it to {DATASETS[name].inputs}." in sentences[0]["msg"]
    assert f"Set it to {needed}." in sentences[1]["msg"]


@pytest.mark.parametrize("name", [n for n, e in LOSSES.items() if e.targets != "any"])
def test_a_loss_that_does_not_fit_the_targets_names_those_that_do(
    client: Client, name: str
) -> None:
    request = fitting("plane")
    request["network"] |= {"loss": name}
    request["network"]["layers"][0]["activation"] = LOSSES[name].output
    assert problems(client, request) == {"network.loss": "error.train.loss"}
    own = request | {"data": {"inputs": [[0, 1]], "targets": [[-1]]}}
    assert problems(client, own) == {"data.targets": f"error.targets.{LOSSES[name].targets}"}


OWN = {"inputs": [[0, 0], [1, 1]], "targets": [[0], [1]]}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"data": {}}, {"data.name": "error.train.no_data"}),
        ({"data": {"inputs": [[0, 0]]}}, {"data.targets": "error.missing"}),
        ({"data": OWN | {"name": "xor"}}, {"data.inputs": "error.train.named_and_own"}),
        ({"data": OWN | {"noise": 1}}, {"data.noise": "error.unknown_field"}),
        ({"data": OWN | {"inputs": [[0, 0]]}}, {"data.targets": "error.batch"}),
        ({"data": OWN | {"inputs": [[0, 0], [1]]}}, {"data.inputs.1": "error.rows.inputs"}),
        ({"data": OWN | {"targets": [[0, 1]] * 2}}, {"data.targets.0": "error.rows.targets"}),
        ({"data": OWN | {"test_inputs": [[0, 0]]}}, {"data.test_targets": "error.missing"}),
        ({"data": {"name": "nothing"}}, {"data.name": "error.one_of"}),
        ({"data": "spirals"}, {"data.name": "error.one_of"}),
        ({"epochs": 10**18}, {"epochs": "error.at_most"}),
        ({"epochs": 0}, {"epochs": "error.at_least"}),
        ({"batch_size": 0}, {"batch_size": "error.at_least"}),
        ({"clip_norm": 0}, {"clip_norm": "error.above"}),
        ({"frames": {"count": 1}}, {"frames.count": "error.at_least"}),
        ({"frames": {"spacing": "even"}}, {"frames.spacing": "error.one_of"}),
        ({"include": ["gradients"]}, {"include.0": "error.one_of"}),
        ({"schedule": "daily"}, {"schedule.name": "error.one_of"}),
        ({"events": [{"step": 1}]}, {"events.0": "error.train.event"}),
        ({"events": [{"step": 1, "set": {}}]}, {"events.0.set": "error.train.nothing"}),
        (
            {"events": [{"step": 1, "set": {"batch_size": None}}]},
            {"events.0.set.batch_size": "error.train.null"},
        ),
        (
            {"events": [{"step": 1, "set": {"learning_rate": -1}}]},
            {"events.0.set.learning_rate": "error.between"},
        ),
        (
            {"events": [{"step": 1, "point": {"sample": 9, "inputs": [1]}}]},
            {"events.0.point.sample": "error.at_most", "events.0.point.inputs": "error.train.row"},
        ),
        (
            {"events": [{"step": 1, "point": {"sample": 0, "targets": [3]}}]},
            {"events.0.point.targets": "error.targets.unit_interval"},
        ),
        (
            {"events": [{"step": 1, "weight": {"layer": 3, "unit": 0, "value": 0}}]},
            {"events.0.weight.layer": "error.at_most"},
        ),
        (
            {"events": [{"step": 1, "weight": {"layer": 1, "unit": 4, "input": 2, "value": 0}}]},
            {"events.0.weight.unit": "error.at_most", "events.0.weight.input": "error.at_most"},
        ),
        (
            {"events": [{"step": 20, "set": {"clip_norm": None}}]},
            {"events.0.step": "error.at_most"},
        ),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
def test_what_cannot_be_is_refused_at_its_field(
    client: Client, language: str, more: Request, found: dict[str, str]
) -> None:
    assert problems(client, quick(**more), language).items() >= found.items()


def test_a_bias_that_there_is_not_cannot_be_set(client: Client) -> None:
    request = quick(events=[{"step": 1, "weight": {"layer": 2, "unit": 0, "value": 0}}])
    assert lines(client.post("train", request))[-1]["reason"] == "done"
    request["network"]["layers"][1]["bias"] = False
    assert problems(client, request) == {"events.0.weight.input": "error.train.no_bias"}


def test_too_many_steps_name_how_far_to_lower(client: Client) -> None:
    data = {"name": "xor", "samples": 5000, "train_share": 1.0}
    request = quick(data=data, epochs=LIMITS["train_epochs"], batch_size=10)
    assert problems(client, request) == {
        "epochs": "error.train.epochs",
        "batch_size": "error.at_least",
    }
    most = LIMITS["train_steps"] // 500
    assert f"at most {most}" in client.post("train", request).json()["problems"][0]["msg"]


def test_too_many_numbers_name_the_frames_and_the_part(client: Client) -> None:
    layers = [{"units": 400, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy"}
    request = quick(network=network, epochs=5000, frames={"count": 10_000}, include=["weights"])
    response = client.post("train", request)
    assert response.json()["code"] == "error.detail.too_many_numbers"
    assert problems(client, request) == {
        "frames.count": "error.lower.value",
        "include": "error.lower.part",
    }


def test_batches_that_an_event_makes_large_count_among_the_numbers(client: Client) -> None:
    data = {"name": "xor", "samples": 1000, "train_share": 1}
    frames = {"count": 10_000}
    request = quick(data=data, batch_size=1, epochs=50, include=["batch"], frames=frames)
    added = {"inputs": [[0, 0]] * 4000, "targets": [[0]] * 4000}
    events = [{"step": 0, "set": {"batch_size": 500}}, {"step": 0, "add": added}]
    response = client.post("train", request | {"epochs": 1_000, "events": events})
    assert response.json()["code"] == "error.detail.too_many_numbers"
    assert problems(client, request | {"epochs": 1_000, "events": events}) == {
        "frames.count": "error.lower.value",
        "include": "error.lower.part",
    }
    assert lines(client.post("train", request | {"epochs": 1}))[-1]["reason"] == "done"


def test_a_pass_that_would_take_too_long_names_the_samples(client: Client) -> None:
    layers = [{"units": 400, "activation": "tanh"}] * 2 + [{"units": 1, "activation": "sigmoid"}]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy"}
    request = quick(network=network, data={"name": "xor", "samples": 5000})
    assert problems(client, request) == {"data": "error.train.samples"}


@pytest.mark.parametrize("value", [1e308, -1e308, 5e-324])
def test_numbers_at_the_end_of_float64_end_in_a_sentence(client: Client, value: float) -> None:
    data = {"inputs": [[value, -value], [0, value]], "targets": [[value], [-value]]}
    network = {"inputs": 2, "layers": [{"units": 1, "activation": "linear"}], "loss": "huber"}
    *_, end = lines(client.post("train", quick(network=network, data=data)))
    assert end["reason"] in ("done", "diverged")
    assert len(end["text"]) < 4000
    if end["reason"] == "diverged":
        assert end["quantity"]


def test_every_field_may_be_there(client: Client) -> None:
    kinds = [line["type"] for line in lines(client.post("train", every_part()))]
    assert set(kinds) == {"header", "frame", "event", "end"}


ADD = {"inputs": [[0.5, 0.5]], "targets": [[1]]}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([("add", ADD | {"targets": [[1], [0]]})], {"add.targets": "error.batch"}),
        ([("add", ADD | {"inputs": [[1]]})], {"add.inputs.0": "error.train.row"}),
        (
            [("add", ADD | {"targets": [[2]]})],
            {"add.targets.0": "error.targets.unit_interval"},
        ),
        (
            [("add", {"inputs": [[0, 0]] * 4997, "targets": [[0]] * 4997})],
            {"add": "error.train.full"},
        ),
        ([("remove", {"samples": [4]})], {"remove.samples.0": "error.at_most"}),
        ([("remove", {"samples": [1, 1]})], {"remove.samples.1": "error.train.removed"}),
        ([("remove", {"samples": [0, 1, 2, 3]})], {"remove.samples": "error.train.none_left"}),
        ([("remove", {"samples": []})], {"remove.samples": "error.too_short"}),
        (
            [("remove", {"samples": [1]}), ("point", {"sample": 1, "targets": [0]})],
            {"point.sample": "error.train.removed"},
        ),
        (
            [("add", ADD), ("point", {"sample": 5, "targets": [0]})],
            {"point.sample": "error.at_most"},
        ),
    ],
    ids=str,
)
def test_points_that_cannot_be_added_or_removed_are_refused_at_their_field(
    client: Client, language: str, events: list[tuple[str, Request]], found: dict[str, str]
) -> None:
    """The steps tell the order, not the places in the list."""
    last = len(events) - 1
    listed = [{"step": k + 1, kind: change} for k, (kind, change) in enumerate(events)][::-1]
    wanted = {f"events.0.{place}": code for place, code in found.items()}
    assert listed[0]["step"] == last + 1
    assert problems(client, quick(events=listed), language) == wanted


def test_points_are_added_moved_and_removed_by_numbers_that_stay(client: Client) -> None:
    events = [
        {"step": 1, "add": {"inputs": [[0.5, 0.5], [0.4, 0.4]], "targets": [[1], [0]]}},
        {"step": 2, "remove": {"samples": [0, 4]}},
        {"step": 3, "point": {"sample": 5, "inputs": [0.3, 0.3]}},
        {"step": 5, "remove": {"samples": [5]}},
        {"step": 6, "add": ADD},
    ]
    request = quick(events=events, include=["batch"], frames={"count": 10_000}, epochs=4)
    header, *rest, end = lines(client.post("train", request))
    batches = [line["batch"][0] for line in rest if line["type"] == "frame"][:-1]
    assert batches == [0, 1, 2, 3, 1, 2, 3, 5, 1, 2, 3, 6, 1, 2, 3, 6]
    assert header["steps"] == end["step"] == len(batches)


def test_the_last_sample_may_give_way_to_others(client: Client) -> None:
    events = [{"step": 0, "add": ADD}, {"step": 0, "remove": {"samples": [0, 1, 2, 3]}}]
    header, *_ = lines(client.post("train", quick(events=events)))
    assert header["steps"] == 5


def test_a_window_has_the_frames_of_the_whole_run(client: Client) -> None:
    """Also where the rate depends on the length of the run, and at the step of an event."""
    event = {"step": 7, "set": {"learning_rate": 0.1}}
    whole = quick(
        schedule="cosine", include=["weights", "layers"], events=[event], frames={"count": 10_000}
    )
    everything = lines(client.post("train", whole))
    window = whole | {"frames": {"count": 10_000, "from": 5}, "stop": {"steps": 12}}
    header, *rest, end = lines(client.post("train", window))
    assert header == everything[0]
    assert (end["reason"], end["step"]) == ("steps", 12)
    steps = range(5, 13)
    assert rest == [
        line for line in everything if line["step" if "step" in line else "steps"] in steps
    ]
    part = window | {"frames": {"count": 3, "from": 4}}
    frames = [line for line in lines(client.post("train", part)) if line["type"] == "frame"]
    assert [frame["step"] for frame in frames] == [4, 8, 12]


def test_the_first_frame_is_a_step_of_the_run(client: Client) -> None:
    last = quick(frames={"count": 2, "from": 20})
    steps = [line["step"] for line in lines(client.post("train", last)) if line["type"] == "frame"]
    assert steps == [20]
    for more in ({"frames": {"from": 21}}, {"frames": {"from": 6}, "stop": {"steps": 5}}):
        assert problems(client, quick(**more)) == {"frames.from": "error.at_most"}


def test_a_step_that_would_take_too_long_names_the_batch_size(client: Client) -> None:
    """Also one that an event asks for; a batch has no more samples than there are."""
    layers = [{"units": 1024, "activation": "gelu"}, {"units": 1, "activation": "sigmoid"}]
    network = {"inputs": 2, "layers": layers, "loss": "binary_cross_entropy"}
    data = {"name": "xor", "samples": 5000, "train_share": 1.0}
    request = quick(network=network, data=data, epochs=1, batch_size=5000)
    assert problems(client, request) == {"batch_size": "error.train.batch"}
    event = {"step": 1, "set": {"batch_size": 5000}}
    assert problems(client, request | {"batch_size": 10, "events": [event]}) == {
        "events.0.set.batch_size": "error.train.batch"
    }
    few = {"name": "xor", "samples": 50}
    assert lines(client.post("train", request | {"data": few}))[-1]["reason"] == "done"
