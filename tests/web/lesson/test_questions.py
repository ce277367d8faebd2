"""The questions of the lesson: every answer has its reply, and no sentence is unused."""

import json

import pytest

from app.localization import Translations
from app.settings import Settings
from app.web.lesson.questions import ENTRIES, QUESTIONS, Choose, Factors, Sort

ENGLISH = Translations(Settings().static / "i18n").table("en")
#: The sentences of every sorting question.
SORTING = {
    *("bins", "bin_chosen", "figure", "chips", "colon", "left", "like", "like_none"),
    *("all_placed", "placed", "done", "shown"),
}
FOUND = ("delta", "signal", "other_delta", "other_signal", "own_output", "elsewhere", "both")


def sentences(entry: Sort | Choose | Factors) -> tuple[set[str], set[str]]:
    """The keys that must exist, and those that may."""
    if isinstance(entry, Sort):
        bins = entry.bins
        must = {"prompt", *SORTING}
        must |= {f"{kind}.{each}" for kind in ("bin", "mark", "why") for each in bins}
        must |= {f"{family}.{each}" for family in entry.families for each in bins}
        must |= {f"chip.{each}" for each in bins} | {f"thing.{chip}" for chip in entry.chips}
        return must, {f"{chip}.{each}" for chip in entry.chips for each in bins}
    must = {"prompt", *entry.reasons}
    must |= {f"{kind}.{option}" for kind in ("option", "reply") for option in entry.options}
    if isinstance(entry, Factors):
        must |= {"find", *(f"found.{reply}" for reply in FOUND)}
    return must, set()


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_has_its_reply_and_no_sentence_is_unused(name: str) -> None:
    must, may = sentences(ENTRIES[name])
    prefix = f"question.{name}."
    there = {key.removeprefix(prefix) for key in ENGLISH if key.startswith(prefix)}
    assert must - there == set()
    assert there - must - may == set()


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_right_answer_is_one_of_the_possible_answers(name: str) -> None:
    entry = ENTRIES[name]
    if isinstance(entry, Sort):
        right = [*entry.families.values(), *entry.chips.values()]
        assert all(set(bins) <= set(entry.bins) and bins for bins in right)
    else:
        assert entry.right in entry.options
    assert json.loads(json.dumps(QUESTIONS[name]))["figure"]["name"] == name
