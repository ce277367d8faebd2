"""How well, and how fast, are hand-ins marked? Run by hand: ``python -m tests.bench.marking``.

Of every mistake 200 sheets, of two mistakes at once and of faultless work thousands: how often the
right one is among those named, and first; whether anybody is accused; and the processor time.
"""

import time
from copy import deepcopy
from statistics import median

import numpy as np

from app.checking.marking.conventions import mark_with_conventions
from app.checking.marking.hand_in import HandIn
from app.checking.marking.judge import WRONG
from app.checking.marking.mistakes import CODES, TRUNCATED
from tests.checking.marking.planted import PAIRS, hand_in
from tests.checking.marking.sheets import WAYS_TO_WRITE, draw, marked
from tests.checking.marking.student import significant

SHEETS = 200
FAULTLESS = 6_000
KEEPING_DIGITS = 2_000


def named(code: str) -> str:
    """A line on one mistake: named, first, and sheets on which rounding hides it."""
    rng = np.random.default_rng(1)
    found = first = same = among = hidden = 0
    tried = 0
    while found + hidden < SHEETS and tried < 50 * SHEETS:
        tried += 1
        before = deepcopy(rng)
        planted = hand_in(rng, code, code, 2 + tried % 3)
        if planted is None:
            continue
        wrong = next((a for a in marked(*planted).answers if a.verdict == WRONG), None)
        if wrong is None:
            hidden += 1
            continue
        found += 1
        codes = [mistake.code for mistake in wrong.mistakes]
        among += code in codes
        if codes and codes[0] == code:
            first += 1
        elif codes and codes[0] != TRUNCATED:
            # Has who makes the mistake that is named first handed in the very same?
            other = hand_in(before, code, codes[0], 2 + tried % 3)
            same += other is not None and other[1] == planted[1]
    return (
        f"{code:28} named {among / found:6.1%}  first {first / found:6.1%}  "
        f"behind one with the same numbers {same / found:6.1%}  "
        f"hidden by rounding {hidden / (found + hidden):6.1%}"
    )


def accused(count: int, keeps_digits: bool) -> int:
    """How many numbers of faultless hand-ins are called wrong."""
    rng = np.random.default_rng(2)
    wrong = 0
    for number in range(count):
        sheet, student = draw(rng, samples=1 + (number % 5 == 0))
        write = WAYS_TO_WRITE[number % len(WAYS_TO_WRITE)]
        work = student(write=write, keeps_digits=keeps_digits).work()
        wrong += sum(a.verdict == WRONG for a in marked(sheet, work).answers)
    return wrong


def both_named() -> float:
    """How often two mistakes at once are both named."""
    rng = np.random.default_rng(3)
    both = tried = 0
    for pair in PAIRS:
        for _ in range(SHEETS):
            sheet, student = draw(rng, output="sigmoid")
            one, other, two = (
                student(write=significant(3), mistakes=made).work()
                for made in (pair[:1], pair[1:], pair)
            )
            if two not in (one, other):
                tried += 1
                codes = {m.code for a in marked(sheet, two).answers for m in a.mistakes}
                both += set(pair) <= codes
    return both / tried


def milliseconds() -> tuple[float, float, float]:
    """Of a 3-4-2 sheet: median and worst; and of 60 hand-ins of one sheet. Processor time."""
    rng = np.random.default_rng(4)
    taken = []
    for number in range(120):
        sheet, student = draw(rng, sizes=(3, 4, 2))
        made = (CODES[number % len(CODES)],)
        answers = student(write=significant(3), mistakes=made).work()
        began = time.process_time()
        mark_with_conventions(sheet, HandIn.read(answers), {})
        taken.append(time.process_time() - began)
    sheet, student = draw(rng, sizes=(3, 4, 2))
    hand_ins = [
        student(write=significant(3), mistakes=(CODES[number % len(CODES)],)).work()
        for number in range(60)
    ]
    began = time.process_time()
    for answers in hand_ins:
        mark_with_conventions(sheet, HandIn.read(answers), {})
    return 1e3 * median(taken), 1e3 * max(taken), 1e3 * (time.process_time() - began)


def main() -> None:
    for code in CODES:
        print(named(code), flush=True)
    print(f"two mistakes at once, both named: {both_named():.1%}")
    print(f"{FAULTLESS} faultless hand-ins: {accused(FAULTLESS, False)} numbers called wrong")
    print(f"{KEEPING_DIGITS} that keep digits: {accused(KEEPING_DIGITS, True)} called wrong")
    middle, worst, sixty = milliseconds()
    print(
        f"a 3-4-2 sheet: median {middle:.1f} ms, worst {worst:.1f} ms; 60 hand-ins {sixty:.0f} ms"
    )


if __name__ == "__main__":
    main()
