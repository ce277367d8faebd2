"""``deltaflow mark``, ``deltaflow check`` and ``deltaflow sheet``."""

from typing import Any

import click

from ..client import calls
from ..client.results.checking import Check, Mark, Sheets
from .asking import NO, Asking, asks
from .files import save
from .input import json_of, numbers

KINDS = ("compute", "faded", "find_the_slip", "signs")
FORMATS = ("markdown", "latex", "moodle", "scorm", "json")


@click.command(short_help="mark numbers that were worked out by hand")
@click.argument("file", metavar="FILE")
@click.option("--answers", metavar="FILE", help="JSON with the numbers alone, by address.")
@asks
def mark(asking: Asking, file: str, answers: str | None) -> int:
    """Says of each number in FILE whether it is right, and which mistake gives a wrong one.

    FILE has the pass and "answers" or "hand_ins": {"z1.0": "0.53", "delta2.1": "-0,02"}. The exit
    code is 3 if a number is wrong or cannot be read.

    \b
    Examples:
      deltaflow mark homework.json
      deltaflow mark network.json --answers mine.json
    """
    changes = {"answers": json_of(answers, asking.say, "mark")[1]} if answers else {}
    result = asking.answer(asking.call("mark", file, changes))
    assert isinstance(result, Mark)
    return 0 if result.is_right else NO


@click.command(short_help="check the gradients of a network, or your own")
@click.argument("file", metavar="FILE")
@click.option("--gradients", metavar="FILE", help='JSON with your own: {"dw1.0.0": -0.35, …}.')
@asks
def check(asking: Asking, file: str, gradients: str | None) -> int:
    """Holds every gradient of the pass in FILE against differences and a complex step.

    The exit code is 3 if one is wrong.

    \b
    Examples:
      deltaflow check network.json
      deltaflow check network.json --gradients mine.json
    """
    changes = {"gradients": json_of(gradients, asking.say, "check")[1]} if gradients else {}
    result = asking.answer(asking.call("check", file, changes))
    assert isinstance(result, Check)
    return NO if result.verdict == "wrong" else 0


@click.command(short_help="make sheets to work by hand, with their keys")
@click.option("--kind", type=click.Choice(KINDS), help="What is asked for.")
@click.option("--sizes", metavar="N,N,…", help="Inputs, then neurons of each layer: 2,2,2.")
@click.option("--activation", metavar="NAME", help="Of the hidden layers: sigmoid.")
@click.option("--loss", metavar="NAME", help="half_squared_error where left out.")
@click.option("--digits", type=int, metavar="N", help="Significant digits.")
@click.option("--seed", type=int, metavar="N", help="The same seed, the same sheets.")
@click.option("--variants", type=int, metavar="N", help="How many sheets.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="markdown", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Where to; else standard output.")
@asks
def sheet(
    asking: Asking,
    sizes: str | None,
    seed: int | None,
    variants: int | None,
    form: str,
    output: str | None,
    **plan: Any,
) -> None:
    """Prints sheets with a key, the way to every number and the points.

    \b
    Examples:
      deltaflow sheet --kind find_the_slip --seed 7
      deltaflow sheet --variants 30 --format latex -o sheets.tex
      deltaflow sheet --variants 30 --format scorm -o sheets.zip
    """
    if sizes:
        plan["sizes"] = [int(size) for size in numbers(sizes, "--sizes")]
    given = {"seed": seed, "variants": variants, "format": form, "language": asking.language}
    chosen = {name: value for name, value in plan.items() if value is not None}
    changes = {name: value for name, value in given.items() if value is not None}
    call = calls.sheets({"plan": chosen}, changes)
    if output is None and (asking.as_json or form == "json"):
        asking.answer(call)
        return
    with asking.client() as client:
        answered = client.ask(call)
        result = call.read(answered)
    assert isinstance(result, Sheets)
    content = answered.content if result.file is None else result.file.content
    save(asking, output, content)
