r"""The symbols of the lesson in both notations, and other meanings of the same symbol.

To add one, add an entry to `GLOSSARY` and its sentence ``glossary.<name>.meaning``; if the symbol
has another meaning elsewhere, set ``clashes`` and add ``glossary.<name>.clash``.
"""

from dataclasses import dataclass, field

#: The notations: of section 5 and its figures; of the derivation (sections 1, 3, 6, 7); of formulas
#: about functions in general (sections 2, 4). A symbol may have another meaning in each.
READINGS = ("figure", "derivation", "function")


@dataclass(frozen=True)
class Entry:
    r"""One symbol.

    ``figure``, ``derivation``: its LaTeX in either notation, "" if it is not used there.
    ``letters``: by reading, the symbols of a formula that belong to the entry, as
    ``static/js/lesson/reader/formula_symbols.js`` names them: ``z``, ``z'`` (not z), ``\delta``;
    ``y^{(i)}`` and ``\varepsilon_k`` where index or exponent matter; ``\partial C/\partial z`` for
    the whole derivative; ``^(l)`` and ``^[s]`` for the number of any layer and any sample.
    ``families``: the arrays of `app.explain.notation` that it denotes.
    """

    name: str
    figure: str
    derivation: str
    letters: dict[str, tuple[str, ...]] = field(hash=False)
    families: tuple[str, ...] = ()
    clashes: bool = False


def everywhere(*letters: str) -> dict[str, tuple[str, ...]]:
    """The same symbols in every notation."""
    return dict.fromkeys(READINGS, letters)


