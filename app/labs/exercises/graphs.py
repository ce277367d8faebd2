"""Exercises on the chain rule: a product without a branch, a sum over the branches with one."""

from dataclasses import dataclass, replace
from typing import Any

from numpy.random import Generator

from ...engine.graph.graph import Graph, evaluate, reverse
from ..expression.parse import parse
from .networks import pick
from .question import (
    Kind,
    Latex,
    Piece,
    Question,
    Solution,
    apart,
    bracketed,
    lettered,
    only_one,
    wrong_ones,
)


@dataclass(frozen=True)
class Made:
    """A function of one variable: how it is typed and printed; k is a small number drawn for it."""

    typed: str
    printed: str


#: Each reads its variable {v} once, so that the only branches are those that are asked about.
FUNCTIONS = (
    Made("{v}**2", "{v}^2"),
    Made("{k}*{v}", "{k}{v}"),
    Made("{v} + {k}", "{v}+{k}"),
    Made("{k}*{v}**2", "{k}{v}^2"),
    Made("{v}**2 - {k}", "{v}^2-{k}"),
    Made("{v}**3", "{v}^3"),
    Made("{k} - {v}**2", "{k}-{v}^2"),
)
JOINED = (
    Made("{a}*{b}", "{a}{b}"),
    Made("{a}**2 + {b}", "{a}^2+{b}"),
    Made("{a} + {k}*{b}", "{a}+{k}{b}"),
    Made("{a} - {b}**2", "{a}-{b}^2"),
    Made("{a}**2*{b}", "{a}^2{b}"),
)
SMALL = (-3.0, -2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0)
#: More would be no paper work.
LARGEST = 200.0


def written(rng: Generator, made: Made, name: str, **letters: str) -> tuple[str, str]:
    """``name = …`` as it is typed and as it is printed."""
    k = str(rng.integers(2, 6))
    typed, printed = (text.format(k=k, **letters) for text in (made.typed, made.printed))
    return f"{name} = {typed}", f"{name}={printed}"


def partial(over: str, under: str) -> str:
    return rf"\frac{{\partial {over}}}{{\partial {under}}}"


def straight(over: str, under: str) -> str:
    return rf"\frac{{d{over}}}{{d{under}}}"


def path(name: str) -> str:
    """∂z/∂name ∂name/∂s, the branch over one value."""
    return partial("z", name) + partial(name, "s")


