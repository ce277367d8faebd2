"""The address bar holds the state: a reload, a shared link, the back button; a file holds what is
too long for it."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen


def hash_of(screen: Screen) -> str:
    return urlsplit(screen.page.url).fragment


def wait_for_link(screen: Screen, before: str) -> str:
    """The address follows a moment after the screen."""
    expect(screen.page).not_to_have_url(before)
    return screen.page.url


def test_a_link_opens_the_same_network_at_the_same_step_elsewhere(open_screen: Open) -> None:
    screen = open_screen()
    screen.enter("w1.0.0", "0.12345678901")
    screen.enter("x.1@0", "-3")
    screen.press("Escape")
    screen.field("x.1@0").blur()
    screen.press("n", "c")
    screen.go(9)
    screen.find("share").click()
    expect(screen.notice()).to_contain_text("link is copied")
    link = screen.read("navigator.clipboard.readText()")
    assert link == screen.page.url
    asked, everything = screen.asked(), screen.everything()

    other = open_screen(link)
    other.stands_at(9)
    other.agrees_with(asked, notation="textbook")
    expect(other.find("letters-textbook")).to_have_attribute("aria-pressed", "true")
    expect(other.find("drawing-circuit")).to_have_attribute("aria-pressed", "true")
    assert other.asked() == asked
    assert other.everything()[1] == everything[1]
    assert len(link) < 2_000


def test_a_reload_brings_everything_back(screen: Screen) -> None:
    screen.find("grouping-layer").click()
    screen.choose("activation-1", "relu")
    before = screen.page.url
    screen.go(12)
    screen.find("speed").select_option("2")
    screen.press("d")
    screen.settle()
    wait_for_link(screen, before)
    # Numbers from before the edit go after two seconds.
    expect(screen.page.locator(".ghost").filter(has_text=re.compile(r"\d"))).to_have_count(0)
    asked, everything = screen.asked(), screen.everything()
    screen.page.reload()
    screen.settle()
    screen.stands_at(12)
    assert screen.asked() == asked
    assert screen.everything() == everything
    expect(screen.find("speed")).to_have_value("2")
    expect(screen.find("grouping-layer")).to_have_attribute("aria-pressed", "true")
    expect(screen.find("drawn")).to_have_attribute("aria-checked", "true")


def test_back_and_forward_go_through_the_edits(screen: Screen) -> None:
    document = screen.api.preset("document")
    screen.go(4)
    states = [document]
    for text in ("0.5", "0.6", "0.7"):
        screen.enter("w3.0.0", text)
        states.append(screen.asked())
    for wanted in reversed(states[:-1]):
        screen.page.go_back()
        screen.settle()
        expect(screen.field("w3.0.0")).to_have_value(
            str(wanted["network"]["layers"][2]["weights"][0][0])
        )
        assert screen.asked() == wanted
    screen.agrees_with(document)
    for wanted in states[1:]:
        screen.page.go_forward()
        screen.settle()
        expect(screen.field("w3.0.0")).to_have_value(
            str(wanted["network"]["layers"][2]["weights"][0][0])
        )
        assert screen.asked() == wanted
    screen.agrees_with(states[-1])


@pytest.mark.parametrize(
    "garbage",
    [
        "1.garbage",
        "1.",
        "1.%%%",
        "1.e30x",
        "1.bnVsbA",
        "2.e30",
        "1.eyJyIjp7fX0",
        "1." + "A" * 9_000,
    ],
)
def test_a_damaged_link_is_said_and_the_first_example_shown(
    open_screen: Open, garbage: str
) -> None:
    screen = open_screen(f"/#{garbage}")
    expect(screen.notice()).to_contain_text("damaged")
    screen.stands_at(0)
    screen.agrees_with(screen.api.preset("document"))


def test_a_network_of_more_than_2000_numbers_goes_into_a_file(
    open_screen: Open, tmp_path: Path
) -> None:
    screen = open_screen()
    holds = screen.page.get_by_text("More than 2,000 numbers", exact=False)
    expect(holds).to_be_hidden()
    screen.enter("network.inputs", "40")
    screen.enter("network.layers.0.units", "60")
    expect(holds).to_be_visible()
    assert len(hash_of(screen)) < 4_000
    asked = screen.asked()
    assert len(asked["network"]["layers"][0]["weights"]) == 60

    with screen.page.expect_download() as download:
        screen.find("save").click()
    saved = tmp_path / "network.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["state"]["request"] == asked

    other = open_screen()
    other.find("file").set_input_files(saved)
    expect(other.notice()).to_contain_text("network.json")
    other.settle()
    assert other.asked() == asked

    settings = open_screen(screen.link())
    told = settings.page.get_by_role("dialog")
    expect(told).to_contain_text("drawn from the seed")
    told.get_by_role("button").click()
    assert [layer["units"] for layer in settings.asked()["network"]["layers"]] == [60, 2, 1]


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"deltaflow": 1, "state": {"position": -1}}'])
def test_a_file_of_another_kind_changes_nothing(
    screen: Screen, complaints: Complaints, tmp_path: Path, text: str
) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text)
    complaints.allow("status of 422")
    screen.find("file").set_input_files(wrong)
    expect(screen.page.locator("body")).to_contain_text("Nothing was changed")
    if screen.page.locator("dialog[open]").count():
        screen.press("Escape")
    screen.agrees_with(screen.api.preset("document"))
