"""Every line of every example's program has the API's numbers in the browser code.

The code runs in node, without a browser; ``tests/browser/descent`` walks two of the examples on the
screen. The referee is the answer's own arrays, and each line's formula, evaluated with them.
"""

import json
import math
import subprocess

import pytest

from app.web.descent.presets import DESCENT_PRESETS
from tests.conftest import Client
from tests.paths import ROOT
from tests.web.descent.numbers import in_run, split
from tests.web.requests import Request

#: Iterations that are explained at the start, in the middle and at the end of each run.
COUNT = 20


def number(answer: Request, run: int, address: str) -> float | None:
    """The number of an address in the arrays of the answer."""
    plain, family, name, iteration = split(address)
    found = in_run(answer["runs"][run], family, name, iteration)
    explained = answer["explain"]
    column = explained["values"].get(plain)
    if found is not None or column is None:
        return found
    place = 0 if family == "k" else iteration - 1 - explained["from"]
    return float(column[place]) if place < len(column) else None


@pytest.mark.parametrize("name", DESCENT_PRESETS)
def test_every_line_has_the_answers_numbers_and_its_formula_gives_them(
    client: Client, name: str
) -> None:
    request = DESCENT_PRESETS[name]

    def explained(run: int, first: int) -> Request:
        explain = {"run": run, "from": first, "count": COUNT}
        found = client.post("descent", request | {"explain": explain})
        assert found.status_code == 200
        # The page keeps the request with its answer.
        return {**found.json(), "request": request}

    answers = []
    for run in range(len(request["runs"])):
        start = explained(run, 0)
        steps = len(start["runs"][run]["value"]) - 1
        later = {steps // 2, max(0, steps - COUNT + 2)} - {0}
        answers += [start, *(explained(run, first) for first in sorted(later))]
    done = subprocess.run(
        ["node", "tests/js/descent/line_numbers.js"],
        cwd=ROOT,
        input=json.dumps(answers),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    kinds, held, evaluated = set(), 0, 0
    for answer, lines in zip(answers, json.loads(done.stdout), strict=True):
        run = answer["explain"]["run"]
        for kind, numbers, results in lines:
            kinds.add(kind)
            for address, shown in numbers.items():
                expected = number(answer, run, address)
                assert shown == expected or float(shown) == expected, (run, address)
                held += 1
            for address, result, size in results:
                expected = number(answer, run, address)
                if expected is not None and math.isfinite(result):
                    assert abs(result - expected) <= 1e-12 * size, (run, address)
                    evaluated += 1
    assert {"gradient", "update", "value"} <= kinds
    assert held > 100
    assert evaluated > 10
