"""The document's network from the first step to the last: every number shown is the API's."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.screen import NUMBERS, Api, Screen, check_numbers
from tests.browser.truth import Json, number, written

LAST = 18


@pytest.fixture(scope="session")
def document(api: Api) -> Json:
    return api.preset("document")


def by_key(screen: Screen) -> None:
    screen.press("ArrowRight")


def by_button(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Step forward").click()


@pytest.mark.parametrize("step", [by_key, by_button])
def test_every_number_agrees_at_every_step_forward(
    screen: Screen, document: Json, step: Callable[[Screen], None]
) -> None:
    screen.agrees_with(document)
    for position in range(1, LAST + 1):
        step(screen)
        screen.stands_at(position)
        screen.agrees_with(document)


@pytest.mark.parametrize(
    ("keys", "letters"), [("n", "textbook"), ("nc", "textbook"), ("c", "figure")]
)
def test_every_number_agrees_in_other_letters_and_drawings(
    screen: Screen, document: Json, keys: str, letters: str
) -> None:
    screen.press(*keys)
    for position in range(LAST + 1):
        screen.stands_at(position)
        screen.agrees_with(document, notation=letters)
        screen.press("ArrowRight")


def test_every_number_agrees_as_drawn(screen: Screen, document: Json) -> None:
    screen.find("drawn").click()
    screen.settle()
    for position in range(LAST + 1):
        screen.stands_at(position)
        trace = screen.agrees_with(document, drawn=True)
        for truth in screen.page.locator("[data-gradient]").all():
            address, value = truth.get_attribute("data-gradient"), truth.get_attribute("data-value")
            assert address
            assert float(value or "nan") == number(document, trace, address)
            assert written(float(value or "nan"), 4) in (truth.text_content() or "")
        screen.press("ArrowRight")


def test_the_screen_is_the_same_forward_backward_and_by_scrubbing(
    screen: Screen, document: Json
) -> None:
    forward: list[Any] = []
    for position in range(LAST + 1):
        screen.stands_at(position)
        forward.append(screen.everything())
        screen.press("ArrowRight")
    assert len({repr(each) for each in forward}) == LAST + 1

    for position in reversed(range(LAST)):
        screen.page.get_by_role("button", name="Step back").click()
        screen.stands_at(position)
        assert screen.everything() == forward[position]

    track = screen.page.locator(".track")
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    mouse = screen.page.mouse
    mouse.move(box["x"] + 1, middle)
    mouse.down()
    for position in [1, 7, 3, 12, 18, 2, 9, 0, 14, 5]:
        mouse.move(box["x"] + box["width"] * (position - 0.5) / LAST, middle)
        screen.stands_at(position)
        assert screen.everything() == forward[position]
    mouse.up()
    screen.agrees_with(document)


def test_first_last_and_the_groupings_take_one_where_they_say(
    screen: Screen, document: Json
) -> None:
    screen.press("End")
    screen.stands_at(LAST)
    screen.press("Home")
    screen.stands_at(0)
    stops = {"layer": [3, 5, 6, 7, 9, 12, 15, 17, 18], "phase": [6, 7, 12, 18]}
    for grouping, places in stops.items():
        screen.find(f"grouping-{grouping}").click()
        for position in places:
            screen.press("ArrowRight")
            screen.stands_at(position)
            screen.agrees_with(document)
        for position in [*reversed(places[:-1]), 0]:
            screen.press("ArrowLeft")
            screen.stands_at(position)
            screen.agrees_with(document)


def test_play_with_motion_shows_no_number_before_its_step(
    open_screen: Open, document: Json
) -> None:
    screen = open_screen(reduced_motion="no-preference")
    trace = screen.api.trace(document)
    screen.find("speed").select_option("4")
    screen.page.get_by_role("button", name="Play", exact=True).click()
    seen = set()
    while (at := screen.position()) < LAST:
        seen.add(at)
        check_numbers(screen.read(NUMBERS), document, trace, arrived=False)
    assert len(seen) > LAST / 2
    screen.page.get_by_role("button", name="Play", exact=True).wait_for()
    screen.agrees_with(document)


def test_play_can_be_paused_and_taken_up_again(open_screen: Open) -> None:
    screen = open_screen(reduced_motion="no-preference")
    screen.find("speed").select_option("4")
    screen.press("Space")
    screen.page.get_by_role("button", name="Pause").wait_for()
    while screen.position() < 2:
        pass
    screen.press("Space")
    screen.page.get_by_role("button", name="Play", exact=True).wait_for()
    paused = screen.position()
    assert 2 <= paused < LAST
    screen.press("Space")
    while screen.position() == paused:
        pass
    assert screen.position() > paused


def test_the_loss_before_and_after_and_the_change_stand_side_by_side(
    screen: Screen, document: Json
) -> None:
    trace = screen.api.trace(document)
    shown = {
        name: screen.in_view("losses", f'[data-name="{name}"]')
        for name in ("before", "after", "actual", "predicted", "plain", "largest")
    }
    assert {name: each.inner_text() for name, each in shown.items()} == dict.fromkeys(
        shown, "not yet"
    )
    screen.press("End")
    screen.stands_at(LAST)
    gradients = {
        f"dw{number}.{j}.{i}": value
        for number, layer in enumerate(trace["layers"], 1)
        for j, row in enumerate(layer["weight_gradients"])
        for i, value in enumerate(row)
    }
    squares = sum(value**2 for value in gradients.values())
    largest = max(gradients, key=lambda address: abs(gradients[address]))
    expected = {
        "before": trace["loss"],
        "after": trace["loss_after"],
        "actual": trace["loss_after"] - trace["loss"],
        "predicted": -0.5 * squares,
        "plain": -0.5 * squares,
        "largest": gradients[largest],
    }
    assert shown["largest"].get_attribute("data-address") == largest
    for name, value in expected.items():
        assert shown[name].inner_text() == written(value, 4)
        assert float(shown[name].get_attribute("data-value") or "") == pytest.approx(
            value, rel=1e-12
        )


def test_a_number_leads_to_its_step_and_lights_the_diagram_up(
    screen: Screen, document: Json
) -> None:
    screen.go(8)
    label = screen.in_view("formula_panel", '[data-section=numbers] [data-address="error3.0"]')
    label.hover()
    lit = screen.in_view("diagram", ".lit")
    assert lit.first.get_attribute("data-ball") or lit.first.get_attribute("data-disc") == "3.0"
    label.click()
    screen.stands_at(7)
    screen.agrees_with(document)


def test_hovering_a_weight_in_the_diagram_lights_it_in_the_formula_panel(screen: Screen) -> None:
    screen.go(8)
    screen.in_view("diagram", '[data-edit="w3.0.0"]').hover()
    token = screen.in_view("formula_panel", '[data-section=rule] [data-address="w3.0.0"]')
    assert "lit" in (token.get_attribute("class") or "").split()