GLOSSARY: tuple[Entry, ...] = (
    Entry(
        "input",
        "x_i",
        "x_i",
        {"figure": ("x",), "derivation": ("x",), "function": ("x_i",)},
        ("x",),
    ),
    Entry(
        "target",
        "z",
        "t_k",
        {"figure": ("z",), "derivation": ("t",), "function": ("t", "y_i", "y^{(i)}")},
        ("t",),
        clashes=True,
    ),
    Entry(
        "weight",
        "w_{mn}",
        "w^{(l)}_{ji}",
        {"figure": ("w", "W"), "derivation": ("w", "W"), "function": ("w_14", "w_15")},
        ("w",),
    ),
    Entry(
        "order",
        "w_{46}",
        "w^{(3)}_{11}",
        {"figure": ("w", "w'"), "derivation": ("w", "w'"), "function": ("w_14", "w_15")},
        clashes=True,
    ),
    Entry("bias", "b_n", "b^{(l)}_j", everywhere("b"), ("b",)),
    Entry(
        "sum",
        "e_n",
        "z^{(l)}_j",
        {"figure": ("e",), "derivation": ("z",), "function": ("e",)},
        ("z",),
        clashes=True,
    ),
    Entry("next_sum", "", r"z',\; z''", {"derivation": ("z'", "z''")}, clashes=True),
    Entry(
        "output",
        r"y_n,\; y",
        "a^{(l)}_j",
        {"figure": ("y",), "derivation": ("a", "a'", "y"), "function": ("a",)},
        ("a",),
        clashes=True,
    ),
    Entry(
        "activation",
        "f_n(e)",
        r"\sigma(z)",
        {
            "figure": ("f", r"\sigma", r"\tanh"),
            "derivation": (r"\sigma", "f", r"\tanh", "softmax"),
            "function": (r"\sigma",),
        },
        clashes=True,
    ),
    Entry(
        "slope",
        r"f'_n(e_n),\; \frac{df_n(e)}{de}",
        r"\sigma'(z^{(l)}_j)",
        {"figure": ("f'", "d"), "derivation": (r"\sigma'", "f'"), "function": ("f'",)},
        ("slope",),
    ),
    Entry(
        "layer",
        "",
        "{}^{(l)}",
        {"figure": ("^(l)",), "derivation": ("^(l)",)},
        clashes=True,
    ),
    Entry("sample", "{}^{[s]}", "{}^{[s]}", everywhere("^[s]")),
    Entry(
        "loss",
        r"C,\; E",
        r"C,\; J",
        everywhere("C", "E", "J", "L", "loss"),
        ("loss",),
        clashes=True,
    ),
    Entry(
        "error",
        r"\delta_n = -\frac{\partial C}{\partial y_n}",
        r"\frac{\partial C}{\partial a^{(l)}_j}",
        {
            "figure": (r"\delta", r"\partial C/\partial y", r"\partial E/\partial y"),
            "derivation": (
                r"\delta",
                r"\partial C/\partial a",
                r"\partial C/\partial y",
                r"\partial E/\partial y",
            ),
            "function": (r"\delta", r"\partial loss/\partial y"),
        },
        ("error",),
        clashes=True,
    ),
    Entry(
        "delta",
        r"-\frac{\partial C}{\partial e_n}",
        r"\frac{\partial C}{\partial z^{(l)}_j}",
        {
            "figure": (r"\partial C/\partial e", r"\partial E/\partial e"),
            "derivation": (r"\partial C/\partial z",),
            "function": (r"\partial loss/\partial e",),
        },
        ("delta",),
        clashes=True,
    ),
    Entry(
        "weight_gradient",
        r"\frac{\partial C}{\partial w_{mn}}",
        r"\frac{\partial C}{\partial w^{(l)}_{ji}}",
        everywhere(
            r"\partial C/\partial w",
            r"\partial C/\partial W",
            r"\partial E/\partial w",
            r"\partial J/\partial w",
        ),
        ("dw",),
    ),
    Entry(
        "bias_gradient",
        r"\frac{\partial C}{\partial b_n}",
        r"\frac{\partial C}{\partial b^{(l)}_j}",
        everywhere(r"\partial C/\partial b", r"\partial E/\partial b"),
        ("db",),
    ),
    Entry(
        "local",
        "",
        r"\frac{\partial z}{\partial w},\; \frac{\partial a}{\partial z}",
        {
            "derivation": (
                r"\partial z/\partial w",
                r"\partial z/\partial b",
                r"\partial z/\partial a",
                r"\partial a/\partial z",
                r"\partial y/\partial z",
            )
        },
    ),
    Entry(
        "rate",
        r"\eta",
        r"\eta,\; \varepsilon_k",
        everywhere(r"\eta", r"\varepsilon", "lr"),
        ("eta",),
        clashes=True,
    ),
    Entry(
        "new_weight",
        "w'_{mn}",
        "w'^{(l)}_{ji}",
        everywhere("w'", "W'"),
        ("new_w",),
    ),
    Entry("new_bias", "b'_n", "b'^{(l)}_j", everywhere("b'"), ("new_b",)),
    Entry(
        "prime",
        r"w',\; f'",
        r"w',\; \sigma',\; z'",
        everywhere("w'", "b'", "f'", r"\sigma'", "z'", "z''", "a'"),
        clashes=True,
    ),
    Entry(
        "sign",
        r"+\,\eta\,\delta_n",
        r"-\,\eta\,\frac{\partial C}{\partial w}",
        {"figure": ("w'",), "derivation": ("w'", r"\eta"), "function": (r"\leftarrow",)},
        clashes=True,
    ),
    Entry("partial", r"\partial", r"\partial", everywhere(r"\partial")),
    Entry(
        "derivative",
        r"\frac{df_n(e)}{de}",
        r"\frac{dy}{dx}",
        {"figure": ("d",), "derivation": ("d",), "function": ("d",)},
    ),
    Entry(
        "gradient",
        "",
        r"\nabla f,\; \operatorname{grad} f",
        everywhere(r"\nabla", "grad", r"\hat g"),
    ),
    Entry("increment", "", r"\Delta x", everywhere(r"\Delta")),
    Entry("parameters", "", r"\theta", everywhere(r"\theta") | {"function": (r"\theta", "W", "p")}),
    Entry("batch", "", "m", {"function": ("m",)}),
    Entry(
        "variables",
        "",
        r"x,\; y,\; z,\; s",
        {"function": ("x", "y", "z", "s", "w", "u", "v")},
        clashes=True,
    ),
    Entry("functions", "", r"f,\; g,\; h,\; k", {"function": ("f", "g", "h", "k")}, clashes=True),
)
