"""Figures of sections 1 to 4: all steps of a network, gradient descent, the network of figure 2
and the chain rule.

The formulas are those of the document's figures; all numbers come from the engine.
"""

from typing import Any

from .figure import Figure

#: A step of a descent is an iteration; only the programs have a step for each line.
BY_ITERATION = {"grouping": "layer"}


def descent(
    experiment: str,
    views: tuple[str, ...],
    *formulas: str,
    state: dict[str, Any] | None = None,
    plays: bool = True,
) -> Figure:
    of_descent = BY_ITERATION | (state or {})
    return Figure("descent", experiment, views, formulas, of_descent, plays=plays)


def graph(
    experiment: str,
    views: tuple[str, ...],
    *formulas: str,
    forward: int,
) -> Figure:
    """A graph opens after ``forward`` steps: all values are known, the backward pass comes next.

    No path is chosen yet, so that no product stands there before the backward pass has found it.
    """
    state = {"grouping": "neuron", "position": forward, "selected": None}
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
        plays=False,
    ),
    "1": descent(
        "mini_batch",
        # The formulas of the document's figure are lines of the pseudo-code.
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
        # As in the document: the inputs are layer 1, every neuron is divided into z and a.
        state={
            "notation": "derivation",
            "drawing": "flow",
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
    ),
    "4": graph(
        "diamond",
        ("graph", "values", "paths", "increments"),
        r"x=g(s)\quad y=h(s)\quad z=k(x,y)",
        r"\frac{\partial z}{\partial s}=\frac{\partial z}{\partial x}\frac{\partial x}{\partial s}"
        r"+\frac{\partial z}{\partial y}\frac{\partial y}{\partial s}",
        forward=3,
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
