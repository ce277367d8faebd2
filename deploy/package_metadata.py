"""The package's addresses, and a description whose links and picture work outside the repository.

Hatchling calls `PackageMetadata` for each wheel and source distribution. The address of the
repository is in the environment variable ``DELTAFLOW_REPOSITORY`` (``make dist REPOSITORY=…``).
Without it the package has no addresses, and its description is the README as it stands.
"""

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VARIABLE = "DELTAFLOW_REPOSITORY"
#: ``[text](path)`` and ``![text](path)``, unless the path is an address or a place in the page.
RELATIVE_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://|mailto:|#)([^)\s]+)\)")


class PackageMetadata(MetadataHookInterface):
    """``pages`` and ``files`` of its configuration say where the repository shows a file, and where
    it gives its bytes.
    """

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        repository = os.environ.get(VARIABLE, "").rstrip("/")
        if repository:
            if not re.fullmatch(r"https://[\w.-]+/\S+", repository):
                raise ValueError(f"{VARIABLE} must be an https address, not {repository!r}")
            where = {"repository": repository, "version": self.version()}
            page = self.config["pages"].format(**where)
            file = self.config["files"].format(**where)
            metadata["urls"] = addresses(repository, page)
            readme = with_absolute_links(readme, page, file)
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}

    def version(self) -> str:
        source = (Path(self.root) / "app/__init__.py").read_text(encoding="utf-8")
        found = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
        assert found is not None
        return found[1]


def addresses(repository: str, page: str) -> dict[str, str]:
    """The links that a package index shows beside the description."""
    return {
        "Homepage": repository,
        "Documentation": f"{page}/README.md",
        "Source": repository,
        "Changelog": f"{page}/CHANGELOG.md",
        "Issues": f"{repository}/issues",
    }


def with_absolute_links(markdown: str, page: str, file: str) -> str:
    """Links lead to the page of a file, pictures to its bytes."""

    def absolute(link: re.Match[str]) -> str:
        picture, text, path = link.groups()
        return f"{picture}[{text}]({file if picture else page}/{path})"

    return RELATIVE_LINK.sub(absolute, markdown)
