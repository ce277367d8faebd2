"""The command ``deltaflow``. To add one, give it a row in `COMMANDS`."""

import codecs
import os
import sys
from importlib import import_module

import click

from . import __version__

#: A command -> its module in `app.commands`, and what it is called there. It is imported when it is
#: used, so that a short command does not wait for what another needs.
COMMANDS = {
    "serve": ("serve", "COMMAND"),
    "trace": ("networks", "trace"),
    "graph": ("laboratories", "graph"),
    "descent": ("laboratories", "descent"),
    "train": ("networks", "train"),
    "mark": ("checking", "mark"),
    "check": ("checking", "check"),
    "sheet": ("checking", "sheet"),
    "export": ("files", "export"),
    "import": ("files", "import_model"),
}
#: The exit code of what was stopped by Ctrl+C, as a shell has it.
INTERRUPTED = 130
#: What stands for a sign that an output's encoding lacks, as that of a redirected output on Windows
#: does; one sign each, so that columns stay aligned. Any other becomes a question mark.
ASCII = {"−": "-", "∂": "d", "δ": "d", "Δ": "D", "η": "n", "σ": "s", "Σ": "S", "′": "'"} | {
    "×": "x", "·": ".", "→": ">", "≈": "~", "≤": "<", "≥": ">", "…": "_", "✓": "+", "✗": "x"
}  # fmt: skip
HELP = """Backpropagation, step by step: passes of networks, chain rules, training, checking.

Every command but serve computes in its own process; --server asks a server instead. FILE is JSON as
the API takes it (the page /api describes it), - is standard input.

\b
Examples:
  deltaflow serve
  deltaflow graph "x = w**2; loss = sin(x)*w" --at w=1.5
  deltaflow trace network.json
  deltaflow export network.json -o figure.svg --step 3

Exit codes: 0 it is done; 1 the request is refused, or a file or the server cannot be reached; 2 the
command is written wrongly; 3 the answer is no: a number or a gradient is wrong, a run diverged.
"""


class Commands(click.Group):
    """The commands of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(import_module(f".commands.{module}", __package__), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="deltaflow", message="%(prog)s %(version)s")
def command() -> None:
    """The options of the command itself."""


def in_ascii(error: UnicodeError) -> tuple[str, int]:
    """An error handler of encodings: a number keeps its minus."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(ASCII.get(sign, "?") for sign in signs), error.end


def main(arguments: list[str] | None = None) -> None:
    """Runs a command and ends the process with its exit code."""
    codecs.register_error("deltaflow.ascii", in_ascii)
    for stream in (sys.stdout, sys.stderr):  # a terminal that lacks a letter shows another
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="deltaflow.ascii")
    try:
        code = command.main(arguments, prog_name="deltaflow", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        # Nobody reads any more: Python is not to say so when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
