"""``tests/browser/system-packages.sh`` asks the system for exactly what is missing."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chromium import PROGRAMS
from tests.paths import ROOT

SCRIPT = ROOT / "tests" / "browser" / "system-packages.sh"
#: What the script itself calls, besides the programs that it looks for.
TOOLS = ("bash", "env")


@dataclass
class Machine:
    """A PATH of its own, and what the stand-in ``apt-get`` was called with."""

    path: Path

    def add(self, name: str, script: str) -> None:
        program = self.path / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def run(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", str(SCRIPT)],
            env={"PATH": str(self.path), "SYSTEM_FOLDERS": ""},
            capture_output=True,
            text=True,
        )

    def installed(self) -> list[str]:
        """The packages of the one ``apt-get install``; empty if there was none."""
        log = self.path / "apt-get.log"
        calls = log.read_text().splitlines() if log.exists() else []
        installs = [call.split() for call in calls if " install " in call]
        assert len(installs) <= 1
        return [word for word in installs[0][3:] if not word.startswith("-")] if installs else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine that has no Chromium, no font and no nginx, where apt-get only writes down its
    calls and makes the programs that it is asked for.
    """
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    made = Machine(tmp_path)
    made.add("id", "echo 0")
    made.add(
        "apt-get",
        f'echo "$@" >> {tmp_path}/apt-get.log\n'
        'for word in "$@"; do case "$word" in\n'
        f"  chromium*) [ -x {tmp_path}/$word ] || ln -s /bin/sh {tmp_path}/$word ;;\n"
        "esac; done",
    )
    made.add("apt-cache", "exit 100")
    (tmp_path / "ln").symlink_to(shutil.which("ln") or "/bin/ln")
    return made


def test_a_machine_without_any_installs_all(machine: Machine) -> None:
    done = machine.run()
    assert done.returncode == 0, done.stderr
    assert machine.installed() == ["chromium", "fontconfig", "fonts-noto-cjk", "nginx"]


def test_a_machine_with_a_font_and_no_chromium_installs_chromium(machine: Machine) -> None:
    machine.add("fc-list", "echo 'Noto Sans CJK SC'")
    assert machine.run().returncode == 0
    assert machine.installed() == ["chromium", "nginx"]


def test_the_headless_shell_is_installed_where_there_is_a_package_of_it(machine: Machine) -> None:
    machine.add("apt-cache", '[ "$*" = "show chromium-headless-shell" ]')
    done = machine.run()
    assert done.returncode == 0, done.stderr
    assert machine.installed() == [
        "chromium-headless-shell",
        "fontconfig",
        "fonts-noto-cjk",
        "nginx",
    ]


@pytest.mark.parametrize("name", PROGRAMS)
def test_either_program_is_enough(machine: Machine, name: str) -> None:
    machine.add(name, "exit 0")
    assert machine.run().returncode == 0
    assert machine.installed() == ["fontconfig", "fonts-noto-cjk", "nginx"]


def test_a_machine_with_chromium_and_no_chinese_font_installs_the_font(machine: Machine) -> None:
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "true")
    assert machine.run().returncode == 0
    assert machine.installed() == ["fontconfig", "fonts-noto-cjk", "nginx"]


def test_a_machine_with_all_asks_for_nothing(machine: Machine) -> None:
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "echo 'Noto Sans CJK SC'")
    machine.add("nginx", "exit 0")
    done = machine.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert machine.installed() == []


def test_nginx_is_installed_and_left_stopped(machine: Machine) -> None:
    machine.add("chromium", "exit 0")
    machine.add("fc-list", "echo 'Noto Sans CJK SC'")
    machine.add("systemctl", f'echo "$@" > {machine.path}/systemctl.log')
    assert machine.run().returncode == 0
    assert machine.installed() == ["nginx"]
    assert (machine.path / "systemctl.log").read_text() == "disable --now --quiet nginx\n"


def test_a_system_without_apt_get_is_told_what_it_needs(machine: Machine) -> None:
    (machine.path / "apt-get").unlink()
    done = machine.run()
    assert done.returncode == 1
    assert "Chromium" in done.stderr
    assert "Chinese font" in done.stderr
    assert "nginx" in done.stderr


def test_an_ordinary_user_without_sudo_is_told_the_command(machine: Machine) -> None:
    (machine.path / "id").unlink()
    machine.add("id", "echo 1000")
    done = machine.run()
    assert done.returncode == 1
    assert "sudo apt-get install chromium fontconfig fonts-noto-cjk nginx" in done.stderr
    assert machine.installed() == []


def test_an_installation_that_brings_no_chromium_is_a_failure(machine: Machine) -> None:
    machine.add("apt-get", f'echo "$@" >> {machine.path}/apt-get.log')
    done = machine.run()
    assert done.returncode == 1
    assert "no 'chromium' on the PATH" in done.stderr
