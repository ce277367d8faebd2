"""The document's questions to the reader (思考), each an exercise.

To add one, add an entry to `QUESTIONS`, its sentences ``question.<name>.…`` and, in the prose of a
section, ``{{ question("name") }}``. A question has one of three forms: something is sorted, chosen,
or chosen and then found in the picture. What is said of numbers is worked out in the browser from
the network that the figure then shows.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .figures.figure import Figure
from .figures.labs import LAB_FIGURES

#: Fills the blanks of a question's sentences.
DC_DW = r"\frac{\partial C}{\partial w}"
#: Section 5 calls the loss E.
DE_DW = r"\frac{\partial E}{\partial w}"
DC_DB = r"\frac{\partial C}{\partial b}"
DC_DA = r"\frac{\partial C}{\partial a}"
DC_DZ = r"\frac{\partial C}{\partial z}"
DC_DX = r"\frac{\partial C}{\partial x}"


@dataclass(frozen=True)
class Sort:
    """Everything in the figure, and what no figure shows, is put into one of ``bins``.

    ``families``: what the figure draws -> the bins that it belongs in; ``chips``: what stands
    beside the figure -> the same. What is said of putting it there is
    ``question.<name>.<family>.<bin>``, or else ``question.<name>.chip.<bin>``. The figure stands
    at the step that writes ``at``.
    """

    figure: Figure
    at: str
    bins: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    chips: dict[str, tuple[str, ...]]
    form: str = "sort"


@dataclass(frozen=True)
class Choose:
    """One of ``options`` is right; each other has its reply, ``question.<name>.reply.<option>``.

    The reasoning is ``reasons``, keys behind ``question.<name>.``, beside the figure, which stands
    at the step that writes ``at``.
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
    """As `Choose`, and then: which numbers of ``families`` make the gradient of ``weight``?"""

    figure: Figure
    options: tuple[str, ...]
    right: str
    reasons: tuple[str, ...]
    at: str
    weight: str
    families: tuple[str, ...]
    blanks: dict[str, str] = field(default_factory=dict)
    form: str = "factors"


#: The document's figure 2, to be asked about: nothing but its drawing, and the true gradient.
FIGURE_2 = LAB_FIGURES["2"]
SORTED = replace(FIGURE_2, views=("diagram",), state=FIGURE_2.state | {"figureRule": False})
#: The same network as a circuit, where the derivatives have their places.
CIRCUIT = replace(SORTED, state=SORTED.state | {"grammar": "derivation"})
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
        "error1.2",
        "w2.0.0",
        ("x", "a", "error"),
        {"dw": DE_DW},
    ),
}

#: name -> what the browser is given: plain JSON
QUESTIONS: dict[str, dict[str, Any]] = {
    name: asdict(entry) | {"figure": entry.figure.as_json(name)} for name, entry in ENTRIES.items()
}
