"""A number as people type it: ``1/3``, ``0,5``, ``−2·10⁻³``, ``2x10^-3``, ``5²``, ``10%``, ``٠٫٥``.

``static/js/math/parse_number.js`` reads the same; the cases of both are in
``tests/typed_numbers.json``. The grammar::

    number   sign? (decimal tail? | vulgar fraction)
    tail     "e" integer | power | "·10" power | "/" sign? decimal ("e" integer)?
             | vulgar fraction | "%"; the point before 10 may be an x
    power    superscript integer | "^" integer | "**" integer, the integer in brackets or not
    decimal  digits with a point or a comma, thousands parted by spaces, apostrophes, commas
             or points
"""

import re
import unicodedata
from math import isfinite

#: The signs of the grammar -> what is read as each.
READ_AS = {
    other: sign
    for sign, others in {
        "+": "﹢",
        "-": "−–‒‐‑﹣",
        ".": "。｡٫",
        ",": "،",
        "'": "’‘ʼ٬",
        "/": "⁄∕÷",
        "*": "·⋅×∙",
        "^": "ˆ",
        "%": "٪﹪",
        "e": "E",
    }.items()
    for other in others
}
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: How far such a sign moves the point.
PERCENT = {"%": -2, "‰": -3}
#: How many digits the exact value of a power may have.
MAX_POWER_DIGITS = 4000

SPACES = re.compile(r" *")
DIGITS = re.compile(r"[0-9]*")
WRITTEN = re.compile(r"(?:[0-9.,'](?: +(?=[0-9]))?)*")
RAISED_INTEGER = re.compile(f"[⁺⁻]?[{RAISED}]*")
#: The letter that stands for a times sign before a power of ten.
LETTER = re.compile(f"(?:[xX](?= *10(?:\\^|\\*\\*|[⁺⁻{RAISED}])))?")
BRACKETS = {"(": ")", "{": "}"}
GROUPED = re.compile(r"[1-9][0-9]{0,2}([ ',.])[0-9]{3}(?:\1[0-9]{3})*(?:([.,])[0-9]*)?")


class TypedNumberError(ValueError):
    """No number can be read: the key of a sentence, and what fills it."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


def typed_number(text: str) -> float:
    """The number that a text says, finite and never −0.

    Raises `TypedNumberError` where it says none, or one that float64 does not have.
    """
    scan = Scanner(text)
    scan.run(SPACES)
    if scan.is_at_end:
        raise TypedNumberError("error.number_unfinished")
    value = sign_in(scan) * magnitude(scan)
    scan.run(SPACES)
    if not scan.is_at_end:
        raise scan.mistake()
    return value + 0.0


# --- signs ----------------------------------------------------------------------------------------


def plain(sign: str) -> str:
    """A sign as the grammar has it, one character."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) == "Zs" or sign in "\t\n\v\f\r\u2028\u2029":
        return " "
    narrow = chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign
    return READ_AS.get(narrow, narrow)


class Scanner:
    """Walks over the signs of a text, but for those that cannot be seen (marks of direction)."""

    def __init__(self, text: str) -> None:
        self.shown = [
            (place, sign)
            for place, sign in enumerate(text, 1)
            if unicodedata.category(sign) != "Cf"
        ]
        self.line = "".join(plain(sign) for _, sign in self.shown)
        self.at = 0

    @property
    def next(self) -> str:
        return self.line[self.at : self.at + 1]

    @property
    def is_at_end(self) -> bool:
        return self.at >= len(self.line)

    def run(self, pattern: re.Pattern[str]) -> str:
        """What a pattern finds here, taken; patterns may find nothing."""
        found = pattern.match(self.line, self.at)
        assert found is not None
        self.at = found.end()
        return found.group()

    def takes(self, sign: str) -> bool:
        comes = self.line.startswith(sign, self.at)
        if comes:
            self.at += len(sign)
        return comes

    def mistake(self, back: int = 0) -> TypedNumberError:
        """``back``: how many signs before this one the sign stands that cannot stand there."""
        if self.at - back >= len(self.shown):
            return TypedNumberError("error.number_unfinished")
        place, sign = self.shown[self.at - back]
        return TypedNumberError(
            "error.number_sign", sign="␣" if plain(sign) == " " else sign, place=place
        )


# --- the grammar ----------------------------------------------------------------------------------


def sign_in(scan: Scanner) -> int:
    sign = -1 if scan.takes("-") else 1
    if sign == 1:
        scan.takes("+")
    scan.run(SPACES)
    return sign


def magnitude(scan: Scanner) -> float:
    """A number without its sign."""
    fraction = vulgar_fraction(scan.next)
    if fraction is not None:
        return mixed(scan, "0", fraction)
    mantissa, exponent = decimal(scan)
    value = tail(scan, mantissa) if exponent is None else None
    if value is not None:
        return value
    over = float_of(mantissa, exponent)
    scan.run(SPACES)
    if not scan.takes("/"):
        return over
    scan.run(SPACES)
    return sign_in(scan) * quotient(over, float_of(*decimal(scan)))


