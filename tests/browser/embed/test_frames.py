"""Players in the pages of another origin, as their readers find them."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import Open
from tests.browser.embed.conftest import Site
from tests.browser.links import link_to
from tests.browser.network.test_do_it import WHOLE
from tests.browser.screen import PATIENCE

OpenPage = Callable[..., Page]

ADDRESSES = {
    "network": ("/embed", "/"),
    "chain-rule": ("/embed/chain-rule", "/chain-rule"),
    "descent": ("/embed/descent", "/descent"),
}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a page of a site with a body; no part of it may complain."""
    contexts = []
    complaints: list[str] = []

    def opened(
        site: Site, body: str, *, watched: bool = True, width: int = 900, **options: Any
    ) -> Page:
        site.pages["/page"] = body
        viewport = {"width": width, "height": 700}
        context = browser.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            **({"locale": "en-GB", "reduced_motion": "reduce"} | options),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if watched:
            context.on("console", lambda message: complaints.append(message.text))
            context.on("weberror", lambda problem: complaints.append(str(problem.error)))
        page = context.new_page()
        page.goto(f"{site.origin}/page")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def frame_of(address: str) -> str:
    return f'<iframe id="player" src="{address}" width="800" height="500"></iframe>'


def element_of(server: str, attributes: str = "") -> str:
    script = f'<script type="module" src="{server}/static/js/embed/delta-flow.js"></script>'
    return f"{script}<delta-flow {attributes}></delta-flow><p id=after>after</p>"


def ready(page: Page) -> FrameLocator:
    """The player's document, once it is drawn."""
    frame = page.frame_locator("iframe")
    expect(frame.locator('html[data-ready="true"][data-pending="false"]')).to_have_count(1)
    return frame


def heard(page: Page, kind: str) -> list[dict[str, Any]]:
    """The messages of a type, without what the messages of all have."""
    page.wait_for_function("kind => heard.some(({ type }) => type === kind)", arg=kind)
    found: list[dict[str, Any]] = page.evaluate(
        "kind => heard.filter(({ type }) => type === kind)", kind
    )
    return found


@pytest.mark.parametrize("tool", ADDRESSES)
def test_a_player_shows_the_step_of_its_link_and_leads_to_the_whole_page(
    open_page: OpenPage, open_screen: Open, school: Site, open_server: str, tool: str
) -> None:
    embed, whole = ADDRESSES[tool]
    screen = open_screen(f"{whole}?lang=en")
    for _ in range(4):
        screen.press("ArrowRight")
    position = screen.page.locator("html").get_attribute("data-position")
    screen.page.locator('[data-key="share"]').click()
    link = f"#{screen.page.evaluate('navigator.clipboard.readText()').partition('#')[2]}"
    heading = screen.page.locator(".formula-panel-heading").inner_text()

    page = open_page(school, frame_of(f"{open_server}{embed}?lang=en{link}"))
    frame = ready(page)
    expect(frame.locator("html")).to_have_attribute("data-position", position)
    expect(frame.locator(".formula-panel-heading")).to_have_text(heading)
    expect(frame.locator(":is(.site, .rail, .splitter, [role=tab])")).to_have_count(0)
    leads = frame.locator('[data-key="whole-page"]')
    expect(leads).to_have_attribute("href", f"{whole}?lang=en{link}")
    frame.locator('[data-key="next"]').click()
    expect(frame.locator("html")).not_to_have_attribute("data-position", position)
    after = frame.locator("html").get_attribute("data-position")
    with page.context.expect_page() as opened:
        leads.click()
    found = f'html[data-ready="true"][data-position="{after}"]'
    opened.value.wait_for_selector(found, state="attached")
    assert opened.value.url.startswith(f"{open_server}{whole}?lang=en#1.")


