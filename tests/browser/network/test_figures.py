"""At each step of the document's network the page shows what figures 5-13 of the document show.

Neurons and edges carry the names of the figures: f1 to f6, w_14 from f1 to f4.
"""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.browser.screen import Screen

#: The neurons of the figures and where they stand: layer.unit.
NEURONS = {"1": "1.0", "2": "1.1", "3": "1.2", "4": "2.0", "5": "2.1", "6": "3.0"}


def edge(name: str) -> str:
    """``14`` runs from neuron 1 to neuron 4, ``x21`` from the second input to neuron 1."""
    target = NEURONS[name[-1]]
    source = str(int(name[1]) - 1) if name.startswith("x") else NEURONS[name[0]].split(".")[1]
    return f"{target}.{source}"


@dataclass(frozen=True)
class Drawing:
    """One picture: edges and balls by the names of the figures."""

    picture: str
    formulas: list[str]
    computing: str = ""
    cyan: list[str] = field(default_factory=list)
    compares: bool = False
    amber: str = ""
    green: str = ""
    brown: list[str] = field(default_factory=list)
    red: list[str] = field(default_factory=list)
    loop: str = ""


def forward(neuron: str, edges: list[str], formula: str) -> Drawing:
    return Drawing("forward", [formula], computing=neuron, cyan=edges)


def backward(picture: str, ball: str, known: str, edges: list[str], formula: str) -> Drawing:
    return Drawing(picture, [formula], amber=ball, green=known, brown=edges, red=edges)


def update(picture: str, neuron: str, known: str, edges: list[str]) -> Drawing:
    ball = "δ" if neuron == "6" else f"δ_{{{neuron}}}"
    formulas = []
    for name in edges:
        index = f"(x{name[1]}){name[2]}" if name.startswith("x") else name
        source = f"x_{{{name[1]}}}" if name.startswith("x") else f"y_{{{name[0]}}}"
        slope = rf"\frac{{df_{{{neuron}}}(e)}}{{de}}"
        formulas.append(f"w′_{{{index}}}=w_{{{index}}}+η{ball}{slope}{source}")
    return Drawing(picture, formulas, green=known, brown=edges, loop=neuron)


DRAWINGS = [
    forward("1", ["x11", "x21"], "y_{1}=f_{1}(w_{(x1)1}x_{1}+w_{(x2)1}x_{2})"),
    forward("2", ["x12", "x22"], "y_{2}=f_{2}(w_{(x1)2}x_{1}+w_{(x2)2}x_{2})"),
    forward("3", ["x13", "x23"], "y_{3}=f_{3}(w_{(x1)3}x_{1}+w_{(x2)3}x_{2})"),
    forward("4", ["14", "24", "34"], "y_{4}=f_{4}(w_{14}y_{1}+w_{24}y_{2}+w_{34}y_{3})"),
    forward("5", ["15", "25", "35"], "y_{5}=f_{5}(w_{15}y_{1}+w_{25}y_{2}+w_{35}y_{3})"),
    forward("6", ["46", "56"], "y=f_{6}(w_{46}y_{4}+w_{56}y_{5})"),
    Drawing("figure 5", ["δ=z−y"], compares=True, amber="6"),
    backward("figure 6, left", "4", "6", ["46"], "δ_{4}=w_{46}δ"),
    backward("figure 6, right", "5", "46", ["56"], "δ_{5}=w_{56}δ"),
    backward("figure 7, left", "1", "456", ["14", "15"], "δ_{1}=w_{14}δ_{4}+w_{15}δ_{5}"),
    backward("figure 7, middle", "2", "1456", ["24", "25"], "δ_{2}=w_{24}δ_{4}+w_{25}δ_{5}"),
    backward("figure 7, right", "3", "12456", ["34", "35"], "δ_{3}=w_{34}δ_{4}+w_{35}δ_{5}"),
    update("figure 8", "1", "123456", ["x11", "x21"]),
    update("figure 9", "2", "23456", ["x12", "x22"]),
    update("figure 10", "3", "3456", ["x13", "x23"]),
    update("figure 11", "4", "456", ["14", "24", "34"]),
    update("figure 12", "5", "56", ["15", "25", "35"]),
    update("figure 13", "6", "6", ["46", "56"]),
]
#: The factor that the figures leave out stands behind the weight, on the red arrow.
MISSING = {
    "w_{46}": "f′_{6}(e_{6})",
    "w_{56}": "f′_{6}(e_{6})",
    **{f"w_{{{m}4}}": "f′_{4}(e_{4})" for m in "123"},
    **{f"w_{{{m}5}}": "f′_{5}(e_{5})" for m in "123"},
}


def true_formula(drawing: Drawing, formula: str) -> str:
    if drawing.red:
        for weight, slope in MISSING.items():
            formula = formula.replace(weight, weight + slope)
    return formula


