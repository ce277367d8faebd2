"""Tables that a measurement writes into a document, between two comments."""

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines += [["---"] * len(lines[0]), *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(document: Path, name: str, text: str) -> None:
    """Puts the text between ``<!-- name -->`` and ``<!-- end of name -->``."""
    place = re.compile(rf"(?<=<!-- {name} -->\n)(.*?)(?=<!-- end of {name} -->)", re.DOTALL)
    before = document.read_text(encoding="utf-8")
    assert place.search(before), f"{document} has no place for {name}"
    document.write_text(place.sub(lambda _: f"{text}\n", before), encoding="utf-8")


def machine() -> str:
    """Where and when a measurement was made, and how busy others kept the machine."""
    today = datetime.now(UTC).date().isoformat()
    load = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"{today}; load average of the 15 minutes before: {load:.0f}"
    )