def test_the_page_hears_of_steps_and_heights_and_may_go_to_a_step(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    page = open_page(school, frame_of(f"{open_server}/embed"))
    frame = ready(page)
    [begun] = heard(page, "ready")
    assert begun == {
        "origin": open_server,
        "source": "deltaflow",
        "type": "ready",
        "steps": 18,
    }
    assert heard(page, "step")[-1]["step"] == 0
    frame.locator('[data-key="next"]').click()
    page.wait_for_function("heard.at(-1).type === 'step' && heard.at(-1).step === 1")
    height = heard(page, "height")[-1]["height"]
    body = frame.locator("body").evaluate("body => body.getBoundingClientRect().height")
    assert body <= height < body + 1

    send = "message => document.querySelector('iframe').contentWindow.postMessage(message, '*')"
    page.evaluate(send, {"source": "deltaflow", "type": "goto", "step": 7})
    expect(frame.locator('html[data-position="7"]')).to_have_count(1)
    for refused in (
        {"source": "deltaflow", "type": "goto", "step": -1},
        {"source": "deltaflow", "type": "goto", "step": "12"},
        {"source": "deltaflow", "type": "goto", "step": 1.5},
        {"source": "another", "type": "goto", "step": 2},
        {"source": "deltaflow", "type": "dispatch", "verb": "language", "input": "zh"},
        "goto 3",
        None,
    ):
        page.evaluate(send, refused)
    page.evaluate(send, {"source": "deltaflow", "type": "goto", "step": 8})
    expect(frame.locator('html[data-position="8"]')).to_have_count(1)
    assert [each["step"] for each in heard(page, "step")] == [0, 1, 7, 8]
    assert frame.locator("html").get_attribute("lang") == "en"


def test_the_page_hears_when_the_backward_pass_is_done_by_hand(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    link = link_to(f"{open_server}/embed", p="document", q="~".join(["act", *WHOLE[:-1], ""]))
    page = open_page(school, frame_of(link))
    frame = ready(page)
    last = frame.locator(f'[data-act="{WHOLE[-1]}"]')
    last.focus()
    assert page.evaluate("heard.some(({ type }) => type === 'solved')") is False
    last.press("Enter")
    [solved] = heard(page, "solved")
    assert (solved["neurons"], solved["clean"], solved["slips"]) == (6, 6, 0)


def test_another_page_sees_nothing_and_hears_nothing(
    open_page: OpenPage, stranger: Site, school: Site, open_server: str, server: str
) -> None:
    for site, address in ((stranger, open_server), (school, server)):
        page = open_page(site, frame_of(f"{address}/embed"), watched=False)
        page.wait_for_load_state("networkidle")
        expect(page.frame_locator("iframe").locator("main")).to_have_count(0)
        assert page.evaluate("heard") == []


@pytest.mark.parametrize(
    ("hide", "hidden", "shown"),
    [
        ("captions", ".formula-panel", ".playbar"),
        ("captions,legend", ".embed-caption", ".playbar"),
        ("players", ".playbar", ".formula-panel"),
        ("legend", '[data-view="legend"]', ".formula-panel"),
        ("link", '[data-key="whole-page"]', ".playbar"),
        ("nothing", "[hidden-of-nothing]", '[data-key="whole-page"]'),
    ],
)
def test_a_link_hides_parts(
    open_page: OpenPage, school: Site, open_server: str, hide: str, hidden: str, shown: str
) -> None:
    frame = ready(open_page(school, frame_of(f"{open_server}/embed?hide={hide}")))
    expect(frame.locator(hidden)).to_have_count(0)
    expect(frame.locator(shown)).to_be_visible()
    expect(frame.locator(".diagram")).to_be_visible()


HIDDEN = ("", "captions", "captions,legend", "captions,legend,players")
#: All in a wide frame, where a caption stands beside its picture; each once in a narrow one.
ROOMS = [
    *((tool, hidden, 1200) for tool in ADDRESSES for hidden in HIDDEN),
    *((list(ADDRESSES)[k % len(ADDRESSES)], hidden, 600) for k, hidden in enumerate(HIDDEN)),
]


@pytest.mark.parametrize(("tool", "hidden", "width"), ROOMS)
def test_the_picture_has_the_room_of_what_is_hidden(
    open_screen: Open, tool: str, hidden: str, width: int
) -> None:
    address = f"{ADDRESSES[tool][0]}?lang=en&hide={hidden}"
    page = open_screen(address, viewport={"width": width, "height": 700}).page
    caption = page.locator(".embed-caption")
    beside = caption.bounding_box() if caption.is_visible() else None
    parts = [page.locator(f".embed .{name}") for name in ("stage", "playbar")]
    boxes = [part.bounding_box() for part in parts if part.count() > 0]
    assert len(boxes) == (1 if "players" in hidden else 2)
    assert (beside is None) == ("legend" in hidden or (hidden != "" and tool != "network"))
    taken = beside["width"] if beside and width == 1200 else 0
    for box in boxes:
        assert box is not None
        assert box["x"] == 0
        assert box["width"] == pytest.approx(width - taken, abs=1)


def test_the_choices_over_the_picture_can_be_hidden(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    for hide, is_seen in (("", True), ("tools", False)):
        page = open_page(school, frame_of(f"{open_server}/embed/descent?hide={hide}"))
        expect(ready(page).locator(".stage-head")).to_be_visible(visible=is_seen)
    for address in ("/embed", "/embed/network"):
        page = open_page(school, frame_of(f"{open_server}{address}?hide=tools"))
        frame = ready(page)
        expect(frame.locator(".diagram")).to_be_visible()
        for part in (".columns", ".zoom-tools", ".stage-head", ".stage select"):
            expect(frame.locator(part).locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_page_around_chooses_the_colours(
    open_page: OpenPage, school: Site, open_server: str, theme: str, system: str
) -> None:
    page = open_page(school, frame_of(f"{open_server}/embed?theme={theme}"), color_scheme=system)
    body = ready(page).locator("body")
    colour = str(body.evaluate("body => getComputedStyle(body).backgroundColor"))
    shade = [float(each) for each in re.findall(r"[\d.]+", colour)[:3]]
    assert (sum(shade) / 3 > 128) is (theme == "light")


# ---- the element


@pytest.mark.parametrize("width", [320, 700, 1100])
@pytest.mark.parametrize("tool", ADDRESSES)
def test_the_element_is_as_high_as_its_player(
    open_page: OpenPage, school: Site, open_server: str, tool: str, width: int
) -> None:
    page = open_page(school, element_of(open_server, f'tool="{tool}" title="A walk"'), width=width)
    frame = ready(page)
    follows = """() => {
      const frame = document.querySelector("iframe");
      const last = heard.findLast(({ type }) => type === "height");
      return last !== undefined && Math.abs(frame.clientHeight - last.height) < 1;
    }"""
    page.wait_for_function(follows)
    overflow = frame.locator("html").evaluate(
        "html => [html.scrollWidth - html.clientWidth, html.scrollHeight - html.clientHeight]"
    )
    assert overflow == [0, 0]
    assert page.locator("iframe").get_attribute("title") == "A walk"
    # Another width has another height; it does not grow by itself.
    page.set_viewport_size({"width": 420, "height": 700})
    page.wait_for_timeout(300)
    page.wait_for_function(follows)
    before = page.locator("iframe").bounding_box()
    page.wait_for_timeout(300)
    assert page.locator("iframe").bounding_box() == before


def test_the_element_says_what_it_hears_and_goes_where_it_is_told(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    listen = """<script>
      window.events = [];
      for (const name of ["ready", "step", "height"])
        addEventListener(name, (event) => events.push(event.detail), true);
    </script>"""
    page = open_page(school, listen + element_of(open_server))
    frame = ready(page)
    page.wait_for_function("events.some(({ type }) => type === 'ready')")
    page.evaluate("document.querySelector('delta-flow').goTo(5)")
    expect(frame.locator('html[data-position="5"]')).to_have_count(1)
    page.wait_for_function("events.at(-1).step === 5")
    # A message that another window sends is none of the player's.
    forged = {"source": "deltaflow", "type": "height", "height": 9}
    page.evaluate("message => window.postMessage(message, '*')", forged)
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelector('iframe').clientHeight") > 100


def test_the_attributes_of_the_element_choose_language_parts_and_tool(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    page = open_page(school, element_of(open_server, 'lang="zh" hide="link" theme="dark"'))
    frame = ready(page)
    assert frame.locator("html").get_attribute("lang") == "zh-Hans"
    assert frame.locator("html").get_attribute("data-theme") == "dark"
    expect(frame.locator('[data-key="whole-page"]')).to_have_count(0)
    page.evaluate("document.querySelector('delta-flow').setAttribute('tool', 'chain-rule')")
    expect(frame.locator("main.chain-rule")).to_have_count(1)
    ready(page)
    page.reload()
    expect(ready(page).locator("main.signal-flow")).to_have_count(1)


def test_the_element_leaves_the_history_of_its_page_alone(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    page = open_page(school, element_of(open_server), watched=False)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    expect(page.frame_locator("iframe").locator(":root[data-ready]")).to_have_count(1)
    before = page.evaluate("history.length")
    for theme in ("dark", "light"):
        page.evaluate("t => document.querySelector('delta-flow').setAttribute('theme', t)", theme)
        root = page.frame_locator("iframe").locator(f":root[data-ready][data-theme={theme}]")
        expect(root).to_have_count(1)
    assert page.evaluate("history.length") == before
    # The same element from another address, as where two parts of a page bring it along.
    with page.expect_console_message(lambda message: "defined already" in message.text):
        page.evaluate("a => import(a)", f"{open_server}/static/js/embed/delta-flow.js?again")
    assert errors == []


def test_a_tool_that_is_not_known_is_said_once_in_the_console(
    open_page: OpenPage, school: Site, open_server: str
) -> None:
    page = open_page(school, "", watched=False)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type} {message.text}"))
    school.pages["/page"] = element_of(open_server, 'tool="bogus" lang="en" title="A walk"')
    page.reload()
    expect(ready(page).locator("main.signal-flow")).to_have_count(1)
    [warning] = [text for text in said if text.startswith("warning")]
    for name in ("bogus", *ADDRESSES):
        assert name in warning


def test_an_element_of_a_server_below_a_path_finds_its_player(
    open_page: OpenPage, school: Site, below_a_path: str
) -> None:
    frame = ready(open_page(school, element_of(below_a_path, 'tool="descent"')))
    leads = frame.locator('[data-key="whole-page"]')
    address = str(leads.evaluate("link => link.href"))
    assert address.startswith(f"{below_a_path}/descent?lang=en#1.")


def test_a_server_that_names_no_origin_shares_no_element(
    open_page: OpenPage, school: Site, server: str
) -> None:
    page = open_page(school, element_of(server), watched=False)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("customElements.get('delta-flow') === undefined")
