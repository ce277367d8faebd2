"""Figures of sections 1 to 4: the walk over a whole network, gradient descent, the network of
figure 2 and the chain rule, each on the experiment of a preset.

Only the formulas stand in the document's pictures; all numbers are the engine's.
"""

from typing import Any

from .figure import Figure

#: A descent is walked through iteration by iteration; only the programs go line by line.
BY_ITERATION = {"grouping": "layer"}


def descent(
    experiment: str, views: tuple[str, ...], *formulas: str, state: dict[str, Any] | None = None
) -> Figure:
    return Figure("descent", experiment, views, formulas, BY_ITERATION | (state or {}))


def graph(
    experiment: str,
    views: tuple[str, ...],
    *formulas: str,
    forward: int,
    selected: int | None = None,
) -> Figure:
    """A graph opens where all values are known, after ``forward`` steps: the way back comes next.

    ``selected``: the value whose ways to the result are shown one by one.
    """
    state = {"grouping": "neuron", "position": forward, "selected": selected}
    return Figure("graph", experiment, views, formulas, state)


LAB_FIGURES: dict[str, Figure] = {
    # section 1
    "overview": Figure(
        "network",
        "document",
        ("diagram", "step_caption"),
        state={"notation": "figure", "grouping": "neuron"},
    ),
    # section 2
    "formula1": descent(
        "document",
        ("gradient", "landscape"),
        r"\operatorname{grad} f=\left(\frac{\partial f}{\partial x},"
        r"\frac{\partial f}{\partial y}\right)=\nabla f",
    ),
    "1": descent(
        "mini_batch",
        # The formulas of the picture are lines of the running pseudo-code.
        ("pseudo", "hyperparameters", "landscape", "fit"),
        state={"grouping": "neuron"},
    ),
    "gif1": descent("line_fit", ("cost", "fit", "hyperparameters")),
    "gif2": descent(
        "sigmoid_fit", ("fit", "surface", "hyperparameters"), state={"view": "surface"}
    ),
    "program": descent(
        "document", ("listing", "landscape", "hyperparameters"), state={"grouping": "neuron"}
    ),
    # section 3
    "2": Figure(
        "network",
        "figure2",
        ("diagram", "step_caption"),
        # As drawn: the inputs are layer 1, every neuron is cut into z and a.
        state={
            "notation": "derivation",
            "grammar": "figure",
            "inputsCount": True,
            "grouping": "neuron",
        },
    ),
    # section 4
    "3": graph(
        "chain",
        ("graph", "values", "paths", "increments"),
        r"y=g(x)\quad z=h(y)",
        r"\Delta x\to\Delta y\to\Delta z",
        r"\frac{dz}{dx}=\frac{dz}{dy}\frac{dy}{dx}",
        forward=2,
        selected=0,
    ),
    "4": graph(
        "diamond",
        ("graph", "values", "paths", "increments"),
        r"x=g(s)\quad y=h(s)\quad z=k(x,y)",
        r"\frac{\partial z}{\partial s}=\frac{\partial z}{\partial x}\frac{\partial x}{\partial s}"
        r"+\frac{\partial z}{\partial y}\frac{\partial y}{\partial s}",
        forward=3,
        selected=0,
    ),
    "composition": graph(
        "composition",
        ("program", "graph", "increments"),
        "x=f(w)",
        "y=g(x)",
        r"\mathrm{loss}=h(y)",
        forward=3,
    ),
}
