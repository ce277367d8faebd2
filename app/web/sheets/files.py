"""Sheets as files: Markdown and LaTeX from templates, Moodle XML (`moodle`)."""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...settings import folder
from ..endpoint import Content, Say
from .moodle import moodle

#: What stands for itself in mathematics; a document declares those that it has.
CHARACTERS = {
    "δ": r"\delta",
    "η": r"\eta",
    "σ": r"\sigma",
    "Σ": r"\sum",
    "∂": r"\partial",
    "∇": r"\nabla",
    "′": r"'",
    "−": "-",
    "·": r"\cdot",
    "½": r"\tfrac12",
    "²": "^2",
    "×": r"\times",
    "→": r"\rightarrow",
    "…": r"\dots",
}
#: Where they are declared.
DECLARATIONS = "% characters"
SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: rf"\{character}" for character in "&%$#_{}"},
}


def tex(text: str) -> str:
    """A sentence in a LaTeX document."""
    return "".join(SPECIAL.get(character, character) for character in text)


TEMPLATES = FileSystemLoader(folder("templates") / "sheets")
MARKDOWN = Environment(
    loader=TEMPLATES,
    autoescape=False,  # no HTML, and all text is our own
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
LATEX = MARKDOWN.overlay(
    block_start_string="<%",
    block_end_string="%>",
    variable_start_string="<<",
    variable_end_string=">>",
    comment_start_string="<%#",
    comment_end_string="%>",
)
LATEX.filters["tex"] = tex


def shared(content: Content, say: Say) -> dict[str, Any]:
    """What both templates show."""
    asked = {
        line["principle"]
        for sheet in content["variants"]
        for line in sheet["lines"]
        if line["asks_principle"]
    }
    return content | {
        "title": say("sheet.title", {}),
        "names": [word for name, word in content["principles"].items() if name in asked],
        "signs": content["plan"]["kind"] == "signs",
        "say": lambda key, **params: say(key, params),
        "slip_numbers": slip_numbers,
    }


def slip_numbers(sheet: Content) -> str:
    """The numbers of the line with the mistake, by their places."""
    at = sheet["slip"]["at"]
    return ", ".join(
        str(each["number"])
        for line in sheet["lines"]
        for each in line["numbers"]
        if each["address"] in at
    )


def without_gaps(text: str) -> str:
    """At most one empty line between two others."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def markdown(content: Content, say: Say) -> Content:
    text = MARKDOWN.get_template("sheet.md").render(shared(content, say))
    return file_of(content, "md", "text/markdown", without_gaps(text))


def latex(content: Content, say: Say) -> Content:
    fields = shared(content, say) | {"compile": say("sheet_file.latex", {})}
    text = LATEX.get_template("sheet.tex").render(fields)
    declared = [
        rf"\newunicodechar{{{character}}}{{\ensuremath{{{command}}}}}"
        for character, command in CHARACTERS.items()
        if character in text
    ]
    text = text.replace(DECLARATIONS, "\n".join(declared), 1)
    return file_of(content, "tex", "application/x-tex", without_gaps(text))


def as_moodle(content: Content, say: Say) -> Content:
    return file_of(content, "xml", "application/xml", moodle(content, say))


def file_of(content: Content, ending: str, media_type: str, text: str) -> Content:
    plan = content["plan"]
    name = f"{plan['ready'] or plan['kind']}-{content['seed']}.{ending}"
    return {"name": name, "media_type": media_type, "text": text}


FILES: dict[str, Callable[[Content, Say], Content]] = {
    "markdown": markdown,
    "latex": latex,
    "moodle": as_moodle,
}
