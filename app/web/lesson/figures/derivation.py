"""Figures 14 to 23: the derivation, line by line, and the circuit run backward.

Each line of a derivation is a step of its figure. The formulas come from `app.explain.derivation`;
the sentences are ``derivation.<name>``.
"""

from collections.abc import Iterator
from dataclasses import replace

from ....explain import derivation
from ....explain.tree import Tree
from .figure import Figure, Fragment, Line

VIEWS = ("diagram", "lines")
#: The part that a figure speaks of stands alone, large; the whole circuit beside the lines, small.
FRAGMENT_VIEWS = ("fragment", "lines", "diagram")
#: One neuron with its inputs, and with the neurons that it feeds.
ONE_NEURON = Fragment(2, (1,))
WITH_NEXT = Fragment(2, (1, 2))
#: The same for the backward pass, which ends at the neuron: the style sheet hides the one input
#: that a drawing cannot do without.
WITHOUT_INPUTS = Fragment(1, (1, 2))
#: ``circuit``: the red arrows of earlier steps stay visible.
STATE = {"notation": "derivation", "grouping": "neuron", "circuit": True}
WHOLE_PASS = {**STATE, "grouping": "phase"}

#: The symbols of the slides, figure by figure: each adds to the ones before.
INPUT_SIDE = {
    "x.0": "x_1",
    "x.1": "x_2",
    "w1.0.0": "w_1",
    "w1.0.1": "w_2",
    "b1.0": "b",
    "t.0": "t_1",
    "t.1": "t_2",
}
BRANCHES = {"w2.0.0": "w_3", "w2.1.0": "w_4"}
#: The slides name w_5 and w_6 only; the two weights from z'' continue the numbers.
SECOND_BRANCHES = {"w3.0.0": "w_5", "w3.1.0": "w_6", "w3.0.1": "w_7", "w3.1.1": "w_8"}

NEURON = derivation.names_of({"1.0": ("z", "a")}, INPUT_SIDE) | {"a3.0": "y_1", "a3.1": "y_2"}
NEXT = derivation.names_of(
    {"1.0": ("z", "a"), "2.0": ("z'", "a'"), "2.1": ("z''", "a''")}, INPUT_SIDE | BRANCHES
) | {"a3.0": "y_1", "a3.1": "y_2"}
OUTPUT_NEXT = derivation.names_of(
    {"1.0": ("z", "a"), "2.0": ("z'", "y_1"), "2.1": ("z''", "y_2")}, INPUT_SIDE | BRANCHES
)
SECOND_NEXT = derivation.names_of(
    {
        "1.0": ("z", "a"),
        "2.0": ("z'", "a'"),
        "2.1": ("z''", "a''"),
        "3.0": ("z_a", "y_1"),
        "3.1": ("z_b", "y_2"),
    },
    INPUT_SIDE | BRANCHES | SECOND_BRANCHES,
)
NUMBERED = derivation.numbered_names((2, 2, 2), 2)

#: Highlighted: the neuron with its inputs, what it feeds, and the derivatives that come back.
INPUTS = ("x.0", "x.1", "w1.0.0", "w1.0.1", "b1.0")
FED = ("a1.0", "w2.0.0", "w2.1.0", "z2.0", "z2.1")
BACK = ("delta2.0", "delta2.1")
RECURSION = ("slope1.0", *FED, *BACK, "error1.0", "delta1.0", "z1.0")
FORWARD_DONE = "a3.1"


def line(tree: Tree, at: str, lights: tuple[str, ...], name: str, *writes: str) -> Line:
    return Line(tree, at, lights, f"derivation.{name}", writes)


def derived(
    names: dict[str, str],
    formulas: tuple[str, ...],
    *each: Line,
    experiment: str = "slides",
    fragment: Fragment | None = None,
) -> Figure:
    """A figure whose last steps are its lines; it opens at the first of them."""
    return Figure(
        "network",
        experiment,
        VIEWS if fragment is None else FRAGMENT_VIEWS,
        formulas,
        STATE,
        names=names,
        lines=each,
        fragment=fragment,
    )


def fraction(over: str, under: str) -> str:
    return rf"\frac{{\partial {over}}}{{\partial {under}}}"


