"""Every mistake of the table is found on sheets on which a student makes it, and nobody else is
accused of one.
"""

import numpy as np
import pytest

from app.checking.marking.judge import CREDITED, WRONG
from app.checking.marking.mistakes import CODES

from .planted import PAIRS, hand_in
from .sheets import SIZES, WAYS_TO_WRITE, draw, marked, only
from .student import SIGMOID, TANH, significant

#: So many sheets of each mistake; ``python -m tests.bench.marking`` draws 200.
SHEETS = 12
#: On these sheets another mistake gives the same numbers: minus the error is the error with target
#: and output exchanged, and over a softmax there is no output slope to forget.
SAME = {"target_and_output_swapped": "error_sign", "slopes_forgotten": "hidden_slope_forgotten"}
#: The student's own name of a mistake, where there are two ways to make it.
WAYS = {code: (code,) for code in CODES} | {"error_sign": ("error_sign", "uphill")}


@pytest.mark.parametrize(
    ("code", "way"), [(code, way) for code, ways in WAYS.items() for way in ways]
)
def test_a_planted_mistake_is_named(code: str, way: str) -> None:
    rng = np.random.default_rng([*code.encode()])
    found = named = first = tried = 0
    while found < SHEETS:
        tried += 1
        assert tried < 50 * SHEETS, "the student never makes this mistake"
        planted = hand_in(rng, code, way, 3 + found % 2)
        if planted is None:
            continue
        judged = next((a for a in marked(*planted).answers if a.verdict == WRONG), None)
        if judged is None:
            # So small a slip that rounding explains it.
            continue
        found += 1
        codes = [mistake.code for mistake in judged.mistakes]
        named += code in codes
        first += bool(codes) and codes[0] in (code, SAME.get(code))
    assert named >= SHEETS - 1
    assert first >= SHEETS - 2


@pytest.mark.parametrize("keeps_digits", [False, True])
@pytest.mark.parametrize(
    "arrays",
    [
        (),
        ("z", "a", "delta", "dw", "db", "new_w", "new_b"),
        ("delta", "dw", "db"),
        ("dw", "new_w"),
    ],
)
def test_who_makes_no_mistake_is_accused_of_none(
    keeps_digits: bool, arrays: tuple[str, ...]
) -> None:
    rng = np.random.default_rng(len(arrays))
    for count in range(60):
        sheet, student = draw(rng, samples=1 + (count % 5 == 0))
        write = WAYS_TO_WRITE[count % len(WAYS_TO_WRITE)]
        answers = student(write=write, keeps_digits=keeps_digits).work()
        result = marked(sheet, only(answers, *arrays) if arrays else answers)
        assert result.first_wrong is None
        assert {a.verdict for a in result.answers} <= {"right", "right_to_digits"}


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_what_comes_after_a_slip_follows_from_it(digits: int) -> None:
    """A number that nothing explains, in the midst of the work."""
    rng = np.random.default_rng(digits)
    followed = 0
    for _ in range(20):
        sheet, student = draw(rng)
        work = student(write=significant(digits)).work()
        places = [address for address in work if address.startswith(("z", "a", "error", "delta"))]
        slipped = places[rng.integers(len(places))]
        result = marked(sheet, student(write=significant(digits), slips_at=slipped).work())
        assert result.first_wrong == slipped
        assert all(a.verdict in CREDITED for a in result.answers if a.address != slipped)
        followed += sum(a.verdict == "follows" for a in result.answers)
    assert followed > 100


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_mistakes_at_once_are_both_named(pair: tuple[str, str]) -> None:
    rng = np.random.default_rng(3)
    both = tried = 0
    for count in range(120):
        if tried == 10:
            break
        sheet, student = draw(rng, output=(SIGMOID, TANH)[rng.integers(2)], sizes=SIZES[count % 3])
        one, other, two = (
            student(write=significant(3), mistakes=made).work()
            for made in (pair[:1], pair[1:], pair)
        )
        if two in (one, other):
            continue
        tried += 1
        codes = {named.code for a in marked(sheet, two).answers for named in a.mistakes}
        both += set(pair) <= codes
    assert tried == 10
    assert both >= 9
