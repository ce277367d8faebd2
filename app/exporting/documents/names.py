"""Names that users typed, as symbols of LaTeX: nothing else of what they wrote is one."""

import re
import unicodedata

#: Capitals that look like Latin ones have no command.
LOOKALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo")
PARTS = re.compile(r"([^\W\d_]+)(\d*)")
GREEK_WORDS = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "pi",
    ]
)


def letter(character: str) -> str:
    r"""A letter as LaTeX has it: \alpha for α."""
    plain = character.translate(LOOKALIKES)
    if plain.isascii():
        return plain
    size, _, name = unicodedata.name(plain).removeprefix("GREEK ").partition(" LETTER ")
    command = {"LAMDA": "lambda", "FINAL SIGMA": "varsigma"}.get(name, name.lower())
    return rf"\{command.capitalize() if size == 'CAPITAL' else command}"


def letters(latex: str) -> str:
    """LaTeX in which names stand as they were typed, with commands for its Greek letters."""
    return "".join(each if each.isascii() else f"{letter(each)} " for each in latex)


def word(text: str) -> str:
    r"""A word as one symbol: x, \theta, \mathrm{bias}."""
    if text in GREEK_WORDS:
        return rf"\{text}"
    if len(text) == 1:
        return letter(text)
    return spelt(text)


def spelt(text: str) -> str:
    """A word letter by letter."""
    # An empty group ends a command before the next letter.
    letters = "".join(
        r"\_" if each == "_" else letter(each) + ("" if each.isascii() else "{}") for each in text
    )
    return rf"\mathrm{{{letters}}}"


def symbol(name: str) -> str:
    """A name that the parser of expressions takes: y1 and y_1 are y with an index."""
    first, *rest = name.split("_")
    match = PARTS.fullmatch(first)
    indices = [*([match[2]] if match and match[2] else []), *rest]
    if match is None or not all(indices):
        return word(name)
    if not indices:
        return word(match[1])
    written = ",".join(each if each.isdigit() else word(each) for each in indices)
    return f"{word(match[1])}_{{{written}}}"
