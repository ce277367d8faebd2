"""``POST /api/v1/exercise``: neither the state of the tool nor a verdict contains the solution."""

import json
import re
import shutil
import subprocess
from itertools import product
from string import Formatter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from math_core import LatexToMathML

from app.labs.exercises.question import GENERAL_REASONS, RIGHT, RULE
from app.labs.exercises.table import KINDS, SECTIONS, posed
from app.web.exercise.schema import INPUTS
from app.web.limits import LIMITS
from tests.conftest import Client
from tests.examples import examples
from tests.paths import ROOT
from tests.test_localization import ENGLISH, TABLES, blanks
from tests.web.pages.test_openapi import validator
from tests.web.requests import Request
from tests.web.test_refusals import first

EXERCISES = [(section, number) for section in SECTIONS for number in (1, 2, 3)]
SEEDS = range(6)
ENDPOINTS = {"network": "trace", "graph": "graph", "descent": "descent"}
#: What makes a tool's endpoint answer with its steps.
MORE = {"network": {"include": ["steps"]}, "graph": {}, "descent": {}}


def asked(place: tuple[int, int], seed: int = 0, **more: Any) -> Request:
    return {"section": place[0], "number": place[1], "seed": seed} | more


def answer(client: Client, request: Request) -> dict[str, Any]:
    content = client.post("exercise", request)
    assert content.status_code == 200, content.text
    found: dict[str, Any] = content.json()
    return found


@pytest.fixture(scope="module")
def schemas(client: Client) -> tuple[Any, Any]:
    """Of a request and of an answer."""
    return validator(client, "ExerciseRequest"), validator(client, "Exercise")


@pytest.mark.parametrize("place", EXERCISES)
def test_an_exercise_keeps_its_schema_asked_answered_and_revealed(
    client: Client, schemas: tuple[Any, Any], place: tuple[int, int]
) -> None:
    exercise = posed(*place, 0)
    of_request, of_answer = schemas
    wrong = next(iter(exercise.solution.mistakes.values()))[0]
    expected = exercise.solution.expected
    for more in ({}, {"answer": wrong}, {"answer": expected}, {"reveal": True}):
        request = asked(place, **more)
        of_request.validate(request)
        content = answer(client, request)
        of_answer.validate(content)
        assert content["kind"] == SECTIONS[place[0]][place[1] - 1]
        assert content["input"] in INPUTS
        verdict = content["verdict"]
        assert (verdict is None) == (not more)
        if verdict is not None:
            assert verdict["right"] == (more.get("answer") == expected)
            assert verdict["reason"] == (
                exercise.verdict(more["answer"]) if "answer" in more else None
            )
            assert ("expected" in verdict) == (verdict["right"] or "reveal" in more)
            assert verdict.get("expected", expected) == expected


@pytest.mark.parametrize("place", EXERCISES)
def test_a_verdict_on_a_wrong_answer_contains_nothing_of_the_solution(
    client: Client, place: tuple[int, int]
) -> None:
    for seed in SEEDS:
        exercise = posed(*place, seed)
        revealed = answer(client, asked(place, seed, reveal=True))["verdict"]
        solution = exercise.solution
        assert set(revealed["blanks"]) == {*solution.hints, *solution.rule, *solution.work}
        for answers in exercise.solution.mistakes.values():
            content = answer(client, asked(place, seed, answer=answers[0]))
            assert content["verdict"].keys() == {"right", "reason", "tells", "blanks"}
            assert set(content["verdict"]["blanks"]) == set(exercise.solution.hints)
            text = json.dumps(content)
            expected = exercise.solution.expected
            if isinstance(expected, float) and len(f"{expected:g}") > 5:
                assert f"{expected:g}"[:6] not in text
            for name in exercise.solution.work:
                latex = revealed["blanks"][name]
                if isinstance(latex, dict) and "latex" in latex:
                    assert json.dumps(latex) not in text


