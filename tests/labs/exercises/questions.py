"""Golden cases: an exercise of each kind and section, with its answers, as its seed draws it.

Sheets and their keys, and links to an exercise, hold the seed alone. ``python -m
tests.labs.exercises.questions`` writes ``questions.json`` again after a change of the exercises.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.labs.exercises.table import SECTIONS, posed

FILE = Path(__file__).with_name("questions.json")
SEED = 3


def readable(part: Any) -> Any:
    """Plain data, its numbers without what the last digits of an addition leave."""
    if isinstance(part, dict):
        return {str(name): readable(each) for name, each in part.items()}
    if isinstance(part, (list, tuple)):
        return [readable(each) for each in part]
    if isinstance(part, str | bool | None):
        return part
    return round(float(part), 9) + 0.0


def text() -> str:
    cases = []
    for section, names in SECTIONS.items():
        for number, name in enumerate(names, start=1):
            exercise = posed(section, number, SEED)
            case = {
                "section": section,
                "kind": name,
                "question": readable(asdict(exercise.question)),
                "solution": readable(asdict(exercise.solution)),
            }
            cases.append(json.dumps(case, ensure_ascii=False))
    return "[\n" + ",\n".join(cases) + "\n]\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
