"""What is written into an SVG is text, whatever it says; and LaTeX that is laid out here."""

from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.pictures.colours import SHADES
from app.exporting.pictures.formulas import Reader, box_of, lines_of, sides_of, terms_of
from app.exporting.pictures.numbers import latex_of, text_of
from app.exporting.pictures.scene import Circle, Formula, Paint, Scene, Text
from app.exporting.pictures.svg import FORBIDDEN, SHADE, write_scene
from tests.exporting.pictures.sources import SVG, parsed


@given(st.text(max_size=60))
def test_no_text_becomes_an_element(text: str) -> None:
    shape = Text(1.0, 2.0, text, 12.0, data={"name": text})
    scene = Scene(width=10, height=10, title=text, description=text, shapes=[shape])
    picture = parsed(write_scene(scene, "light").encode())
    assert {element.tag for element in picture.iter()} == {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "text")
    }
    # XML has one sign for the end of a line.
    plain = text.translate(FORBIDDEN).encode("utf-8", "replace").decode("utf-8")
    ends = plain.replace("\r\n", "\n").replace("\r", "\n")
    assert picture.findtext(f"{SVG}title") == ends
    assert picture.findtext(f"{SVG}text") == ends


def test_one_name_is_one_thing_in_all_pictures_of_a_page() -> None:
    shapes = [Circle(5, 5, 3, Paint(fill=f"{SHADE}{shade}")) for shade in SHADES]
    found: dict[str, set[bytes]] = {}
    for theme in ("light", "dark"):
        scene = Scene(width=10, height=10, title="", description="", shapes=shapes)
        picture = parsed(write_scene(scene, theme).encode())
        named = {each.attrib["id"]: each for each in picture.iter() if "id" in each.attrib}
        used = {each.attrib.get("fill", "") for each in picture.iter(f"{SVG}circle")}
        assert used == {f"url(#{name})" for name in named}
        for name, element in named.items():
            found.setdefault(name, set()).add(tostring(element))
    assert len(found) == 2 * len(SHADES)
    assert all(len(each) == 1 for each in found.values())


@pytest.mark.parametrize(
    ("value", "text", "latex"),
    [
        (0.0, "0", "0"),
        (-0.25, "−0.25", "-0.25"),
        (123456.0, "1.2e5", r"1.2\cdot 10^{5}"),
        (99999.6, "1e5", r"1\cdot 10^{5}"),
        (-0.0000123, "−1.2e−5", r"-1.2\cdot 10^{-5}"),
        (float("nan"), "·", r"\cdot"),
    ],
)
def test_a_number_is_written_as_on_the_page(value: float, text: str, latex: str) -> None:
    assert text_of(value) == text
    assert latex_of(value) == latex


def test_a_formula_is_cut_outside_of_its_braces_alone() -> None:
    assert lines_of(r"\begin{gathered}a=b \\ c=\frac{d=e}{f}\end{gathered}") == [
        "a=b",
        r"c=\frac{d=e}{f}",
    ]
    assert sides_of(r"a=\sqrt{b=c}=d") == ["a", r"\sqrt{b=c}", "d"]
    assert terms_of("-a+b(c+d)-e") == ["-a", "+b(c+d)", "-e"]


@pytest.mark.parametrize(
    "latex",
    [
        r"\left[a+\left(b\right)\right]",
        r"\begin{pmatrix}1 & 2\end{pmatrix}",
        r"\sqrt{x}",
        "a^2",
        "{a+b}^{2}_1",
        r"\tanh(x)\;-y",
        "x_",
        r"\{1,2\}",
    ],
)
def test_what_is_not_common_is_laid_out_as_well(latex: str) -> None:
    box = box_of(latex)
    assert box.width > 0
    assert box.parts
    scene = Scene(
        width=50,
        height=50,
        title="",
        description="",
        shapes=[Formula(0, 20, latex, 12.0, halo="surface")],
    )
    parsed(write_scene(scene, "light").encode())


def test_an_open_brace_is_an_error() -> None:
    with pytest.raises(ValueError, match="brace"):
        Reader("{a").row()
