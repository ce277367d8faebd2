"""What a printed key or a link to an exercise says stays true: its seed draws the same question."""

import json

from app.labs.exercises.table import SECTIONS
from tests.labs.exercises import questions


def test_a_seed_draws_the_question_that_it_has_always_drawn() -> None:
    kept = json.loads(questions.FILE.read_text(encoding="utf-8"))
    now = json.loads(questions.text())
    for before, after in zip(kept, now, strict=True):
        assert after == before


def test_the_kept_questions_are_of_every_kind_and_section() -> None:
    kept = json.loads(questions.FILE.read_text(encoding="utf-8"))
    assert [(case["section"], case["kind"]) for case in kept] == [
        (section, name) for section, names in SECTIONS.items() for name in names
    ]
