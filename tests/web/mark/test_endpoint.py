"""``POST /api/v1/mark``, as programs ask it."""

import csv
import io
from typing import Any

import httpx
import pytest

from app.checking.marking.mistakes import CODES
from app.web.limits import LIMITS
from app.web.mark.endpoint import CLASS, EXAMPLE, OF_FIGURES, SHEET
from tests.conftest import Client
from tests.test_localization import ENGLISH, TABLES
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request


def answer(client: Client, request: Request, **more: Any) -> dict[str, Any]:
    content = client.post("mark", request, **more)
    assert content.status_code == 200, content.text
    found: dict[str, Any] = content.json()
    return found


def codes(content: httpx.Response) -> list[str]:
    """What a refusal says of its fields."""
    return [problem["code"] for problem in content.json()["problems"]]


@pytest.mark.parametrize("request_", [EXAMPLE, CLASS, OF_FIGURES])
def test_an_answer_keeps_its_schema(client: Client, request_: Request) -> None:
    validator(client, "MarkRequest").validate(request_)
    validator(client, "Mark").validate(answer(client, request_))


def test_the_first_wrong_number_and_its_mistake_are_named(client: Client) -> None:
    found = answer(client, EXAMPLE)
    assert found["first_wrong"] == "delta2.0"
    (wrong,) = [each for each in found["answers"] if each["verdict"] == "wrong"]
    mistake = wrong["mistakes"][0]
    assert mistake["code"] == "output_slope_forgotten"
    assert mistake["address"] == "delta2.0"
    assert mistake["formula"].startswith(r"\frac{\partial C}{\partial z^{(2)}_1}")
    assert mistake["value"] == pytest.approx(0.247, abs=5e-4)
    assert wrong["expected"] == pytest.approx(0.0616, abs=5e-5)
    assert found["points"] == [3, 4]


def test_the_expected_numbers_are_those_of_a_trace(client: Client) -> None:
    trace = client.trace(SHEET).json()
    for each in answer(client, EXAMPLE)["answers"]:
        quantity = {"a": "activations", "delta": "deltas"}[each["address"].rstrip("0123456789.")]
        unit = int(each["address"][-1])
        assert each["expected"] == pytest.approx(trace["layers"][1][quantity][0][unit], rel=1e-12)


def test_a_later_round_starts_from_the_updated_network(client: Client) -> None:
    for optimizer in ("sgd", "adam"):
        request = SHEET | {"round": 3, "optimizer": {"name": optimizer, "learning_rate": 0.3}}
        layer = client.trace(request).json()["layers"][0]
        answers = {
            "z1.0": repr(layer["pre_activations"][0][0]),
            "dw1.0.1": repr(layer["weight_gradients"][0][1]),
            "new_w1.0.1": repr(layer["updated_weights"][0][1]),
        }
        assert {
            each["verdict"] for each in answer(client, request | {"answers": answers})["answers"]
        } == {"right"}


def test_the_conventions_that_were_found_are_said(client: Client) -> None:
    found = answer(client, OF_FIGURES)
    assert found["conventions"]["delta"] == "minus_dC_dy"
    assert found["conventions"]["found"] == ["delta"]
    assert found["first_wrong"] == "dw2.0.1"
    assert found["answers"][-1]["mistakes"][0]["code"] == "own_output_for_input"


def test_a_loss_without_the_half_is_right_where_that_is_said(client: Client) -> None:
    doubled = {"answers": {"error2.0": "0.494", "error2.1": "1.197"}}
    assert answer(client, SHEET | doubled)["first_wrong"] == "error2.0"
    found = answer(client, SHEET | doubled | {"conventions": {"half": False}})
    assert found["first_wrong"] is None
    assert found["conventions"]["half"] is False


def test_many_hand_ins_get_a_table(client: Client) -> None:
    slipped = {"delta2.0": "0.247", "delta2.1": "0.149"}
    right = {"delta2.0": "0.0616", "delta2.1": "0.149"}
    hand_ins = [
        {"id": f"=cmd|{number}", "answers": slipped if number % 3 else right}
        for number in range(30)
    ]
    found = answer(client, SHEET | {"hand_ins": hand_ins})
    assert found["mistakes"]["output_slope_forgotten"] == 20
    assert found["table"][0]["count"] == 20
    assert found["table"][0]["of"] == 30
    assert found["points"] == [40, 60]
    rows = list(csv.DictReader(io.StringIO(found["csv"])))
    assert len(rows) == 30
    assert all(row["id"].startswith("'=") for row in rows)
    assert rows[1]["mistakes"].split()[0] == "output_slope_forgotten"
    assert [each["id"] for each in found["hand_ins"]] == [each["id"] for each in hand_ins]


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_no_name_is_a_formula_in_the_csv(client: Client, sign: str) -> None:
    hand_ins = [{"id": f"{sign}1+1", "answers": {"z1.0": "1"}}]
    found = answer(client, SHEET | {"hand_ins": hand_ins})
    (row,) = csv.DictReader(io.StringIO(found["csv"], newline=""))
    assert row["id"] == f"'{sign}1+1"


@pytest.mark.parametrize("language", TABLES)
def test_every_mistake_has_its_sentence(language: str) -> None:
    assert all(TABLES[language][f"mark.mistake.{code}"] for code in CODES)


def test_sentences_are_in_the_language_of_the_client(client: Client) -> None:
    def texts(language: str) -> list[str]:
        found = answer(client, EXAMPLE, headers={"Accept-Language": language})
        return [each["mistakes"][0]["text"] for each in found["answers"] if each["mistakes"]]

    assert texts("en") == [ENGLISH["mark.mistake.output_slope_forgotten"]]
    assert "斜率" in texts("zh")[0]