def recursion_latex(z: str, *branches: tuple[str, str]) -> str:
    """∂C/∂z = σ'(z)[w ∂C/∂z' + …] as the slides write it."""
    terms = "+".join(weight + fraction("C", later) for weight, later in branches)
    return rf"{fraction('C', z)}=\sigma'({z})\left[{terms}\right]"


WEIGHT_CHAIN = rf"{fraction('C', 'w')}={fraction('z', 'w')}{fraction('C', 'z')}"
INPUT_CHAIN = rf"{fraction('C', 'z')}={fraction('a', 'z')}{fraction('C', 'a')}"
OUTPUT_CHAIN = "=".join(
    (
        fraction("C", "a"),
        "+".join(fraction(z, "a") + fraction("C", z) for z in ("z'", "z''")),
    )
)
RECURSION_LATEX = recursion_latex("z", ("w_3", "z'"), ("w_4", "z''"))


def numbered_line(layer: int, unit: int) -> Line:
    """Figure 22, one neuron: at the output from ∂C/∂y, elsewhere from the next layer."""
    where = f"{layer}.{unit}"
    own = tuple(f"{array}{where}" for array in ("z", "a", "slope", "error", "delta"))
    made = (f"error{where}", f"delta{where}")
    if layer == 3:
        lights = (*own, f"t.{unit}")
        return line(derivation.input_chain(layer, unit), made[1], lights, "outermost", *made)
    ways = tuple(f"w{layer + 1}.{k}.{unit}" for k in range(2))
    name = "second_last" if layer == 2 else "first_layer"
    return line(derivation.recursion(layer, unit, 2), made[1], (*own, *ways), name, *made)


def growing(each: tuple[Line, ...]) -> Iterator[Line]:
    """Lines that also highlight what the lines before them do."""
    lit: tuple[str, ...] = ()
    for one in each:
        lit = (*lit, *one.lights)
        yield replace(one, lights=lit)