def check_picture(screen: Screen, position: int, drawing: Drawing) -> None:
    seen = screen.picture()
    done = position if position < 7 else 7
    units = {
        place: "active" if name == drawing.computing else "done" if int(name) < done else "idle"
        for name, place in NEURONS.items()
    }
    assert seen["unit"] == units
    balls = dict.fromkeys(NEURONS.values(), "absent")
    balls |= {NEURONS[name]: "known" for name in drawing.green}
    balls |= {NEURONS[name]: "active" for name in drawing.amber}
    assert seen["ball"] == balls
    assert seen["edge"].keys() == {
        edge(name)
        for name in ["x11", "x21", "x12", "x22", "x13", "x23", "14", "24", "34", "15", "25", "35"]
        + ["46", "56"]
    }
    in_use = {name: state for name, state in seen["edge"].items() if state != "idle"}
    expected = {edge(name): "signal" for name in drawing.cyan}
    expected |= {edge(name): "update" if drawing.loop else "weight" for name in drawing.brown}
    assert in_use == expected
    assert set(seen["transport"]) == {edge(name) for name in drawing.red}
    assert set(seen["loop"]) == {NEURONS[name] for name in drawing.loop}
    assert seen["compare"] == {"0": "active" if drawing.compares else "idle"}


def test_before_the_first_step_nothing_is_computed(screen: Screen) -> None:
    seen = screen.picture()
    assert set(seen["unit"].values()) == {"idle"}
    assert set(seen["edge"].values()) == {"idle"}
    assert set(seen["ball"].values()) == {"absent"}
    assert seen["transport"] == seen["loop"] == {}
    assert screen.formulas() == []


@pytest.mark.parametrize("rule", ["as drawn", "true"])
def test_each_step_shows_its_figure_and_its_formula(screen: Screen, rule: str) -> None:
    if rule == "as drawn":
        screen.find("drawn").click()
        screen.settle()
    for position, drawing in enumerate(DRAWINGS, start=1):
        screen.press("ArrowRight")
        screen.stands_at(position)
        check_picture(screen, position, drawing)
        formulas = drawing.formulas
        if rule == "true":
            formulas = [true_formula(drawing, each) for each in formulas]
        assert screen.formulas() == formulas, drawing.picture


def test_the_missing_factor_is_marked_and_stands_on_the_red_arrow(screen: Screen) -> None:
    screen.go(8)
    marked = screen.in_view("formula_panel", "[data-section=rule] .left-out")
    assert marked.count() == 1
    beside = screen.in_view("diagram", 'g:has(> [data-contribution="3.0.0"]) .rule')
    assert beside.text_content() == "w46 f′6 δ"
    screen.press("d")
    screen.settle()
    assert marked.count() == 0
    assert beside.text_content() == "w46 δ"


def test_as_drawn_says_not_the_gradient_with_ratio_and_sign(screen: Screen) -> None:
    """Example A of the document: drawn .3060227, true .0752978, ratio 4.0642."""
    screen.press("d")
    screen.settle()
    screen.go(8)
    panel = screen.in_view("formula_panel", ".formula-panel-rungs")
    assert "≠ gradient" in panel.inner_text()
    beside = screen.in_view("formula_panel", ".beside").first.inner_text()
    assert beside == "original figures' rule 0.306 · gradient 0.0753 · ratio 4.064 · same sign"
    screen.go(7)
    assert "≠ gradient" not in panel.inner_text()


STYLE = """([query, property]) => {
  const node = document.querySelector(`[data-view="diagram"] ${query}`);
  return getComputedStyle(node)[property];
}"""


def test_states_look_different(screen: Screen) -> None:
    """The data attributes that the other tests read are not all: each state has its own colour."""

    def look(query: str, name: str) -> str:
        return str(screen.read(STYLE, [query, name]))

    neuron: dict[str, str] = {}
    line: dict[str, str] = {}
    ball: dict[str, str] = {}
    for position in (1, 8, 13):
        screen.go(position)
        for state in ("idle", "active", "done"):
            if screen.in_view("diagram", f'[data-unit][data-state="{state}"]').count():
                neuron[state] = look(f'[data-unit][data-state="{state}"] .body', "fill")
        for state in ("idle", "signal", "weight", "update"):
            if screen.in_view("diagram", f'[data-edge][data-state="{state}"]').count():
                line[state] = look(f'[data-edge][data-state="{state}"] .line', "stroke")
        for state in ("absent", "active", "known"):
            if screen.in_view("diagram", f'[data-disc][data-state="{state}"]').count():
                ball[state] = look(f'[data-disc][data-state="{state}"]', "fill")
    assert len(set(neuron.values())) == len(neuron) == 3
    assert line["weight"] == line["update"]
    assert len(set(line.values())) == 3
    assert ball["active"] != ball["known"]
    screen.go(8)
    assert look('[data-disc="1.0"]', "visibility") == "hidden"
    assert look('[data-disc="2.0"]', "visibility") == "visible"
    assert look("[data-transport] .line", "strokeDasharray") != "none"
    assert look("[data-transport] .line", "stroke") not in line.values()


def test_an_update_turns_the_labels_into_primed_weights(screen: Screen) -> None:
    screen.go(16)
    for source, weight in enumerate(("w′14", "w′24", "w′34")):
        label = screen.in_view("diagram", f'[data-edit="w2.0.{source}"] text')
        assert (label.text_content() or "").startswith(f"{weight} = ")
        assert label.get_attribute("data-address") == f"new_w2.0.{source}"


def test_the_latex_of_a_step_can_be_copied(screen: Screen) -> None:
    screen.press("d")
    screen.settle()
    screen.go(10)
    screen.find("copy-latex").click()
    expect(screen.notice()).to_contain_text("copied as LaTeX")
    copied = screen.read("navigator.clipboard.readText()")
    assert copied.replace(r"\,", "") == r"\delta_1=w_{14}\delta_4+w_{15}\delta_5"