@pytest.mark.parametrize("place", EXERCISES)
def test_wrong_tries_get_a_hint_then_the_rule_then_the_solution(
    client: Client, schemas: tuple[Any, Any], place: tuple[int, int]
) -> None:
    solution = posed(*place, 0).solution
    wrong = next(iter(solution.mistakes.values()))[0]
    told = []
    for attempt in (1, 2, 3, 4):
        request = asked(place, answer=wrong, attempt=attempt)
        schemas[0].validate(request)
        content = answer(client, request)
        schemas[1].validate(content)
        verdict = content["verdict"]
        assert not verdict["right"]
        assert verdict["reason"] == posed(*place, 0).verdict(wrong)
        told.append((verdict["tells"], set(verdict["blanks"]), verdict.get("expected")))
    hints, rule = set(solution.hints), {*solution.hints, *solution.rule}
    everything = ("solution", {*rule, *solution.work}, solution.expected)
    assert told == [("hint", hints, None), ("rule", rule, None), everything, everything]


def test_no_first_reply_states_the_rule() -> None:
    """It has a sentence of its own."""
    for place in EXERCISES:
        kind = posed(*place, 0).kind
        for table in TABLES.values():
            for reason in kind.replies:
                assert not {"rule", "work"} & blanks(table[f"exercise.{kind.name}.{reason}"])


def test_a_doubled_weight_is_doubled_in_what_is_shown_with_the_answer(client: Client) -> None:
    for place in ((1, 3), (3, 3), (6, 3)):
        content = answer(client, asked(place))
        before, later = content["request"], content["later_request"]
        layers = zip(before["network"]["layers"], later["network"]["layers"], strict=True)
        pairs = [
            (one, two)
            for first, second in layers
            for rows in zip(first["weights"], second["weights"], strict=True)
            for one, two in zip(*rows, strict=True)
        ]
        assert sorted({two / one for one, two in pairs}) == [1.0, 2.0]
        assert len([1 for one, two in pairs if one != two]) == 1
        assert later | {"network": 0} == before | {"network": 0}
    assert answer(client, asked((5, 1)))["later_request"] is None


def test_the_letters_of_section_3_count_the_inputs_as_layer_1(client: Client) -> None:
    layers = set()
    for seed in SEEDS:
        content = answer(client, asked((3, 3), seed))
        assert content["state"]["inputsCount"] is True
        for option in content["options"]:
            layers |= set(re.findall(r"\^\{\((\d)\)\}", option["latex"]))
    assert layers <= {"1", "2", "3", "4"}
    assert "4" in layers


@pytest.mark.parametrize("place", EXERCISES)
def test_the_shown_step_comes_before_the_one_that_is_asked_for(
    client: Client, place: tuple[int, int]
) -> None:
    for seed in SEEDS:
        content = answer(client, asked(place, seed))
        tool = content["tool"]
        response = client.post(ENDPOINTS[tool], content["request"] | MORE[tool])
        assert response.status_code == 200, response.text
        if tool == "descent":
            assert (content["at"], content["after"]) == ("start", "end")
            (run,) = response.json()["runs"]
            assert run["ended"] == "steps"
            view = response.json()["view"]
            if content["kind"] != "rate":
                assert all(view[name][0] < x < view[name][1] for name in view for x in run[name])
            continue
        steps = [step["writes"] for step in response.json()["steps"]]

        def position(address: str, steps: list[list[str]] = steps) -> int:
            ends = {"start": -1, "end": len(steps)}
            found = [n for n, writes in enumerate(steps) if address in writes]
            return ends.get(address, found[0] if found else -2)

        at, after = position(content["at"]), position(content["after"])
        if content["kind"] == "count_parameters":
            # The drawing itself is counted: it stays as it is.
            assert at == after == -1
            continue
        assert -1 <= at < after
        unseen = [content["asked"]] if content["input"] in ("number", "sign") else []
        known = {address for writes in steps[: at + 1] for address in writes}
        assert not known & {*unseen, content["after"]}


def test_the_numbers_that_are_given_are_those_of_the_trace(client: Client) -> None:
    for place in ((5, 2), (6, 1), (7, 1)):
        for seed in SEEDS:
            content = answer(client, asked(place, seed))
            assert content["tool"] == "network"
            printed = re.findall(r"=(-?[0-9.]+)", content["blanks"]["given"]["latex"])
            assert len(printed) >= 3
            request = content["request"] | {"include": ["steps"]}
            trace = {abs(leaf) for leaf in leaves([request, client.post("trace", request).json()])}
            for number in map(float, printed):
                assert any(abs(abs(number) - each) <= 6e-4 * each + 1e-12 for each in trace)


