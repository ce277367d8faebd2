"""The page of the API: a request is edited, sent, read, and taken along as a program."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from app.web.endpoints import OPERATIONS
from tests.browser.conftest import Complaints, Open
from tests.browser.test_accessibility import CONTRAST, OVERFLOW, violations

#: With a null, which Python writes otherwise.
GRAPH: dict[str, object] = {"expression": "y = x**2", "values": {"x": 3.0}, "paths": None}


def open_page(open_screen: Open, address: str = "/api", **options: object) -> Page:
    page = open_screen(address, ready=False, **options).page
    expect(page.locator("html")).to_have_attribute("data-ready", "true")
    return page


def request(page: Page, name: str) -> Locator:
    return page.locator(f'[data-address="/api/v1/{name}"]')


def shown(form: Locator) -> object:
    return json.loads(form.locator("[data-answer] code").inner_text())


def test_an_example_is_sent_and_its_answer_shown(open_screen: Open, server: str) -> None:
    form = request(open_page(open_screen), "graph")
    form.get_by_role("button", name="Send").click()
    expect(form.locator("[data-status]")).to_have_text(re.compile(r"^200 OK · \d+ ms · [\d.]+ kB$"))
    body = json.loads(form.locator("textarea").input_value())
    assert shown(form) == httpx.post(f"{server}/api/v1/graph", json=body).json()


def test_an_edit_is_sent_from_the_keyboard_and_taken_back(open_screen: Open) -> None:
    page = open_page(open_screen)
    form = request(page, "graph")
    text = form.get_by_label("Body (JSON)")
    before = text.input_value()
    text.fill(json.dumps(GRAPH))
    text.press("Control+Enter")
    expect(form.locator("[data-status]")).to_contain_text("200 OK")
    answer = shown(form)
    assert isinstance(answer, dict)
    assert answer["nodes"][answer["result"]]["value"] == 9
    form.get_by_role("button", name="Back to the example").click()
    expect(text).to_have_value(before)
    expect(text).to_be_focused()
    form.get_by_role("combobox", name="Example").select_option("Outside the domain")
    text.press("Meta+Enter")
    expect(form.locator("[data-answer]")).to_contain_text("error.domain.log")


def test_a_refusal_says_what_to_do(open_screen: Open, complaints: Complaints) -> None:
    complaints.allow("status of 4")
    form = request(open_page(open_screen, "/api?lang=zh"), "graph")
    form.locator("textarea").fill('{"expression": "x", "values": {}, "x": 1}')
    form.get_by_role("button", name="发送").click()
    expect(form.locator("[data-status]")).to_contain_text("422")
    expect(form.locator("[data-problems] li").last).to_contain_text("x: ")
    expect(form.locator("[data-answer]")).to_contain_text("error.unknown_field")
    form.locator("textarea").fill("{")
    form.locator("textarea").press("Control+Enter")
    expect(form.locator("[data-status]")).to_contain_text("400")
    expect(form.locator("[data-problems] li")).to_have_count(1)


def test_a_server_that_is_away_is_told(open_screen: Open, complaints: Complaints) -> None:
    complaints.allow("Failed to load resource")
    page = open_page(open_screen)
    form = request(page, "trace")
    page.route("**/api/v1/trace", lambda route: route.abort())
    form.get_by_role("button", name="Send").click()
    expect(form.locator("[data-status]")).to_contain_text("cannot be reached")


def test_a_large_answer_is_cut(open_screen: Open) -> None:
    form = request(open_page(open_screen), "trace")
    form.get_by_role("combobox", name="Example").select_option("Every part")
    form.get_by_role("button", name="Send").click()
    expect(form.locator("[data-status]")).to_contain_text("200 OK")
    expect(form.locator("[data-cut]")).to_be_visible()
    assert len(form.locator("[data-answer] code").inner_text()) <= 20_000


def test_lines_are_shown_as_they_come(open_screen: Open) -> None:
    """Of a run that nobody waits the end of; another request ends it."""
    form = request(open_page(open_screen), "train")
    text = form.get_by_label("Body (JSON)")
    asked = json.loads(text.input_value())
    frames = {"frames": {"count": 10, "spacing": "log"}}
    # Two million steps of some microseconds: the end is far away, however fast the kernel is.
    hidden = {"units": 12, "activation": "tanh"}
    many = {
        "network": asked["network"] | {"layers": [hidden, hidden, asked["network"]["layers"][-1]]},
        "data": {"name": "circle", "samples": 500},
        "batch_size": 10,
        "epochs": 40_000,
    }
    text.fill(json.dumps(asked | frames | many))
    form.get_by_role("button", name="Send").click()
    code = form.locator("[data-answer] code")
    expect(code).to_contain_text('"type":"header"')
    expect(code).to_contain_text('"type":"frame"')
    assert '"type":"end"' not in code.inner_text()
    text.fill(json.dumps(asked | frames | {"epochs": 2}))
    text.press("Control+Enter")
    expect(code).to_contain_text('"reason":"done"')
    lines = [json.loads(line) for line in code.inner_text().splitlines()]
    assert [line["step"] for line in lines if line["type"] == "frame"] == list(range(9))


@pytest.mark.parametrize("kind", ["curl", "Python", "JavaScript"])
def test_a_copied_program_sends_the_edited_body(
    open_screen: Open, server: str, kind: str, tmp_path: Path
) -> None:
    page = open_page(open_screen)
    form = request(page, "graph")
    form.locator("textarea").fill(json.dumps(GRAPH))
    program = form.locator("details", has_text=kind)
    if program.get_attribute("open") is None:
        program.locator("summary").press("Enter")
    program.get_by_role("button", name="Copy").click()
    expect(program.get_by_role("status")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    command = {
        "curl": ["sh", "-c", text],
        "Python": [sys.executable, "-c", text],
        "JavaScript": ["node", "--input-type=module", "-e", text],
    }[kind]
    if kind == "curl" and shutil.which("curl") is None:
        (tmp_path / "curl").write_text(CURL.format(python=sys.executable))
        (tmp_path / "curl").chmod(0o755)
        command = ["sh", "-c", f"PATH={tmp_path}:$PATH; {text}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == httpx.post(f"{server}/api/v1/graph", json=GRAPH).json()


#: Where there is no curl: what the command gives it, sent by httpx.
CURL = """#!{python}
import sys, httpx
_, silent, address, _, header, _, body = sys.argv
assert silent == "-s"
name, _, value = header.partition(": ")
print(httpx.post(address, content=body.encode(), headers={{name: value}}).text)
"""


def test_the_programs_do_not_follow_what_is_not_json(open_screen: Open) -> None:
    form = request(open_page(open_screen), "graph")
    before = form.locator("code").first.inner_text()
    form.locator("textarea").fill("{")
    assert form.locator("code").first.inner_text() == before


def test_without_scripts_every_example_is_there(open_screen: Open) -> None:
    page = open_screen("/api", ready=False, java_script_enabled=False).page
    for endpoint in OPERATIONS:
        form = request(page, endpoint.name)
        expect(form.locator("details")).to_have_count(3)
        expect(form.locator("details pre").first).to_be_visible()
        expect(form.locator("textarea")).to_be_hidden()
        expect(form.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "scheme", "width", "rules"),
    [("en", "light", 1280, ()), ("zh", "dark", 320, (CONTRAST,))],
)
def test_axe_finds_nothing_beside_an_answer(
    open_screen: Open,
    complaints: Complaints,
    language: str,
    scheme: str,
    width: int,
    rules: tuple[str, ...],
) -> None:
    complaints.allow("status of 4")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    screen = open_screen(f"/api?lang={language}", ready=False, **options)
    expect(screen.page.locator("html")).to_have_attribute("data-ready", "true")
    for name, body in (("graph", GRAPH), ("trace", {})):
        form = request(screen.page, name)
        form.locator("textarea").fill(json.dumps(body))
        form.locator("[data-send]").click()
        expect(form.locator("[data-answer]")).to_be_visible()
        for summary in form.locator("summary").all()[1:]:
            summary.click()
    assert violations(screen, *rules) == []
    assert screen.read(OVERFLOW) <= 0
