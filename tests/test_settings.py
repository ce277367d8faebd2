"""Every setting is described once, can be set in three ways, and is refused with a sentence."""

import os
import re
import subprocess
import sys
from ipaddress import ip_network

import click
import pytest
from pydantic import ValidationError

from app.commands.serve import COMMAND, settings_from
from app.settings import PREFIX, Described, Settings, described
from tests.packaging.settings_table import DOCUMENT, TABLE, table
from tests.paths import ROOT

ALL = {setting.name: setting for setting in described()}
EVERY = pytest.mark.parametrize("setting", ALL.values(), ids=lambda setting: setting.name)

#: name -> values that cannot be used
WRONG: dict[str, tuple[str, ...]] = {
    "host": ("not a host",),
    "port": ("80a", "65536", "-1", "tcp://10.0.0.7:8000"),
    "root_path": ("deltaflow", "/deltaflow/", "/a b", "/..", "//evil", "/a\nb"),
    "proxies": ("nginx", "10.0.0.0/33", "10.0.0.1/8"),
    "cors_origins": ("school.example", "https://school.example/", "https://*.school.example"),
    "frame_origins": ("ftp://school.example", "https://a.example;script-src *", "'self'"),
    "workers": ("0", "2.5", "many", "65"),
    "threads": ("0", "x"),
    "work_seconds": ("0", "nan", "inf", "10s"),
    "queue_seconds": ("-1", "x"),
    "address_share": ("0", "1.5", "nan"),
    "runs": ("0", "many", "65", "1.5"),
    "run_seconds": ("0", "inf", "x"),
    "answers_bytes": ("-1", "8 fish", "8MiB or so"),
    "untaken_bytes": ("0", "x"),
    "body_limit": ("8MB!", "0"),
    "discard_limit": ("x",),
    "bodies_bytes": ("x",),
    "body_seconds": ("0", "x"),
    "head_seconds": ("0", "x"),
    "reader_seconds": ("0", "x"),
    "keep_alive": ("0", "x"),
    "connections": ("0", "x"),
    "grace": ("-1", "x", "1e9"),
    "log": ("loud",),
    "log_format": ("xml",),
    "slow_seconds": ("0", "x"),
    "metrics": ("0", "on", "70000"),
    "bundle": ("perhaps",),
    "static_seconds": ("-1", "x"),
    # A folder that exists and holds nothing that is served.
    "templates": ("/nowhere", str(ROOT / "docs")),
    "static": ("/nowhere", str(ROOT / "docs")),
}
REFUSED = [(name, value) for name, values in WRONG.items() for value in values]

#: name -> a value as it is written, and what is read
RIGHT: dict[str, tuple[str, object]] = {
    "port": ("8101", 8101),
    "root_path": ("/school/deltaflow", "/school/deltaflow"),
    "proxies": ("10.0.0.5, ::1", (ip_network("10.0.0.5/32"), ip_network("::1/128"))),
    "cors_origins": (
        "https://a.example,http://[::1]:3000",
        ("https://a.example", "http://[::1]:3000"),
    ),
    "frame_origins": ("https://*.a.example", ("https://*.a.example",)),
    "body_limit": ("1.5MiB", 1_572_864),
    "answers_bytes": ("1000", 1000),
    "grace": ("0.5", 0.5),
    "metrics": ("off", None),
    "bundle": ("no", False),
}


def options_of(*arguments: str) -> dict[str, str]:
    """What ``deltaflow serve`` is given, by the name of the setting."""
    given = COMMAND.make_context("serve", list(arguments)).params
    return {name: text for name, text in given.items() if text is not None}


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the machine that runs the tests play no part."""
    for name in os.environ:
        if name.startswith(PREFIX) or name in ("HOST", "PORT"):
            monkeypatch.delenv(name)


def test_every_setting_has_wrong_values_here() -> None:
    assert set(WRONG) == set(ALL)


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_wrong_variable_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(ALL[name].variable, value)
    with pytest.raises(SystemExit) as stopped:
        settings_from({}, os.environ)
    assert stopped.value.code == (
        f"{ALL[name].variable}={value!r} cannot be used. Write {ALL[name].form.text} "
        f"(the default: {ALL[name].default})."
    )


@EVERY
def test_a_wrong_option_is_named_with_the_remedy(setting: Described) -> None:
    value = WRONG[setting.name][0]
    options = options_of(f"{setting.option}={value}")
    with pytest.raises(SystemExit) as stopped:
        settings_from(options, os.environ)
    assert str(stopped.value.code).startswith(f"{setting.option}={value!r} cannot be used. Write ")


@pytest.mark.parametrize("name", RIGHT)
def test_a_value_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text, value = RIGHT[name]
    monkeypatch.setenv(ALL[name].variable, text)
    assert getattr(settings_from({}, os.environ), name) == value


@EVERY
def test_the_default_can_be_written_as_it_is_shown(setting: Described) -> None:
    """But for what only stands for it: the package's own folders and nothing at all."""
    text = {"the package's own": None, "empty": ""}.get(setting.default, setting.default)
    given = {} if text is None else {setting.name: text}
    assert getattr(settings_from(given, {}), setting.name) == getattr(Settings(), setting.name)


def test_all_wrong_at_once_are_all_named_without_a_traceback() -> None:
    environment = {ALL[name].variable: values[0] for name, values in WRONG.items()}
    ended = subprocess.run(
        [sys.executable, "-m", "app", "serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    lines = ended.stderr.splitlines()
    assert sorted(line.partition("=")[0] for line in lines) == sorted(environment)
    assert all(" cannot be used. Write " in line for line in lines)


def test_what_does_not_go_together_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for options, named in (
        ({"body_limit": "64MiB"}, "DELTAFLOW_BODY_LIMIT is larger than DELTAFLOW_DISCARD_LIMIT."),
        ({"metrics": "8000"}, "DELTAFLOW_METRICS and DELTAFLOW_PORT are the same port."),
    ):
        with pytest.raises(SystemExit, match=re.escape(named)):
            settings_from(options, {})


def test_a_variable_that_is_no_setting_stops_the_start() -> None:
    with pytest.raises(SystemExit, match="DELTAFLOW_PROT is no setting. Did you mean DELTAFLOW_PO"):
        settings_from({}, {"DELTAFLOW_PROT": "8000"})


def test_an_option_goes_before_the_variable_and_that_before_the_short_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORT", "8001")
    assert Settings().port == 8001
    monkeypatch.setenv("DELTAFLOW_PORT", "8002")
    assert Settings().port == 8002
    assert settings_from({"port": "8003"}, os.environ).port == 8003
    monkeypatch.setenv("DELTAFLOW_PORT", "")
    assert Settings().port == 8001
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SystemExit, match=r"^PORT='x' cannot be used"):
        settings_from({}, os.environ)


def test_a_keyword_that_is_no_setting_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(prot=8000)  # type: ignore[call-arg]


def test_the_help_shows_every_setting() -> None:
    # A narrow terminal may break a line inside X-Forwarded-For.
    shown = " ".join(COMMAND.get_help(click.Context(COMMAND, terminal_width=1000)).split())
    for setting in ALL.values():
        meaning = f"{setting.description} [{setting.variable}; default: {setting.default}]"
        assert f"{setting.option} {setting.form.metavar} {meaning}" in shown


def test_the_table_of_the_document_is_that_of_the_settings() -> None:
    written = TABLE.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert written == [table()], "run python -m tests.packaging.settings_table"


@EVERY
def test_a_description_says_what_is_counted(setting: Described) -> None:
    assert setting.description.endswith(".")
    assert setting.form.text
