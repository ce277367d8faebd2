"""The glossary: the symbols of both notations, in every language, on its page and in sections."""

import json
import re
from html import unescape

import pytest

from app.explain.notation import SYMBOLS
from app.localization import LANGUAGES, Translations
from app.settings import Settings
from app.web.lesson.glossary import GLOSSARY, READINGS
from app.web.lesson.mathematics import mathml
from tests.conftest import Client
from tests.web.lesson.test_prose import PAGES, path_of

ROW = re.compile(r'id="symbol-(\w+)"[^>]*data-letters="([^"]*)"')
TERM = re.compile(r'term\("(\w+)"\)')


def test_every_kind_of_number_has_one_entry() -> None:
    stood_for = [family for entry in GLOSSARY for family in entry.families]
    assert sorted(stood_for) == sorted(SYMBOLS["figure"]) == sorted(SYMBOLS["derivation"])


def test_entries_have_distinct_names_and_letters() -> None:
    names = [entry.name for entry in GLOSSARY]
    assert len(set(names)) == len(names)
    for entry in GLOSSARY:
        assert entry.figure or entry.derivation, entry.name
        assert any(entry.letters.values()), entry.name
        assert set(entry.letters) <= set(READINGS), entry.name


#: A weight with the numbers of its neurons, as a column writes it: w_{46}, w^{(3)}_{11}.
NUMBERED_WEIGHT = re.compile(r"w(?:\^\{\((\d+)\)\})?_\{(\d)(\d)\}")
#: The sizes of the network of section 5: its hidden and output neurons are numbered through.
NEURONS = (3, 2, 1)


def ends_of(latex: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """(layer, number in it) of the neuron that a weight comes from, and of the one it leads to."""
    match = NUMBERED_WEIGHT.fullmatch(latex)
    assert match, latex
    layer, first, second = match.groups()
    if layer:
        # The derivation: the layer above, then to, then from.
        return (int(layer) - 1, int(second)), (int(layer), int(first))
    placed = [(at, k) for at, count in enumerate(NEURONS, 1) for k in range(1, count + 1)]
    return placed[int(first) - 1], placed[int(second) - 1]


def test_the_two_columns_of_a_row_name_the_same_weight() -> None:
    rows = [
        entry
        for entry in GLOSSARY
        if NUMBERED_WEIGHT.fullmatch(entry.figure) or NUMBERED_WEIGHT.fullmatch(entry.derivation)
    ]
    assert rows, "no row names a weight by its numbers"
    for entry in rows:
        assert ends_of(entry.figure) == ends_of(entry.derivation), entry.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_its_sentences_and_every_sentence_its_entry(language: str) -> None:
    table = Translations(Settings().static / "i18n").table(language)
    wanted = {f"glossary.{entry.name}.meaning" for entry in GLOSSARY}
    wanted |= {f"glossary.{entry.name}.clash" for entry in GLOSSARY if entry.clashes}
    assert wanted == {key for key in table if re.fullmatch(r"glossary\.\w+\.\w+", key)}


@pytest.mark.parametrize(("language", "word"), [("en", "sign"), ("zh", "符号")])
def test_a_row_whose_columns_differ_in_sign_says_so(language: str, word: str) -> None:
    table = Translations(Settings().static / "i18n").table(language)
    opposite = [
        entry.name
        for entry in GLOSSARY
        if r"-\frac{\partial C}" in entry.figure and "-" not in entry.derivation
    ]
    assert opposite == ["error", "delta"]
    for name in opposite:
        assert word in table[f"glossary.{name}.meaning"], name


def test_every_symbol_is_valid_latex() -> None:
    for entry in GLOSSARY:
        for latex in filter(None, (entry.figure, entry.derivation)):
            assert mathml(latex).startswith("<math"), entry.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/lesson/5", "/lesson/glossary"])
def test_the_table_is_on_the_page(client: Client, address: str, language: str) -> None:
    page = client.get(f"{address}?lang={language}")
    assert page.status_code == 200
    rows = {name: json.loads(unescape(letters)) for name, letters in ROW.findall(page.text)}
    assert rows == {
        entry.name: {reading: list(letters) for reading, letters in entry.letters.items()}
        for entry in GLOSSARY
    }


@pytest.mark.parametrize(("section", "language"), PAGES)
def test_every_term_of_the_prose_is_in_the_glossary(section: int, language: str) -> None:
    prose = path_of(section, language).read_text(encoding="utf-8")
    assert set(TERM.findall(prose)) <= {entry.name for entry in GLOSSARY}
