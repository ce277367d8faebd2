"""What the documents say of the code is so."""

import re

import pytest

from tests.packaging.architecture import DOCUMENT, PICTURE, picture, reduced
from tests.paths import ROOT

DOCUMENTS = (
    "README.md",
    "README.zh.md",
    "CONTRIBUTING.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)
#: `app/engine/network/backprop.py`, `static/js/core/`; not `<name>` or `*`.
NAMED = re.compile(r"`((?:app|static|templates|tests|docs|deploy)/[\w./-]*\w/?)`")

#: They are about the product alone, not about its code.
FOR_USERS = {
    f"docs/{name}.md" for name in ("api", "embedding", "engineers", "students", "teachers")
}

#: `test_a_link_restores_everything`
TEST = re.compile(r"`(test_\w+)`")


def test_the_picture_of_the_folders_is_that_of_the_code() -> None:
    drawn = PICTURE.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert drawn == [picture()], "run python -m tests.packaging.architecture"


def test_an_arrow_that_a_longer_way_says_as_well_is_left_out() -> None:
    assert reduced({("a", "b"), ("b", "c"), ("a", "c")}) == {("a", "b"), ("b", "c")}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(name: str) -> None:
    named = NAMED.findall((ROOT / name).read_text(encoding="utf-8"))
    assert named or name in FOR_USERS
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_test_that_a_document_names_is_there() -> None:
    known = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)
    }
    for document in DOCUMENTS:
        named = set(TEST.findall((ROOT / document).read_text(encoding="utf-8")))
        assert named - known == set(), document