def leaves(part: Any) -> list[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        return [leaf for each in part for leaf in leaves(each)]
    return [part] if isinstance(part, float) else []


# --- answers of another kind ----------------------------------------------------------------------


def place_of(kind_input: str) -> tuple[int, int]:
    return next(place for place in EXERCISES if posed(*place, 0).kind.input == kind_input)


#: How the refusal's sentence begins.
SENTENCES = {
    "en": ("Use one of", "This must be", "This text may have at most", "This number is not"),
    "zh": ("请使用", "这里必须", "这段文字最多", "这个数没有写完"),
}
ODD: list[Any] = [True, {}, [], [1], ["w1.0.0", "w1.0.1"], [[]], "x" * 1000, "", {"name": "a"}]


@pytest.mark.parametrize("kind_input", INPUTS)
def test_an_answer_of_another_kind_is_refused_by_its_field(client: Client, kind_input: str) -> None:
    for odd, (language, starts) in product(ODD, SENTENCES.items()):
        response = client.post(
            "exercise",
            asked(place_of(kind_input), answer=odd),
            headers={"Accept-Language": language},
        )
        assert response.status_code == 422, odd
        (problem,) = response.json()["problems"]
        assert problem["loc"] == ["answer"]
        assert problem["msg"].startswith(starts)


def test_a_number_where_a_name_is_asked_for_and_a_name_where_a_number(client: Client) -> None:
    for kind_input in INPUTS:
        odd: Any = "positive" if kind_input == "number" else 0.5
        loc, sentence = first(client.post("exercise", asked(place_of(kind_input), answer=odd)))
        assert loc == ["answer"]
        if kind_input != "number":
            choices = sentence.removeprefix("Use one of: ").rstrip(".").split(", ")
            assert posed(*place_of(kind_input), 0).solution.expected in choices


@pytest.mark.parametrize("text", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b"1" + b"0" * 400])
def test_a_number_beyond_float64_is_refused(client: Client, text: bytes) -> None:
    body = b'{"section":5,"number":2,"seed":0,"answer":' + text + b"}"
    headers = {"Content-Type": "application/json"}
    response = client.ask("POST", "/api/v1/exercise", content=body, headers=headers)
    assert response.status_code in (400, 422)
    if response.status_code == 422:
        assert first(response)[0] == ["answer"]


def test_a_number_can_be_written_as_people_write_it(client: Client) -> None:
    expected = posed(5, 2, 0).solution.expected
    assert isinstance(expected, float)
    point = f"{expected:.6f}"
    for text in (point, point.replace(".", ","), point.replace("-", "−"), f"{expected * 4:.6f}/4"):
        assert answer(client, asked((5, 2), answer=text))["verdict"]["right"], text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0.5₂", "“₂”, character 4"),
        ("1,000", "read as 1.000 or as 1000"),
        ("", "not finished"),
        ("1e400", "too large"),
        ("0" * 41, "at most 40 characters"),
    ],
)
def test_a_text_that_says_no_number_is_refused_with_its_place(
    client: Client, text: str, sentence: str
) -> None:
    loc, message = first(client.post("exercise", asked((5, 2), answer=text)))
    assert loc == ["answer"]
    assert sentence in message


def test_a_huge_number_is_wrong_and_a_list_of_one_is_what_it_holds(client: Client) -> None:
    verdict = answer(client, asked((5, 2), answer=1e308))["verdict"]
    assert (verdict["right"], verdict["reason"]) == (False, "other")
    expected = posed(7, 3, 0).solution.expected
    assert answer(client, asked((7, 3), answer=[expected]))["verdict"]["right"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"section": 0}, "section"),
        ({"section": 8}, "section"),
        ({"number": 0}, "number"),
        ({"number": 4}, "number"),
        ({"seed": -1}, "seed"),
        ({"seed": LIMITS["exercise_seed"] + 1}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"reveal": 1}, "reveal"),
        ({"attempt": 0}, "attempt"),
        ({"attempt": 1001}, "attempt"),
        ({"answers": 1}, "answers"),
    ],
)
def test_a_request_for_no_exercise_is_refused_by_its_field(
    client: Client, change: Request, field: str
) -> None:
    assert first(client.post("exercise", asked((5, 2)) | change))[0] == [field]


