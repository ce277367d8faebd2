"""By which network the numbers are judged: of signal flow, of the page, or of a pasted text."""

from playwright.sync_api import expect

from tests.browser.check.sheet import FORWARD, Sheet, opened
from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.surroundings.test_doors import door

#: Mazur's weights of layer 1 with rows and columns exchanged: x = (0.05, 0.1), biases 0.35.
TURNED = {"z1.0": "0.3825", "z1.1": "0.3900"}


def judged_by(screen: Screen, name: str) -> None:
    expect(screen.find("judged-by")).to_contain_text(name)


def test_the_menu_leads_from_signal_flow_to_its_network(open_screen: Open) -> None:
    screen = open_screen("/")
    screen.choose("preset", "slides")
    door(screen, "/check")
    judged_by(screen, "Figures 14 to 22")
    expect(Sheet(screen).cell("z3.0")).to_be_visible()
    given = screen.page.locator(".given-tables")
    weight = screen.api.preset("slides")["network"]["layers"][0]["weights"][0][1]
    expect(given).to_contain_text(f"{weight:g}".replace("-", "−"))
    expect(screen.find("judge-by-flow")).to_be_hidden()


def test_another_network_of_signal_flow_is_offered_and_no_number_is_lost(open_screen: Open) -> None:
    screen = open_screen("/check")
    sheet = Sheet(screen)
    judged_by(screen, "Mazur")
    sheet.hand_in(FORWARD)
    sheet.says("z1.0", "right")
    door(screen, "/")
    screen.choose("preset", "slides")
    door(screen, "/check")
    judged_by(screen, "Mazur")
    expect(sheet.cell("z1.0")).to_have_value("0.3775")
    screen.find("judge-by-flow").click()
    judged_by(screen, "Figures 14 to 22")
    expect(screen.find("judge-by-flow")).to_be_hidden()
    sheet.says("z1.0", "wrong")
    expect(sheet.first()).to_contain_text("No number is right")
    screen.find("undo").click()
    judged_by(screen, "Mazur")
    sheet.says("z1.0", "right")


def test_weights_in_a_pasted_text_are_taken_for_the_network(open_screen: Open) -> None:
    sheet = opened(open_screen)
    page = sheet.screen.page
    sheet.tab("paste")
    lines = ["W1 = [[0.15, 0.20], [0.25, 0.30]]", "b1 = [0.35, 0.35]", "x = [0.5, 0.1]"]
    sheet.key("paste-text").fill("\n".join([*lines, "z1 = [0.4450, 0.5050]"]))
    other = page.locator(".paste-other")
    expect(other).to_contain_text("on the page 0.05")
    sheet.key("paste-network").click()
    expect(other).to_have_count(0)
    judged_by(sheet.screen, "changed")
    sheet.key("paste-take").click()
    sheet.says("z1.0", "right")
    sheet.says("z1.1", "right")


def test_whose_weights_are_the_other_way_round_has_made_no_mistake(open_screen: Open) -> None:
    sheet = opened(open_screen)
    sheet.hand_in(TURNED)
    sheet.says("z1.0", "wrong")
    sheet.key("turn-weights").click()
    sheet.says("z1.0", "right")
    sheet.says("z1.1", "right")
    judged_by(sheet.screen, "changed")
    # A text with the page's weights turned says so.
    sheet.tab("paste")
    sheet.key("paste-text").fill("W1 = [[0.15, 0.20], [0.25, 0.30]]")
    expect(sheet.screen.page.locator(".paste-other")).to_contain_text("rows and columns exchanged")


def test_an_example_says_that_it_takes_the_numbers_away(open_screen: Open) -> None:
    sheet = opened(open_screen)
    sheet.hand_in(FORWARD)
    sheet.says("z1.0", "right")
    sheet.screen.choose("preset", "xor")
    expect(sheet.screen.page.get_by_text("8 numbers went off the sheet")).to_be_visible()
    expect(sheet.cell("z1.0")).to_have_value("")
    sheet.key("undo").click()
    expect(sheet.cell("z1.0")).to_have_value("0.3775")
    sheet.says("z1.0", "right")
