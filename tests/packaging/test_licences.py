"""``docs/licences.md`` names all that ships, and every licence is known, has its text, and is what
that text says.
"""

from collections.abc import Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.licenses import canonicalize_license_expression

from deploy.shipped import (
    FONT_ENDINGS,
    FONTS,
    READ,
    TEXTS,
    Unknown,
    bill_of_materials,
    fonts_of,
    licence_files,
    licence_of,
    parts_of,
)
from tests.packaging.licences import DOCUMENT, TABLES, locked, rows_of
from tests.paths import APP, ROOT, STATIC

TEXT = DOCUMENT.read_text(encoding="utf-8")
PACKAGES = rows_of(TEXT, "packages")
REMEDY = "run `make licences`"
#: What only the text of a licence has, and what it has not.
SAID: dict[str, tuple[str, str | None]] = {
    "Apache-2.0": ("Apache License", None),
    "BSD-2-Clause": ("Redistribution and use in source and binary forms", "Neither the name"),
    "BSD-3-Clause": ("Neither the name", None),
    "MIT": ("Permission is hereby granted, free of charge", None),
}
#: What the name table of a font says of its licence.
SAID_BY_FONT = {
    "OFL-1.1": "SIL Open Font License, Version 1.1",
    "Bitstream-Vera": "Bitstream Vera Fonts Copyright",
}


def as_locked() -> Iterator[Distribution]:
    """What is installed in a version of the lock: with the oldest versions that is not all."""
    for name, versions in locked().items():
        found = distribution(name)
        if found.version in versions:
            yield found


INSTALLED = {each.metadata["Name"]: each for each in as_locked()}


def test_it_names_exactly_the_packages_of_the_lock() -> None:
    named = [(name, version) for name, version, _ in PACKAGES]
    assert named == [(name, ", ".join(found)) for name, found in locked().items()], REMEDY


@pytest.mark.parametrize(("name", "version", "licence"), PACKAGES)
def test_a_licence_is_an_expression_that_the_package_itself_gives(
    name: str, version: str, licence: str
) -> None:
    assert canonicalize_license_expression(licence) == licence
    found = distribution(name)
    if found.version in version.split(", "):
        assert licence_of(found) == licence, REMEDY


@pytest.mark.parametrize("name", INSTALLED)
def test_the_text_of_every_licence_ships(name: str) -> None:
    assert licence_files(INSTALLED[name]), f"{name} has none: add {TEXTS / name}.txt"


def test_no_text_is_kept_that_a_package_brings_itself() -> None:
    for file in TEXTS.iterdir():
        assert licence_files(distribution(file.stem)) == [file]


@pytest.mark.parametrize("name", READ)
def test_a_licence_that_was_read_is_the_one_of_the_text(name: str) -> None:
    files = [file for file in licence_files(distribution(name)) if "third" not in file.name]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    for licence in READ[name].split(" OR "):
        has, has_not = SAID[licence]
        assert has in text
        assert has_not is None or has_not not in text


def installed_fonts() -> dict[str, Path]:
    ours = [path for folder in (APP, STATIC) for path in folder.rglob("*")]
    found = {path.name: path for path in ours if path.suffix in FONT_ENDINGS}
    packages = [font for each in locked() for font in fonts_of(distribution(each))]
    return found | {file.name: path for file, path in packages}


def test_the_fonts_are_all_and_their_licences_are_what_they_say_themselves() -> None:
    fonts = installed_fonts()
    assert fonts.keys() == FONTS.keys()
    assert rows_of(TEXT, "fonts") == list(TABLES["fonts"][1]()), REMEDY
    for name, path in fonts.items():
        names = TTFont(path)["name"]
        beside = path.with_name("OFL.txt")
        says = "".join(names.getDebugName(number) or "" for number in (0, 13))
        says += beside.read_text(encoding="utf-8") if beside.exists() else ""
        assert SAID_BY_FONT[FONTS[name][1]] in says, name


def made(folder: Path, *files: str) -> Distribution:
    """A distribution without a licence that has these files."""
    info = folder / "thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nName: Thing\nVersion: 1.0\n")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files))
    return PathDistribution(info)


def installed_as(folder: Path, name: str, *lines: str) -> Distribution:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    head = ("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0")
    (info / "METADATA").write_text("\n".join((*head, *lines)) + "\n")
    return PathDistribution(info)


def test_what_is_installed_besides_is_told_of_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A package of someone else may have no licence, or an extra that nobody asks for."""
    licence = "License-Expression: MIT"
    tool = (
        licence,
        "Provides-Extra: fast",
        "Provides-Extra: dev",
        "Requires-Dist: direct[more]>=1",
    )
    optional = ("Requires-Dist: quick; extra == 'fast'", 'Requires-Dist: tests; extra == "dev"')
    direct = ("Requires-Dist: further ; extra == 'more'", "Requires-Dist: odd ; extra == 'all'")
    installed = [
        installed_as(tmp_path, "tool", *tool, *optional),
        installed_as(tmp_path, "direct", licence, *direct),
        *(installed_as(tmp_path, name, licence) for name in ("further", "quick")),
        *(installed_as(tmp_path, name) for name in ("odd", "tests", "other")),
    ]
    monkeypatch.setattr("deploy.shipped.distributions", lambda: installed)
    bill = bill_of_materials("tool")
    assert [each["name"] for each in bill["components"]] == ["direct", "further", "quick"]
    said = "Not listed, as tool does not require it: odd, other, tests\n"
    assert capsys.readouterr().err == said


def test_what_has_no_licence_stops_the_build_with_the_remedy(tmp_path: Path) -> None:
    thing = made(tmp_path, "thing/letters.otf")
    with pytest.raises(Unknown, match=r"thing 1\.0 names no licence: .* READ of deploy/shipped"):
        licence_of(thing)
    with pytest.raises(Unknown, match=r"letters\.otf into FONTS of deploy/shipped"):
        list(parts_of(thing))


def test_the_extras_that_it_says_are_in_no_image_are_not() -> None:
    assert not {"scikit-learn", "h5py", "anywidget"} & locked().keys()
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "COPY deploy/requirements.txt /tmp/requirements.txt" in lines
