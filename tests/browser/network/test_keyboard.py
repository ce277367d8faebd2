"""Every task works by keyboard alone, and one always sees where one is."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.screen import NEXT_FRAME, Screen

#: Where the focus is and how it looks there, and how the same place looks once the focus is gone.
FOCUS = """async () => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const outline = (style) => style.outlineStyle === "none" ? "" : style.outline;
  const look = () => [node, ...(node instanceof SVGElement ? node.querySelectorAll("*") : [])]
    .map((each) => getComputedStyle(each))
    .map((style) => [outline(style), style.boxShadow, style.stroke, style.strokeWidth].join())
    .join();
  const names = ["data-key", "data-edit", "data-unit", "aria-label", "href", "class"];
  const name = names.map((each) => node.getAttribute(each)).find(Boolean);
  const box = node.getBoundingClientRect();
  const inside = box.width > 0 && box.height > 0 && node.matches(":focus-visible");
  const focused = look();
  node.blur();
  await NEXT_FRAME;
  const left = look();
  node.focus({ focusVisible: true });
  const place = `${node.localName} ${name ?? node.textContent}`;
  return { place, seen: inside && focused !== left };
}""".replace("NEXT_FRAME", NEXT_FRAME)


#: What has to be opened before a part of the page can be in focus: the tab that holds it, or the
#: button of its menu; and whether the tab is further on than the one that is open.
OPENERS = """(query) => {
  const part = document.querySelector(query);
  const pane = part?.closest("[data-pane]:not([data-open])");
  const menu = part?.closest(".menu[popover]:not(:popover-open)");
  return {
    tab: pane ? `[data-tab="${pane.dataset.pane}"]` : null,
    menu: menu ? `[popovertarget="${menu.id}"]` : null,
  };
}"""


def tab_to(screen: Screen, query: str, backwards: bool = False) -> None:
    """Tab until the element is in focus, its tab or menu opened by the keyboard before."""
    needed = screen.read(OPENERS, query)
    if needed["tab"]:
        side = screen.page.locator("[data-side]").filter(has=screen.page.locator(needed["tab"]))
        name = side.get_attribute("data-side")
        tab_to(screen, f'[data-side="{name}"] [role="tab"][aria-selected="true"]', backwards)
        for _ in range(side.get_by_role("tab").count()):
            if screen.read("(tab) => document.activeElement.matches(tab)", needed["tab"]):
                break
            screen.press("ArrowRight")
        backwards = False
    if needed["menu"]:
        tab_to(screen, needed["menu"], backwards)
        screen.press("Enter")
        backwards = False
    for _ in range(200):
        screen.press("Shift+Tab" if backwards else "Tab")
        if screen.read("(query) => document.activeElement.matches(query)", query):
            return
    raise AssertionError(f"Tab never reaches {query}")


def test_the_whole_walk_and_the_views_work_by_keys(screen: Screen) -> None:
    document = screen.api.preset("document")
    screen.press("ArrowRight", "ArrowRight", "ArrowLeft")
    screen.stands_at(1)
    screen.press("End", "Home", "2", "ArrowRight")
    screen.stands_at(3)
    screen.press("3", "ArrowRight")
    screen.stands_at(6)
    screen.press("1", "ArrowRight")
    screen.stands_at(7)
    screen.press("n")
    screen.agrees_with(document, notation="textbook")
    screen.press("n", "d")
    screen.settle()
    screen.agrees_with(document, drawn=True)
    screen.press("d", "a")
    screen.settle()
    screen.agrees_with(document | {"round": 2})
    screen.press("Control+z")
    screen.settle()
    screen.agrees_with(document)
    screen.press("Control+y")
    screen.settle()
    screen.agrees_with(document | {"round": 2})


def test_play_and_pause_by_the_space_bar(open_screen: Open) -> None:
    screen = open_screen()
    screen.press("Space")
    screen.page.get_by_role("button", name="Pause").wait_for()
    screen.stands_at(1)
    screen.press("Space")
    screen.page.get_by_role("button", name="Play", exact=True).wait_for()


def test_the_timeline_is_a_slider(screen: Screen) -> None:
    tab_to(screen, '[role="slider"]')
    screen.press("ArrowRight", "ArrowUp", "PageUp")
    screen.stands_at(6)
    screen.press("End", "ArrowLeft", "PageDown", "PageDown")
    slider = screen.page.get_by_role("slider").first
    assert slider.get_attribute("aria-valuenow") == str(screen.position())
    assert "of 18" in (slider.get_attribute("aria-valuetext") or "")
    screen.press("Home")
    screen.stands_at(0)


def test_numbers_are_edited_by_keyboard_in_the_diagram_and_in_the_editor(screen: Screen) -> None:
    document = screen.api.preset("document")
    weights = document["network"]["layers"][0]["weights"]
    tab_to(screen, '[data-view="diagram"] [data-edit="w1.1.0"]')
    screen.press("Enter", "Control+a")
    screen.page.keyboard.type("0.9")
    screen.press("Enter")
    screen.settle()
    weights[1][0] = 0.9
    screen.agrees_with(document)
    assert screen.read("document.activeElement.dataset.edit") == "w1.1.0"
    tab_to(screen, '.editor [data-field="w1.2.1"]')
    screen.press("Control+a")
    screen.page.keyboard.type("-1.25")
    screen.press("Tab")
    screen.settle()
    weights[2][1] = -1.25
    screen.agrees_with(document)


def test_menus_switches_rounds_files_and_language_work_by_keyboard(screen: Screen) -> None:
    # From here on, so that the browser surely hands its dialog to the test when the key is pressed.
    screen.page.on("filechooser", lambda _chooser: None)
    tab_to(screen, '[data-key="preset"]')
    screen.page.keyboard.type("XOR")
    screen.press("Enter")
    expect(screen.find("preset")).to_have_value("xor")
    screen.settle()
    screen.agrees_with(screen.api.preset("xor"))
    tab_to(screen, '[data-key="again"]')
    screen.press("Enter", "Enter")
    screen.settle()
    screen.agrees_with(screen.api.preset("xor") | {"round": 3})
    # It is loaded with the second round.
    chart = '[data-key="loss-chart"]'
    screen.page.locator(chart).wait_for(state="attached")
    tab_to(screen, chart)
    screen.press("Home")
    screen.settle()
    screen.agrees_with(screen.api.preset("xor"))
    tab_to(screen, '[data-key="save"]')
    with screen.page.expect_download():
        screen.press("Enter")
    tab_to(screen, '[data-key="open"]')
    with screen.page.expect_file_chooser():
        screen.press("Enter")
    screen.press("Escape")
    tab_to(screen, '[data-language="zh"]')
    screen.press("Enter")
    screen.page.get_by_role("button", name="播放", exact=True).wait_for()


def test_the_keys_are_explained_in_a_dialog_that_closes(screen: Screen) -> None:
    screen.press("?")
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("play or pause")
    screen.press("ArrowRight")
    screen.stands_at(0)
    screen.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_origin_of_a_number_can_be_followed_by_keyboard(screen: Screen) -> None:
    screen.go(8)
    tab_to(screen, '[data-view="diagram"] [data-unit="3.0"]')
    card = screen.page.locator(".number-card:popover-open")
    expect(card).to_contain_text("step 6")
    screen.press("g")
    screen.stands_at(6)
    assert not screen.read("document.activeElement === document.body")


def test_the_focus_is_always_seen(screen: Screen) -> None:
    screen.press("End")
    screen.stands_at(18)
    places: list[str] = []
    hidden: list[str] = []
    for _ in range(200):
        screen.press("Tab")
        focus = screen.read(FOCUS)
        if focus is None or focus["place"] == "a #main" and places:
            break
        places.append(focus["place"])
        if not focus["seen"]:
            hidden.append(focus["place"])
    assert len(places) > 60
    assert hidden == []


def test_the_skip_link_leads_to_the_content(screen: Screen) -> None:
    screen.press("Tab")
    skip = screen.page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    screen.press("Enter")
    expect(screen.page.locator("#main")).to_be_focused()
    screen.settle()
    expect(screen.notice()).to_have_text(re.compile("^$"))
