"""The marking as the API answers it, with its sentences."""

from collections import Counter
from collections.abc import Mapping

from ...checking.marking.conventions import CHOICES, Conventions, mark_with_conventions
from ...checking.marking.hand_in import HandIn
from ...checking.marking.judge import MOST_WORK, UNREADABLE, WRONG, Judged, Named
from ...checking.marking.rule_lines import rule_line
from ...checking.marking.sheet import Sheet
from ...engine.cancellation import CheckCancelled
from ...engine.network.overflow import Overflow
from ...errors import unprocessable
from ...explain.topology import Topology
from ...harmless import Cell, as_csv
from ..endpoint import Content, Say
from ..trace.endpoint import explained
from .build import address_problems, fixed_by, half_of, hand_ins_of, request_problems, sheet_of
from .schema import MarkRequest

#: So many numbers are worked out to find the mistakes of all hand-ins of a request: some seconds.
MOST_WORK_OF_ALL = 400_000


def marked(asked: MarkRequest, check_cancelled: CheckCancelled, say: Say) -> Content:
    problems = list(request_problems(asked))
    if problems:
        raise unprocessable(problems)
    try:
        sheet = sheet_of(asked, check_cancelled)
        problems = list(address_problems(asked, sheet))
        if problems:
            raise unprocessable(problems)
        hand_ins = hand_ins_of(asked)
        work = min(MOST_WORK, MOST_WORK_OF_ALL // len(hand_ins))
        writer = Writer(sheet, fixed_by(asked), work, say)
        found = []
        for _, answers in hand_ins:
            check_cancelled()
            found.append(writer.hand_in(answers))
    except Overflow as overflow:
        raise explained(overflow) from None
    if asked.hand_ins is None:
        return found[0] | {"hand_ins": []} | writer.summary([{"id": ""} | found[0]])
    named = [{"id": each.id} | one for each, one in zip(asked.hand_ins, found, strict=True)]
    whole = {
        "answers": [],
        "first_wrong": None,
        "conventions": None,
        "points": [sum(part) for part in zip(*(one["points"] for one in found), strict=True)],
        "hand_ins": named,
    }
    return whole | writer.summary(named)


class Writer:
    """Puts verdicts into words, over one sheet."""

    def __init__(self, sheet: Sheet, fixed: dict[str, str], work: int, say: Say) -> None:
        self.sheet, self.fixed, self.work, self.say = sheet, fixed, work, say
        self.topology = Topology.of(
            sheet.network, sheet.targets, sheet.reduction, sheet.optimization.optimizer.name
        )

    def hand_in(self, answers: Mapping[str, str]) -> Content:
        # The first sample may be marked @0 or have no mark; it is answered as it was asked.
        names = {self.sheet.usual(address): address for address in answers}
        usual = {address: answers[name] for address, name in names.items()}
        result, conventions = mark_with_conventions(
            self.sheet, HandIn.read(usual), self.fixed, self.work
        )
        first = result.first_wrong
        return {
            "answers": [self.answer(judged, names) for judged in result.answers],
            "first_wrong": None if first is None else names[first],
            "conventions": self.conventions(conventions),
            "points": list(result.points),
        }

    def answer(self, judged: Judged, names: Mapping[str, str]) -> Content:
        """``names``: by address, as they were handed in."""
        return {
            "address": names[judged.address],
            "verdict": judged.verdict,
            "point": judged.point,
            "repeats": None if judged.repeats is None else names[judged.repeats],
            "text": self.sentence(judged),
            "expected": judged.expected,
            "from_yours": judged.from_yours,
            "mistakes": [self.mistake(named) for named in judged.mistakes],
        }

    def sentence(self, judged: Judged) -> str:
        if judged.verdict == UNREADABLE and judged.problem is not None:
            return self.say(judged.problem.key, dict(judged.problem.params))
        end = ""
        if judged.verdict == WRONG:
            end = ".unexplained" if not judged.mistakes else ".again" if judged.repeats else ""
        return self.say(f"mark.verdict.{judged.verdict}{end}", {})

    def mistake(self, named: Named) -> Content:
        return {
            "code": named.code,
            "text": self.say(f"mark.mistake.{named.code}", {}),
            "address": named.at,
            "formula": rule_line(self.topology, named.at),
            "value": named.value,
            "from": named.source,
        }

    def conventions(self, conventions: Conventions) -> Content:
        usual = Conventions()
        found = [
            name
            for name in CHOICES
            if name not in self.fixed and getattr(conventions, name) != getattr(usual, name)
        ]
        return {
            "delta": conventions.delta,
            "half": half_of(self.sheet.network),
            "reduction": self.sheet.reduction,
            "share": conventions.share,
            "layout": conventions.layout,
            "found": found,
        }

    def summary(self, hand_ins: list[Content]) -> Content:
        """The mistakes of all hand-ins, counted."""
        counts: Counter[str] = Counter()
        for each in hand_ins:
            counts.update(codes_in(each))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return {
            "mistakes": dict(ordered),
            "table": [
                {
                    "code": code,
                    "text": self.say(f"mark.mistake.{code}", {}),
                    "count": count,
                    "of": len(hand_ins),
                }
                for code, count in ordered
            ],
            "csv": csv_of(hand_ins),
        }


def codes_in(hand_in: Content) -> list[str]:
    """The likeliest mistake of each wrong number, once each."""
    codes = [each["mistakes"][0]["code"] for each in hand_in["answers"] if each["mistakes"]]
    return list(dict.fromkeys(codes))


def csv_of(hand_ins: list[Content]) -> str:
    rows: list[list[Cell]] = [["id", "points", "of", "first_wrong", "mistakes", "not_counted"]]
    for each in hand_ins:
        points, of = each["points"]
        first, codes = each["first_wrong"] or "", " ".join(codes_in(each))
        not_counted = sum(answer["point"] is None for answer in each["answers"])
        rows.append([each["id"], points, of, first, codes, not_counted])
    return as_csv(rows)
