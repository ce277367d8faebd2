"""The SCORM package in a frame of a learning management system: scorm-again's API around it."""

import base64
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.test_accessibility import OVERFLOW, violations
from tests.paths import ROOT

API = ROOT / "tests/clients/node_modules/scorm-again/dist/scorm12.min.js"
#: Notes every call; ``CORE`` is what the LMS knows of the student.
LMS = """<!doctype html><html lang="en"><title>LMS</title><link rel="icon" href="data:,">
<style>body { margin: 0 } iframe { inline-size: 100%; block-size: 95vh; border: 0 }</style>
<script src="api.js"></script>
<script>
const { mode, student } = CORE;
const api = new Scorm12API({ autocommit: false, logLevel: 5 });
api.loadFromJSON({ cmi: { core: { student_id: student, lesson_mode: mode ?? "normal" } } });
window.calls = [];
window.API = {};
for (const name of ["LMSInitialize", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSFinish"]) {
  window.API[name] = (...given) => {
    const isUnknown = given[0] === "cmi.core.lesson_mode" && mode === null;
    const answer = isUnknown ? "" : api[name](...given);
    window.calls.push([name, ...given, String(answer)]);
    return answer;
  };
}
window.kept = () => api.cmi.core.score.raw + " " + api.cmi.core.lesson_status;
</script>
<iframe src="sheet/index.html" title="sheet"></iframe></html>"""
#: Of the page alone, without an LMS around it.
ALONE = "sheet/index.html"


@dataclass(frozen=True)
class Package:
    screen: Screen
    sheet: FrameLocator | Page
    variants: list[dict[str, Any]]

    @property
    def page(self) -> Page:
        return self.screen.page

    @property
    def variant(self) -> dict[str, Any]:
        text = self.sheet.locator('[data-part="variant"]').inner_text()
        return next(each for each in self.variants if str(each["variant"]) in text.split())

    def numbers(self) -> list[dict[str, Any]]:
        return [number for line in self.variant["lines"] for number in line["numbers"]]

    def row(self, address: str) -> Locator:
        return self.sheet.locator(f'[data-number="{address}"]')

    def work(self) -> None:
        """Everything that is asked for, by the key."""
        for number in self.numbers():
            if number["asked"] and self.variant["slip"] is None:
                if (menu := self.row(number["address"]).locator("select")).count():
                    menu.select_option(number["sign"])
                else:
                    self.row(number["address"]).locator("input").fill(number["text"])
        rules = [line["principle"] for line in self.variant["lines"] if line["asks_principle"]]
        for menu, rule in zip(self.sheet.locator(".sheet-rule select").all(), rules, strict=True):
            menu.select_option(rule)
        if self.variant["slip"] is not None:
            at = self.variant["slip"]["at"][0]
            self.row(at).locator("[data-pick]").click()
            (right,) = [each["text"] for each in self.numbers() if each["address"] == at]
            self.sheet.locator("[data-slip-right] input").fill(right)

    def hand_in(self) -> None:
        self.sheet.locator("button[type=submit]").click()
        expect(self.sheet.locator('[data-part="result"]')).to_be_visible()

    def told(self) -> str:
        return self.sheet.locator('[data-part="told"]').inner_text()

    def set_values(self) -> list[list[str]]:
        calls: list[list[str]] = self.page.evaluate("calls")
        return [call[1:] for call in calls if call[0] == "LMSSetValue"]

    def score_writes(self) -> list[list[str]]:
        return [each for each in self.set_values() if each[0] == "cmi.core.score.raw"]


def open_package(
    open_screen: Open,
    server: str,
    *,
    plan: dict[str, Any] | None = None,
    language: str = "en",
    student: str = "s1001",
    mode: str | None = "normal",
    place: str = "",
    **options: Any,
) -> Package:
    assert API.exists(), f"{API} is missing: run `make lint` once"
    request = {"plan": plan or {}, "seed": 7, "variants": 3, "language": language}

    def asked(format_: str) -> dict[str, Any]:
        body: dict[str, Any] = request | {"format": format_}
        answered = httpx.post(f"{server}/api/v1/sheets", json=body, timeout=60)
        content: dict[str, Any] = answered.raise_for_status().json()
        return content

    archive = ZipFile(BytesIO(base64.b64decode(asked("scorm")["file"]["text"])))
    core = {"mode": "null" if mode is None else f'"{mode}"', "student": f'"{student}"'}
    lms = LMS.replace("CORE", f"{{ mode: {core['mode']}, student: {core['student']} }}")

    def fulfil(route: Route) -> None:
        name = route.request.url.partition("/lms/")[2]
        if name == "api.js":
            route.fulfill(path=API, content_type="text/javascript")
        elif name.startswith("sheet/"):
            content = archive.read(name.removeprefix("sheet/"))
            route.fulfill(body=content, content_type="text/html")
        else:
            route.fulfill(body=lms, content_type="text/html")

    screen = open_screen("/healthz", ready=False, **options)
    screen.page.route("**/lms/**", fulfil)
    screen.page.goto(f"{server}/lms/{place}")
    sheet = screen.page if place else screen.page.frame_locator("iframe")
    expect(sheet.locator(":root[data-ready]")).to_have_count(1)
    return Package(screen, sheet, asked("json")["variants"])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["compute", "faded", "find_the_slip", "signs"])
