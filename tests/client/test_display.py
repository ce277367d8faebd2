"""A result shows itself: as text, as HTML that needs no script, as LaTeX, with all escaped."""

import html.parser
import json
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.client import Client
from app.client.display import parts
from app.client.display.document import Document, Formulas, Table, Text, number
from app.client.display.html import formula, to_html
from app.client.display.latex import to_latex
from app.client.display.pictures import picture
from app.client.display.sentences import sayer
from app.client.display.text import to_text, width
from app.client.results.files import Imported, ImportedLayer, ImportNotice
from tests.client.requests import CHECK, DESCENT, GRAPH, MARK, SHEETS, TRACE

#: Elements and attributes that GitHub's and nbviewer's notebooks keep, besides those of pictures
#: and formulas.
KEPT = {"div", "p", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td", "code"}
KEPT_ATTRIBUTES = {"align", "scope"}
EVIL = "<script>alert(1)</script>&\"'\\end{array}$x$ \x1b[31m"
SAY = sayer("en")


@pytest.fixture(scope="module")
def here() -> Iterator[Client]:
    with Client() as client:
        yield client


@pytest.fixture(scope="module")
def results(here: Client) -> dict[str, Any]:
    hand_ins = [{"id": EVIL, "answers": {"loss": "0,2"}}]
    return {
        "trace": here.trace(TRACE | {"include": ["latex"]}),
        "many samples": here.trace(TRACE, inputs=[[1, 0], [0, 1]], targets=[[1, 0], [0, 1]]),
        "graph": here.graph(GRAPH),
        "undefined": here.graph("log(w) + abs(w)", values={"w": 0}, undefined="mark"),
        "descent": here.descent(DESCENT),
        "diverged": here.descent(
            DESCENT, runs=[{"optimizer": {"name": "sgd", "learning_rate": 9}}], steps=2000
        ),
        "mark": here.mark(MARK),
        "class": here.mark(TRACE, hand_ins=hand_ins),
        "check": here.check(TRACE),
        "own gradients": here.check(CHECK),
        "sheets": here.sheets(SHEETS),
        "file of sheets": here.sheets(SHEETS, format="markdown"),
        "imported": Imported(
            request={},
            answer={},
            kind="safetensors",
            network={"inputs": 2, "layers": [{"units": 1}]},
            layers=(ImportedLayer(name=EVIL, shape=(1, 2)),),
            notices=(ImportNotice(code="x", text=EVIL),),
        ),
    }


NAMES = ["trace", "many samples", "graph", "undefined", "descent", "diverged", "mark", "class"]
NAMES += ["check", "own gradients", "sheets", "file of sheets", "imported"]


class Elements(html.parser.HTMLParser):
    """The elements of a piece of HTML outside of pictures and formulas, and whether all end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ("script", "style", "iframe", "object", "link")
        assert not any(name.startswith("on") for name, _ in attrs)
        if not {"svg", "math"} & {*self.open, tag}:
            self.seen.add(tag)
            self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_pass_has_its_picture_in_the_language_of_its_client(results: dict[str, Any]) -> None:
    assert results["trace"]._repr_mimebundle_()["text/html"].count("<svg") == 1
    assert picture(results["mark"]) is None
    with Client(language="zh-CN") as client:
        drawn = picture(client.trace(TRACE))
    assert drawn is not None
    assert not drawn.partition("</title>")[0].isascii()
    for trace in (results["trace"], results["many samples"]):
        for tag in ("<script", "<style", "<foreignObject", 'href="http', "javascript:"):
            assert tag not in (picture(trace) or "")


@pytest.mark.parametrize("name", NAMES)
def test_a_result_shows_itself_in_every_form(results: dict[str, Any], name: str) -> None:
    result = results[name]
    shown = result._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/latex", "text/plain"}
    found = Elements(shown["text/html"])
    assert found.open == []
    assert found.seen <= KEPT
    assert found.attributes <= KEPT_ATTRIBUTES
    title = result.document(SAY).title
    assert found.text.startswith(title)
    assert shown["text/plain"].startswith(title)
    assert shown["text/latex"].count(r"\begin{array}") == shown["text/latex"].count(r"\end{array}")
    assert repr(result) == f"<{type(result).__name__}: {title}>"
    assert "\x1b" not in shown["text/plain"]


def test_all_kinds_of_results_are_shown_here(results: dict[str, Any]) -> None:
    assert set(results) == set(NAMES)
    assert {type(result) for result in results.values()} == set(parts.DOCUMENTS)


def test_a_notebook_that_holds_the_outputs_is_valid(results: dict[str, Any]) -> None:
    outputs = [
        nbformat.v4.new_output("display_data", data=result._repr_mimebundle_())  # type: ignore[no-untyped-call]
        for result in results.values()
    ]
    cell = nbformat.v4.new_code_cell("result", outputs=outputs)  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    assert json.loads(nbformat.writes(notebook))  # type: ignore[no-untyped-call]


def test_the_numbers_of_a_pass_stand_in_every_form(results: dict[str, Any]) -> None:
    result = results["trace"]
    shown = result._repr_mimebundle_()
    for layer in result.layers:
        for value in (*layer.deltas[0], *layer.weight_gradients.ravel()):
            text = number(float(value))
            assert text in shown["text/plain"]
            assert f">{text}<" in shown["text/html"]
            assert text.replace("\N{MINUS SIGN}", "-") in shown["text/latex"]


def test_the_steps_of_a_pass_are_mathml(results: dict[str, Any]) -> None:
    shown = results["trace"]._repr_mimebundle_()
    assert shown["text/html"].count("<math") == len(results["trace"].latex)
    assert shown["text/latex"].count(r"\begin{gathered}") >= 5


def test_a_result_is_in_the_language_of_its_client() -> None:
    with Client(language="zh") as client:
        shown = client.trace(TRACE)._repr_mimebundle_()
    for text in shown.values():
        assert "权重和偏置" in text


TEXTS = st.text(max_size=20) | st.just(EVIL)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5), TEXTS)
def test_whatever_a_document_holds_is_escaped(rows: list[tuple[str, str, str]], text: str) -> None:
    document = Document(text, (Table(text, ("a", "b", text), rows), Text(text)))
    found = Elements(to_html(document, SAY, None))
    assert found.open == []
    assert found.seen <= KEPT
    latex = to_latex(document)
    assert latex.count(r"\begin{array}") == latex.count(r"\end{array}") == bool(rows)
    assert all(c.isprintable() or c == "\n" for c in to_text(document, SAY))


@pytest.mark.parametrize(
    "latex",
    ["{" * 10_000, r"\begin{array}{c}" * 500, r"\left(" * 300, "x" * 10_000, r"\nothing", "}", ""],
)
def test_a_formula_that_cannot_be_converted_is_shown_as_it_is(latex: str) -> None:
    assert formula(latex).startswith("<code>") or latex == ""


@pytest.mark.parametrize(
    "latex", [r"\text{<script>alert(1)</script>}", "<img src=x onerror=alert(1)>", r"\text{&lt;}"]
)
def test_a_formula_brings_no_element_of_html(latex: str) -> None:
    Elements(to_html(Document("", (Formulas("", [latex]),)), SAY, None))
    assert "<script" not in formula(latex)
    assert "<img" not in formula(latex)


def test_columns_are_aligned_by_the_width_of_a_terminal() -> None:
    assert [width(text) for text in ("ab", "权重", "e\N{COMBINING ACUTE ACCENT}")] == [2, 4, 1]
    rows = [("权", "1"), ("abc", "−10.5")]
    lines = to_text(Document("t", (Table("", ("名称", "n"), rows),)), SAY).splitlines()
    assert lines[2:] == ["  名称      n", "  权        1", "  abc   −10.5"]


def test_long_tables_are_cut_and_say_so(here: Client) -> None:
    network = {
        "inputs": 30,
        "layers": [{"units": 30, "activation": "tanh"}],
        "loss": "half_squared_error",
    }
    result = here.trace(network=network, inputs=[0.1] * 30, targets=[0.2] * 30)
    shown = result._repr_mimebundle_()
    assert "and 730 more" in shown["text/plain"]
    assert "and 890 more" in shown["text/html"]


def test_numbers_are_readable() -> None:
    assert [number(value) for value in (1.0, -0.5, 1 / 3, 1e-9, 1e20, None, float("nan"))] == [
        *("1", "−0.5", "0.333333", "1e−09", "1e20", "–", "–")
    ]
