"""``deltaflow graph`` and ``deltaflow descent``."""

from typing import Any

import click

from ..client import calls
from .asking import Asking, asks
from .input import STANDARD_INPUT, assignments, named, text_of


@click.command(short_help="an expression as a graph of values, and its gradients")
@click.argument("expression")
@click.option("--at", multiple=True, metavar="NAME=NUMBER", help="The value of an input.")
@click.option("--mark", is_flag=True, help="Go on where a number does not exist, and say so.")
@click.option("--tangents", is_flag=True, help="With --json: forward mode beside it.")
@asks
def graph(asking: Asking, expression: str, at: tuple[str, ...], mark: bool, tangents: bool) -> None:
    """Prints every value of EXPRESSION and the derivative of the result by it.

    EXPRESSION is one line or several, such as "x = w**2; loss = sin(x)*w"; - is standard input. It
    is never run as a program.

    \b
    Examples:
      deltaflow graph "x = w**2; loss = sin(x)*w" --at w=1.5
      deltaflow graph "a*b + exp(a)" --at a=1,b=2 --language zh
    """
    if expression == STANDARD_INPUT:
        expression = text_of(STANDARD_INPUT, asking.say)
    request: dict[str, Any] = {"expression": expression, "values": assignments(at, "--at")}
    if mark:
        request["undefined"] = "mark"
    if tangents:
        request["include"] = ["tangents"]
    asking.answer(calls.graph(request, {}))


@click.command(short_help="optimizers on their way down a function")
@click.argument("function", required=False)
@click.option("--start", multiple=True, metavar="NAME=NUMBER", help="Where the ways begin.")
@click.option(
    "--optimizer",
    "optimizers",
    multiple=True,
    metavar="NAME[:VALUE=…]",
    help="Such as sgd:learning_rate=0.01; several race. Left out: sgd.",
)
@click.option("--steps", type=int, metavar="N", help="Steps of each way; 200 where left out.")
@click.option("--request", metavar="FILE", help="JSON with a whole request, without FUNCTION.")
@asks
def descent(
    asking: Asking,
    function: str | None,
    start: tuple[str, ...],
    optimizers: tuple[str, ...],
    steps: int | None,
    request: str | None,
) -> None:
    """Prints where gradient descent on FUNCTION ends. --json has every point of it.

    \b
    Examples:
      deltaflow descent "x**2 + y**2 + 2*x + 2" --start x=1,y=4 --steps 4000
      deltaflow descent "x**4 - x" --start x=2 --optimizer sgd --optimizer adam
    """
    if (function is None) == (request is None):
        raise click.UsageError("Write a FUNCTION, or --request FILE.")
    changes: dict[str, Any] = {} if steps is None else {"steps": steps}
    if start:
        changes["start"] = assignments(start, "--start")
    if optimizers or function is not None:
        chosen = optimizers or ("sgd",)
        changes["runs"] = [{"optimizer": named(text, "--optimizer")} for text in chosen]
    if request is not None:
        asking.answer(asking.call("descent", request, changes))
    else:
        asking.answer(calls.descent({"function": function}, changes))