def test_the_key_is_worth_every_point(
    open_screen: Open, server: str, kind: str, language: str
) -> None:
    package = open_package(open_screen, server, plan={"kind": kind}, language=language)
    package.work()
    assert package.score_writes() == []
    expect(package.sheet.locator('[data-part="key"]')).to_be_empty()
    package.hand_in()
    assert package.set_values() == [
        ["cmi.core.lesson_status", "incomplete", "true"],
        ["cmi.core.score.raw", "100", "true"],
        ["cmi.core.score.min", "0", "true"],
        ["cmi.core.score.max", "100", "true"],
        ["cmi.core.lesson_status", "passed", "true"],
    ]
    assert package.page.evaluate("kept()") == "100 passed"
    calls = package.page.evaluate("calls.map(([name]) => name)")
    assert (calls[0], calls[-2:]) == ("LMSInitialize", ["LMSCommit", "LMSFinish"])
    assert calls.count("LMSFinish") == 1
    expect(package.sheet.locator('[data-part="key"] math').first).to_be_visible()
    assert package.told() == {"en": "Your score was sent.", "zh": "成绩已提交。"}[language]


def test_a_wrong_number_costs_its_point(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server)
    package.work()
    wrong = package.numbers()[0]
    package.row(wrong["address"]).locator("input").fill(str(wrong["exact"] + 1))
    package.hand_in()
    points = package.variant["points"]
    ((_, raw, taken),) = package.score_writes()
    assert (float(raw), taken) == (round(100 * (points - 1) / points, 2), "true")
    verdicts = package.sheet.locator('.verdict-mark[data-verdict="wrong"]')
    expect(verdicts).to_have_count(1)
    expect(package.row(wrong["address"]).locator(verdicts)).to_have_count(1)


def test_an_empty_sheet_has_failed(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server)
    package.hand_in()
    assert package.score_writes() == [["cmi.core.score.raw", "0", "true"]]
    assert package.page.evaluate("kept()") == "0 failed"
    expect(package.sheet.locator("fieldset input:enabled")).to_have_count(0)


def test_what_cannot_be_read_is_said_before(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server)
    row = package.row(package.numbers()[0]["address"])
    row.locator("input").fill("0..5")
    row.locator("input").press("Enter")
    expect(row.locator('.said[data-verdict="unreadable"]')).to_be_visible()
    expect(package.sheet.locator('[data-part="result"]')).to_be_hidden()


def test_a_missing_lesson_mode_is_the_normal_one(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server, mode=None)
    package.work()
    package.hand_in()
    assert package.score_writes() == [["cmi.core.score.raw", "100", "true"]]


def test_in_review_no_score_is_sent(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server, mode="review")
    package.work()
    package.hand_in()
    assert package.set_values() == []
    assert "no score is sent" in package.told()


def test_without_an_lms_it_still_marks(open_screen: Open, server: str) -> None:
    package = open_package(open_screen, server, place=ALONE)
    assert "no score is sent" in package.told()
    package.work()
    package.hand_in()
    expect(package.sheet.locator('[data-part="score"]')).to_contain_text("100 of 100")
    assert "no score is sent" in package.told()


def test_neighbours_have_other_sheets(open_screen: Open, server: str) -> None:
    variants = [
        open_package(open_screen, server, student=student).variant["variant"]
        for student in ("s1009", "s1010", "s1009")
    ]
    assert variants[0] == variants[2] != variants[1]


@pytest.mark.parametrize("kind", ["faded", "find_the_slip"])
def test_a_phone_has_room_for_it(open_screen: Open, server: str, kind: str) -> None:
    package = open_package(
        open_screen,
        server,
        plan={"kind": kind, "sizes": [2, 3, 2]},
        place=ALONE,
        viewport={"width": 375, "height": 760},
    )
    package.work()
    assert package.page.evaluate(OVERFLOW) <= 0
    assert violations(package.screen) == []
    package.hand_in()
    assert package.page.evaluate(OVERFLOW) <= 0
    assert violations(package.screen) == []
