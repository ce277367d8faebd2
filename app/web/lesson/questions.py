"""The questions of the document (思考) as interactive questions.

To add one, add an entry to `ENTRIES`, its sentences ``question.<name>.…`` and, in the prose of a
section, ``{{ question("name") }}``. A question has one of three forms: things are sorted, an option
is chosen, or an option is chosen and two numbers are then found in the figure. The browser computes
the numbers of the replies from the network in the figure.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .figures.figure import Figure
from .figures.labs import LAB_FIGURES

#: LaTeX for the placeholders in the sentences.
DC_DW = r"\frac{\partial C}{\partial w}"
#: In section 5 the loss is E.
DE_DW34 = r"\frac{\partial E}{\partial w_{34}}"
DC_DB = r"\frac{\partial C}{\partial b}"
DC_DA = r"\frac{\partial C}{\partial a}"
DC_DZ = r"\frac{\partial C}{\partial z}"
DC_DX = r"\frac{\partial C}{\partial x}"


@dataclass(frozen=True)
class Sort:
    """The numbers in the figure, and things that no figure shows, are sorted into ``bins``.

    ``families``: the right bins of each family of numbers; ``chips``: those of each thing beside
    the figure. The reply is ``question.<name>.<family>.<bin>``, or else
    ``question.<name>.chip.<bin>``. The figure is at the step that writes ``at``.
    """

    figure: Figure
    at: str
    bins: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    chips: dict[str, tuple[str, ...]]
    form: str = "sort"


@dataclass(frozen=True)
class Choose:
    """One of ``options`` is right; the replies are ``question.<name>.reply.<option>``.

    ``reasons``: the keys of the reasoning, after ``question.<name>.``. It is shown beside the
    figure at the step that writes ``at``.
    """

    figure: Figure
    options: tuple[str, ...]
    right: str
    reasons: tuple[str, ...]
    at: str
    blanks: dict[str, str] = field(default_factory=dict)
    form: str = "choose"


@dataclass(frozen=True)
class Factors:
    """As `Choose`, and then: the product of which numbers is the gradient of ``weight``?

    The numbers of ``families`` can be chosen in the figure.
    """

    figure: Figure
    options: tuple[str, ...]
    right: str
    reasons: tuple[str, ...]
    at: str
    weight: str
    families: tuple[str, ...]
    blanks: dict[str, str] = field(default_factory=dict)
    form: str = "factors"


#: The document's figure 2: its drawing only, with the gradient.
FIGURE_2 = LAB_FIGURES["2"]
SORTED = replace(FIGURE_2, views=("diagram",), state=FIGURE_2.state | {"drawn": False})
#: The same network as a circuit, which shows the derivatives.
CIRCUIT = replace(SORTED, state=SORTED.state | {"drawing": "circuit"})
#: The network of figures 5 to 13.
FLOW = Figure(
    "network",
    "document",
    ("diagram",),
    state={"notation": "figure", "grouping": "neuron", "figureRule": False},
)


ENTRIES: dict[str, Sort | Choose | Factors] = {
    "parameters": Sort(
        SORTED,
        "a2.1",
        ("weight", "activation", "hyperparameter", "none"),
        {
            "w": ("weight",),
            "b": ("weight",),
            "z": ("activation",),
            "a": ("activation",),
            "x": ("activation", "none"),
        },
        {
            "layers": ("hyperparameter",),
            "units": ("hyperparameter",),
            "function": ("hyperparameter",),
            "rate": ("hyperparameter",),
            "batch": ("hyperparameter",),
            "rounds": ("hyperparameter",),
            "one": ("none",),
        },
    ),
    "purpose": Choose(
        CIRCUIT,
        ("activations", "weights", "both", "inputs"),
        "weights",
        ("why", "means"),
        "new_w1.0.0",
        {"dw": DC_DW, "db": DC_DB, "da": DC_DA, "dz": DC_DZ, "dx": DC_DX},
    ),
    "both": Choose(
        CIRCUIT,
        ("weights", "sweep", "two_sweeps", "everything"),
        "sweep",
        ("why", "exceptions", "freed"),
        "delta1.0",
        {
            "dw": DC_DW,
            "da": DC_DA,
            "dz": DC_DZ,
            "dx": DC_DX,
            "rule": rf"{DC_DW}=a{DC_DZ}",
        },
    ),
    "when": Factors(
        FLOW,
        ("forward", "delta", "all", "after"),
        "delta",
        ("why", "hidden"),
        # The step lights the weight that is asked about, w_34.
        "error1.2",
        "w2.0.2",
        ("x", "a", "error"),
        {"dw": DE_DW34},
    ),
}

#: The data for the browser, by name: plain JSON.
QUESTIONS: dict[str, dict[str, Any]] = {
    name: asdict(entry) | {"figure": entry.figure.as_json(name)} for name, entry in ENTRIES.items()
}
