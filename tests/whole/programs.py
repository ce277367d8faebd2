"""Programs that are exported, run in this process."""

import io
from contextlib import redirect_stdout


def printed_by(program: str) -> str:
    written = io.StringIO()
    with redirect_stdout(written):
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    return written.getvalue()
