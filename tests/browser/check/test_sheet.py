"""A sheet is worked on the screen: every number is checked as one goes."""

import json
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.check.worksheet import link, numbers, open_sheet
from tests.browser.conftest import Complaints, Open
from tests.browser.links import linked
from tests.browser.screen import soon


def test_the_first_slip_is_explained_and_the_rest_waits(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    key = {each["address"]: each for each in numbers(sheet.shown())}
    for address in ("z1.0", "z1.1", "a1.0", "a1.1"):
        sheet.write(address, key[address]["text"])
        expect(sheet.mark(address)).to_have_text("✓")
    # The slope of the output is forgotten.
    for address in ("error2.0", "error2.1"):
        sheet.write(address, key[address]["text"])
    sheet.write("delta2.0", key["error2.0"]["text"])
    expect(sheet.mark("delta2.0")).to_have_text("✗")
    expect(sheet.said("delta2.0")).to_contain_text("slope of the output neuron was forgotten")
    sheet.write("delta2.1", "77")
    expect(sheet.mark("delta2.1")).to_have_text("…")
    expect(sheet.said("delta2.1")).to_have_text("This waits until the first slip is mended.")
    sheet.points(6, 45)
    # What is worked out of the slip follows from it.
    sheet.write("db2.0", key["error2.0"]["text"])
    expect(sheet.mark("db2.0")).to_have_text("↳")
    sheet.write("delta2.0", key["delta2.0"]["text"])
    expect(sheet.mark("delta2.0")).to_have_text("✓")
    expect(sheet.mark("delta2.1")).to_have_text("✗")


def test_what_says_no_number_is_not_wrong(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.write("z1.0", "abc")
    expect(sheet.mark("z1.0")).to_have_text("?")
    expect(sheet.said("z1.0")).to_contain_text("character 1")


def test_a_whole_key_gets_all_points(open_screen: Open) -> None:
    key = {each["address"]: each["text"] for each in numbers(open_sheet(open_screen).shown())}
    work = {"name": "", "answers": key, "signs": {}, "principles": {}}
    sheet = open_sheet(open_screen, link(work=work))
    sheet.points(45, 45)


def test_a_faded_sheet_asks_for_numbers_and_their_rules(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(plan={"kind": "faded", "blanks": 2}))
    variant = sheet.shown()
    lines = [line for line in variant["lines"] if line["asks_principle"]]
    assert [line["name"] for line in lines] == ["new_w1", "new_b1"]
    expect(sheet.page.locator(".sheet-number input")).to_have_count(6)
    menus = sheet.page.locator(".sheet-rule select")
    expect(menus).to_have_count(2)
    menus.first.select_option("update")
    expect(sheet.page.locator(".sheet-rule .verdict-mark").first).to_have_text("✓")
    number = lines[0]["numbers"][0]
    sheet.write(number["address"], number["text"])
    expect(sheet.mark(number["address"])).to_have_text("✓")
    sheet.points(2, variant["points"])


def test_the_slip_is_picked_and_mended(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(plan={"kind": "find_the_slip"}))
    variant = sheet.shown()
    first = variant["slip"]["at"][0]
    order = [each["address"] for each in numbers(variant)]
    later = order[-1] if order[-1] not in variant["slip"]["at"] else order[0]
    sheet.number(later).locator(".pick").click()
    expect(sheet.number(later).locator(".sheet-slip")).to_contain_text("✗")
    sheet.number(first).locator(".pick").click()
    slip = sheet.number(first).locator(".sheet-slip")
    expect(slip).to_contain_text("That is the slip.")
    expect(slip).to_contain_text(variant["slip"]["text"])
    sheet.points(1, 2)
    right = {each["address"]: each["text"] for each in numbers(variant)}[first]
    slip.locator("input").fill(right)
    slip.locator("input").press("Tab")
    sheet.points(2, 2)


def test_the_published_key_is_a_sheet_of_its_own(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.page.get_by_label("A published key that is wrong").check()
    expect(sheet.number("dw1.0.0")).to_contain_text("0.0146")
    expect(sheet.page.locator("[data-drawn]")).to_be_hidden()
    sheet.number("dw1.0.0").locator(".pick").click()
    expect(sheet.number("dw1.0.0")).to_contain_text("weight gradients of the next layer were added")


def test_signs_are_chosen(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(plan={"kind": "signs"}))
    variant = sheet.shown()
    asked = [each for each in numbers(variant) if each["asked"]]
    menus = sheet.page.locator("select.sign")
    expect(menus).to_have_count(len(asked))
    wrong = {"+": "-", "-": "+", "0": "+"}[asked[0]["sign"]]
    menus.nth(0).select_option(wrong)
    expect(sheet.mark(asked[0]["address"])).to_have_text("✗")
    menus.nth(0).select_option(asked[0]["sign"])
    expect(sheet.mark(asked[0]["address"])).to_have_text("✓")
    sheet.points(1, variant["points"])


def test_a_link_opens_the_very_same_sheet_and_a_reload_keeps_the_work(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(variant=2))
    given = sheet.page.locator(".sheet-given").inner_text()
    sheet.write("z1.0", "0.5")
    expect(sheet.mark("z1.0")).not_to_have_text("")
    soon(sheet.page, lambda: linked(sheet.screen), lambda found: "work" in found)
    sheet.page.reload()
    sheet.screen.settle()
    expect(sheet.number("z1.0").locator("input")).to_have_value("0.5")
    assert sheet.page.locator(".sheet-given").inner_text() == given
    sheet.page.get_by_role("button", name="Copy link").click()
    expect(sheet.page.locator("[data-notice]")).not_to_be_empty()
    copied = sheet.page.evaluate("navigator.clipboard.readText()")
    other = open_sheet(open_screen, copied)
    assert other.page.locator(".sheet-given").inner_text() == given
    expect(other.number("z1.0").locator("input")).to_have_value("")


def test_back_leads_to_the_variant_before(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    given = sheet.page.locator(".sheet-given")
    first = given.inner_text()
    sheet.page.get_by_role("button", name="Next variant").click()
    expect(given).not_to_have_text(first, use_inner_text=True)
    expect(sheet.page.locator("[name=variant]")).to_have_value("2")
    sheet.page.go_back()
    expect(sheet.page.locator("[name=variant]")).to_have_value("1")
    expect(given).to_have_text(first, use_inner_text=True)


def test_another_variant_takes_nothing_from_what_was_written(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.write("z1.0", "9")
    expect(sheet.mark("z1.0")).to_have_text("✗")
    sheet.page.get_by_role("button", name="Next variant").click()
    expect(sheet.number("z1.0").locator("input")).to_have_value("")
    sheet.page.get_by_role("button", name="Variant before").click()
    expect(sheet.number("z1.0").locator("input")).to_have_value("9")


def test_a_plan_that_cannot_be_drawn_says_what_to_change(
    open_screen: Open, complaints: Complaints
) -> None:
    complaints.allow("status of 422")
    sheet = open_sheet(open_screen)
    sizes = sheet.page.locator("[name=sizes]")
    sizes.fill("2-9-2")
    sizes.press("Tab")
    expect(sheet.page.locator("[data-problem]")).to_contain_text("4")
    expect(sizes).to_have_attribute("aria-invalid", "true")
    # What is refused stays to be mended, and is no part of the link.
    expect(sizes).to_have_value("2-9-2")
    assert linked(sheet.screen)["plan"]["sizes"] == [2, 2, 2]
    sizes.fill("2-3-1")
    sizes.press("Tab")
    expect(sheet.page.locator("[data-problem]")).to_be_hidden()
    sheet.page.locator(".untold summary").click()
    expect(sheet.page.locator(".untold")).to_contain_text("These give the same numbers")
    expect(sheet.page.locator(".untold")).not_to_contain_text("softmax")


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("json", '{\n "plan"'), ("markdown", "# "), ("latex", "% "), ("moodle", "<?xml")],
)
def test_every_format_is_saved(open_screen: Open, kind: str, begins: str) -> None:
    sheet = open_sheet(open_screen)
    with sheet.page.expect_download() as saved:
        sheet.page.locator(f'[data-file="{kind}"]').click()
    assert saved.value.path().read_text(encoding="utf-8").startswith(begins)


def test_a_package_is_saved_as_a_zip(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    with sheet.page.expect_download() as saved:
        sheet.page.locator('[data-file="scorm"]').click()
    assert saved.value.suggested_filename.endswith(".zip")
    with ZipFile(saved.value.path()) as package:
        assert sorted(package.namelist()) == ["imsmanifest.xml", "index.html"]


def test_every_formula_is_read(open_screen: Open) -> None:
    """None stands as LaTeX."""
    for plan in ({"loss": "cross_entropy", "activation": "relu"}, {"loss": "binary_cross_entropy"}):
        sheet = open_sheet(open_screen, link(plan=plan, tab="key"))
        expect(sheet.page.locator(".key-number math").first).to_be_visible()
        expect(sheet.page.locator(".sheet-main code")).to_have_count(0)


def test_another_language_keeps_the_sheet(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(variant=2))
    given = sheet.page.locator(".sheet-given").inner_text()
    sheet.page.locator('[data-language="zh"]').click()
    expect(sheet.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    sheet.screen.settle()
    expect(sheet.page.locator(".sheet-task")).to_contain_text("有效数字")
    assert sheet.page.locator(".sheet-given").inner_text() == given


def test_a_damaged_link_says_so(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, "/check/sheet#1.AAAA")
    expect(sheet.page.locator("[data-notice]")).not_to_be_empty()
    expect(sheet.page.locator(".sheet-number").first).to_be_visible()


def test_a_hand_in_is_saved_with_the_work(open_screen: Open) -> None:
    sheet = open_sheet(open_screen)
    sheet.write("z1.0", "0.5")
    name = sheet.page.locator("[data-name]")
    name.fill("Li Ming")
    name.press("Tab")
    with sheet.page.expect_download() as saved:
        sheet.page.get_by_role("button", name="Save hand-in").click()
    assert saved.value.suggested_filename == "sheet-compute-3-1-Li-Ming.json"
    content = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert content["work"]["answers"] == {"z1.0": "0.5"}
    assert content["work"]["name"] == "Li Ming"


def test_a_link_for_students_has_no_key_and_no_plan(open_screen: Open) -> None:
    sheet = open_sheet(open_screen, link(tab="key"))
    sheet.page.locator('[data-do="copyLink"]').click()
    expect(sheet.page.locator("[data-notice]")).to_contain_text("without their key")
    copied = sheet.page.evaluate("navigator.clipboard.readText()")
    student = open_sheet(open_screen, copied).page
    for hidden in ('[data-tab="key"]', '[data-tab="class"]', "[data-plan]", '[data-pane="key"]'):
        expect(student.locator(hidden)).to_be_hidden()
    expect(student.locator('[data-pane="work"] input').first).to_be_visible()
    # Nor after another variant is taken, or one's own link is opened.
    student.locator('[data-do="after"]').click()
    expect(student.locator("[name=variant]")).to_have_value("2")
    student.reload()
    expect(student.locator("[name=variant]")).to_have_value("2")
    expect(student.locator('[data-tab="key"]')).to_be_hidden()