def test_the_largest_seed_draws_a_question_too(client: Client) -> None:
    for place in EXERCISES:
        answer(client, asked(place, LIMITS["exercise_seed"]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=examples(80),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.sampled_from(EXERCISES), seed=st.integers(0, 3), value=JSON)
def test_any_json_as_an_answer_gets_a_verdict_or_a_refusal(
    client: Client, place: tuple[int, int], seed: int, value: Any
) -> None:
    body = json.dumps(asked(place, seed, answer=value)).encode()
    headers = {"Content-Type": "application/json"}
    response = client.ask("POST", "/api/v1/exercise", content=body, headers=headers)
    assert response.status_code in (200, 400, 422)
    if response.status_code != 200:
        assert response.headers["content-type"] == "application/problem+json"


# --- the sentences --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_has_a_sentence_for_every_reply_and_no_other(name: str) -> None:
    kind = KINDS[name]
    keys = {f"exercise.{name}.{part}" for part in ("prompt", RIGHT, RULE, "why", *kind.replies)}
    assert {key for key in ENGLISH if key.startswith(f"exercise.{name}.")} == keys


def test_every_option_without_mathematics_has_a_sentence_and_every_sentence_an_option() -> None:
    options = {
        f"exercise.option.{option.name}"
        for place in EXERCISES
        for option in posed(*place, 0).question.options
        if option.label is None
    }
    assert {key for key in ENGLISH if key.startswith("exercise.option.")} == options


def test_every_blank_of_a_sentence_is_filled() -> None:
    for place in EXERCISES:
        for seed in range(24):
            exercise = posed(*place, seed)
            kind, solution = exercise.kind, exercise.solution
            filled = {"prompt": exercise.question.blanks}
            filled |= dict.fromkeys(solution.mistakes, solution.hints)
            filled |= {
                why: solution.hints for why in kind.replies if why in GENERAL_REASONS["number"]
            }
            filled[RULE] = {**solution.hints, **solution.rule}
            filled |= dict.fromkeys((RIGHT, "why"), {**filled[RULE], **solution.work})
            for part, pieces in filled.items():
                assert blanks(ENGLISH[f"exercise.{kind.name}.{part}"]) <= set(pieces), part


def test_no_digit_and_no_symbol_is_typed_in_a_sentence() -> None:
    """Numbers and symbols are the question's own; only a section is named by its number."""
    for table in TABLES.values():
        for key, sentence in table.items():
            if any(key.startswith(f"exercise.{name}.") for name in KINDS):
                typed = "".join(text for text, *_ in Formatter().parse(sentence))
                typed = re.sub(r"section \d|第 \d 节", "", typed)
                assert not re.search(r"[0-9∂_\\]", typed), key


# --- the mathematics ------------------------------------------------------------------------------


def latex_in(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["latex"]} if "latex" in part else set()
        return own.union(*map(latex_in, part.values()))
    return set().union(*map(latex_in, part)) if isinstance(part, list) else set()


READS = """
import { nodesFromLatex } from "./static/js/math/latex.js";
const all = JSON.parse(process.argv[1]);
console.log(JSON.stringify(all.filter((latex) => nodesFromLatex(latex) === null)));
"""


def test_browser_and_server_can_read_all_mathematics(client: Client) -> None:
    found: set[str] = set()
    for place in EXERCISES:
        for seed in SEEDS:
            content = answer(client, asked(place, seed, reveal=True))
            found |= latex_in({name: content[name] for name in ("options", "blanks", "verdict")})
    assert len(found) > 100
    for latex in found:
        LatexToMathML().convert_with_local_state(latex, displaystyle=False)
    node = shutil.which("node")
    assert node is not None
    command = [node, "--input-type=module", "--eval", READS, "--", json.dumps(sorted(found))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_the_pages_and_the_description_list_the_endpoint(client: Client) -> None:
    assert "/api/v1/exercise" in client.get("/openapi.json").json()["paths"]
    for language in ("en", "zh"):
        page = client.get(f"/api?lang={language}").text
        assert "/api/v1/exercise" in page
        assert "WrittenOption" in page