class Derived:
    """A program at one place: its values and every derivative of one name by another."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.graph: Graph = parse(request["expression"], request["values"]).graph
        self.at = request["values"]
        self.names = {node.name: index for index, node in enumerate(self.graph.nodes) if node.name}
        self.values = evaluate(self.graph, self.at)

    def __call__(self, over: str, under: str) -> float:
        """∂over/∂under along every way, by a sweep from ``over``; 0 where there is none."""
        graph = replace(self.graph, result=self.names[over])
        return float(reverse(graph, self.at)[self.names[under]])

    def value(self, name: str) -> float:
        return float(self.values[self.names[name]])


def graph_question(
    lines: list[tuple[str, str]],
    values: dict[str, float],
    asked: str,
    under: str,
    over: str = "z",
    **more: Any,
) -> Question:
    """The picture stands where every value is known and no derivative is."""
    expression = "\n".join(typed for typed, _ in lines)
    graph = parse(expression, values).graph
    blanks = {
        "asked": Latex(asked),
        "lines": Latex(r",\;".join(printed for _, printed in lines)),
        "start": Latex(r",\;".join(f"{name}={value:g}" for name, value in values.items())),
    }
    return Question(
        tool="graph",
        request={"expression": expression, "values": values, "collapse": []},
        at=f"v.{graph.result}",
        after=f"g.{graph.inputs[under]}",
        asked=Latex(asked),
        blanks=blanks | more.pop("blanks", {}),
        **more,
    )


# --- chain_product --------------------------------------------------------------------------------


def draw_product(rng: Generator, section: int) -> Question:
    """Figure 3: y = g(x), z = h(y)."""
    lines = [
        written(rng, pick(rng, FUNCTIONS), "y", v="x"),
        written(rng, pick(rng, FUNCTIONS), "z", v="y"),
    ]
    return graph_question(lines, {"x": pick(rng, SMALL)}, straight("z", "x"), "x")


def solve_product(question: Question) -> Solution | None:
    derived = Derived(question.request)
    expected, outer, inner = derived("z", "x"), derived("z", "y"), derived("y", "x")
    # z = h(y) read as h(x): the outer derivative at the wrong place.
    typed = question.request["expression"].splitlines()[1].replace("y", "x")
    misplaced = Derived({"expression": typed, "values": question.request["values"]})("z", "x")
    if abs(expected) > LARGEST or not question.request["values"]["x"]:
        return None
    mistakes: dict[str, tuple[float, ...]] = {
        "sum_instead": (outer + inner,),
        "one_factor": (outer, inner),
        "sign": (-expected,),
    }
    if apart(misplaced, outer, 0.1):
        mistakes["wrong_place"] = (misplaced * inner,)
    rule = Latex(straight("z", "y") + straight("y", "x"))
    work = Latex(rf"{bracketed(outer)}\cdot {bracketed(inner)}={expected:.4g}")
    return Solution(expected, mistakes, {"rule": rule, "asked": question.asked}, {"work": work})


# --- branch_sum -----------------------------------------------------------------------------------


def draw_sum(rng: Generator, section: int) -> Question:
    """Figure 4: x = g(s), y = h(s), z = k(x, y)."""
    lines = [
        written(rng, pick(rng, FUNCTIONS), "x", v="s"),
        written(rng, pick(rng, FUNCTIONS), "y", v="s"),
        written(rng, pick(rng, JOINED), "z", a="x", b="y"),
    ]
    return graph_question(lines, {"s": pick(rng, SMALL)}, partial("z", "s"), "s")


def solve_sum(question: Question) -> Solution | None:
    derived = Derived(question.request)
    expected = derived("z", "s")
    outer = [derived("z", name) for name in "xy"]
    inner = [derived(name, "s") for name in "xy"]
    branches = [o * i for o, i in zip(outer, inner, strict=True)]
    if abs(expected) > LARGEST or 0 in branches:
        return None
    mistakes = {
        "one_branch": tuple(branches),
        "product": (branches[0] * branches[1],),
        "no_inner": (sum(outer),),
        "sign": (-expected,),
    }
    rule = Latex("+".join(path(name) for name in "xy"))
    products = (rf"{bracketed(o)}\cdot {bracketed(i)}" for o, i in zip(outer, inner, strict=True))
    work = Latex(f"{'+'.join(products)}={expected:.4g}")
    return Solution(expected, mistakes, {"rule": rule, "asked": question.asked}, {"work": work})


# --- forgotten_path -------------------------------------------------------------------------------


def draw_path(rng: Generator, section: int) -> Question:
    """Three ways lead from s to z; a fourth value is made of something else."""
    lines = [
        *(written(rng, pick(rng, FUNCTIONS), name, v="s") for name in "xyu"),
        written(rng, pick(rng, FUNCTIONS), "v", v="r"),
        pick(rng, (("z = x*y + u*v", "z=xy+uv"), ("z = x*u + y*v", "z=xu+yv"))),
    ]
    missing, there, other = (str(name) for name in rng.permutation(list("xyu")))
    pieces: dict[str, Piece] = {
        "right": Latex(path(missing)),
        "already_there": Latex(path(there)),
        "not_connected": Latex(path("v")),
        "half": Latex(partial("z", missing)),
    }
    options, meanings = lettered(rng, pieces)
    shown = "+".join(path(name) for name in sorted((there, other)))
    return graph_question(
        lines,
        {"s": pick(rng, SMALL), "r": pick(rng, SMALL)},
        partial("z", "s"),
        "s",
        options=options,
        blanks={"shown": Latex(f"{partial('z', 's')}={shown}")},
        about={"missing": missing, "there": there, "other": other, "meanings": meanings},
    )


def solve_path(question: Question) -> Solution | None:
    """Right is what makes the sum whole, by the numbers."""
    about = question.about
    derived = Derived(question.request)

    def along(name: str) -> float:
        return derived("z", name) * derived(name, "s")

    missing, there, other = about["missing"], about["there"], about["other"]
    terms = {
        "right": along(missing),
        "already_there": along(there),
        "not_connected": along("v"),
        "half": derived("z", missing),
    }
    shown = along(there) + along(other)
    sums = {name: shown + terms[meaning] for name, meaning in about["meanings"].items()}
    right = only_one(sums, derived("z", "s"))
    if right is None:
        return None
    mistakes = wrong_ones(about["meanings"], right)
    rule = Latex("+".join(path(name) for name in "xyu"))
    return Solution(right, mistakes, {"asked": question.asked}, {"rule": rule})


KINDS = (
    Kind(
        "chain_product",
        "number",
        draw_product,
        solve_product,
        ("sum_instead", "one_factor", "wrong_place", "sign"),
    ),
    Kind(
        "branch_sum",
        "number",
        draw_sum,
        solve_sum,
        ("one_branch", "product", "no_inner", "sign"),
    ),
    Kind(
        "forgotten_path",
        "choice",
        draw_path,
        solve_path,
        ("already_there", "not_connected", "half"),
    ),
)
