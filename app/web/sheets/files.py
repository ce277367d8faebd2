"""Sheets as files: Markdown and LaTeX from templates, Moodle XML (`moodle`), a SCORM package
(`scorm`).
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from ...exporting.templates import latex as latex_of
from ...exporting.templates import plain_text, without_gaps
from ...folders import folder
from ..endpoint import Content, Say
from .moodle import moodle
from .scorm import package

#: What stands for itself in mathematics, in LaTeX.
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
#: Not declared as characters: what declares them differs between the programs, or needs a package.
WRITTEN = str.maketrans(
    {character: rf"\ensuremath{{{command}}}" for character, command in CHARACTERS.items()}
)
MARKDOWN = plain_text(folder("templates") / "sheets")
LATEX = latex_of(MARKDOWN)


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


def markdown(content: Content, say: Say) -> Content:
    text = MARKDOWN.get_template("sheet.md").render(shared(content, say))
    return file_of(content, "md", "text/markdown", without_gaps(text))


def latex(content: Content, say: Say) -> Content:
    fields = shared(content, say) | {"compile": say("sheet_file.latex", {})}
    text = LATEX.get_template("sheet.tex").render(fields).translate(WRITTEN)
    return file_of(content, "tex", "application/x-tex", without_gaps(text))


def as_moodle(content: Content, say: Say) -> Content:
    return file_of(content, "xml", "application/xml", moodle(content, say))


def as_scorm(content: Content, say: Say) -> Content:
    text = b64encode(package(content, say)).decode()
    return file_of(content, "zip", "application/zip", text, "base64")


def file_of(
    content: Content, ending: str, media_type: str, text: str, encoding: str = "utf-8"
) -> Content:
    plan = content["plan"]
    name = f"{plan['ready'] or plan['kind']}-{content['seed']}.{ending}"
    return {"name": name, "media_type": media_type, "encoding": encoding, "text": text}


FILES: dict[str, Callable[[Content, Say], Content]] = {
    "markdown": markdown,
    "latex": latex,
    "moodle": as_moodle,
    "scorm": as_scorm,
}
