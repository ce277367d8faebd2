"""The walkthrough in a cell of a notebook: what `app/client/widget.py` gives to anywidget, with the
model that anywidget gives to it, offline.
"""

import json

import httpx
from playwright.sync_api import Browser, expect

from app.web.trace.presets import DOCUMENT
from tests.browser.screen import PATIENCE
from tests.paths import ROOT

CELL = """<!doctype html><div id="cell"></div><script type="module">
const held = PAGE;
const listeners = {};
const model = {
  get: (name) => held[name],
  on: (event, run) => { listeners[event] = run; },
  off: (event) => { delete listeners[event]; },
};
const source = new Blob([MODULE], { type: "text/javascript" });
const { default: widget } = await import(URL.createObjectURL(source));
const end = widget.render({ model, el: document.querySelector("#cell") });
window.change = (name, value) => { held[name] = value; listeners[`change:${name}`](); };
window.end = () => { end(); return Object.keys(listeners).length; };
</script>"""


def script(value: object) -> str:
    return json.dumps(value).replace("<", "\\u003c")


def test_the_walkthrough_plays_in_its_cell(browser: Browser, server: str) -> None:
    asked = {"tool": "trace", "request": DOCUMENT, "format": "html", "language": "zh", "step": 3}
    written = httpx.post(f"{server}/api/v1/export", json=asked, timeout=60)
    module = (ROOT / "static" / "js" / "embed" / "notebook.js").read_text(encoding="utf-8")
    context = browser.new_context(offline=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    heard: list[str] = []
    context.on("weberror", lambda problem: heard.append(str(problem.error)))
    page = context.new_page()
    held = {"page": written.text, "height": 640}
    page.set_content(CELL.replace("PAGE", script(held)).replace("MODULE", script(module)))
    frame = page.frame_locator("#cell iframe")
    expect(frame.locator('html[data-position="3"]')).to_be_attached()
    expect(frame.locator('[data-view="diagram"] svg').first).to_be_visible()
    frame.locator('[data-key="next"]').click()
    expect(frame.locator('html[data-position="4"]')).to_be_attached()
    page.evaluate("window.change('height', 300)")
    expect(page.locator("#cell iframe")).to_have_css("height", "300px")
    assert page.evaluate("window.end()") == 0
    assert heard == []
    context.close()
