"""Numbers that come as a text, a file or a whole class."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.check.sheet import Sheet, opened
from tests.browser.conftest import Open

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const on = document.activeElement ?? document.body;
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  on.dispatchEvent(new ClipboardEvent("paste", how));
}"""
PYTORCH = """z1 = tensor([[0.3775, 0.3925]], grad_fn=<AddmmBackward0>)
delta2 = array([ 0.7414, -0.2171])
banana = 3
"""


@pytest.fixture
def sheet(open_screen: Open) -> Sheet:
    return opened(open_screen)


def test_what_is_pasted_anywhere_is_shown_taken_and_undone(sheet: Sheet) -> None:
    page = sheet.screen.page
    sheet.screen.read(PASTE, PYTORCH)
    pane = page.locator('[data-view="paste"]')
    expect(pane).to_contain_text("4 numbers read.")
    expect(pane.locator(".paste-skipped")).to_contain_text("Line 3")
    expect(sheet.cell("z1.0")).to_have_value("")
    sheet.key("paste-take").click()
    expect(sheet.cell("z1.1")).to_have_value("0.3925")
    sheet.says("delta2.0", "wrong")
    sheet.key("undo").click()
    expect(sheet.cell("z1.1")).to_have_value("")


def test_a_range_fills_the_cells_from_the_one_in_focus_on(sheet: Sheet) -> None:
    sheet.cell("z1.0").focus()
    sheet.screen.read(PASTE, "0.3775\t0.3925\n0.5933\t0.5969")
    for address, text in {"z1.1": "0.3925", "a1.0": "0.5933", "a1.1": "0.5969"}.items():
        expect(sheet.cell(address)).to_have_value(text)
        sheet.says(address, "right" if address == "z1.1" else "right_to_digits")


def test_a_file_is_read(sheet: Sheet, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"z1.0": 0.3770, "loss": "0,298"}', encoding="utf-8")
    sheet.tab("paste")
    sheet.key("paste-file").set_input_files(file)
    sheet.key("paste-take").click()
    expect(sheet.cell("z1.0")).to_have_value("0.3770")
    sheet.says("z1.0", "wrong")


@pytest.mark.parametrize(
    "text",
    ["1" * 10_000_000, "=A1*B2\t=SUM(A1:A9)\n" * 50, "z1 = " + "9" * 1_000_000, "-", "z1.0 = -"],
    ids=["long", "formulas", "digits", "sign", "lone sign"],
)
def test_what_is_hostile_gets_a_sentence_at_once(sheet: Sheet, text: str) -> None:
    sheet.screen.read(PASTE, text)
    began = time.monotonic()
    skipped = sheet.screen.page.locator(".paste-skipped li").first
    expect(skipped).not_to_be_empty()
    assert time.monotonic() - began < 5
    expect(sheet.key("paste-take")).to_be_hidden()


CLASS = """name;z1.0;a1.0;delta2.0;delta2.1
Ada;0,3775;0,5933;0,1385;-0,0381
Bo;0,3775;0,5933;0,7414;-0,2171
Cy;0,3775;0,5933;0,7414;-0,2171
Di;0,3775;0,9999;0,1385;-0,0381
"""


def test_a_class_is_marked_read_and_opened_one_by_one(sheet: Sheet) -> None:
    page = sheet.screen.page
    sheet.tab("class")
    sheet.key("class-text").fill(CLASS)
    pane = page.locator('[data-view="class"]')
    expect(pane.locator(".class-mistakes li").first).to_contain_text(
        "2 of 4 The slope of the output neuron was forgotten"
    )
    # A slip that no known mistake explains counts as well, and each row says where and what.
    expect(pane.locator(".class-mistakes li").last).to_contain_text("1 of 4 None of the known")
    expect(pane.locator("tbody tr")).to_have_count(4)
    expect(pane.locator("tbody tr").nth(1)).to_contain_text("The slope of the output neuron")
    expect(pane.locator("tbody tr").nth(3)).to_contain_text("None of the known mistakes")
    with page.expect_download() as download:
        sheet.key("class-csv").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert saved.splitlines()[0].startswith("hand-in,points,points that count,first wrong,")
    assert len(saved.splitlines()) == 5
    _ada, bo, _cy, di = saved.splitlines()[1:]
    assert bo.split(",")[3] == "δ₁⁽²⁾"
    assert "The slope of the output neuron was forgotten" in bo
    assert "_forgotten" not in saved
    assert di.split(",")[3] == "a₁⁽¹⁾"
    assert "None of the known mistakes" in di
    # A reload keeps the class.
    page.reload()
    sheet.tab("class")
    expect(pane.locator("tbody tr")).to_have_count(4)
    pane.get_by_role("button", name="Bo").click()
    expect(sheet.cell("delta2.0")).to_have_value("0,7414")
    sheet.says("delta2.0", "wrong")
    expect(sheet.first()).to_be_visible()
