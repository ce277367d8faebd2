"""A walkthrough in one HTML file, opened from a disk by a browser without a network."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.trace.presets import DOCUMENT, PRESETS
from tests.browser.screen import PATIENCE

OpenFile = Callable[..., Page]

#: A whole file, with the script, the styles, the font and the sentences.
MOST_BYTES = 800_000


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[OpenFile]:
    """Opens a file from a disk, offline; it may ask for nothing but itself, and not complain, but
    for what matches ``allowed``.
    """
    contexts = []
    heard: list[str] = []

    def opened(content: bytes, *, allowed: str = "nothing is allowed", **options: Any) -> Page:
        path = tmp_path / "walkthrough.html"
        path.write_bytes(content)
        context = browser.new_context(offline=True, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)

        def hear(text: str) -> None:
            if not re.search(allowed, text):
                heard.append(text)

        def ask(address: str) -> None:
            inside = address.startswith("data:")
            if not inside and address.partition("#")[0] != path.as_uri():
                hear(address)

        context.on("console", lambda message: hear(message.text))
        context.on("weberror", lambda problem: hear(str(problem.error)))
        context.on("request", lambda request: ask(request.url))
        page = context.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector('html[data-ready="true"][data-pending="false"]', state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert heard == []


def ask(server: str, **body: Any) -> httpx.Response:
    return httpx.post(f"{server}/api/v1/export", json=body, timeout=60)


def export(server: str, request: dict[str, Any], **fields: Any) -> bytes:
    reply = ask(server, tool="trace", request=request, format="html", **fields)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    return reply.content


@pytest.mark.parametrize("preset", ["document", "xor"])
def test_every_step_shows_the_numbers_of_the_api(
    open_file: OpenFile, server: str, preset: str
) -> None:
    request = PRESETS[preset]
    body = {**request, "include": ["steps"]}
    trace = httpx.post(f"{server}/api/v1/trace", json=body).json()
    content = export(server, request, letters="derivation")
    print(f"\n{preset}: {len(content):,} bytes")
    assert len(content) <= MOST_BYTES
    page = open_file(content, viewport={"width": 1000, "height": 700})
    values = {}
    for position, step in enumerate(trace["steps"], start=1):
        page.keyboard.press("ArrowRight")
        expect(page.locator("html")).to_have_attribute("data-position", str(position))
        shown = page.locator(".formula-panel [data-address][data-value]")
        for address, value in shown.evaluate_all(
            "nodes => nodes.map(({ dataset }) => [dataset.address, dataset.value])"
        ):
            values[address] = float(value.replace("−", "-"))
        assert step["writes"]
    expected = numbers_of(trace)
    found = {address: value for address, value in values.items() if address in expected}
    assert len(found) > 10
    assert found == pytest.approx({address: expected[address] for address in found}, rel=1e-12)


def numbers_of(trace: dict[str, Any]) -> dict[str, float]:
    """By address, of the first sample; from the answer itself."""
    found: dict[str, float] = {"loss": trace["loss"]}
    for number, layer in enumerate(trace["layers"], start=1):
        for family, field in (("z", "pre_activations"), ("a", "activations"), ("delta", "deltas")):
            found |= {f"{family}{number}.{j}": each for j, each in enumerate(layer[field][0])}
        for family, field in (("dw", "weight_gradients"), ("new_w", "updated_weights")):
            for j, row in enumerate(layer[field]):
                found |= {f"{family}{number}.{j}.{i}": each for i, each in enumerate(row)}
    return found


def test_it_opens_at_its_step_in_its_language_and_colours(open_file: OpenFile, server: str) -> None:
    content = export(server, DOCUMENT, step=7, language="zh", theme="dark", drawing="circuit")
    page = open_file(content, viewport={"width": 320, "height": 700})
    html = page.locator("html")
    expect(html).to_have_attribute("data-position", "7")
    expect(html).to_have_attribute("lang", "zh-Hans")
    expect(html).to_have_attribute("data-theme", "dark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator('[data-key="next"]').click()
    expect(html).to_have_attribute("data-position", "8")
    # The address follows at most once a second.
    page.evaluate("() => new Promise((done) => { setTimeout(done, 1100); })")
    page.reload()
    expect(html).to_have_attribute("data-position", "8")
    assert page.evaluate("document.fonts.check('16px \"Deltaflow Math\"')")


def test_its_policy_lets_nothing_else_in(open_file: OpenFile, server: str) -> None:
    text = export(server, DOCUMENT).decode()
    assert not re.search(r"""(?:src|href)=["']?https?:""", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    page = open_file(text.encode(), allowed="Content Security Policy|elsewhere[.]example")
    for tag, field, value in (
        ("script", "textContent", "window.ran = true"),
        ("style", "textContent", "body { display: none }"),
        ("img", "src", "https://elsewhere.example/x.png"),
    ):
        blocked = """([tag, field, value]) => new Promise((resolve) => {
          document.addEventListener("securitypolicyviolation", () => resolve(true), { once: true });
          setTimeout(() => resolve(false), 3000);
          document.body.append(Object.assign(document.createElement(tag), { [field]: value }));
        })"""
        assert page.evaluate(blocked, [tag, field, value]), tag
    assert page.evaluate("'ran' in window") is False


def test_text_of_a_request_cannot_end_the_data(server: str) -> None:
    text = export(server, DOCUMENT).decode()
    held = text.partition('id="held">')[2].partition("</script>")[0]
    assert "<script" not in held.lower()
    assert "<!--" not in held
    assert text.count("</script>") == 2


def test_there_is_one_of_a_network_only(server: str) -> None:
    request = {"expression": "x", "values": {"x": 1}}
    reply = ask(server, tool="graph", request=request, format="html")
    assert reply.status_code == 422
    [problem] = reply.json()["problems"]
    assert problem["loc"] == ["format"]
