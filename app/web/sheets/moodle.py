r"""Sheets as Moodle XML: a cloze question for each variant.

The format: https://docs.moodle.org/en/Moodle_XML_format and
https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type. Mathematics stands between \(
and \), which Moodle's MathJax filter writes.
"""

import re
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

from ...checking.sheets.work import unit_of
from ..endpoint import Content, Say

#: A number may be off by so many units of its last digit, since an LMS does not know what somebody
#: wrote in the lines before.
UNITS = 2
SIGNS = ("+", "−", "0")


def moodle(content: Content, say: Say) -> str:
    quiz = Xml.Element("quiz")
    quiz.append(Xml.Comment(f" {say('sheet_file.moodle', {})} "))
    for sheet in content["variants"]:
        question = Xml.SubElement(quiz, "question", type="cloze")
        title = f"{say('sheet.title', {})} · {say('sheet.variant', {'variant': sheet['variant']})}"
        Xml.SubElement(Xml.SubElement(question, "name"), "text").text = title
        text = Xml.SubElement(question, "questiontext", format="html")
        Xml.SubElement(text, "text").text = question_text(content, sheet, say)
        feedback = Xml.SubElement(question, "generalfeedback", format="html")
        Xml.SubElement(feedback, "text").text = key_text(content, sheet, say)
    Xml.indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(quiz, "unicode") + "\n"


def question_text(content: Content, sheet: Content, say: Say) -> str:
    """As HTML, with a blank of its own format for each answer."""
    rows = [", ".join(maths(f"{e['symbol']}={e['text']}") for e in row) for row in sheet["given"]]
    parts = [*rows, ", ".join(map(maths, sheet["formulas"]))]
    parts += [f"<strong>{escape(content['task'])}</strong>"]
    parts += [f"<em>{escape(say('sheet_file.moodle', {}))}</em>"]
    names = names_asked(content, sheet)
    for line in sheet["lines"]:
        if line["asks_principle"]:
            right = content["principles"][line["principle"]]
            parts.append(f"{escape(say('sheet.principle.asked', {}))}: {choice(names, right)}")
        parts += [
            f"{each['number']}. {maths(each['symbol'])} = {answer(content, each)}"
            for each in line["numbers"]
        ]
    if sheet["slip"] is not None:
        wrong = [
            each
            for line in sheet["lines"]
            for each in line["numbers"]
            if each["address"] in sheet["slip"]["at"]
        ]
        numbers = "~".join(f"={each['number']}:0" for each in wrong)
        parts.append(f"{escape(say('sheet.slip.which', {}))} {{1:NUMERICAL:{numbers}}}")
        right_numbers = "~".join(f"={numerical(each)}" for each in wrong)
        parts.append(f"{escape(say('sheet.slip.right', {}))} {{1:NUMERICAL:{right_numbers}}}")
    return "".join(f"<p>{part}</p>" for part in parts)


def key_text(content: Content, sheet: Content, say: Say) -> str:
    """The way to each number, shown after an attempt."""
    parts = [maths(each["way"]) for line in sheet["lines"] for each in line["numbers"]]
    if sheet["slip"] is not None:
        parts.insert(0, escape(sheet["slip"]["text"]))
    return "".join(f"<p>{part}</p>" for part in parts)


def answer(content: Content, number: Content) -> str:
    """What stands on the sheet, or a blank."""
    if not number["asked"]:
        return escape(number["shown"] or number["text"])
    if content["plan"]["kind"] == "signs":
        return choice(SIGNS, number["sign"].replace("-", "−"))
    return f"{{1:NUMERICAL:={numerical(number)}}}"


def numerical(number: Content) -> str:
    """The number and how far off it may be."""
    off = UNITS * unit_of(number["text"]) + abs(number["exact"] - float(number["text"]))
    return f"{number['text']}:{off:.2g}"


def names_asked(content: Content, sheet: Content) -> list[str]:
    asked = {line["principle"] for line in sheet["lines"] if line["asks_principle"]}
    return [word for name, word in content["principles"].items() if name in asked]


def choice(names: list[str] | tuple[str, ...], right: str) -> str:
    """A menu; in it some characters have a meaning of their own."""
    entries = [("=" if name == right else "") + in_cloze(name) for name in names]
    return f"{{1:MULTICHOICE:{'~'.join(entries)}}}"


def in_cloze(text: str) -> str:
    return re.sub(r"([~=}#/\"\\])", r"\\\1", escape(text))


def maths(latex: str) -> str:
    return rf"\({escape(latex)}\)"
