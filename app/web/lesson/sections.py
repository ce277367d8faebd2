"""The sections of the lesson, and the data of their pages.

To add a section, add its number to `SECTIONS`, its prose ``templates/lesson/<n>.<language>.html``
and its sentences ``lesson.title_<n>`` and ``lesson.abstract_<n>``.

A figure is named by a number of the document, as "6" or "formula1", or by a title of its own: to
add one of the latter kind, add its row to `TITLES` besides its entry in a table of ``figures``,
and the title ``lesson.own_<name>`` to ``static/i18n/lesson/<language>.json``.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from ...labs.exercises import table
from ..descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from ..trace.presets import PRESETS
from .figures.derivation import DERIVATION_FIGURES
from .figures.figure import Figure, Tool
from .figures.flow import FLOW_FIGURES
from .figures.labs import LAB_FIGURES
from .glossary import GLOSSARY
from .questions import QUESTIONS
from .sources import SOURCES, Source

SECTIONS = (1, 2, 3, 4, 5, 6, 7)

#: The questions in the prose of a section.
QUESTIONS_OF = {3: ("parameters", "purpose", "both"), 5: ("when",)}

#: The figures, formula and animations of the document, and further figures.
FIGURES: dict[str, Figure] = LAB_FIGURES | FLOW_FIGURES | DERIVATION_FIGURES

#: The presets on which experiments are based, by tool.
EXPERIMENTS: dict[Tool, dict[str, dict[str, Any]]] = {
    "network": PRESETS,
    "graph": GRAPH_PRESETS,
    "descent": DESCENT_PRESETS,
}

#: The names of the three kinds that the document numbers.
LABELS = {"": "lesson.figure", "formula": "lesson.formula", "gif": "lesson.animation"}
NUMBERED = re.compile(r"([a-z]*?)(\d+)")
#: The titles of figures that the document does not have, and that so have no number.
TITLES = {
    "overview": "lesson.own_overview",
    "program": "lesson.own_program",
    "composition": "lesson.own_composition",
}
#: Experiments whose preset has the same name as a preset of another tool.
RENAMED_PRESETS: dict[str, tuple[Tool, str]] = {"section_2": ("descent", "document")}


def preset_of(experiment: str) -> tuple[Tool, str]:
    """The tool of an experiment and its preset there. Raises `KeyError` if no tool has it."""
    if experiment in RENAMED_PRESETS:
        return RENAMED_PRESETS[experiment]
    for tool, presets in EXPERIMENTS.items():
        if experiment in presets:
            return tool, experiment
    raise KeyError(experiment)


def experiment_of(figure: Figure) -> str:
    """The name of a figure's experiment in the lesson."""
    key = (figure.tool, figure.experiment)
    names = [experiment for experiment, preset in RENAMED_PRESETS.items() if preset == key]
    return names[0] if names else figure.experiment


def label(name: str) -> tuple[str, str]:
    """The key of a figure's name or title, and its number, "" if it has none.

    Raises `KeyError` if it has neither a number nor a title.
    """
    match = NUMBERED.fullmatch(name)
    return (LABELS[match[1]], match[2]) if match else (TITLES[name], "")


def exercises_in(section: int) -> int:
    """The number of exercises after the text of a section."""
    return len(table.SECTIONS[section])


@dataclass
class Reading:
    """One rendering of a section: collects the figures, experiments, questions and sources that its
    prose uses, so that the page contains the data of these only.
    """

    section: int
    figures: dict[str, Figure] = field(default_factory=dict)
    experiments: dict[str, tuple[Tool, str]] = field(default_factory=dict)
    questions: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def figure(self, name: str) -> Figure:
        figure = self.figures[name] = FIGURES[name]
        self.experiment(experiment_of(figure))
        return figure

    def experiment(self, name: str) -> str:
        self.experiments[name] = preset_of(name)
        return name

    def question(self, name: str) -> str:
        self.questions[name] = QUESTIONS[name]
        return name

    def source(self, name: str) -> Source:
        source = self.sources[name] = SOURCES[name]
        return source

    def data(self) -> dict[str, Any]:
        """The data for the browser: plain JSON."""
        return {
            "section": self.section,
            "exercises": exercises_in(self.section),
            "figures": {
                name: figure.as_json(name) | {"experiment": experiment_of(figure)}
                for name, figure in self.figures.items()
            },
            "experiments": {
                name: {"tool": tool, "preset": preset}
                for name, (tool, preset) in self.experiments.items()
            },
            "questions": self.questions,
        }


def questions_in_sections() -> dict[int, int]:
    """The number of questions and exercises in each section."""
    return {number: len(QUESTIONS_OF.get(number, ())) + exercises_in(number) for number in SECTIONS}


def page_of(section: int) -> dict[str, Any]:
    """The context of `templates/lesson.html`, without the translations."""
    at = SECTIONS.index(section)
    return {
        "reading": Reading(section),
        "section": section,
        "sections": SECTIONS,
        "glossary": GLOSSARY,
        "previous": SECTIONS[at - 1] if at > 0 else None,
        "next": SECTIONS[at + 1] if at + 1 < len(SECTIONS) else None,
    }
