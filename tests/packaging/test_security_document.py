"""What SECURITY.md says of code and tests is there."""

import re

import pytest

from app.settings import described
from tests.paths import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:app|tests|deploy)/[\w/.]*|Dockerfile)(?:::(\w+))?`", TEXT)))
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize(("path", "test"), NAMED)
def test_every_file_and_test_that_it_names_exists(path: str, test: str) -> None:
    assert (ROOT / path).exists()
    if test:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE)


def test_every_rule_has_its_place_in_the_code_and_what_holds_it() -> None:
    assert len(ROWS) > 10
    for rule, code, held in ROWS:
        assert rule.endswith(".")
        assert "`" in code
        assert "`tests/" in held or "docs/image.md" in held


def test_every_setting_that_it_names_is_one() -> None:
    named = set(re.findall(r"DELTAFLOW_\w+", TEXT))
    assert named
    assert named <= {setting.variable for setting in described()}
