"""Runs tests in forks of this process, which has imported what the tests need of other projects,
and nothing of this one: a fork imports the code, with a fault or without, and runs the tests in a
fraction of a second. No file is changed.
"""

import ctypes
import importlib.util
import io
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout, suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import coverage
import hypothesis
import mpmath  # noqa: F401
import numpy  # noqa: F401
import pytest

from tests.examples import PROFILES
from tests.paths import ROOT

#: Of pytest: the tests' own fixtures are in their files; `tests/conftest.py` imports the server.
ARGUMENTS = ("--noconftest", "--assert=plain", "-x", "-q", "-p", "no:cacheprovider", "--tb=no")
MEMORY = 4 << 30
#: Of what the tests take without a fault, before it counts as an endless loop, and in seconds.
PATIENCE, LEAST_SECONDS = 5, 10
#: Of seconds on the clock to those of the processor, on a busy machine.
WAITING = 20


class Faulty(MetaPathFinder):
    """Finds one module with another text than its file has."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.name = path.removesuffix(".py").replace("/", ".")

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.name:
            return None
        file = str(ROOT / self.path)
        return importlib.util.spec_from_file_location(
            fullname, file, loader=Loader(fullname, file, self.text)
        )


class Loader(SourceFileLoader):
    def __init__(self, name: str, file: str, text: str) -> None:
        super().__init__(name, file)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


def without_case(nodeid: str) -> str:
    return nodeid.split("[", 1)[0]


class Reporter:
    """What pytest tells: the first test that fails, all that fail, and the seconds of each on the
    processor, by the test's name without its case.
    """

    def __init__(self, tracer: coverage.Coverage | None = None) -> None:
        self.failed: list[str] = []
        self.seconds: dict[str, float] = {}
        self.tracer = tracer

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        name = without_case(item.nodeid)
        if self.tracer:
            self.tracer.switch_context(name)
        begun = sum(os.times()[:4])
        yield
        taken = sum(os.times()[:4]) - begun
        self.seconds[name] = self.seconds.get(name, 0.0) + taken
        if self.tracer:
            self.tracer.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def prepare() -> None:
    """For the process that forks."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # As many examples as `make test` tries, the same each time. No smaller example is looked for.
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile(
        "mutants", max_examples=PROFILES["quick"], deadline=None, derandomize=True, database=None,
        phases=phases, suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    hypothesis.settings.load_profile("mutants")
    # What pytest imports when it starts, the forks need not.
    with redirect_stdout(io.StringIO()):
        pytest.main([*ARGUMENTS, "--collect-only", str(ROOT / "tests" / "mutants")])
    early = [name for name in sys.modules if name == "app" or name.startswith("app.")]
    if early:
        raise RuntimeError(f"{', '.join(early)} must be imported in the forks alone")


def limit(seconds: float) -> None:
    whole = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Linux ends this process when the one that made it ends, however that ends."""
    if sys.platform == "linux":
        set_signal = 1  # PR_SET_PDEATHSIG
        ctypes.CDLL(None).prctl(set_signal, signal.SIGKILL)


class Fork:
    """``work`` in a process of its own, and what it answers, or None if it did not come to it."""

    def __init__(self, work: Callable[[], Any], seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds * WAITING
        self.answer = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115, wait closes it
        self.process = os.fork()
        if self.process == 0:
            self.inside(work)

    def inside(self, work: Callable[[], Any]) -> None:
        os.setsid()
        end_with_parent()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        limit(self.seconds)
        code = 1
        try:
            json.dump(work(), self.answer)
            self.answer.flush()
            code = 0
        finally:
            os._exit(code)

    def wait(self) -> tuple[Any, bool]:
        """The answer, and whether the time was over before it."""
        over = False
        while os.waitid(os.P_PID, self.process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() > self.deadline:
                over = True
                break
            time.sleep(0.01)
        # What it started ends with it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            over = True
        self.answer.seek(0)
        told = self.answer.read()
        self.answer.close()
        return (json.loads(told) if told and os.WIFEXITED(status) else None), over


def tests_fail(path: str, text: str, files: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """The first test that fails when the module has this text; nothing if none does. ``files``:
    of each the tests, in the order in which they are run.
    """
    sys.meta_path.insert(0, Faulty(path, text))
    for file, names in files:
        reporter = Reporter()
        code = pytest.main([*ARGUMENTS, *(f"{file}::{name}" for name in names)], [reporter])
        if code != pytest.ExitCode.OK:
            return [*reporter.failed, f"{file}: pytest ended with {int(code)}"][:1]
    return []


def measured(file: str) -> dict[str, Any]:
    """What the tests of a file take and reach: ``seconds`` and ``failed`` by their names, ``lines``
    by the path of a module and the line, as places in ``tests``.
    """
    tracer = coverage.Coverage(data_file=None, config_file=False, source=[str(ROOT / "app")])
    tracer.start()
    reporter = Reporter(tracer)
    arguments = [argument for argument in ARGUMENTS if argument != "-x"]
    pytest.main([*arguments, file], [reporter])
    tracer.stop()
    data = tracer.get_data()
    tests = list(reporter.seconds)
    number = {name: i for i, name in enumerate(tests)}
    lines = {
        Path(source).relative_to(ROOT).as_posix(): {
            str(line): sorted(number[name] for name in names if name)
            for line, names in data.contexts_by_lineno(source).items()
            if any(names)
        }
        for source in data.measured_files()
    }
    return {
        "tests": tests,
        "seconds": [round(reporter.seconds[name], 3) for name in tests],
        "failed": sorted({without_case(name) for name in reporter.failed}),
        "lines": lines,
    }