def decimal(scan: Scanner) -> tuple[str, str | None]:
    """The digits, and the exponent after an "e"."""
    mantissa = digits(scan)
    return mantissa, integer(scan) if scan.takes("e") else None


def digits(scan: Scanner) -> str:
    """Digits with a point or a comma, and with thousands that are parted, as Python writes them."""
    written = scan.run(WRITTEN)
    if not re.search("[0-9]", written):
        raise scan.mistake(len(written))
    if re.fullmatch(r"[0-9]*\.?[0-9]*", written):
        return written
    if re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", written):
        raise TypedNumberError(
            "error.number_ambiguous",
            text=written,
            point=written.replace(",", "."),
            whole=written.replace(",", ""),
        )
    if re.fullmatch("[0-9]*,[0-9]*", written):
        return written.replace(",", ".")
    found = GROUPED.fullmatch(written)
    if found is None or found[1] == found[2]:
        raise scan.mistake(len(written) - trouble_in(written))
    return written.replace(found[1], "").replace(",", ".")


def trouble_in(written: str) -> int:
    """The index of the sign that makes no sense among digits: the second that is no digit, or the
    only one."""
    others = [found.start() for found in re.finditer("[^0-9]", written)]
    return others[1] if len(others) > 1 else others[0]


def integer(scan: Scanner) -> str:
    """The digits of an exponent, with their sign."""
    sign = "-" if scan.takes("-") else ""
    if not sign:
        scan.takes("+")
    found = scan.run(DIGITS)
    if not found:
        raise scan.mistake()
    return sign + found


def raised(scan: Scanner) -> str | None:
    """An exponent in any form but with "e"."""
    if scan.takes("**") or scan.takes("^"):
        closing = BRACKETS.get(scan.next)
        if closing is None:
            return integer(scan)
        scan.takes(scan.next)
        exponent = integer(scan)
        if not scan.takes(closing):
            raise scan.mistake()
        return exponent
    found = scan.run(RAISED_INTEGER)
    if not found:
        return None
    if found in "⁺⁻":
        raise scan.mistake()
    sign = "-" if found[0] == "⁻" else ""
    return sign + "".join(str(RAISED.index(one)) for one in found.lstrip("⁺⁻"))


def tail(scan: Scanner, mantissa: str) -> float | None:
    """The value of a decimal with a tail that only a decimal without an exponent can have."""
    fraction = vulgar_fraction(scan.next) if mantissa.isdigit() else None
    if fraction is not None:
        return mixed(scan, mantissa, fraction)
    exponent = raised(scan)
    if exponent is not None:
        return power(mantissa, exponent)
    scan.run(SPACES)
    moved = PERCENT.get(scan.next)
    if moved is not None:
        scan.takes(scan.next)
        return float_of(mantissa, str(moved))
    return times_power_of_ten(scan, mantissa) if takes_times(scan) else None


def takes_times(scan: Scanner) -> bool:
    """A sign for times, or a letter that can only be one."""
    return scan.takes("*") or scan.run(LETTER) != ""


def times_power_of_ten(scan: Scanner, mantissa: str) -> float:
    scan.run(SPACES)
    ten = scan.run(DIGITS)
    if ten != "10":
        raise scan.mistake(len(ten))
    exponent = raised(scan)
    if exponent is None:
        raise scan.mistake()
    return float_of(mantissa, exponent)


def vulgar_fraction(sign: str) -> tuple[int, int] | None:
    """Numerator and denominator of a sign such as ½."""
    over, _, under = unicodedata.normalize("NFKC", sign).partition("⁄")
    return (int(over), int(under)) if over and under else None


def mixed(scan: Scanner, whole: str, fraction: tuple[int, int]) -> float:
    scan.takes(scan.next)
    over, under = fraction
    return quotient(float(whole) * under + over, under)


# --- values ---------------------------------------------------------------------------------------


def power(base: str, exponent: str) -> float:
    """A power of a decimal: exact but for one rounding, two if the exponent is negative."""
    if re.fullmatch(r"10\.?0*", base):
        return float_of("1", exponent)
    whole, _, decimals = base.partition(".")
    count = abs(float(exponent))
    if max(count, 1) * len(base) > MAX_POWER_DIGITS:
        raise TypedNumberError("error.number_power")
    exact = int(whole + decimals) ** int(count)
    value = float_of(str(exact), str(-len(decimals) * int(count)))
    return quotient(1.0, value) if exponent.startswith("-") else value


def float_of(mantissa: str, exponent: str | None = None) -> float:
    value = float(f"{mantissa}e{exponent or 0}")
    return in_range(value, re.search("[1-9]", mantissa) is not None)


def quotient(over: float, under: float) -> float:
    if under == 0:
        raise TypedNumberError("error.number_divisor")
    return in_range(over / under, over != 0)


def in_range(value: float, is_nonzero: bool) -> float:
    """A number that has not left float64."""
    if not isfinite(value):
        raise TypedNumberError("error.number_too_large")
    if value == 0 and is_nonzero:
        raise TypedNumberError("error.number_too_small")
    return value
