"""Characters of other keyboards, text programs and languages in an expression: which are read as
what they are, and what to write instead of the others.
"""

import re
import unicodedata

#: Letters of names beside the Latin ones. π is a number, and others are variants of these.
GREEK = "Α-ΡΣ-Ωα-ορ-ω"

#: Spaces and line ends of Unicode, each with the ASCII character that it is read as.
SPACES = str.maketrans(
    dict.fromkeys(
        "\v\f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
        "\u200b\u2060\u202f\u205f\u3000\ufeff",
        " ",
    )
    | dict.fromkeys("\x85\u2028\u2029", "\n")
)

#: What to write in place of a sign that is not read.
INSTEAD = (
    {"^": "**", "ˆ": "**", "√": "sqrt", "∞": "1e300", "π": "pi", "ℯ": "e", "。": ".", "、": ","}
    | dict.fromkeys("×✕✖⋅·∙•∗⨯∘・", "*")
    | dict.fromkeys("÷∕⁄", "/")
    | dict.fromkeys("−‐‑‒–—―", "-")
)
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
LOWERED = "₀₁₂₃₄₅₆₇₈₉"
RUN = re.compile(f"[{RAISED}]+|[{LOWERED}]+|√")
#: What a root sign may stand before: a name, a number, or a bracket.
ROOTED = re.compile(rf"√\s*(?:([A-Za-z{GREEK}][\w]*|\d+\.?\d*)(?!\s*\()|(?=\())")
#: Of what is said of a sign, and how far away others like it are replaced with it: a refusal has
#: room for both.
LONGEST_SIGN, LONGEST_REPLACED = 40, 500
ALLOWED = re.compile(r"[A-Za-z0-9+\-*/=(),;.]|\*\*")


def written_alike(text: str, position: int) -> tuple[int, str]:
    """(where the last of the signs like that at the position ends, what to write from the position
    to there): they are all replaced, what stands between them is not. Of a long text the next ones.
    """
    first = instead_of(text, position)
    parts, end, index = [], position, position
    while index < min(len(text), position + LONGEST_REPLACED):
        found = instead_of(text, index)
        if found is not None and found == first:
            parts += [text[end:index], found[1]]
            end = index + len(found[0])
        index += len(found[0]) if found is not None else 1
    return end, "".join(parts)


def instead_of(text: str, position: int) -> tuple[str, str] | None:
    """(what stands at the position, what to write instead); None where nothing is meant that an
    expression could hold. Superscripts, subscripts and what a root is of are taken together.
    """
    root = ROOTED.match(text, position, position + LONGEST_SIGN)
    if root is not None:
        inner = root.group(1)
        return root.group(), f"sqrt({inner})" if inner else "sqrt"
    run = RUN.match(text, position, position + LONGEST_SIGN)
    if run is not None and run.group() != "√":
        signs = run.group()
        plain = unicodedata.normalize("NFKC", signs).replace("−", "-")
        if signs[0] in LOWERED:
            return signs, plain
        return signs, f"**{plain}" if plain.isalnum() else f"**({plain})"
    sign = text[position]
    if sign in INSTEAD:
        return sign, INSTEAD[sign]
    if unicodedata.category(sign) == "Nd":
        return sign, str(unicodedata.digit(sign))
    plain = unicodedata.normalize("NFKC", sign)
    # Fractions such as ½, whose bar is not a slash.
    if "⁄" in plain:
        return sign, f"({plain.replace('⁄', '/')})"
    plain = INSTEAD.get(plain, plain)
    if plain != sign and (ALLOWED.fullmatch(plain) or re.fullmatch(f"[{GREEK}]", plain)):
        return sign, plain
    return None
