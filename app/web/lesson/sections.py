"""The sections of the lesson, and what a page of it needs besides its prose.

To add a section, add its number to `SECTIONS`, its prose ``templates/lesson/<n>.<language>.html``
and its sentences ``lesson.title_<n>`` and ``lesson.abstract_<n>``.
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

SECTIONS = (1, 2, 3, 4, 5, 6, 7)

#: The questions to think about that the prose of a section places.
QUESTIONS_OF = {3: ("parameters", "purpose", "both"), 5: ("when",)}

#: The document's figures, formula and animations, and our own.
FIGURES: dict[str, Figure] = LAB_FIGURES | FLOW_FIGURES | DERIVATION_FIGURES

#: Where a experiment's request stands, by its tool.
EXPERIMENTS: dict[Tool, dict[str, dict[str, Any]]] = {
    "network": PRESETS,
    "graph": GRAPH_PRESETS,
    "descent": DESCENT_PRESETS,
}

#: How a figure is called: the document numbers three kinds.
LABELS = {"": "lesson.figure", "formula": "lesson.formula", "gif": "lesson.animation"}
NUMBERED = re.compile(r"([a-z]*?)(\d+)")
#: Pictures that the document shows under one number, and of which figure each is a part.
PARTS_OF = {"23_backward": "23"}
#: Our own figures have a title instead of a number.
TITLES = {
    "overview": "lesson.own_overview",
    "program": "lesson.own_program",
    "composition": "lesson.own_composition",
}
#: Experiments whose preset has a name that another tool's preset has too.
SECOND_NAMES: dict[str, tuple[Tool, str]] = {"section_2": ("descent", "document")}


def preset_of(experiment: str) -> tuple[Tool, str]:
    """The tool of a experiment, and its preset there. Raises `KeyError` where no tool has it."""
    if experiment in SECOND_NAMES:
        return SECOND_NAMES[experiment]
    for tool, presets in EXPERIMENTS.items():
        if experiment in presets:
            return tool, experiment
    raise KeyError(experiment)


def experiment_of(figure: Figure) -> str:
    """What the experiment of a figure is called in the lesson."""
    stands = (figure.tool, figure.experiment)
    names = [experiment for experiment, preset in SECOND_NAMES.items() if preset == stands]
    return names[0] if names else figure.experiment


def label(name: str) -> tuple[str, str]:
    """The key of what a figure is called, and its number, "" for one of our own.

    Raises `KeyError` where it has neither a number nor a title.
    """
    match = NUMBERED.fullmatch(PARTS_OF.get(name, name))
    return (LABELS[match[1]], match[2]) if match else (TITLES[name], "")


def drawn_in(section: int) -> int:
    """How many exercises drawn from a seed follow a section."""
    return len(table.SECTIONS[section])


@dataclass
class Reading:
    """One rendering of a section: notes which figures, experiments and questions the prose places,
    so that the page carries the data of just these.
    """

    section: int
    figures: dict[str, Figure] = field(default_factory=dict)
    experiments: dict[str, tuple[Tool, str]] = field(default_factory=dict)
    questions: dict[str, Any] = field(default_factory=dict)

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

    def data(self) -> dict[str, Any]:
        """What the browser is given: plain JSON."""
        return {
            "section": self.section,
            "exercises": drawn_in(self.section),
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
    """How many questions a reader can solve in each section."""
    return {number: len(QUESTIONS_OF.get(number, ())) + drawn_in(number) for number in SECTIONS}


def page_of(section: int) -> dict[str, Any]:
    """What `templates/lesson.html` shows besides the sentences."""
    at = SECTIONS.index(section)
    return {
        "reading": Reading(section),
        "section": section,
        "sections": SECTIONS,
        "glossary": GLOSSARY,
        "previous": SECTIONS[at - 1] if at > 0 else None,
        "next": SECTIONS[at + 1] if at + 1 < len(SECTIONS) else None,
    }
