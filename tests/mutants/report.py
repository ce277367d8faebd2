"""The figures by module, and the table of the survivors that are explained."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "proof.md"
BEGIN, END = "<!-- figures of make mutants -->", "<!-- end of the figures of make mutants -->"
EXPLAINED = ROOT / "tests" / "mutants" / "explained.toml"
KILLED, SURVIVED, TIMEOUT = "killed", "survived", "timeout"


@dataclass(frozen=True)
class Explanation:
    """Why a fault changes nothing that a test could see."""

    module: str
    place: str
    after: str
    reason: str


def explanations() -> list[Explanation]:
    rows = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["survivor"]
    return [Explanation(**row) for row in rows]


def explaining(known: Iterable[Explanation], path: str, result: Mapping[str, Any]) -> bool:
    return any(
        (one.module, one.place, one.after) == (path, result["place"], result["after"])
        for one in known
    )


@dataclass(frozen=True)
class Figures:
    """Of a module: all its mutants, and what became of those that were run."""

    mutants: int
    killed: int
    survived: int
    timeout: int
    explained: int

    @property
    def run(self) -> int:
        return self.killed + self.survived + self.timeout

    @property
    def percent(self) -> float:
        """Of those that were run and can be noticed, how many were; an endless loop is."""
        noticeable = self.run - self.explained
        return 100 * (self.killed + self.timeout) / noticeable if noticeable else 100.0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.mutants + other.mutants,
            self.killed + other.killed,
            self.survived + other.survived,
            self.timeout + other.timeout,
            self.explained + other.explained,
        )

    def row(self, name: str) -> str:
        cells = (
            name, f"{self.mutants:,}", f"{self.run:,}", f"{self.killed:,}", f"{self.timeout:,}",
            f"{self.survived:,}", f"{self.explained:,}", f"{self.percent:.1f}" if self.run else "–",
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"


HEAD = (
    "| module | mutants | run | killed | endless | survived | of these explained | killed % |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|"
)


def figures(
    path: str, mutants: int, results: Iterable[Mapping[str, Any]], known: list[Explanation]
) -> Figures:
    results = list(results)
    count = Counter(result["outcome"] for result in results)
    explained = sum(
        result["outcome"] == SURVIVED and explaining(known, path, result) for result in results
    )
    return Figures(mutants, count[KILLED], count[SURVIVED], count[TIMEOUT], explained)


def total(parts: Iterable[Figures]) -> Figures:
    return sum(parts, Figures(0, 0, 0, 0, 0))


def table(by_module: Mapping[str, Figures]) -> str:
    """One row for each module of which a mutant was run; the sums, by area, are of these alone."""
    rows = [
        found.row(f"`{path.removeprefix('app/')}`")
        for path, found in by_module.items()
        if found.run
    ]
    areas = dict.fromkeys(path.split("/")[1] for path in by_module)
    for area in areas:
        of_area = [found for path, found in by_module.items() if path.split("/")[1] == area]
        tried = sum(found.run > 0 for found in of_area)
        rows.append(total(of_area).row(f"**{area}**, {tried} of {len(of_area)} modules"))
    rows.append(total(by_module.values()).row("**all**"))
    return "\n".join([HEAD, *rows])


def code(text: str) -> str:
    """As code in a cell of a table, at most a line of it."""
    short = text if len(text) <= 90 else text[:88] + " …"
    return "`` " + short.replace("|", "\\|") + " ``"


def survivors(known: Iterable[Explanation]) -> str:
    rows = [
        f"| `{one.module.removeprefix('app/')}` {one.place} | {code(one.after)} | {one.reason} |"
        for one in known
    ]
    return "\n".join(["| where | becomes | why nothing can notice |", "|---|---|---|", *rows])


def write(text: str) -> None:
    """Puts the text between the two marks of the document."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, rest = document.split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
