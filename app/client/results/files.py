"""What comes from and goes into files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..display.shown import Shown


@dataclass(frozen=True)
class File:
    """A walkthrough as a file.

    :param name: a name for it.
    """

    name: str
    media_type: str
    content: bytes

    @property
    def text(self) -> str:
        """:raises UnicodeDecodeError: it is a picture or an archive."""
        return self.content.decode()

    def save(self, path: str | Path | None = None) -> Path:
        """Writes it, into the working folder under its own name where no path is given."""
        target = Path(path or Path(self.name).name)
        target.write_bytes(self.content)
        return target


@dataclass(frozen=True, kw_only=True)
class ImportedLayer:
    """What a layer was called in the model, and the shape of its weights."""

    name: str
    shape: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ImportNotice:
    """What was assumed, or left out."""

    code: str
    text: str


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Imported(Shown):
    """A model that was read. ``network`` is one for a request, ``kind`` that of the file, and
    ``layers`` are what the file has.
    """

    kind: str
    network: Mapping[str, Any]
    layers: tuple[ImportedLayer, ...]
    notices: tuple[ImportNotice, ...]
