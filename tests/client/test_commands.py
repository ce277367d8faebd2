"""The command line: what it prints, and how it ends when something is wrong."""

import contextlib
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest
from safetensors.numpy import save

from app import cli
from app.client import Client
from app.client.display.document import number
from app.client.display.text import width
from app.web.export.formats import FORMATS
from tests.client.requests import CHECK, DESCENT, GRAPH, MARK, TRACE, TRAIN
from tests.conftest import Client as Asked
from tests.paths import ROOT
from tests.served import served

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
}


class Ended:
    """How a command ended."""

    def __init__(self, code: int, output: bytes, told: str) -> None:
        self.code = code
        self.content = output
        self.output = output.decode(errors="replace")
        #: On standard error.
        self.told = told


class Shell:
    """Runs commands in this process, in a folder with a file for each request."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capture: pytest.CaptureFixture[bytes],
    ) -> None:
        self.capture = capture
        monkeypatch.chdir(folder)
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", "C.UTF-8")
        files = {"trace": TRACE, "mark": MARK, "check": CHECK, "train": TRAIN}
        for name, request in (files | {"descent": DESCENT, "graph": GRAPH}).items():
            (folder / f"{name}.json").write_text(json.dumps(request), encoding="utf-8")

    def __call__(self, *arguments: str) -> Ended:
        with pytest.raises(SystemExit) as stopped:
            cli.main(list(arguments))
        captured = self.capture.readouterr()
        assert isinstance(stopped.value.code, int)
        return Ended(stopped.value.code, captured.out, captured.err.decode())


@pytest.fixture
def shell(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Shell:
    return Shell(tmp_path, monkeypatch, capfdbinary)


def process(
    *arguments: str, cwd: Path = ROOT, environment: Mapping[str, str] = ENVIRONMENT, **more: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        env={**environment, "PYTHONPATH": str(ROOT)},
        cwd=cwd,
        capture_output=True,
        text=True,
        **more,
    )


COMMANDS = [name for name in cli.COMMANDS if name != "serve"]

#: A command -> its arguments, and the endpoint and the request that it stands for.
ASKED: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "trace": (["trace", "trace.json"], "trace", TRACE),
    "trace with options": (
        ["trace", "trace.json", "--input", "1,0", "--input", "0,1", "--target", "1,0"]
        + ["--target", "0,1", "--optimizer", "adam:learning_rate=0.5", "--include", "steps"]
        + ["--round", "2"],
        "trace",
        TRACE
        | {"inputs": [[1, 0], [0, 1]], "targets": [[1, 0], [0, 1]], "include": ["steps"]}
        | {"optimizer": {"name": "adam", "learning_rate": 0.5}, "round": 2},
    ),
    "graph": (["graph", GRAPH["expression"], "--at", "w=1.5"], "graph", GRAPH),
    "graph that goes on": (
        ["graph", "1/w", "--at", "w=0", "--mark", "--tangents"],
        "graph",
        {"expression": "1/w", "values": {"w": 0}, "undefined": "mark", "include": ["tangents"]},
    ),
    "descent": (
        ["descent", "x**2 + y**2", "--start", "x=1,y=4", "--steps", "20"],
        "descent",
        DESCENT,
    ),
    "descent of a file": (
        ["descent", "--request", "descent.json", "--optimizer", "adam", "--start", "x=2,y=1"],
        "descent",
        DESCENT | {"runs": [{"optimizer": "adam"}], "start": {"x": 2, "y": 1}},
    ),
    "mark": (["mark", "mark.json"], "mark", MARK),
    "check": (["check", "check.json"], "check", CHECK),
    "sheet": (
        ["sheet", "--kind", "signs", "--sizes", "2,1", "--seed", "3", "--variants", "2"]
        + ["--format", "json"],
        "sheets",
        {"plan": {"kind": "signs", "sizes": [2, 1]}, "seed": 3, "variants": 2},
    ),
    "train": (["train", "train.json", "--seed", "4"], "train", TRAIN | {"seed": 4}),
    "export": (
        ["export", "graph.json", "--format", "json"],
        "export",
        {"tool": "graph", "request": GRAPH, "format": "json", "language": "en"},
    ),
}
#: The commands whose answer is no.
NO = {"mark", "check"}


@pytest.mark.parametrize("name", ASKED)
def test_json_is_the_answer_of_the_api(shell: Shell, client: Asked, name: str) -> None:
    arguments, endpoint, request = ASKED[name]
    ended = shell(*arguments, "--json")
    assert ended.code == (3 if name in NO else 0), ended.told
    answer = client.post(endpoint, request).content
    assert ended.content.rstrip(b"\n") == answer.rstrip(b"\n")
    assert ended.told == ""


def test_every_command_is_asked_here() -> None:
    tried = {arguments[0] for arguments, _, _ in ASKED.values()}
    assert tried == set(COMMANDS) - {"import"}


def columns(lines: list[str]) -> set[int]:
    """Where the last column ends, in columns of a terminal."""
    return {width(line) for line in lines if line.startswith("  ")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_people_get_aligned_tables_in_their_language(shell: Shell, language: str) -> None:
    ended = shell("trace", "trace.json", "--language", language)
    assert ended.code == 0
    tables = [part.splitlines()[1:] for part in ended.output.split("\n\n")[1:]]
    assert len(tables) == 3
    for table in tables:
        assert len(columns(table)) == 1
    assert ("Weights and biases" in ended.output) == (language == "en")
    assert ("权重和偏置" in ended.output) == (language == "zh")
    with Client() as here:
        result = here.trace(TRACE)
    gradient = f"{result.layers[0].weight_gradients[0, 0]:.6g}".replace("-", "\N{MINUS SIGN}")
    assert re.search(rf"w1\.0\.0 +0\.2 +{gradient} ", ended.output)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
    ],
)
def test_the_language_is_that_of_the_shell(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    ended = shell("graph", "w", "--at", "q=1")
    assert ended.code == 1
    assert ended.told.isascii() == (language == "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_check_of_the_gradients_is_told_in_a_line(shell: Shell, language: str) -> None:
    line = {
        "en": "Checked: All ways give the same gradient. ",
        "zh": "已核对：几种算法得到的梯度一致。",
    }[language]
    arguments = ("trace", "trace.json", "--language", language)
    assert line not in shell(*arguments).output
    told = shell(*arguments, "--include", "check").output
    (found,) = (each for each in told.splitlines() if each.startswith(line))
    with Client() as here:
        check = here.trace(TRACE, include=["check"]).check
    assert check is not None
    assert number(check.max_relative_error) in found
    assert number(check.bound) in found


def test_a_run_is_told_by_some_of_its_frames_and_its_end(shell: Shell) -> None:
    ended = shell("train", "train.json", "--epochs", "20", "--batch-size", "4")
    assert ended.code == 0
    assert ended.told == ""
    with Client() as here:
        training = here.train(TRAIN | {"epochs": 20, "batch_size": 4})
        frames = list(training)
    assert training.end is not None
    assert f"{frames[-1].loss:.6g}" in ended.output
    assert ended.output.rstrip().endswith(training.end.text)


def test_a_run_that_diverges_says_no(shell: Shell, tmp_path: Path) -> None:
    request = TRAIN | {"optimizer": {"name": "sgd", "learning_rate": 1000}, "epochs": 50}
    layers = [{"units": units, "activation": "linear"} for units in (3, 1)]
    request["network"] = {"inputs": 2, "layers": layers, "loss": "squared_error"}
    request["events"] = []
    (tmp_path / "wild.json").write_text(json.dumps(request), encoding="utf-8")
    assert shell("train", "wild.json").code == 3


def test_marking_names_the_first_wrong_number_and_its_mistake(shell: Shell) -> None:
    ended = shell("mark", "mark.json")
    assert ended.code == 3
    assert ended.output.startswith("1 of 2 points; the first wrong number is delta2.0.")
    (Path("right.json")).write_text('{"a2.0": "0.477"}', encoding="utf-8")
    assert shell("mark", "trace.json", "--answers", "right.json").code == 0
    (Path("grads.json")).write_text('{"dw2.0.0": 0.0346330}', encoding="utf-8")
    assert shell("check", "trace.json", "--gradients", "grads.json").code == 0


def test_a_refusal_is_told_with_every_field_on_standard_error(shell: Shell) -> None:
    Path("wrong.json").write_text(json.dumps(TRACE | {"learning": 1}), encoding="utf-8")
    ended = shell("trace", "wrong.json")
    assert ended.code == 1
    assert ended.content == b""
    assert "\n  learning: There is no such field here; remove it." in ended.told
    assert "Traceback" not in ended.told


def test_the_server_sees_what_stands_in_the_file(shell: Shell) -> None:
    """Also a field that stands there twice, of which a parser keeps the last."""
    twice = json.dumps(TRACE).replace('"inputs": 2', '"inputs": 2, "inputs": 2', 1)
    Path("twice.json").write_text(twice, encoding="utf-8")
    ended = shell("trace", "twice.json")
    assert ended.code == 1
    assert "network.inputs:" in ended.told


FILES = {
    "nothing.json": (None, "there is no such file"),
    "folder": ("", "is a folder"),
    "name\0": (None, "cannot be read"),
    "latin.json": ('{"é": 1}'.encode("latin-1"), "is no text in UTF-8"),
    "zip.json": (b"PK\x03\x04\xff\xfe", "is no text in UTF-8"),
    "cut.json": (b'{"network": ', "is no JSON: "),
    "list.json": (b"[1]", "has to hold a JSON object, { … }, as POST /api/v1/"),
    "empty.json": (b"", "is no JSON: "),
    "deep.json": (b"[" * 100_000, "is no JSON: "),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["trace", "train", "mark", "check", "export"])
def test_a_file_that_cannot_be_used_is_named(shell: Shell, name: str, command: str) -> None:
    content, said = FILES[name]
    if isinstance(content, bytes):
        Path(name).write_bytes(content)
    elif content is not None:
        Path(name).mkdir()
    ended = shell(command, name)
    assert ended.code == 1
    assert ended.content == b""
    assert said in ended.told
    assert len(ended.told.splitlines()) == 1


def test_a_file_that_is_too_large_is_not_read(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.commands.input.LARGEST_FILE", 2 * 1024 * 1024)
    Path("large.json").write_bytes(b" " * (3 * 1024 * 1024))
    assert "large.json has more than 2 MiB" in shell("trace", "large.json").told
    assert shell("trace", "/dev/zero").code == 1


def test_a_body_that_is_too_large_for_the_server_is_refused_by_it(shell: Shell) -> None:
    content = json.dumps(TRACE).encode() + b" " * (9 * 1024 * 1024)
    Path("large.json").write_bytes(content)
    ended = shell("trace", "large.json")
    assert ended.code == 1
    assert "8" in ended.told


USAGE = [
    ["trace"],
    ["trace", "a", "b"],
    ["tracing"],
    ["graph", "w", "--at", "w"],
    ["graph", "w", "--at", "w=x"],
    ["graph", "w", "--at", "=1"],
    ["descent"],
    ["descent", "x", "--request", "f"],
    ["descent", "x", "--optimizer", "sgd:rate"],
    ["trace", "trace.json", "--input", "1;2"],
    ["trace", "trace.json", "--language", "fr"],
    ["trace", "trace.json", "--timeout", "0"],
    ["export", "trace.json"],
    ["sheet", "--kind", "poem"],
    ["serve", "--nothing"],
    ["--nothing"],
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_a_command_that_is_written_wrongly_ends_with_two(
    shell: Shell, arguments: list[str]
) -> None:
    ended = shell(*arguments)
    assert ended.code == 2
    assert ended.content == b""
    assert "Usage: deltaflow" in ended.told
    assert "Error: " in ended.told


def test_no_command_prints_the_help(shell: Shell) -> None:
    ended = shell()
    assert ended.code == 2
    assert all(name in ended.told for name in cli.COMMANDS)


@pytest.mark.parametrize("name", [None, *cli.COMMANDS])
def test_the_help_says_what_each_command_does(shell: Shell, name: str | None) -> None:
    for option in ("--help", "-h"):
        ended = shell(*([] if name is None else [name]), option)
        if name == "serve" and option == "-h":
            continue
        assert ended.code == 0
        assert ended.told == ""
        if name != "serve":
            assert "Examples:" in ended.output
            assert "  deltaflow " in ended.output


def examples() -> Iterator[str]:
    """The commands in the help, one a line."""
    for name in (None, *COMMANDS):
        command = cli.command if name is None else cli.command.get_command(None, name)  # type: ignore[arg-type]
        assert isinstance(command, click.Command)
        assert command.help is not None
        yield from re.findall(r"^ *deltaflow (.*)$", command.help, re.MULTILINE)


def test_every_example_of_the_help_can_be_read(shell: Shell) -> None:
    seen = set()
    for line in examples():
        arguments = shlex.split(line.partition(" < ")[0])
        name, *rest = arguments
        if name == "serve":
            continue
        command = cli.command.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        command.make_context(name, rest)
        seen.add(name)
    assert seen == set(COMMANDS)


def test_an_export_is_written_and_its_ending_names_the_format(shell: Shell) -> None:
    ended = shell("export", "trace.json", "-o", "walk.json", "--step", "1")
    assert (ended.code, ended.content) == (0, b"")
    assert ended.told == "walk.json is written.\n"
    written = json.loads(Path("walk.json").read_bytes())
    assert written["tool"] == "trace"
    again = shell("export", "walk.json", "--format", "json")
    assert json.loads(again.content)["answer"]["loss"] == written["answer"]["loss"]
    printed = shell("export", "trace.json", "--format", "json", "--step", "1").content
    assert printed == Path("walk.json").read_bytes()
    dashed = shell("export", "trace.json", "-o", "-", "--format", "json", "--step", "1")
    assert dashed.content == printed
    ended = shell("export", "trace.json", "-o", "figure.bmp")
    assert ended.code == 1
    assert re.match(r"figure\.bmp: the ending .* one of .*\.json", ended.told)
    ended = shell("export", "trace.json", "-o", "no/such/folder.json")
    assert ended.code == 1
    assert "no/such/folder.json cannot be written: No such file or directory." in ended.told


def test_every_format_is_chosen_by_its_name_and_its_ending(shell: Shell) -> None:
    for name, each in FORMATS.items():
        if "trace" not in each.tools:
            continue
        first = next(one for one in FORMATS if FORMATS[one].suffix == each.suffix)
        for file, chosen in ((f"a.{name}", name), (f"a.{each.suffix}", first)):
            assert shell("export", "trace.json", "-o", file, "--step", "1").code == 0, file
            assert (
                shell("export", "trace.json", "-o", "b", "--step", "1", "--format", chosen).code
                == 0
            )
            assert Path(file).read_bytes() == Path("b").read_bytes(), file


def test_an_ending_that_says_another_format_is_told(shell: Shell) -> None:
    ended = shell("export", "trace.json", "-o", "z.svg", "--format", "json")
    assert ended.code == 0
    assert "z.svg has the format json, although its name ends with .svg." in ended.told
    for output, form in (("z.json", "json"), ("z.numpy", "numpy"), ("z.py", "jax"), ("z", "json")):
        told = shell("export", "trace.json", "-o", output, "--format", form).told
        assert told == f"{output} is written.\n"


@pytest.mark.parametrize("form", ["json", "csv", "numpy", "pytorch", "jax", "tikz"])
def test_what_has_no_steps_is_whole_with_any_step(shell: Shell, form: str) -> None:
    whole, step = (
        shell("export", "trace.json", "--format", form, *more) for more in ((), ("--step", "1"))
    )
    assert whole.code == step.code == 0
    assert step.content == whole.content


def test_sheets_are_written_as_files(shell: Shell) -> None:
    printed = shell("sheet", "--seed", "7")
    assert printed.code == 0
    assert printed.output.startswith("# Backpropagation by hand")
    assert shell("sheet", "--seed", "7", "-o", "sheet.md").code == 0
    assert Path("sheet.md").read_bytes() == printed.content
    assert shell("sheet", "--seed", "7", "--format", "latex").output.count("documentclass") == 1


def test_a_model_is_read_and_goes_on_to_other_commands(shell: Shell) -> None:
    model = save({"0.weight": np.array([[0.5, -0.25]]), "0.bias": np.array([0.1])})
    Path("model.safetensors").write_bytes(model)
    ended = shell("import", "model.safetensors", "-o", "model.json")
    assert ended.code == 0
    assert ended.output.startswith("A network 2-1 was read.")
    assert re.search(r"^ +0 +1 × 2$", ended.output, re.MULTILINE)
    traced = shell("trace", "model.json", "--input", "1,2", "--target", "0.3")
    assert traced.code == 0
    assert re.search(r"w1\.0\.1 +−0\.25 ", traced.output)
    exact = shell("import", "model.safetensors", "--json")
    assert (
        json.loads(exact.content)["network"]
        == json.loads(Path("model.json").read_bytes())["network"]
    )
    with Path("model.safetensors").open("rb") as file:
        piped = process("import", "-", "--json", cwd=Path.cwd(), stdin=file)
    assert json.loads(piped.stdout)["network"] == json.loads(exact.content)["network"]
    with served() as address:
        there = shell("import", "model.safetensors", "--json", "--server", address)
    assert there.content == exact.content
    Path("model.pt").write_bytes(b"\x80\x02}q\x00.")
    ended = shell("import", "model.pt")
    assert ended.code == 1
    assert ended.content == b""


def test_a_server_is_asked_where_one_is_named(shell: Shell) -> None:
    with served() as address:
        there = shell("trace", "trace.json", "--server", address, "--json")
        assert there.code == 0
        assert there.content == shell("trace", "trace.json", "--json").content
        assert shell("train", "train.json", "--server", address).code == 0
    ended = shell("trace", "trace.json", "--server", "http://127.0.0.1:9")
    assert ended.code == 1
    assert "cannot be reached" in ended.told
    ended = shell("trace", "trace.json", "--server", "nowhere")
    assert ended.code == 1
    assert "is no address of a server" in ended.told


def test_what_would_steer_a_terminal_is_not_printed(shell: Shell) -> None:
    Path("bad.json").write_text(json.dumps({"a\x1b[31m": 1}), encoding="utf-8")
    ended = shell("trace", "bad.json")
    assert ended.code == 1
    assert "\x1b" not in ended.output + ended.told
    ended = shell("trace", "no\x1b[2Jfile")
    assert ended.code == 1
    assert "\x1b" not in ended.told
    Path("ids.json").write_text(
        json.dumps(TRACE | {"hand_ins": [{"id": "\x1b[2J", "answers": {"loss": "1"}}]}),
        encoding="utf-8",
    )
    ended = shell("mark", "ids.json")
    assert ended.code == 3
    assert "\x1b" not in ended.output


# --- as processes ---------------------------------------------------------------------------------


def test_standard_input_is_read() -> None:
    ended = process("trace", "-", "--json", input=json.dumps(TRACE))
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["network"]["inputs"] == 2
    ended = process("graph", "-", "--at", "w=2", input="x = w**2\n")
    assert ended.returncode == 0
    assert "Result: 4" in ended.stdout


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "trace.json").write_text(json.dumps(TRACE | {"include": ["steps"]}))
    command = f"{sys.executable} -m app trace {tmp_path}/trace.json --json | head -c 10"
    ended = subprocess.run(
        ["bash", "-c", command], env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True
    )
    assert len(ended.stdout) == 10
    assert ended.stderr == ""


def test_ctrl_c_ends_a_run_with_one_sentence(tmp_path: Path) -> None:
    long = TRAIN | {"epochs": 100_000, "frames": {"count": 10_000}, "events": []}
    (tmp_path / "long.json").write_text(json.dumps(long))
    running = subprocess.Popen(
        [sys.executable, "-m", "app", "train", str(tmp_path / "long.json"), "--json"],
        env=ENVIRONMENT,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests in the background of a shell ignore Ctrl+C, and so would their children.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert running.stdout is not None
    running.stdout.readline()  # it is under way
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.decode().strip() == "Stopped."


def test_a_terminal_shows_how_far_a_run_is(tmp_path: Path) -> None:
    (tmp_path / "train.json").write_text(json.dumps(TRAIN))
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "app", "train", str(tmp_path / "train.json")],
        env=ENVIRONMENT | {"TERM": "xterm"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=slave,
    ) as running:
        output, _ = running.communicate(timeout=120)
    os.close(slave)
    shown = b""
    with contextlib.suppress(OSError):
        while part := os.read(master, 65_536):
            shown += part
    os.close(master)
    with Client() as here:
        training = here.train(TRAIN)
        list(training)
    assert training.header is not None
    steps = training.header.steps
    assert f"{steps}/{steps}".encode() in shown
    assert b"\x1b" not in output


def test_completion_knows_the_commands_and_their_options() -> None:
    for words, known in (("deltaflow tr", {"trace", "train"}), ("deltaflow trace --ser", None)):
        environment = {
            **ENVIRONMENT,
            "_DELTAFLOW_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        ended = process(environment=environment)
        found = {line.partition(",")[2] for line in ended.stdout.splitlines()}
        assert found == (known or {"--server"})


def test_the_version_is_told_quickly_without_what_other_commands_need() -> None:
    program = (
        "import sys; from app import cli\n"
        "try: cli.main(['--version'])\n"
        "except SystemExit: print(sorted({'numpy', 'fastapi', 'httpx'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.stdout.splitlines()[1:] == ["[]"]


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "trace.json").write_text(json.dumps(TRACE), encoding="utf-8")
    command = [sys.executable, "-m", "app", "trace", str(tmp_path / "trace.json"), *arguments]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            command, cwd=ROOT, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, timeout=120
        )
    assert ended.returncode == 1
    assert ended.stderr.decode() == "stdout cannot be written: No space left on device.\n"


def test_an_encoding_without_the_minus_sign_keeps_the_minus(tmp_path: Path) -> None:
    (tmp_path / "trace.json").write_text(json.dumps(TRACE), encoding="utf-8")
    command = [sys.executable, "-m", "app", "trace", str(tmp_path / "trace.json")]
    told = {
        name: subprocess.run(
            command,
            cwd=ROOT,
            env=ENVIRONMENT | {"PYTHONIOENCODING": name},
            capture_output=True,
            timeout=120,
        ).stdout.decode(name)
        for name in ("utf-8", "cp1252")
    }
    assert "−" in told["utf-8"]
    assert "?" not in told["cp1252"]
    numbers = {name: re.findall(r"[-−]?\d+(?:\.\d+)?", text) for name, text in told.items()}
    assert numbers["cp1252"] == [each.replace("−", "-") for each in numbers["utf-8"]]
