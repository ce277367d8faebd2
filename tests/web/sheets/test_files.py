"""Sheets as files that other programs read."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from app.checking.sheets.plan import BY_HAND, KINDS
from app.engine.network.losses import LOSSES
from app.harmless import as_latex
from app.web.sheets.files import CHARACTERS
from tests.conftest import Client
from tests.web.requests import Request

LANGUAGES = ("en", "zh")
#: A blank of a cloze question: points, kind, answers.
CLOZE = re.compile(r"\{(\d+):(NUMERICAL|MULTICHOICE):((?:[^{}\\]|\\.)*)\}")


def file_of(client: Client, format_: str, **more: Any) -> str:
    request: Request = {"seed": 5, "variants": 2, "format": format_} | more
    content = client.post("sheets", request)
    assert content.status_code == 200, content.text
    text: str = content.json()["file"]["text"]
    return text


def variants_of(client: Client, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.post("sheets", {"seed": 5, "variants": 2} | more).json()[
        "variants"
    ]
    return found


def numbers(variant: dict[str, Any]) -> list[dict[str, Any]]:
    return [number for line in variant["lines"] for number in line["numbers"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_moodle_reads_a_question_for_each_variant(client: Client, kind: str, language: str) -> None:
    plan = {"kind": kind}
    quiz = Xml.fromstring(file_of(client, "moodle", plan=plan, language=language))
    questions = quiz.findall("question")
    variants = variants_of(client, plan=plan)
    assert [each.get("type") for each in questions] == ["cloze"] * 2
    for question, variant in zip(questions, variants, strict=True):
        assert question.findtext("name/text")
        text = question.findtext("questiontext/text") or ""
        Xml.fromstring(f"<div>{text}</div>")  # It is well-formed itself.
        blanks = CLOZE.findall(text)
        assert sum(int(points) for points, _, _ in blanks) == variant["points"]
        assert all(kind_ != "MULTICHOICE" or "=" in answers for _, kind_, answers in blanks)


def test_moodle_accepts_the_key_and_what_is_exact(client: Client) -> None:
    quiz = Xml.fromstring(file_of(client, "moodle"))
    for question, variant in zip(quiz.findall("question"), variants_of(client), strict=True):
        text = question.findtext("questiontext/text") or ""
        blanks = [answers for _, kind, answers in CLOZE.findall(text) if kind == "NUMERICAL"]
        for blank, number in zip(blanks, numbers(variant), strict=True):
            value, off = map(float, blank.removeprefix("=").split(":"))
            assert abs(value - number["exact"]) <= off
            # Half or double of it, or the other sign, is too far off.
            assert abs(value) > 1.5 * off


@pytest.mark.parametrize("language", LANGUAGES)
def test_moodle_says_what_it_cannot(client: Client, language: str) -> None:
    text = file_of(client, "moodle", language=language)
    assert {"en": "follow through", "zh": "学习管理系统"}[language] in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", [{"kind": kind} for kind in KINDS] + [{"ready": "published_key"}])
def test_a_latex_document_is_whole(
    client: Client, plan: Request, language: str, tmp_path: Path
) -> None:
    text = file_of(client, "latex", plan=plan, language=language)
    assert text.count(r"\begin{") == text.count(r"\end{")
    assert text.count(r"\begin{document}") == 1
    assert text.rstrip().endswith(r"\end{document}")
    body = text.replace(r"\$", "").replace(r"\{", "").replace(r"\}", "")
    assert body.count("{") == body.count("}")
    assert all(line.count("$") % 2 == 0 for line in body.splitlines())
    assert not set(CHARACTERS) & set(text)
    assert language == "zh" or text.isascii()
    program = shutil.which("xelatex" if language == "zh" else "pdflatex")
    if program is not None:
        (tmp_path / "sheet.tex").write_text(text, encoding="utf-8")
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)


def test_every_sentence_can_stand_in_an_english_document(client: Client) -> None:
    """Mistakes are named in keys; each may come up."""
    for seed in range(8):
        text = file_of(
            client, "latex", plan={"kind": "find_the_slip"}, seed=seed, variants=30, language="en"
        )
        assert text.isascii()


def test_what_latex_would_take_for_a_command_is_escaped() -> None:
    assert as_latex("50 % & a_b ~ {x} \\ ^ #1 $ <0 >−1 1–2") == (
        r"50 \% \& a\_b \textasciitilde{} \{x\} \textbackslash{} \textasciicircum{} \#1 \$"
        r" \textless{}0 \textgreater{}-1 1--2"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_markdown_has_sheets_first_and_keys_after_them(client: Client, kind: str) -> None:
    text = file_of(client, "markdown", plan={"kind": kind}, language="en")
    sheets, keys = text.split("\n---\n")
    assert sheets.count("\n# ") + sheets.startswith("# ") == 2
    assert keys.count("# Answer key") == 2
    assert "Answer key" not in sheets
    for variant in variants_of(client, plan={"kind": kind}):
        for number in numbers(variant):
            assert f"{number['number']}. ${number['symbol']}$ =" in sheets
            assert number["way"] in keys
            assert number["way"] not in sheets
    assert "\n\n\n" not in text


@pytest.mark.parametrize("activation", BY_HAND)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_entry_can_be_written(client: Client, activation: str, loss: str) -> None:
    plan = {"activation": activation, "loss": loss}
    for format_ in ("latex", "markdown"):
        assert file_of(client, format_, plan=plan, variants=1)
    Xml.fromstring(file_of(client, "moodle", plan=plan, variants=1))
