"""A run as a reader drives it: run, pause, step, rewind, change in its midst, open a step."""

import json
import math
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, Open
from tests.browser.links import link_to, linked
from tests.browser.pages import whole
from tests.browser.screen import Screen, soon

XOR: dict[str, Any] = {
    "network": {
        "inputs": 2,
        "layers": [
            {"units": 3, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "binary_cross_entropy",
        "seed": 3,
    },
    "data": {
        "inputs": [[0, 0], [0, 1], [1, 0], [1, 1], [0.5, 0.1]],
        "targets": [[0], [1], [1], [0], [1]],
    },
    "optimizer": {"name": "sgd", "learning_rate": 0.5},
    "batch_size": 2,
    "epochs": 40,
    "seed": 7,
}
#: Of the step that a walkthrough is opened from; some have been taken with its optimizer.
STEP = 7
ASKED = {"include": ["weights", "layers", "batch", "data"], "frames": {"count": 1000}}


def told(server: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a run, as another client gets them."""
    reply = httpx.post(f"{server}/api/v1/train", json=request | ASKED, timeout=60)
    reply.raise_for_status()
    return [json.loads(line) for line in reply.text.splitlines()]


def frames_of(server: str, request: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for line in told(server, request) if line["type"] == "frame"]


def opened(open_screen: Open, request: dict[str, Any] = XOR, **more: Any) -> Screen:
    """A run that has come to its end, at its first step or at ``k``."""
    screen = open_screen(link_to("/training", r=request, **more))
    whole(screen.page)
    return screen


def place(page: Page) -> tuple[int, int]:
    """Epoch and step on the screen."""
    found = re.findall(r"\d+", page.locator(".run-place").inner_text())
    return int(found[0]), int(found[1])


def press(page: Page, key: str) -> None:
    page.locator(f'[data-key="{key}"]:visible').first.click()


def test_steps_and_epochs_go_as_they_say(open_screen: Open) -> None:
    page = opened(open_screen).page
    assert place(page) == (0, 0)
    press(page, "next")
    expect(page.locator(".run-place")).to_contain_text("1 / 120")
    press(page, "nextEpoch")
    expect(page.locator(".run-place")).to_contain_text("3 / 120")
    assert place(page) == (1, 3)
    press(page, "nextEpoch")
    assert place(page) == (2, 6)
    page.keyboard.press("Shift+E")
    assert place(page) == (1, 3)
    press(page, "back")
    assert place(page) == (0, 2)
    press(page, "first")
    assert place(page) == (0, 0)


def test_a_run_runs_is_paused_and_rewound_to_the_very_same_start(
    open_screen: Open, server: str
) -> None:
    page = opened(open_screen).page
    start = page.locator('[data-view="now"]').inner_text()
    press(page, "play")
    spoken = page.locator("[data-spoken]")
    expect(spoken).to_contain_text("running, Epoch")
    press(page, "play")
    expect(spoken).to_contain_text("stopped, Epoch")
    stood = place(page)
    assert 0 < stood[1] < 120
    page.wait_for_timeout(300)
    assert place(page) == stood
    press(page, "first")
    expect(page.locator('[data-view="now"]')).to_have_text(start, use_inner_text=True)
    press(page, "play")
    page.keyboard.press("End")
    expect(page.locator(".run-place")).to_contain_text("120 / 120")


def test_another_seed_is_another_start_and_can_be_undone(open_screen: Open) -> None:
    screen = opened(open_screen)
    page = screen.page
    before = page.locator('[data-view="now"] td').nth(1).inner_text()
    press(page, "newSeed")
    expect(page.locator('[data-view="now"] td').nth(1)).not_to_have_text(before)
    page.keyboard.press("Control+z")
    expect(page.locator('[data-view="now"] td').nth(1)).to_have_text(before)


def test_what_is_seen_never_changes_the_run(open_screen: Open) -> None:
    """TFP 184: a view that is toggled adds nothing to the run and asks the server for nothing."""
    screen = opened(open_screen, k=30)
    page = screen.page
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if sent.method == "POST" else None)
    request = linked(screen).get("r")
    for tab in page.locator('[role="tab"]').all():
        tab.click()
    for switch in page.locator('.stage :is(input[type="checkbox"], .segmented button)').all():
        if switch.is_visible():
            switch.click()
    page.locator('[data-key="pace"]').select_option(index=2)
    press(page, "next")
    page.wait_for_timeout(400)
    assert linked(screen).get("r") == request
    assert place(page)[1] == 31
    assert asked == []


def test_a_rate_changed_in_the_midst_is_an_event_of_the_run(open_screen: Open, server: str) -> None:
    screen = opened(open_screen, k=60)
    page = screen.page
    page.get_by_role("tab", name="Learning").click()
    press(page, "changes-here")
    screen.enter("optimizer.learning_rate", "0.05")
    expect(page.locator(".run-flag")).to_have_count(1)
    assert place(page)[1] == 60
    request = XOR | {"events": [{"step": 60, "set": {"learning_rate": 0.05}}]}
    assert linked(screen)["r"] == request
    page.locator('[data-key="timeline"]').press("End")
    last = frames_of(server, request)[-1]
    expect(page.locator('[data-view="now"] td').nth(1)).to_contain_text(f"{last['loss']:.4g}")
    press(page, "changes-start")
    page.locator(".run-events li").get_by_role("button", name="Remove").click()
    expect(page.locator(".run-flag")).to_have_count(0)


@pytest.mark.parametrize("step", [0, 7, 61, 120])
def test_a_step_opens_as_a_walkthrough_with_its_numbers_to_the_last_bit(
    open_screen: Open, server: str, step: int
) -> None:
    request = XOR | {"events": [{"step": 20, "point": {"sample": 0, "inputs": [0.3, -0.1]}}]}
    frame = next(one for one in frames_of(server, request) if one["step"] == step)
    screen = opened(open_screen, request, k=step)
    page = screen.page
    press(page, "open-walkthrough")
    page.wait_for_selector('[data-key="to-run"]')
    asked = linked(screen)["r"]
    assert [layer["weights"] for layer in asked["network"]["layers"]] == frame["weights"]
    assert [layer["biases"] for layer in asked["network"]["layers"]] == frame["biases"]
    points = [list(row) for row in XOR["data"]["inputs"]]
    if step >= 20:
        points[0] = [0.3, -0.1]
    assert asked["inputs"] == [points[n] for n in frame["batch"]]
    trace = httpx.post(f"{server}/api/v1/trace", json=asked).json()
    for layer, measured in zip(trace["layers"], frame["layers"], strict=True):
        squares = [g * g for row in layer["weight_gradients"] for g in row]
        squares += [g * g for g in layer["bias_gradients"]]
        norm = math.sqrt(math.fsum(squares))
        assert norm == pytest.approx(measured["gradient_norm"], rel=4e-16)
    press(page, "to-run")
    page.wait_for_selector('[data-view="walkthrough"] button')
    expect(page.locator(".run-place")).to_contain_text(f"{step} / 120")


def test_a_walkthrough_says_beside_the_new_weights_what_it_lacks_of_the_run(
    open_screen: Open, complaints: Complaints
) -> None:
    adam = XOR | {
        "optimizer": {"name": "adam", "learning_rate": 0.1},
        "regularization": {"l1": 0, "l2": 0.01},
    }
    complaints.allow(r"console error: Failed to load resource.*422")
    for step, refused, lacks in (
        (0, False, "l2 · w."),
        (7, False, "l2 · w."),
        (7, True, "l2 · w, what the optimizer remembers"),
    ):
        screen = opened(open_screen, adam, k=step)
        page = screen.page
        if refused:
            page.route(
                "**/api/v1/train",
                lambda route: route.fulfill(status=422, json={"detail": "Refused."}),
            )
        press(page, "open-walkthrough")
        page.wait_for_selector('[data-key="to-run"]')
        remark = page.get_by_text("next weights are others")
        expect(remark).to_have_count(0)
        press(page, "last")
        expect(remark).to_contain_text(lacks)


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_a_walkthrough_takes_along_what_the_optimizer_remembers(
    open_screen: Open, server: str, name: str
) -> None:
    """Its new weights are the next ones of the run, and stand on the screen."""
    request = XOR | {"optimizer": {"name": name, "learning_rate": 0.05}}
    after = frames_of(server, request)[STEP + 1]
    screen = opened(open_screen, request, k=STEP)
    press(screen.page, "open-walkthrough")
    screen.page.wait_for_selector('[data-key="to-run"]')
    asked = linked(screen)["r"]
    assert asked["optimizer_state"]["step"] == STEP
    press(screen.page, "last")
    trace = screen.agrees_with(asked, notation="textbook")
    for layer, weights, biases in zip(
        trace["layers"], after["weights"], after["biases"], strict=True
    ):
        assert layer["updated_biases"] == pytest.approx(biases, rel=1e-12)
        for row, expected in zip(layer["updated_weights"], weights, strict=True):
            assert row == pytest.approx(expected, rel=1e-12)
    shown = {each["address"]: each["value"] for each in screen.numbers()}
    for number, weights in enumerate(after["weights"], start=1):
        for j, row in enumerate(weights):
            for i, weight in enumerate(row):
                assert float(shown[f"new_w{number}.{j}.{i}"]) == pytest.approx(weight, rel=1e-12)
    expect(screen.page.get_by_text("next weights are others")).to_have_count(0)
    remark = screen.page.get_by_text("Earlier steps that the optimizer remembers")
    expect(remark).to_contain_text(f": {STEP}.")


def test_the_next_frame_is_the_walkthroughs_update(server: str) -> None:
    """Of plain gradient descent the updated weights of one are the weights of the other."""
    frames = frames_of(server, XOR)
    for here, after in zip(frames[:60], frames[1:61], strict=True):
        layers = [
            layer | {"weights": weights, "biases": biases}
            for layer, weights, biases in zip(
                XOR["network"]["layers"], here["weights"], here["biases"], strict=True
            )
        ]
        batch = here["batch"]
        trace = httpx.post(
            f"{server}/api/v1/trace",
            json={
                "network": XOR["network"] | {"layers": layers},
                "inputs": [XOR["data"]["inputs"][n] for n in batch],
                "targets": [XOR["data"]["targets"][n] for n in batch],
                "optimizer": {"name": "sgd", "learning_rate": here["learning_rate"]},
            },
        ).json()
        for layer, weights in zip(trace["layers"], after["weights"], strict=True):
            for row, expected in zip(layer["updated_weights"], weights, strict=True):
                assert row == pytest.approx(expected, rel=1e-14, abs=1e-16)


def test_a_link_restores_everything(open_screen: Open) -> None:
    request = XOR | {"events": [{"step": 50, "set": {"batch_size": 3}}]}
    screen = opened(open_screen, request, k=70, h=1, i=100)
    page = screen.page
    assert place(page)[1] == 70
    expect(page.locator(".run-flag")).to_have_count(1)
    expect(page.locator('[data-key="pace"]')).to_have_value("100")
    page.reload()
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(page.locator(".run-place")).to_contain_text("70 / ")
    assert linked(screen) == {"r": request, "k": 70, "i": 100, "h": 1}


def test_steps_between_two_frames_come_when_they_are_stepped_through(open_screen: Open) -> None:
    request = XOR | {"epochs": 1500}
    screen = opened(open_screen, request)
    page = screen.page
    # At the beginning one of two steps has a frame.
    with page.expect_request(lambda sent: '"from":' in (sent.post_data or "")):
        for step in range(1, 8):
            press(page, "next")
            expect(page.locator(".run-place")).to_contain_text(f" {step} / 4500")


def test_a_link_made_between_two_frames_opens_the_same_step(open_screen: Open) -> None:
    request = XOR | {"epochs": 1500}
    screen = opened(open_screen, request)
    page = screen.page
    for step in range(1, 8):
        press(page, "next")
        expect(page.locator(".run-place")).to_contain_text(f" {step} / 4500")
    page.wait_for_timeout(1500)  # The address is written once one stands.
    assert linked(screen)["k"] == 7
    page.reload()
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    expect(page.locator(".run-place")).to_contain_text(" 7 / 4500")
    whole(page)
    page.wait_for_timeout(1500)
    assert linked(screen)["k"] == 7
    press(page, "next")
    expect(page.locator(".run-place")).to_contain_text(" 8 / 4500")
    # Keys that are faster than the answer are not lost.
    press(page, "first")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".run-place")).to_contain_text(" 3 / 4500")


def test_a_run_that_is_cut_says_so_and_keeps_what_has_come(open_screen: Open, server: str) -> None:
    lines = [json.dumps(line) for line in told(server, XOR)][:40]
    screen = open_screen("/training?lang=en")
    page = screen.page
    page.route("**/api/v1/train", lambda route: route.fulfill(body="\n".join(lines) + "\n{"))
    page.goto(f"{server}{link_to('/training?lang=en', r=XOR)}")
    page.reload()
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    page.keyboard.press("End")
    expect(page.locator(".run-place")).to_contain_text("38 / 120")
    expect(page.locator('[data-view="now"]')).to_contain_text("broke off")


def test_a_run_that_is_cut_is_asked_for_again_by_itself(open_screen: Open, server: str) -> None:
    """Once: what is cut again is told of, and waits for the reader."""
    lines = [json.dumps(line) for line in told(server, XOR)]
    stopped = {"type": "end", "reason": "cancelled", "epoch": 9, "step": 38, "text": "Stopped."}
    cut = [*lines[:40], json.dumps(stopped | {"layer": None, "quantity": None})]
    answers = ["\n".join(each) + "\n" for each in (cut, lines)]
    screen = open_screen("/training?lang=en")
    page = screen.page
    page.goto("about:blank")
    page.route("**/api/v1/train", lambda route: route.fulfill(body=answers.pop(0)))
    page.goto(f"{server}{link_to('/training?lang=en', r=XOR)}")
    expect(page.locator('[data-reason="cancelled"]')).to_have_count(1)
    expect(page.locator('[data-reason="cancelled"]')).to_have_count(0)
    assert answers == []
    page.keyboard.press("End")
    expect(page.locator(".run-place")).to_contain_text("120 / 120")


#: Everything that can be read of the views on the screen, also by a screen reader.
WORDS = """() => [...document.querySelectorAll("[data-view]")]
  .filter((view) => view.checkVisibility())
  .flatMap((view) => [view, ...view.querySelectorAll("*")].map((node) => [
    view.dataset.view,
    node.childElementCount === 0 ? node.textContent : "",
    node.getAttribute("aria-valuetext"), node.getAttribute("aria-label"), node.ariaValueNow,
  ].join("|")))"""


@pytest.mark.parametrize("tab", ["step", "layers", "runs"])
@pytest.mark.parametrize("by", ['[data-key="timeline"]', '[data-key="chart-loss"]'])
def test_where_a_drag_rests_nothing_is_of_another_place(
    open_screen: Open, tab: str, by: str
) -> None:
    screen = opened(open_screen)
    page = screen.page
    page.locator(f'[data-tab="{tab}"]').click()
    box = page.locator(by).first.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.2 * box["width"], y)
    page.mouse.down()
    for k in range(30):
        page.mouse.move(box["x"] + (0.2 + 0.02 * k) * box["width"], y)
    # It rests, and still is held.
    page.wait_for_timeout(600)
    position = page.evaluate("document.documentElement.dataset.position")
    assert int(position) > 60
    rested = page.evaluate(WORDS)
    page.mouse.up()
    page.mouse.move(2, 2)
    page.locator("body").press("ArrowLeft")
    page.locator("body").press("ArrowRight")
    page.wait_for_timeout(600)
    assert page.evaluate("document.documentElement.dataset.position") == position
    assert [line for line in page.evaluate(WORDS) if line not in rested] == []


def events(page: Screen) -> list[dict[str, Any]]:
    found = linked(page).get("r", {})
    assert isinstance(found, dict)
    listed: list[dict[str, Any]] = found.get("events", [])
    return listed


def changes_here(open_screen: Open) -> Screen:
    screen = opened(open_screen, XOR, k=30)
    screen.page.locator('[data-tab="settings"]').click()
    press(screen.page, "changes-here")
    return screen


def test_a_point_drawn_from_a_step_on_is_an_event_of_the_run(open_screen: Open) -> None:
    screen = changes_here(open_screen)
    page = screen.page
    page.locator('[data-tab="data"]').click()
    press(page, "tool-point")
    box = page.locator('[data-key="map-area"]').bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.4 * box["height"])
    page.locator('[data-tab="settings"]').click()
    expect(page.locator(".run-events li")).to_have_count(1)
    expect(page.locator(".run-events")).to_contain_text("Step 30: points added: 1")
    whole(page)
    assert place(page)[1] == 30
    (event,) = soon(page, lambda: events(screen), lambda found: len(found) == 1)
    assert (event["step"], len(event["add"]["inputs"])) == (30, 1)
    found = linked(screen)["r"]
    assert isinstance(found, dict)
    assert found["data"] == XOR["data"]


def test_a_weight_set_on_the_card_of_a_neuron_holds_from_the_step_on(open_screen: Open) -> None:
    screen = opened(open_screen, XOR, k=30)
    page = screen.page
    page.locator('[data-unit="a1.1"]').click()
    field = page.locator('[data-key="weight-1-1-0"]')
    field.fill("2.5")
    field.press("Enter")
    page.locator('[data-tab="settings"]').click()
    expect(page.locator(".run-events")).to_contain_text("Step 30: layer 1: weight from 1 to 2")
    whole(page)
    expect(field).to_have_value("2.5")
    assert place(page)[1] == 30
    event = {"step": 30, "weight": {"layer": 1, "unit": 1, "input": 0, "value": 2.5}}
    soon(page, lambda: events(screen), lambda found: found == [event])
