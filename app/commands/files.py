"""``deltaflow export`` and ``deltaflow import``."""

import sys
from pathlib import Path
from typing import Any

import click
import orjson

from ..client import calls
from ..client.results.files import File, Imported
from .asking import Asking, asks, write
from .input import STANDARD_INPUT, Failed, content_of, failed, json_of, reason_of

TOOLS = ("trace", "graph", "descent")
#: A field that only the requests of one tool have.
TOOL_FIELDS = {"expression": "graph", "runs": "descent", "inputs": "trace"}


@click.command(short_help="a walkthrough as a picture, a document, a program, a table")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="FILE", help="Where to; its ending chooses the format.")
@click.option("--format", "form", metavar="NAME", help="Where the ending does not say it.")
@click.option("--tool", type=click.Choice(TOOLS), help="Whose request FILE is; else found out.")
@click.option("--step", type=int, metavar="N", help="One step of what has steps, from 1.")
@click.option("--letters", type=click.Choice(("derivation", "figure")))
@click.option("--drawing", type=click.Choice(("flow", "circuit")))
@click.option("--theme", type=click.Choice(("light", "dark")))
@click.option("--scale", type=float, metavar="X", help="Pixels of a PNG for each of its units.")
@asks
def export(
    asking: Asking, file: str, output: str | None, form: str | None, tool: str | None, **look: Any
) -> None:
    """Writes the walkthrough of the request in FILE as a file.

    One step is what pictures and documents show; tables, programs and JSON hold the whole with any
    --step, and a page (html) opens at it.

    \b
    Examples:
      deltaflow export network.json -o figure.svg --step 3
      deltaflow export network.json -o walkthrough.md --language zh
      deltaflow export graph.json --format latex
    """
    _, request = json_of(file, asking.say, "export")
    to_file = output is not None and output != STANDARD_INPUT
    if form is None and output is not None and to_file:
        form = format_of(asking, output)
    if "tool" in request and "request" in request:
        given = {name: request[name] for name in ("tool", "request")}
    else:
        given = {"tool": tool or tool_of(request), "request": request}
    options = {"format": form, "language": asking.language} | look
    chosen = {name: value for name, value in options.items() if value is not None}
    if form is None:
        raise click.UsageError("Name a file, -o figure.svg, or a format, --format svg.")
    call = calls.export(given, chosen)
    with asking.client() as client:
        made = client.result(call)
    assert isinstance(made, File)
    save(asking, output, made.content)
    if output is not None and to_file and (other := other_format(output, form)):
        params = {"path": output, "format": form, "ending": other}
        click.echo(asking.say("command.other_ending", params), file=sys.stderr)


def other_format(output: str, form: str) -> str | None:
    """The ending of a file's name that says another format than it has; None: it does not."""
    from ..web.export.formats import FORMATS

    file = Path(output).name.lower()
    ending = file.rpartition(".")[2]
    own = FORMATS.get(form)  # a server may have formats that are not known here
    if own is None or ending in (form, own.suffix.rpartition(".")[2]):
        return None
    known = {*FORMATS, *(each.suffix.rpartition(".")[2] for each in FORMATS.values())}
    return f".{ending}" if "." in file and ending in known else None


def tool_of(request: dict[str, Any]) -> str:
    return next((tool for field, tool in TOOL_FIELDS.items() if field in request), "trace")


def format_of(asking: Asking, output: str) -> str:
    """The format that a file's ending names: its own name, or the first with that ending.

    Raises `Failed`.
    """
    from ..web.export.formats import FORMATS

    file = Path(output).name.lower()
    if (ending := file.rpartition(".")[2]) in FORMATS:
        return ending
    fitting = [name for name, each in FORMATS.items() if file.endswith(f".{each.suffix}")]
    if fitting:  # figure.tikz.tex is tikz, not latex
        return max(fitting, key=lambda name: len(FORMATS[name].suffix))
    endings = ", ".join(dict.fromkeys(f".{each.suffix}" for each in FORMATS.values()))
    failed(asking.say, "ending", output, formats=endings)


def save(asking: Asking, output: str | None, content: bytes) -> None:
    """To a file, of which a line on the terminal tells, or to standard output. Raises `Failed`."""
    if output is None or output == STANDARD_INPUT:
        write(content, asking.say)
        return
    try:
        Path(output).write_bytes(content)
    except (OSError, ValueError) as error:
        failed(asking.say, "unwritable", output, reason=reason_of(error))
    click.echo(asking.say("command.written", {"path": output}), file=sys.stderr)


@click.command("import", short_help="read a model that another program saved")
@click.argument("file", metavar="FILE")
@click.option("--name", metavar="NAME", help="What a refusal calls the file; else FILE.")
@click.option("-o", "--output", metavar="FILE", help="Where the network is written to, as JSON.")
@asks
def import_model(asking: Asking, file: str, name: str | None, output: str | None) -> None:
    """Reads a model of PyTorch, Keras and others into a network.

    -o writes {"network": …}, which the other commands take, with --input and --target.

    \b
    Examples:
      deltaflow import model.safetensors
      deltaflow import model.safetensors -o network.json
      deltaflow import - < model.safetensors
      deltaflow trace network.json --input 1,0.5 --target 1
    """
    content = content_of(file, asking.say)
    try:
        call = calls.import_model(content, name or Path(file).name)
    except ValueError as error:
        raise Failed(str(error)) from None
    result = asking.answer(call)
    assert isinstance(result, Imported)
    if output is not None:
        save(asking, output, orjson.dumps({"network": result.network}) + b"\n")
