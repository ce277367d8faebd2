"""How long do pictures take that are saved, and the import of the package? ``make bench``.

The aims: 1.5 s of the processor and 400 KB for the animated walkthrough of the document's network,
100 ms for a picture of a step, 0.3 s for ``import deltaflow`` (here the folder ``app``).
"""

import subprocess
import sys
import time
from statistics import median
from typing import Any

from app.web.trace.presets import PRESETS
from tests.bench.bench import OTHER, seconds_of, server
from tests.bench.load.classroom import family, processor_seconds
from tests.paths import ROOT

STEP = 4
TIMES = 5


def asked(format: str, **more: Any) -> dict[str, Any]:
    optimizer = {"name": "sgd", "learning_rate": OTHER}
    request = PRESETS["document"] | {"optimizer": optimizer}
    return {"tool": "trace", "format": format, "request": request, **more}


def main() -> None:
    with server("app", "serve") as (pid, port):
        for name, request in (
            ("a walkthrough as GIF", asked("gif")),
            ("a step as PNG", asked("png", step=STEP)),
            ("a step as SVG", asked("svg", step=STEP)),
        ):
            seconds_of(port, "export", request, 1)
            before = processor_seconds(family(pid))
            seconds, content = seconds_of(port, "export", request, TIMES)
            used = (processor_seconds(family(pid)) - before) / TIMES
            print(f"{name}: {seconds * 1e3:.0f} ms, {len(content) / 1e3:.0f} kB", end="; ")
            print(f"{used * 1e3:.0f} ms of the processor")
    starts = []
    for _ in range(TIMES):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import app"], cwd=ROOT, check=True)
        starts.append(time.perf_counter() - began)
    print(f"import of the package: {median(starts) * 1e3:.0f} ms, Python's own start with it")


if __name__ == "__main__":
    main()
