"""A teacher's half hour: 30 variants printed with keys, 30 hand-ins marked, the table read."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.check.worksheet import (
    PLAN,
    Worksheet,
    hand_in,
    link,
    numbers,
    open_sheet,
    sheets,
)
from tests.browser.conftest import Complaints, Open
from tests.browser.links import link_to

#: The page is printed without a dialog.
SILENT = "window.print = () => {};"
CLASS = 30


def files_of(texts: list[str]) -> list[dict[str, Any]]:
    return [
        {"name": f"{place}.json", "mimeType": "application/json", "buffer": text.encode()}
        for place, text in enumerate(texts, 1)
    ]


def drop(sheet: Worksheet, texts: list[str]) -> None:
    sheet.tab("class")
    sheet.page.locator("[data-hand-ins]").set_input_files(files_of(texts))


def rows(sheet: Worksheet) -> Locator:
    found: Locator = sheet.page.locator(".class-table").nth(1).locator("tbody tr")
    return found


def test_a_class_is_printed_and_marked(open_screen: Open) -> None:
    """14 of 30 forget the slope of the hidden layer."""
    address = link(variants=CLASS)
    sheet = open_sheet(open_screen, address, script=SILENT)
    for button, heading in (("Print sheets", "Name"), ("Print keys", "One point")):
        sheet.page.get_by_role("button", name=button).click()
        pages = sheet.page.locator(".paper-page")
        expect(pages).to_have_count(CLASS)
        expect(pages.nth(CLASS - 1)).to_contain_text(heading)
    texts = []
    for variant in sheets(sheet.screen, {"plan": PLAN, "seed": 3, "variants": CLASS})["variants"]:
        key = {each["address"]: each["text"] for each in numbers(variant)}
        if variant["variant"] <= 14:
            key = {a: t for a, t in key.items() if not a.startswith(("d", "new")) or "2" in a[:6]}
            key |= {f"delta1.{unit}": key[f"error1.{unit}"] for unit in (0, 1)}
        texts.append(hand_in(variant["variant"], key, f"Student {variant['variant']}"))
    drop(sheet, texts)
    expect(rows(sheet)).to_have_count(CLASS, timeout=60_000)
    expect(sheet.page.locator(".class-buttons")).not_to_contain_text("still")
    mistakes = sheet.page.locator(".class-table").first.locator("tbody tr")
    expect(mistakes).to_have_count(1)
    expect(mistakes).to_contain_text("slope of the hidden neuron was forgotten")
    expect(mistakes).to_contain_text("14 of 30")
    expect(rows(sheet).nth(29)).to_contain_text("45 of 45")
    with sheet.page.expect_download() as saved:
        sheet.page.get_by_role("button", name="Save table as CSV").click()
    lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == CLASS + 1
    assert lines[1].startswith("Student 1,1.json,1,")
    # In words: where on the sheet, and which mistake.
    assert lines[1].split(",")[6] == "No. 20: ∂C/∂z₁⁽¹⁾"
    assert "The slope of the hidden neuron was forgotten" in lines[1]
    assert "_forgotten" not in lines[1]
    expect(rows(sheet).first).to_contain_text("20. ")
    expect(rows(sheet).first.locator("math")).to_have_count(1)
    # A reload keeps the table; names are in the order in which one counts.
    sheet.page.reload()
    expect(rows(sheet)).to_have_count(CLASS, timeout=60_000)
    expect(rows(sheet).nth(1)).to_contain_text("Student 2")
    # A hand-in opens as its writer saw it.
    rows(sheet).first.locator("button").click()
    expect(sheet.mark("delta1.0")).to_have_text("✗")
    expect(sheet.mark("delta1.0")).to_be_in_viewport()
    # The teacher's sheets are still as many.
    expect(sheet.page.locator("[name=variants]")).to_have_value(str(CLASS))


def test_what_is_no_hand_in_is_said_beside_the_others(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    sheet = open_sheet(open_screen)
    strange = [
        "no JSON",
        "[]",
        '{"format": "another"}',
        "x" * 300_000,
        hand_in(1, {"z1.0": "=1+1"}, "=cmd()"),
        hand_in(1, {"nothing": "1"}, "Q"),
        hand_in(1, {}, "Empty"),
        hand_in(1, {"z1.0": "1"}, "Large", plan=PLAN | {"sizes": [9, 9]}),
    ]
    drop(sheet, strange)
    expect(rows(sheet)).to_have_count(len(strange), timeout=60_000)
    for place, said in enumerate(
        ("", "nothing written", "not a hand-in", "", *["not a hand-in"] * 4)
    ):
        expect(rows(sheet).nth(place)).to_contain_text(said)
    # By name, and by file where there is none.
    heads = rows(sheet).locator("th")
    expect(heads).to_have_text(
        ["=cmd()", "Empty", "8.json", "Q", *(f"{n}.json" for n in (1, 2, 3, 4))]
    )
    with sheet.page.expect_download() as saved:
        sheet.page.get_by_role("button", name="Save table as CSV").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    assert "'=cmd()" in text
    assert "\n=cmd" not in text


def test_a_hand_in_is_a_link_as_well(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.tab("class")
    work = {"name": "Ada", "answers": {"z1.0": "9"}}
    address = link_to("http://example.org/check/sheet", plan=PLAN, seed=3, variants=3, variant=2)
    field = sheet.page.get_by_label("Or a hand-in link")
    field.fill(link(variant=2, work=work))
    field.press("Enter")
    expect(rows(sheet)).to_have_count(1)
    expect(rows(sheet).first).to_contain_text("Ada")
    field.fill(address)
    sheet.page.get_by_role("button", name="Mark it").click()
    expect(rows(sheet)).to_have_count(2)
    # The same once more has no row of its own; one of another seed is said to be of another set.
    field.fill(address)
    field.press("Enter")
    field.fill(link(variant=3, seed=8))
    field.press("Enter")
    expect(rows(sheet)).to_have_count(3)
    expect(rows(sheet).last).to_contain_text("3 (another set)")