# --- what cannot be marked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"answers": {"z9.0": "1"}}, ["answers", "z9.0"], "error.mark.address"),
        ({"answers": {"x.0": "1"}}, ["answers", "x.0"], "error.mark.address"),
        ({"answers": {"b1.0": "1"}}, ["answers", "b1.0"], "error.mark.address"),
        ({"answers": {"z1.0@1": "1"}}, ["answers", "z1.0@1"], "error.mark.address"),
        ({"answers": {"z1.0": "1", "z1.0@0": "1"}}, ["answers"], "error.mark.twice"),
        ({"answers": {}}, ["answers"], "error.too_short"),
        ({"answers": {"z1.0": 1}}, ["answers", "z1.0"], "error.text"),
        ({"answers": None}, ["answers"], "error.mark.one_of"),
        ({"hand_ins": [{"id": "a", "answers": {"z1.0": "1"}}]}, ["answers"], "error.mark.one_of"),
        ({"rule": "as_drawn"}, ["rule"], "error.mark.rule"),
        ({"conventions": {"delta": "dC"}}, ["conventions", "delta"], "error.one_of"),
    ],
)
def test_a_fault_is_named_with_its_place(
    client: Client, changed: Request, place: list[str], code: str
) -> None:
    content = client.post("mark", EXAMPLE | changed)
    assert content.status_code == 422
    problem = content.json()["problems"][0]
    assert (problem["loc"], problem["code"]) == (place, code)
    assert len(content.content) < 4096


def test_the_half_of_a_loss_that_has_none_is_refused(client: Client) -> None:
    network = SHEET["network"] | {"loss": "absolute_error"}
    changed = {"network": network, "conventions": {"half": True}}
    assert codes(client.post("mark", EXAMPLE | changed)) == ["error.mark.half"]


def test_an_overflow_is_refused_as_by_a_trace(client: Client) -> None:
    """It names the round that it comes in."""
    layers = [each | {"activation": "linear"} for each in SHEET["network"]["layers"]]
    network = SHEET["network"] | {"loss": "squared_error", "layers": layers}
    diverging = {"network": network, "optimizer": {"name": "sgd", "learning_rate": 1e3}}
    traced = client.trace(SHEET | diverging | {"round": 9}).json()
    refused = client.post("mark", EXAMPLE | diverging | {"round": 9}).json()
    assert "round 5" in traced["detail"]
    assert (refused["code"], refused["detail"]) == (traced["code"], traced["detail"])


def test_a_network_too_large_to_work_by_hand_is_refused(client: Client) -> None:
    layers = [{"units": 100, "activation": "tanh"}, {"units": 2, "activation": "tanh"}]
    network = {"inputs": 50, "layers": layers, "loss": "squared_error"}
    request = {"network": network, "inputs": [[0.1] * 50], "targets": [[0, 1]]}
    refused = client.post("mark", request | {"answers": {"z1.0": "1"}})
    assert codes(refused) == ["error.mark.work"]


HOSTILE = {
    "digits": "9" * 1000,
    "sign": "-",
    "formula": "=1+1",
    "markup": "<script>alert(1)</script>",
    "control": "\x00\x1b[31m",
    "direction": "\u202e1.0",
    "infinity": "inf",
    "nan": "nan",
    "power": "9**9999999",
    "fraction": "1/0",
    "empty": "",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_unreadable_or_a_number(client: Client, kind: str) -> None:
    found = answer(client, SHEET | {"answers": {"z1.0": HOSTILE[kind]}})
    assert found["answers"][0]["verdict"] in ("unreadable", "wrong")
    assert len(str(found)) < 4096


def test_a_text_of_a_million_digits_is_refused_in_a_sentence(client: Client) -> None:
    content = client.post("mark", SHEET | {"answers": {"z1.0": "9" * 10**6}})
    assert content.status_code == 422
    assert len(content.content) < 4096


def test_more_numbers_than_may_be_marked_are_refused(client: Client) -> None:
    names = [f"z1.{unit}" for unit in range(LIMITS["mark_answers"] + 1)]
    content = client.post("mark", SHEET | {"answers": dict.fromkeys(names, "1")})
    assert content.status_code == 422
    assert len(content.content) < 4096


def test_the_first_sample_may_be_marked(client: Client) -> None:
    found = answer(client, SHEET | {"answers": {"z1.0@0": "0.9", "a1.0": "0.2"}})
    assert found["first_wrong"] == "z1.0@0"
    assert [each["address"] for each in found["answers"]] == ["z1.0@0", "a1.0"]


def test_the_largest_class_is_marked(client: Client) -> None:
    answers = {"z1.0": "0.25", "z1.1": "-0.02", "a1.0": "0.5", "delta2.0": "0.3"}
    hand_ins = [{"id": str(n), "answers": answers} for n in range(LIMITS["hand_ins"])]
    assert len(answer(client, SHEET | {"hand_ins": hand_ins})["hand_ins"]) == LIMITS["hand_ins"]


def test_the_hand_ins_of_a_request_share_the_work_for_their_mistakes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.mark.response.MOST_WORK_OF_ALL", 1)
    hand_ins = [{"id": str(number), "answers": EXAMPLE["answers"]} for number in range(2)]
    found = answer(client, SHEET | {"hand_ins": hand_ins})
    assert [each["first_wrong"] for each in found["hand_ins"]] == ["delta2.0", "delta2.0"]
    assert found["mistakes"] == {}
