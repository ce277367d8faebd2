"""The prose of the lesson: the same structure in every language, all numbers from the engine."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from app.localization import DEFAULT, LANGUAGES, Translations
from app.settings import Settings
from app.web.lesson.mathematics import RawStrings, mathml
from app.web.lesson.questions import QUESTIONS
from app.web.lesson.sections import FIGURES, NUMBERED, SECTIONS, TITLES, preset_of
from app.web.lesson.sources import SOURCES
from tests.conftest import Client

#: The macros of ``lesson/parts.html`` and what each is called with; a call is written as a tag.
MACROS = {
    "tex": ("latex",),
    "said": ("latex", "words"),
    "block": ("latex",),
    "value": ("experiment", "quantity"),
    "fig": ("name",),
    "sec": ("number",),
    "question": ("name",),
    "often": ("names",),
    "tool": ("name",),
    "cite": ("name",),
    "sources": (),
}
#: Macros with a text inside.
AROUND = {"figure": ("name", "tool=none"), "term": ("name",)}

#: Tags and calls that are the same in every language: in this order, and in any order.
STRUCTURE = {"section", "h2", "h3", "ul", "ol", "dl", "dt", "table", "tr", "li", "blockquote"}
ORDERED = STRUCTURE | {"call-figure", "call-question", "call-often", "call-tool", "call-block"}
COUNTED = {"call-value", "call-fig", "call-sec", "call-term", "call-cite"}

#: Names that Chinese text keeps in Latin letters; A, B and C are examples, S is a shape, BP the
#: abbreviation of backpropagation.
NAMES = {"A", "B", "BP", "C", "PyTorch", "S", "sigmoid"}
#: The English term behind a Chinese one.
TERM = re.compile("（[A-Za-z ]+(，[A-Z]+)?）")
LATIN = re.compile(r"[A-Za-z]+")
DIGIT = re.compile(r"\d")
#: What a macro writes with a Chinese character right behind it; its arguments may have braces.
AGAINST = re.compile(r"""\{\{ (?:fig|value|tex)\((?:"[^"]*"|[^")])*\) \}\}[一-鿿]""")


def recording() -> str:
    """A ``lesson/parts.html`` whose macros write their calls as tags."""

    def macro(name: str, parameters: tuple[str, ...], inside: str) -> str:
        given = f"[{', '.join(name for name in parameters if '=' not in name)}]"
        return (
            f"{{% macro {name}({', '.join(parameters)}) %}}"
            f'<call-{name} given="{{{{ {given} | tojson | forceescape }}}}">{inside}</call-{name}>'
            "{% endmacro %}"
        )

    plain = [macro(name, parameters, "") for name, parameters in MACROS.items()]
    around = [macro(name, parameters, "{{ caller() }}") for name, parameters in AROUND.items()]
    return "".join(plain + around)


@dataclass
class Prose(HTMLParser):
    """The tags and calls of a prose file in order, and its text outside of code."""

    tags: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        calls = tuple(json.loads(given["given"] or "[]")) if "given" in given else ()
        self.tags.append((tag, (given["id"],) if tag == "section" else calls))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "code" not in self.open:
            self.text.append(data)

    def of(self, *names: str) -> list[tuple[object, ...]]:
        return [given for tag, given in self.tags if tag in names]


#: The languages that have all prose; in another a section, or the questions, are English until
#: they are translated.
TRANSLATED = ("en", "zh")


def path_of(section: int | str, language: str) -> Path:
    return Settings().templates / "lesson" / f"{section}.{language}.html"


@cache
def prose(section: int, language: str) -> Prose:
    templates = FileSystemLoader(Settings().templates)
    environment = Environment(
        loader=ChoiceLoader([DictLoader({"lesson/parts.html": recording()}), templates]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[RawStrings],
    )
    environment.globals["url"] = str
    template = environment.get_template(f"lesson/{section}.{language}.html")
    read = Prose()
    read.feed(template.render(lang=language))
    read.close()
    assert read.open == [], f"not closed: {read.open}"
    return read


def written_in(section: int | str, language: str) -> str:
    """The language of the prose that a reader of ``language`` gets."""
    there = language in TRANSLATED or path_of(section, language).exists()
    return language if there else DEFAULT


PAGES = [
    (section, language)
    for section in SECTIONS
    for language in LANGUAGES
    if written_in(section, language) == language
]


@pytest.mark.parametrize(("section", "language"), PAGES)
def test_every_language_has_the_same_structure(section: int, language: str) -> None:
    ours, theirs = prose(section, language), prose(section, DEFAULT)
    assert [each for each in ours.tags if each[0] in ORDERED] == [
        each for each in theirs.tags if each[0] in ORDERED
    ]
    assert Counter(each for each in ours.tags if each[0] in COUNTED) == Counter(
        each for each in theirs.tags if each[0] in COUNTED
    )


@pytest.mark.parametrize(("section", "language"), PAGES)
def test_a_part_is_a_slide_with_one_heading_and_an_address(section: int, language: str) -> None:
    read = prose(section, language)
    names = read.of("section")
    assert len(set(names)) == len(names) == len(read.of("h2"))
    # What is cited is listed at the very end.
    last = [("remember",), ("sources",)] if read.of("call-cite") else [("remember",)]
    assert names[-len(last) :] == last
    assert len(read.of("call-sources")) == len(last) - 1
    assert "exercises" not in {name for (name,) in names}, "the frame's own part has this address"


@pytest.mark.parametrize(("section", "language"), PAGES)
def test_no_number_is_typed_by_hand(section: int, language: str) -> None:
    assert [text for text in prose(section, language).text if DIGIT.search(text)] == []


@pytest.mark.parametrize("section", SECTIONS)
def test_chinese_text_is_chinese(section: int) -> None:
    text = TERM.sub("", " ".join(prose(section, "zh").text))
    assert set(LATIN.findall(text)) <= NAMES
    assert not set(text) & set("?!;"), "full-width punctuation"
    assert not re.search(r"[一-鿿][,.:()]|[,.:()][一-鿿]", text), "full-width punctuation"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_space_is_between_a_number_and_the_character_after_it(section: int) -> None:
    """图 16 到图 19: a reference to a figure, a live number and a formula end in no character."""
    text = path_of(section, "zh").read_text(encoding="utf-8")
    assert AGAINST.findall(text) == []


def test_a_formula_with_braces_and_no_space_behind_it_is_seen() -> None:
    assert AGAINST.findall('{{ tex("w_{14}") }}和 {{ tex(r"\\frac{1}{2}") }} 是') == [
        '{{ tex("w_{14}") }}和'
    ]


def test_every_figure_has_a_number_or_a_title() -> None:
    unnamed = [name for name in FIGURES if not (NUMBERED.fullmatch(name) or name in TITLES)]
    assert unnamed == [], "each needs a row of TITLES in app/web/lesson/sections.py"
    for language in LANGUAGES:
        table = Translations(Settings().static / "i18n").table(language)
        assert [key for key in TITLES.values() if not table.get(key)] == []


@pytest.mark.parametrize(("section", "language"), PAGES)
def test_everything_named_exists(section: int, language: str) -> None:
    read = prose(section, language)
    assert {name for (name,) in read.of("call-figure", "call-fig")} <= set(FIGURES)
    # A reference leads to a figure of the same page.
    assert set(read.of("call-fig")) <= set(read.of("call-figure"))
    assert {name for (name,) in read.of("call-cite")} <= set(SOURCES)
    assert {name for (name,) in read.of("call-question")} <= set(QUESTIONS)
    assert {number for (number,) in read.of("call-sec")} <= set(SECTIONS) - {section}
    assert all(preset_of(str(experiment)) for experiment, _ in read.of("call-value"))
    assert all(mathml(str(latex)) for (latex,) in read.of("call-tex", "call-block"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_no_line_can_begin_with_the_punctuation_after_a_formula(
    client: Client, section: int, language: str
) -> None:
    """Browsers may break a line between a formula and what follows, even before a full stop."""
    page = client.get(f"/lesson/{section}?lang={language}")
    assert page.status_code == 200
    free = re.findall(
        r'(?<!<span class="kept">)<math[^>]*>(?:(?!</math>).)*</math>[，。；：！？、）.,;]',
        page.text,
    )
    assert free == []
