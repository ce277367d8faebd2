"""The simulation of a class agrees with what the theory of queues knows."""

import random
from pathlib import Path
from statistics import mean

import pytest

from tests.bench.load import scale, soak
from tests.bench.load.simulation import (
    TURN,
    Action,
    Habits,
    Student,
    class_of,
    percentile,
    simulate,
)
from tests.bench.load.tables import write

HABITS = Habits("visit", {"small": 3, "large": 1}, within=60, think=10, lasts=180)


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
def test_one_process_waits_as_long_as_the_formula_of_pollaczek_and_khinchine(load: float) -> None:
    """Arrivals at random, equal work that needs one turn: M/D/1."""
    rng, at, work, students = random.Random(1), 0.0, TURN, []
    for _ in range(20_000):
        at += rng.expovariate(load / work)
        students.append(Student(at, (Action(0, "small"),)))
    waited = mean(answer.seconds for answer in simulate(students, {"small": work}, 1, 0)) - work
    assert waited == pytest.approx(load * work / (2 * (1 - load)), rel=0.15)


def test_a_small_request_does_not_wait_for_the_whole_of_a_long_one() -> None:
    students = [Student(0.0, (Action(0, "large"),)), Student(0.001, (Action(0, "small"),))]
    answers = simulate(students, {"large": 1.0, "small": 0.002}, 1, 0)
    assert [answer.kind for answer in answers] == ["small", "large"]
    assert answers[0].seconds < 2 * TURN
    assert answers[1].seconds == pytest.approx(1.002)


def test_every_action_is_answered_after_its_thought_and_never_faster_than_its_work() -> None:
    students, work = class_of(50, HABITS, seed=3), {"visit": 0.03, "small": 0.001, "large": 0.2}
    answers = simulate(students, work, processes=2, seed=3)
    assert len(answers) == sum(len(student.actions) for student in students)
    assert all(answer.seconds >= work[answer.kind] - 1e-9 for answer in answers)
    firsts = sorted(answer.asked for answer in answers if answer.kind == "visit")
    assert firsts == sorted(student.arrival for student in students)


def test_a_class_is_drawn_from_its_seed_and_has_its_habits() -> None:
    students = class_of(400, HABITS, seed=3)
    assert students == class_of(400, HABITS, seed=3) != class_of(400, HABITS, seed=4)
    thoughts = [action.think for student in students for action in student.actions[1:]]
    kinds = [action.kind for student in students for action in student.actions[1:]]
    assert mean(thoughts) == pytest.approx(HABITS.think, rel=0.1)
    assert kinds.count("small") / len(kinds) == pytest.approx(0.75, abs=0.03)
    assert max(student.arrival for student in students) <= HABITS.within


def test_a_class_gets_the_fewest_processes_that_suffice() -> None:
    kinds = [scale.HABITS.first, *scale.HABITS.mix]
    services = {kind: scale.Service(0.1, 1000, 1) for kind in kinds}
    need = scale.need_of(150, services)
    assert need.p99 <= scale.WAIT
    assert need.processes >= need.work / scale.BUSY
    fewer = simulate(
        class_of(150, scale.HABITS, scale.SEED),
        dict.fromkeys(kinds, 0.1),
        need.processes - 1,
        scale.SEED,
    )
    waits = scale.waits_of(fewer, dict.fromkeys(kinds, 0.1))
    is_too_busy = need.work / scale.BUSY > need.processes - 1
    assert is_too_busy or percentile(waits, 0.99) > scale.WAIT


def test_the_figures_have_their_places_in_the_documents(tmp_path: Path) -> None:
    for document, names in (
        (scale.DOCUMENT, ("service times", "classes", "simulated and real")),
        (soak.DOCUMENT, ("soak",)),
    ):
        copy = tmp_path / document.name
        copy.write_bytes(document.read_bytes())
        for name in names:
            write(copy, name, "| figures |")
        text = copy.read_text(encoding="utf-8")
        assert text.count("| figures |\n<!-- end of ") == len(names)
        write(copy, names[0], "| figures |")
        assert copy.read_text(encoding="utf-8") == text
