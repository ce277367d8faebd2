"""Which tests may notice a fault in a module: those of the files that import it or are named after
it, of the folder of tests that mirrors its own; where there is none, all files of the folder. The
tests that run the line come first, the quickest file first, then the others, the quickest first, of
which some read what the import of the module has made.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.mutants.running import Fork, measured
from tests.paths import ROOT

#: Where results are kept between runs.
KEPT = ROOT / ".mutants"
#: On the processor: a file whose tests take longer, and a test, cannot be run for every fault.
FILE_SECONDS, TEST_SECONDS = 240, 8
#: What one fault may cost, in seconds of the tests without it; those of its line all run.
FAULT_SECONDS = 10.0
#: Their tests run what numba compiles, half a minute for every fault, or programs of frameworks.
LEFT_OUT = (
    "tests/engine/network/runs/kernels/test_fused.py",
    "tests/exporting/test_network_programs.py",
    "tests/exporting/test_graph_programs.py",
)

#: By file, in the order in which they are run.
Tests = list[tuple[str, list[str]]]


@cache
def digest(paths: tuple[Path, ...]) -> str:
    known = sha256()
    for path in paths:
        known.update(path.read_bytes() + b"\0")
    return known.hexdigest()


@dataclass
class Known:
    """Of a test file: what `running.measured` gives."""

    file: str
    tests: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def usable(self, number: int) -> bool:
        return self.tests[number] not in self.failed and self.seconds[number] <= TEST_SECONDS

    def reaching(self, module: str, lines: Iterable[int] | None) -> set[int]:
        """The tests that run one of the lines of the module; all for None, since some read what
        its import has made.
        """
        of_module = self.lines.get(module, {})
        found = (
            range(len(self.tests))
            if lines is None
            else [n for line in lines for n in of_module.get(str(line), ())]
        )
        return {n for n in found if self.usable(n)}


class Area:
    """The tests of `tests/<name>`, measured; what has not changed since is read from `KEPT`.

    ``wide``: all its files for every module.
    """

    def __init__(self, name: str, wide: bool, tell: Callable[[str], None]) -> None:
        self.wide, self.tell = wide, tell
        files = sorted((ROOT / "tests" / name).rglob("*.py"))
        code = sorted((ROOT / "app" / name).rglob("*.py"))
        tests = [path for path in files if path.name.startswith("test_")]
        helpers = [path for path in files if path not in tests]
        #: Of all that the tests of the area read.
        self.stamp = f"{digest(tuple(files))}{' wide' if wide else ''}"
        self.stamps = {
            path: digest((path, *helpers, *code))
            for path in tests
            if path.relative_to(ROOT).as_posix() not in LEFT_OUT
        }

    @cache  # noqa: B019, an area lives as long as the program
    def known(self, module: str) -> list[Known]:
        """Of the files of the tests of a module."""
        near = [path for path in self.stamps if self.wide or is_near(path, module)]
        return [
            self.of_file(path.relative_to(ROOT).as_posix(), self.stamps[path])
            for path in near or self.stamps
        ]

    def of_file(self, file: str, stamp: str) -> Known:
        kept = KEPT / "tests" / f"{file.replace('/', '.')}.json"
        if kept.exists():
            found = json.loads(kept.read_text(encoding="utf-8"))
            if found["stamp"] == stamp:
                return Known(file, **found["known"])
        self.tell(f"measuring {file}")
        answer, over = Fork(lambda: measured(file), FILE_SECONDS).wait()
        if answer is None:
            self.tell(f"{file} is not used: " + ("it takes too long" if over else "it did not run"))
            answer = {}
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"stamp": stamp, "known": answer}), encoding="utf-8")
        return Known(file, **answer)

    def tests_for(self, module: str, lines: Iterable[int] | None) -> tuple[Tests, float]:
        """By file what to run for a fault in these lines, and its seconds without the fault."""
        files = self.known(module)
        groups: list[tuple[float, str, list[int]]] = []
        others: list[tuple[bool, float, str, int]] = []
        for known in files:
            exact = known.reaching(module, lines)
            far = not is_near(ROOT / known.file, module)
            if exact:
                seconds = sum(known.seconds[n] for n in exact)
                groups.append((seconds, known.file, sorted(exact)))
            others += [
                (far, known.seconds[n], known.file, n) for n in known.reaching(module, None) - exact
            ]
        groups.sort()
        total = sum(seconds for seconds, *_ in groups)
        more: dict[str, list[int]] = {}
        for _, seconds, file, n in sorted(others):
            if total + seconds > FAULT_SECONDS:
                break
            more.setdefault(file, []).append(n)
            total += seconds
        names = {known.file: [each.split("::", 1)[1] for each in known.tests] for known in files}
        chosen = [(file, numbers) for _, file, numbers in groups] + list(more.items())
        return [(file, [names[file][n] for n in numbers]) for file, numbers in chosen], total


def is_near(test: Path, module: str) -> bool:
    """Does the test file import the module, or is it named after it?"""
    folder, stem = module.removesuffix(".py").replace("/", ".").rsplit(".", 1)
    names = rf"[^(\n]*\b{stem}\b|\([^)]*\b{stem}\b"
    imports = rf"from {re.escape(folder)}(\.{stem} import| import ({names}))"
    return test.stem == f"test_{stem}" or bool(re.search(imports, test.read_text(encoding="utf-8")))


def read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
