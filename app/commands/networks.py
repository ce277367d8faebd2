"""``deltaflow trace`` and ``deltaflow train``."""

import sys
from typing import Any

import click

from ..client.calls import Call
from ..client.connection import LineReader
from ..client.display.document import Document, Table, Text, number
from ..client.display.text import to_text
from ..client.results.training import Frame
from .asking import NO, Asking, asks, write
from .input import named, numbers

#: Frames in the table of a run.
MOST_FRAMES = 12
INCLUDES = ("steps", "slopes", "as_drawn", "check", "latex", "optimizer")


@click.command(short_help="one forward and backward pass of a network")
@click.argument("file", metavar="FILE")
@click.option("--input", "inputs", multiple=True, metavar="X1,X2…", help="Inputs of a sample.")
@click.option("--target", "targets", multiple=True, metavar="T1,…", help="Targets of a sample.")
@click.option("--optimizer", metavar="NAME[:VALUE=…]", help="Such as sgd:learning_rate=0.5.")
@click.option("--round", "round_", type=int, metavar="N", help="The pass after N − 1 updates.")
@click.option("--include", multiple=True, type=click.Choice(INCLUDES), help="More of the answer.")
@asks
def trace(
    asking: Asking,
    file: str,
    inputs: tuple[str, ...],
    targets: tuple[str, ...],
    optimizer: str | None,
    round_: int | None,
    include: tuple[str, ...],
) -> None:
    """Prints every z, a and δ, every gradient and the update of one pass.

    FILE has a network, inputs and targets; options go before what stands there, and may be
    repeated, once for each sample.

    \b
    Examples:
      deltaflow trace network.json
      deltaflow trace network.json --input 1,0.5 --target 1 --json
      deltaflow trace - < network.json
    """
    changes: dict[str, Any] = {
        "inputs": [numbers(text, "--input") for text in inputs],
        "targets": [numbers(text, "--target") for text in targets],
        "optimizer": named(optimizer, "--optimizer") if optimizer else None,
        "round": round_,
        "include": list(include),
    }
    given = {name: value for name, value in changes.items() if value}
    asking.answer(asking.call("trace", file, given))


@click.command(short_help="train a network and print how it goes")
@click.argument("file", metavar="FILE")
@click.option("--data", metavar="NAME[:VALUE=…]", help="A data set, such as spiral:samples=300.")
@click.option("--optimizer", metavar="NAME[:VALUE=…]", help="Such as adam:learning_rate=0.02.")
@click.option("--epochs", type=int, metavar="N", help="How often all samples are seen.")
@click.option("--batch-size", type=int, metavar="N", help="Samples of a step.")
@click.option("--seed", type=int, metavar="N", help="Of the order of the samples.")
@asks
def train(
    asking: Asking,
    file: str,
    data: str | None,
    optimizer: str | None,
    epochs: int | None,
    batch_size: int | None,
    seed: int | None,
) -> int:
    """Prints the losses of a run of training; with --json each line of it as it comes.

    FILE has a network and data; options go before what stands there. Ctrl+C ends the run. The exit
    code is 3 if it diverges.

    \b
    Examples:
      deltaflow train training.json
      deltaflow train training.json --epochs 300 --optimizer adam:learning_rate=0.02
    """
    changes = {
        "data": named(data, "--data") if data else None,
        "optimizer": named(optimizer, "--optimizer") if optimizer else None,
        "epochs": epochs,
        "batch_size": batch_size,
        "seed": seed,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    frames, lines = followed(asking, asking.call("train", file, given))
    assert lines.end is not None
    if not asking.as_json:
        write(to_text(run_document(asking, frames, lines), asking.say) + "\n", asking.say)
    return NO if lines.end.reason == "diverged" else 0


def followed(asking: Asking, call: Call[Any]) -> tuple[list[Frame], LineReader]:
    """The frames of a run, with a bar on a terminal while it goes on."""
    frames: list[Frame] = []
    lines = LineReader()
    hidden = asking.as_json or not sys.stderr.isatty()
    with (
        asking.client() as client,
        client.answering(call) as response,
        click.progressbar(length=1, file=sys.stderr, hidden=hidden, show_pos=True) as bar,
    ):
        for part in response.iter_bytes():
            if asking.as_json:
                write(part, asking.say)
            for frame in lines.take(part):
                frames.append(frame)
                move(bar, lines, frame)
        lines.finished()
    return frames, lines


def move(bar: Any, lines: LineReader, frame: Frame) -> None:
    """:param bar: of click."""
    assert lines.header is not None
    bar.length = max(1, lines.header.steps)
    bar.update(frame.step - bar.pos)


def run_document(asking: Asking, frames: list[Frame], lines: LineReader) -> Document:
    """The losses at some of the frames, the first and the last among them."""
    assert lines.header is not None
    assert lines.end is not None
    say = asking.say
    names = ["epoch", "step", "loss", "test_loss", "accuracy", "test_accuracy"]
    shown = frames
    if len(frames) > MOST_FRAMES:
        last = len(frames) - 1
        shown = [frames[round(k * last / (MOST_FRAMES - 1))] for k in range(MOST_FRAMES)]
    if all(frame.test_loss is None for frame in frames):
        names = [name for name in names if not name.startswith("test")]
    head = [say(f"shown.{name}", {}) for name in names]
    rows = [[number(getattr(frame, name)) for name in names] for frame in shown]
    sizes = "-".join(map(str, lines.header.network.sizes))
    title = say("shown.run_title", {"sizes": sizes})
    return Document(title, (Table("", head, rows), Text(lines.end.text)))
