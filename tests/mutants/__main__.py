"""`make mutants`: puts small faults into the modules that compute, one at a time, and runs the
tests of each. What was run before is not run again as long as the function, and for survivors the
tests, are the same.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from tests.paths import ROOT

#: After the locked dependencies: only what these lack is taken from there.
sys.path.append(str(ROOT / ".mutation"))

from tests.mutants import making, report, running
from tests.mutants.choosing import KEPT, Area, Tests, read

AREAS = ("engine", "explain", "checking", "labs", "exporting")
#: Numba compiles them, half a minute for every fault; they are held to the readable engine.
COMPILED = "app/engine/network/runs/kernels"


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="files or folders, as app/engine/network")
    parser.add_argument("--sample", type=int, help="at most so many mutants of each module")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--jobs", type=int, default=1, help="modules at a time")
    parser.add_argument(
        "--wide", action="store_true", help="all tests of the area, not those near the module alone"
    )
    parser.add_argument("--report", action="store_true", help="run none: what is known so far")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/proof.md")
    return parser.parse_args()


class Results:
    """Of a module, kept in a file: by the mutant's key its outcome and what it changes."""

    def __init__(self, path: str) -> None:
        self.file = KEPT / "results" / f"{path.replace('/', '.')}.json"
        self.by_key: dict[str, dict[str, Any]] = read(self.file)

    def settled(self, key: str, stamp: str) -> bool:
        """A fault that was noticed stays so; other tests may notice one that was not."""
        known = self.by_key.get(key)
        return known is not None and (
            known["outcome"] != report.SURVIVED or known["stamp"] == stamp
        )

    def put(self, key: str, result: dict[str, Any]) -> None:
        self.by_key[key] = result
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.by_key, indent=1), encoding="utf-8")
        new.replace(self.file)


def outcome(path: str, text: str, tests: Tests, seconds: float) -> tuple[str, str]:
    """What becomes of a text of the module, and the test that notices it."""
    limit = running.LEAST_SECONDS + running.PATIENCE * seconds
    failed, over = running.Fork(lambda: running.tests_fail(path, text, tests), limit).wait()
    if over:
        return report.TIMEOUT, ""
    if failed is None:
        return report.KILLED, "the process ended"
    return (report.KILLED, failed[0]) if failed else (report.SURVIVED, "")


def run_module(path: str, area: Area, sample: int | None, seed: int) -> None:
    module = making.Module(path)
    results = Results(path)
    left = [
        candidate
        for candidate in module.sample(sample, seed)
        if not results.settled(candidate.key, area.stamp)
    ]
    if not left:
        return
    whole, seconds = area.tests_for(path, ())
    if not whole:
        tell(f"{path}: no test of tests/{path.split('/')[1]} reaches it")
        return
    # The harness itself must not make a test fail.
    found, failed = outcome(path, module.source, whole, seconds)
    if found != report.SURVIVED:
        raise RuntimeError(f"{path}: without a fault {failed or 'the tests take too long'}")
    for number, candidate in enumerate(left, 1):
        mutant = module.mutant(candidate)
        first, last = candidate.lines
        tests, seconds = area.tests_for(path, range(first, last + 1))
        found, failed = outcome(path, mutant.text, tests, seconds)
        results.put(
            mutant.key,
            {
                "outcome": found, "stamp": area.stamp, "place": mutant.place, "line": first,
                "before": mutant.before, "after": mutant.after, "test": failed,
            },
        )  # fmt: skip
        if found == report.SURVIVED:
            tell(f"survived {path}:{first} {mutant.place}: {mutant.before}  ->  {mutant.after}")
        if number % 20 == 0:
            tell(f"{path}: {number} of {len(left)}")


@contextmanager
def alone() -> Iterator[None]:
    """Two of them at once would write the same files."""
    KEPT.mkdir(exist_ok=True)
    lock = KEPT / "running"
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        raise ValueError(f"make mutants is running already; if not, remove {lock}") from None
    os.write(handle, str(os.getpid()).encode())
    os.close(handle)
    try:
        yield
    finally:
        lock.unlink()


def run_all(paths: list[str], asked: argparse.Namespace) -> bool:
    """Several modules at a time, each in a process that forks. Whether all went well."""
    names = dict.fromkeys(path.split("/")[1] for path in paths)
    areas = {name: Area(name, asked.wide, tell) for name in names}
    waiting, running_now, well = list(paths), 0, True
    while waiting or running_now:
        if waiting and running_now < asked.jobs:
            path = waiting.pop(0)
            if os.fork() == 0:
                running.end_with_parent()
                code = 1
                try:
                    run_module(path, areas[path.split("/")[1]], asked.sample, asked.seed)
                    code = 0
                except Exception as error:
                    tell(str(error))
                finally:
                    os._exit(code)
            running_now += 1
            continue
        _, status = os.wait()
        well &= status == 0
        running_now -= 1
    return well


def known_figures(paths: list[str], known: list[report.Explanation]) -> dict[str, report.Figures]:
    found = {}
    for path in paths:
        if not Results(path).by_key:
            found[path] = report.total([])
            continue
        keys = {candidate.key for candidate in making.Module(path).candidates}
        results = [result for key, result in Results(path).by_key.items() if key in keys]
        found[path] = report.figures(path, len(keys), results, known)
    return found


def main() -> int:
    asked = arguments()
    try:
        everything = [
            path for path in making.modules([], AREAS) if not making.is_in(path, COMPILED)
        ]
        paths = [path for path in making.modules(asked.modules, AREAS) if path in everything]
        well = True
        if not asked.report:
            running.prepare()
            with alone():
                well = run_all(paths, asked)
    except ValueError as error:
        tell(str(error))
        return 2
    known = report.explanations()
    text = report.table(known_figures(everything if asked.write else paths, known))
    print(text)
    if asked.write:
        machine = f"{os.cpu_count()} cores, {date.today().isoformat()}, seed {asked.seed}"
        report.write(f"{machine}.\n\n{text}\n\n{report.survivors(known)}")
    unexplained = [
        f"{path}:{result['line']} {result['place']}: {result['before']}  ->  {result['after']}"
        for path in paths
        for result in Results(path).by_key.values()
        if result["outcome"] == report.SURVIVED and not report.explaining(known, path, result)
    ]
    for line in unexplained:
        print(line)
    return 0 if well and not unexplained else 1


if __name__ == "__main__":
    sys.exit(main())
