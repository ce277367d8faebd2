"""Runs programs, each in a namespace of its own: ``python run_programs.py FILE…`` prints a list of
what they printed, as JSON. Whatever Python runs it needs only what the programs import.
"""

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path


def printed(path: str) -> str:
    written = io.StringIO()
    with redirect_stdout(written):
        code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")
        exec(code, {"__name__": "__main__"})
    return written.getvalue()


if __name__ == "__main__":
    print(json.dumps([printed(path) for path in sys.argv[1:]]))
