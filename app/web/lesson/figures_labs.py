"""Figures of sections 1 to 4: the walk over a whole network, gradient descent, the network of
figure 2 and the chain rule, each on the bench of a preset.

Only the formulas stand in the document's pictures; all numbers are the engine's.
"""

from typing import Any

from app.web.lesson.figures import Figure

#: A descent is walked through iteration by iteration; only the programs go line by line.
BY_ITERATION = {"grouping": "layer"}
#: A graph is shown with its values, before the way back.
BY_VALUE = {"grouping": "neuron"}


def descent(
    bench: str, views: tuple[str, ...], *formulas: str, state: dict[str, Any] | None = None
) -> Figure:
    return Figure("descent", bench, views, formulas, BY_ITERATION | (state or {}))


def graph(bench: str, views: tuple[str, ...], *formulas: str) -> Figure:
    """A graph opens where all values are known, so that the way back is the next thing to see."""
    return Figure("graph", bench, views, formulas, BY_VALUE)


LAB_FIGURES: dict[str, Figure] = {
    # section 1
    "overview": Figure(
        "network",
        "document",
        ("diagram", "strip"),
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
        ("pseudo", "dials", "landscape", "fit"),
        r"\hat g=\frac1m\nabla_\theta\sum_i L(f(x_i,\theta),y^{(i)})",
        r"\theta=\theta-\varepsilon_k\hat g",
        state={"grouping": "neuron"},
    ),
    "gif1": descent("line_fit", ("cost", "fit", "dials")),
    "gif2": descent("sigmoid_fit", ("fit", "surface", "dials"), state={"view": "surface"}),
    "program": descent(
        "document", ("listing", "landscape", "dials"), state={"grouping": "neuron"}
    ),
    # section 3
    "2": Figure(
        "network",
        "figure2",
        ("diagram", "strip"),
        state={"notation": "derivation", "grammar": "figure", "grouping": "neuron"},
    ),
    # section 4
    "3": graph(
        "chain",
        ("graph", "values", "increments"),
        r"y=g(x)\quad z=h(y)",
        r"\Delta x\to\Delta y\to\Delta z",
        r"\frac{dz}{dx}=\frac{dz}{dy}\frac{dy}{dx}",
    ),
    "4": graph(
        "diamond",
        ("graph", "values", "increments"),
        r"x=g(s)\quad y=h(s)\quad z=k(x,y)",
        r"\frac{\partial z}{\partial s}=\frac{\partial z}{\partial x}\frac{\partial x}{\partial s}"
        r"+\frac{\partial z}{\partial y}\frac{\partial y}{\partial s}",
    ),
    "composition": graph(
        "composition",
        ("program", "graph", "increments"),
        r"\mathrm{loss}=h(y),\quad y=g(x),\quad x=f(w)",
    ),
}
