"""SVG painted in a process of its own (`painter`), which ends when the client has left."""

import json

from ... import child_process
from ..source import NotExportable, Source
from . import fonts, painter

COMMAND = child_process.command_of(painter.__name__)
#: How long it may take, in seconds of the clock, and the largest file.
SECONDS = 60.0
MOST_BYTES = 64 << 20


def options() -> dict[str, object]:
    """Of the painter: the package's own fonts alone."""
    return {
        "skip_system_fonts": True,
        "font_files": list(fonts.files().values()),
        "sans_serif_family": "Noto Sans CJK SC",
        "serif_family": "STIX Two Math",
        "font_family": "Noto Sans CJK SC",
    }


def file_of(job: painter.Job, source: Source) -> bytes:
    """Raises `NotExportable`: the process has failed; and what ``source.check_cancelled`` does."""
    try:
        return child_process.answer_of(
            COMMAND,
            json.dumps(job).encode(),
            seconds=SECONDS,
            most_bytes=MOST_BYTES,
            check_cancelled=source.check_cancelled,
        )
    except child_process.Failed:
        raise NotExportable("error.export.painting") from None
