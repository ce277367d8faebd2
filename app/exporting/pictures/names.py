r"""Names that somebody typed, as LaTeX: y_1 and y1 have an index, alpha is \alpha.

They are letters, digits and underscores; anything else is left out, so that no name can be a
command.
"""

import re

GREEK = frozenset(
    (
        *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
        *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
        *("omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
    )
)
PART = re.compile(r"([A-Za-z]+)(\d*)\Z")
#: A longer name is cut: it must fit into a neuron.
LONGEST = 16


def latex_of(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "", name)[:LONGEST]
    first, *rest = plain.split("_")
    match = PART.match(first)
    if match is None or not all(rest):
        return rf"\mathrm{{{plain.replace('_', '')}}}" if plain else "?"
    base, number = match.groups()
    indices = [*([number] if number else []), *rest]
    return word(base) + (f"_{{{','.join(map(index, indices))}}}" if indices else "")


def index(text: str) -> str:
    return text if text.isdigit() or len(text) == 1 else word(text)


def word(text: str) -> str:
    if text in GREEK:
        return rf"\{text}"
    return text if len(text) == 1 else rf"\mathrm{{{text}}}"