DERIVATION_FIGURES: dict[str, Figure] = {
    "14": derived(
        NEURON,
        ("z=x_1w_1+x_2w_2+b", WEIGHT_CHAIN),
        line(derivation.weighted_sum(1, 0, 2), "z1.0", (*INPUTS, "z1.0"), "weighted_sum", "z1.0"),
        line(
            derivation.weight_chain(1, 0, 0),
            "z1.0",
            ("w1.0.0", "w1.0.1", "z1.0", "delta1.0"),
            "weight_chain",
        ),
        fragment=ONE_NEURON,
    ),
    "15": derived(
        NEURON,
        (r"\partial z/\partial w_1=x_1", r"\partial z/\partial w_2=x_2"),
        line(
            derivation.weight_partial(1, 0, 0),
            "z1.0",
            ("x.0", "w1.0.0", "z1.0"),
            "weight_partial",
        ),
        line(
            derivation.weight_partial(1, 0, 1),
            "z1.0",
            ("x.1", "w1.0.1", "z1.0"),
            "weight_partial_too",
        ),
        line(derivation.bias_partial(1, 0), "z1.0", ("b1.0", "z1.0"), "bias_partial"),
        fragment=ONE_NEURON,
    ),
    "16": derived(
        NEXT,
        (r"a=\sigma(z)", INPUT_CHAIN),
        line(derivation.activation(1, 0), FORWARD_DONE, ("z1.0", "a1.0"), "activation"),
        line(
            derivation.input_chain(1, 0),
            FORWARD_DONE,
            ("z1.0", "a1.0", "delta1.0", "error1.0"),
            "input_chain",
        ),
        line(
            derivation.slope(1, 0),
            FORWARD_DONE,
            ("z1.0", "a1.0", "slope1.0"),
            "slope",
        ),
        fragment=WITH_NEXT,
    ),
    "17": derived(
        NEXT,
        (r"z'=aw_3+\cdots", OUTPUT_CHAIN),
        line(derivation.next_sum(2, 0, 0, 2), FORWARD_DONE, ("a1.0", "w2.0.0", "z2.0"), "next_sum"),
        line(derivation.output_chain(1, 0, 2), FORWARD_DONE, (*FED, *BACK, "error1.0"), "two_ways"),
        line(
            derivation.sum_partial_is_weight(2, 0, 0),
            FORWARD_DONE,
            ("a1.0", "w2.0.0", "z2.0"),
            "sum_partial",
        ),
        line(
            derivation.sum_partial_is_weight(2, 1, 0),
            FORWARD_DONE,
            ("a1.0", "w2.1.0", "z2.1"),
            "sum_partial_too",
        ),
        fragment=WITH_NEXT,
    ),
    "18": derived(
        NEXT,
        (RECURSION_LATEX,),
        line(
            derivation.arriving_sum(1, 0, 2),
            FORWARD_DONE,
            (*FED, *BACK, "error1.0"),
            "arriving_sum",
        ),
        line(derivation.recursion(1, 0, 2), FORWARD_DONE, RECURSION, "recursion"),
        fragment=WITH_NEXT,
    ),
    "19": derived(
        NEXT,
        (RECURSION_LATEX,),
        line(derivation.slope(1, 0), "delta2.1", ("z1.0", "a1.0", "slope1.0"), "slope_is_constant"),
        line(
            derivation.recursion(1, 0, 2),
            "delta1.0",
            RECURSION,
            "circuit",
            "error1.0",
            "delta1.0",
        ),
        fragment=WITHOUT_INPUTS,
    ),
    "20": derived(
        OUTPUT_NEXT,
        tuple(
            rf"{fraction('C', z)}={fraction(y, z)}{fraction('C', y)}"
            for z, y in (("z'", "y_1"), ("z''", "y_2"))
        ),
        line(derivation.slope(2, 0), "a2.1", ("z2.0", "a2.0", "slope2.0"), "output_slope"),
        line(
            derivation.output_error(2, 0),
            "a2.1",
            ("a2.0", "t.0", "error2.0"),
            "output_error",
        ),
        line(
            derivation.input_chain(2, 0),
            "delta2.0",
            ("z2.0", "a2.0", "t.0", "slope2.0", "error2.0", "delta2.0"),
            "output_case",
            "error2.0",
            "delta2.0",
        ),
        line(
            derivation.input_chain(2, 1),
            "delta2.1",
            ("z2.1", "a2.1", "t.1", "slope2.1", "error2.1", "delta2.1"),
            "output_case_too",
            "error2.1",
            "delta2.1",
        ),
        line(
            derivation.recursion(1, 0, 2),
            "delta1.0",
            RECURSION,
            "done",
            "error1.0",
            "delta1.0",
        ),
        experiment="slides_output",
    ),
    "21": derived(
        SECOND_NEXT,
        (recursion_latex("z'", ("w_5", "z_a"), ("w_6", "z_b")),),
        *(
            line(
                derivation.recursion(2, unit, 2),
                f"delta2.{unit}",
                (
                    *(f"{array}2.{unit}" for array in ("z", "a", "slope", "error", "delta")),
                    *(f"w3.{k}.{unit}" for k in range(2)),
                    *("z3.0", "z3.1", "delta3.0", "delta3.1"),
                ),
                name,
                f"error2.{unit}",
                f"delta2.{unit}",
            )
            for unit, name in enumerate(("one_layer_on", "other_branch"))
        ),
        line(
            derivation.recursion(1, 0, 2),
            "delta1.0",
            RECURSION,
            "recursively",
            "error1.0",
            "delta1.0",
        ),
    ),
    "22": derived(
        NUMBERED,
        (),
        *growing(tuple(numbered_line(layer, unit) for layer in (3, 2, 1) for unit in range(2))),
    ),
    # Beside both passes, the product of a number from each (static/js/lesson/tools/product.js).
    "23": Figure(
        "network",
        "slides",
        ("panels",),
        (
            r"\frac{\partial z}{\partial w}=a",
            r"a\times\frac{\partial C}{\partial z}=\frac{\partial C}{\partial w}",
        ),
        WHOLE_PASS,
        FORWARD_DONE,
        "delta1.1",
        NUMBERED,
        panels=(FORWARD_DONE, "delta1.1"),
        stacked=True,
        plays=False,
    ),
}
