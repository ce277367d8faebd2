"""Numbers as the page writes them in drawings."""

from math import isfinite, log10

MINUS = "−"
HUGE, TINY = 1e5, 1e-4
#: How many significant digits a picture has.
DIGITS = 4


def text_of(value: float, digits: int = DIGITS) -> str:
    """About so many significant digits, a true minus, an exponent when tiny or huge."""
    if not isfinite(value):
        return "·"
    if value == 0:
        return "0"
    size = abs(value)
    written = plain(size, digits) if size >= TINY else with_exponent(size, digits)
    return (MINUS if value < 0 else "") + written


def plain(size: float, digits: int) -> str:
    exponent = int(f"{size:.{digits - 1}e}".split("e")[1])
    if exponent > log10(HUGE):
        return with_exponent(size, digits)
    written = f"{size:.{max(0, digits - 1 - exponent)}f}"
    return trimmed(written) if float(written) < HUGE else with_exponent(size, digits)


def with_exponent(size: float, digits: int) -> str:
    mantissa, exponent = f"{size:.{max(1, digits - 3)}e}".split("e")
    return f"{trimmed(mantissa)}e{int(exponent)}".replace("-", MINUS)


def trimmed(written: str) -> str:
    """Without the zeros at the end of decimals."""
    return written.rstrip("0").rstrip(".") if "." in written else written


def latex_of(value: float, digits: int = DIGITS) -> str:
    """The same as LaTeX: 1.2·10⁻⁵ where it has an exponent."""
    mantissa, e, exponent = text_of(value, digits).replace(MINUS, "-").partition("e")
    if mantissa == "·":
        return r"\cdot"
    return rf"{mantissa}\cdot 10^{{{exponent}}}" if e else mantissa
