"""Figures 5 to 13: δ and the new weights, in the notation of the figures."""

from .figure import Figure

VIEWS = ("diagram", "step_caption")
PANEL_VIEWS = ("panels", "step_caption")


def flow(
    first: str,
    last: str,
    *formulas: str,
    gradient: tuple[str, ...] = (),
    panels: tuple[str, ...] | None = None,
) -> Figure:
    """A range of the steps of the document's network.

    ``gradient``: the formulas of the gradient, where they are not those of the document.
    """
    return Figure(
        "network",
        "document",
        VIEWS if panels is None else PANEL_VIEWS,
        formulas,
        {"notation": "figure", "grouping": "neuron"},
        first,
        last,
        gradient_formulas=gradient,
        panels=panels,
    )


def slope(n: int) -> str:
    """A factor that the document leaves out: the slope of the neuron that an error passes."""
    return rf"\boxed{{f'_{n}(e_{n})}}"


def update(to: int, *sources: tuple[str, str], delta: str) -> tuple[str, ...]:
    """The formulas of one neuron's update: w' = w + ηδ f'(e) · input, one for each source."""
    own = rf"\frac{{df_{to}(e)}}{{de}}"
    return tuple(
        rf"w'_{{{source}{to}}}=w_{{{source}{to}}}+\eta{delta}{own}{signal}"
        for source, signal in sources
    )


INPUTS = (("(x1)", "x_1"), ("(x2)", "x_2"))
HIDDEN_1 = (("1", "y_1"), ("2", "y_2"), ("3", "y_3"))
HIDDEN_2 = (("4", "y_4"), ("5", "y_5"))

FLOW_FIGURES: dict[str, Figure] = {
    "5": flow("error3.0", "error3.0", r"\delta=z-y"),
    "6": flow(
        "error2.0",
        "error2.1",
        *(rf"\delta_{n}=w_{{{n}6}}\delta" for n in (4, 5)),
        gradient=tuple(rf"\delta_{n}=w_{{{n}6}}{slope(6)}\delta" for n in (4, 5)),
        panels=("error2.0", "error2.1"),
    ),
    "7": flow(
        "error1.0",
        "error1.2",
        *(rf"\delta_{n}=w_{{{n}4}}\delta_4+w_{{{n}5}}\delta_5" for n in (1, 2, 3)),
        gradient=tuple(
            rf"\delta_{n}=w_{{{n}4}}{slope(4)}\delta_4+w_{{{n}5}}{slope(5)}\delta_5"
            for n in (1, 2, 3)
        ),
        panels=("error1.0", "error1.1", "error1.2"),
    ),
    "8": flow("new_w1.0.0", "new_w1.0.0", *update(1, *INPUTS, delta=r"\delta_1")),
    "9": flow("new_w1.1.0", "new_w1.1.0", *update(2, *INPUTS, delta=r"\delta_2")),
    "10": flow("new_w1.2.0", "new_w1.2.0", *update(3, *INPUTS, delta=r"\delta_3")),
    "11": flow("new_w2.0.0", "new_w2.0.0", *update(4, *HIDDEN_1, delta=r"\delta_4")),
    "12": flow("new_w2.1.0", "new_w2.1.0", *update(5, *HIDDEN_1, delta=r"\delta_5")),
    "13": flow("new_w3.0.0", "new_w3.0.0", *update(6, *HIDDEN_2, delta=r"\delta")),
}
