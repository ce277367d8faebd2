"""What people type and paste: keywords, Greek letters, spaces, signs and what to write instead."""

import keyword
import sys
import unicodedata

import pytest

from app.engine.graph.graph import evaluate
from app.labs.expression.parse import ExpressionError, parse


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    return refused.value


def mended(text: str) -> str:
    """The text after the button of every refusal was pressed."""
    for _ in range(12):
        try:
            parse(text)
        except ExpressionError as error:
            fix = error.fix
        else:
            return text
        assert fix is not None, text
        text = text[: fix.start] + fix.text + text[fix.end :]
    raise AssertionError(text)


@pytest.mark.parametrize("word", keyword.kwlist)
def test_a_word_of_python_is_told_as_such(word: str) -> None:
    for text in (f"{word}*x", f"2*{word}", f"{word} = 3; {word}*x"):
        error = refusal(text)
        assert error.key == "error.expression.keyword"
        assert error.position == text.index(word)
        assert error.params["name"] == word
    assert word + "_" in parse(mended(f"{word}*x")).inputs


def test_greek_letters_are_names_and_places_count_characters() -> None:
    text = "σ = 2*ω  # η\nloss = max(σ, Δx1)*α**2"
    program = parse(text)
    assert program.inputs == ("ω", "Δx1", "α")
    parts = [text[start:end] for start, end in program.places]
    assert "Δx1" in parts
    assert "max(σ, Δx1)*α**2" in parts
    values = evaluate(program.graph, {"ω": 3.0, "Δx1": 1.0, "α": 2.0})
    assert values[program.graph.result] == 24.0


def test_every_space_of_unicode_is_a_space() -> None:
    spaces = [
        chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Zs"
    ]
    for space in [*spaces, "\t", "\v", "\f", "\u200b", "\u2060", "\ufeff"]:
        program = parse(f"x{space}+{space}1")
        assert program.inputs == ("x",), hex(ord(space))
        assert program.text == f"x{space}+{space}1"
    for end in ("\u2028", "\u2029", "\x85"):
        assert parse(f"a = x{end}a*2").inputs == ("x",)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("2⋅x×y÷3", "2*x*y/3"), ("x·y∙z∗w•v", "x*y*z*w*v"), ("x²+y³", "x**2+y**3"),
        ("x⁻¹²", "x**(-12)"), ("xⁿ", "x**n"), ("x₁+x₂₃", "x1+x23"), ("x＾2", "x**2"),
        ("x^2", "x**2"), ("√x+√2+√(x)", "sqrt(x)+sqrt(2)+sqrt(x)"), ("π*x", "pi*x"),
        ("x−1–2—3", "x-1-2-3"), ("（ｘ＋１）＊２／３", "(x+1)*2/3"), ("max（x，y）", "max(x,y)"),
        ("ｘ＝１；ｘ", "x=1;x"), ("٣*x", "3*x"), ("½*x", "(1/2)*x"),
        ("µ*ϵ", "μ*ε"), ("∞*x", "1e300*x"), ("0．5*x", "0.5*x"), ("x∕2⁄3", "x/2/3"),
        ("sin（𝑥）", "sin(x)"),
    ],
)  # fmt: skip
def test_a_sign_that_is_not_read_names_what_to_write(text: str, instead: str) -> None:
    assert refusal(text).key == "error.expression.instead"
    assert mended(text) == instead


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("x−y−z*2 − 1", "x-y-z*2 - 1"),
        ("x² + y²³ + z² − 1", "x**2 + y²³ + z**2 − 1"),
        ("2×a # two × a\n3×b", "2*a # two * a\n3*b"),
        ("√x + √y + √x", "sqrt(x) + √y + sqrt(x)"),
    ],
)
def test_a_sign_is_replaced_wherever_it_stands(text: str, once: str) -> None:
    fix = refusal(text).fix
    assert fix is not None
    assert text[: fix.start] + fix.text + text[fix.end :] == once


@pytest.mark.parametrize(
    ("text", "key", "instead"),
    [
        ("y = x*x，z = y*x", "error.expression.comma", "y = x*x;z = y*x"),
        ("y = x*x、z = y*x", "error.expression.comma", "y = x*x;z = y*x"),
        ("y = x*x, z = y*x", "error.expression.comma", "y = x*x; z = y*x"),
        ("0,5*x + 1，25", "error.expression.instead", "0.5*x + 1.25"),
    ],
)
def test_a_comma_outside_brackets_is_the_end_of_a_line_or_the_point_of_a_number(
    text: str, key: str, instead: str
) -> None:
    assert refusal(text).key == key
    assert mended(text) == instead


@pytest.mark.parametrize("text", ["x“", "x@y", "x$", "π√", "漢*x", "☃"])
def test_what_means_nothing_has_no_replacement(text: str) -> None:
    error = refusal(text)
    assert error.key in ("error.expression.sign", "error.expression.instead")
    assert (error.fix is None) == (error.key == "error.expression.sign")
