"""A reader drops a file with a network on the page, looks at its layers, and takes it."""

import base64
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect
from safetensors.numpy import save

from tests.browser.conftest import Complaints, Open
from tests.browser.screen import Screen

RNG = np.random.default_rng(3)


def model(*sizes: int) -> bytes:
    """A state_dict of a network of these sizes."""
    found = {}
    for index, (fan_in, units) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        found[f"{2 * index}.weight"] = RNG.normal(size=(units, fan_in)).astype(np.float32)
        found[f"{2 * index}.bias"] = RNG.normal(size=units).astype(np.float32)
    return save(found)


def drop(screen: Screen, name: str, content: bytes) -> None:
    """Drops a file on the page."""
    data = screen.page.evaluate_handle(
        """([name, content]) => {
          const data = new DataTransfer();
          const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
          data.items.add(new File([bytes], name));
          return data;
        }""",
        [name, base64.b64encode(content).decode()],
    )
    for event in ("dragover", "drop"):
        screen.page.dispatch_event("main", event, {"dataTransfer": data})


@pytest.mark.parametrize(("language", "took"), [("en", "Take it"), ("zh", "取用")])
@pytest.mark.parametrize("width", [375, 1280])
def test_a_file_is_dropped_looked_at_taken_and_undone(
    open_screen: Open, language: str, took: str, width: int
) -> None:
    screen = open_screen(f"/?lang={language}", viewport={"width": width, "height": 800})
    before = screen.asked()
    drop(screen, "我的 model.safetensors", model(2, 4, 3))
    dialog = screen.find("import")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("我的 model.safetensors")
    rows = dialog.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("4 × 2")
    expect(rows.nth(1)).to_contain_text("3 × 4")
    expect(dialog.locator("li").first).to_contain_text("relu")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    # What was assumed, as long as nothing else is chosen: activations, the loss; and the samples.
    notices = dialog.locator(".import-notices")
    shown = notices.locator("li").locator("visible=true")
    expect(shown).to_have_count(3)
    expect(notices).not_to_contain_text("half_squared_error")
    screen.find("import-activation-0").select_option("tanh")
    expect(shown).to_have_count(2)
    screen.find("import-activation-1").select_option("softmax")
    expect(shown).to_have_count(1)
    expect(screen.find("import-loss")).to_have_value("cross_entropy")
    dialog.get_by_role("button", name=took).click()
    expect(dialog).to_have_count(0)
    expect(screen.notice()).to_contain_text("我的 model.safetensors")
    screen.settle()
    network = screen.asked()["network"]
    assert [layer["activation"] for layer in network["layers"]] == ["tanh", "softmax"]
    assert [layer["units"] for layer in network["layers"]] == [4, 3]
    assert network["loss"] == "cross_entropy"
    assert screen.asked()["inputs"] == [[1, 1]]
    screen.press("Control+z")
    screen.settle()
    assert screen.asked() == before


def test_samples_that_fit_stay(screen: Screen) -> None:
    before = screen.asked()
    targets = len(before["targets"][0])
    drop(screen, "model.safetensors", model(len(before["inputs"][0]), 5, targets))
    expect(screen.find("import")).to_contain_text("are kept")
    screen.find("import-take").click()
    screen.settle()
    after = screen.asked()
    assert after["inputs"] == before["inputs"]
    assert after["targets"] == before["targets"]
    assert [layer["units"] for layer in after["network"]["layers"]] == [5, targets]


def test_a_loss_that_is_chosen_brings_its_output_layer(screen: Screen) -> None:
    drop(screen, "model.safetensors", model(2, 4, 3))
    output = screen.find("import-activation-1")
    for loss, activation in (("binary_cross_entropy", "sigmoid"), ("cross_entropy", "softmax")):
        screen.find("import-activation-1").select_option("linear")
        screen.find("import-loss").select_option(loss)
        expect(output).to_have_value(activation)
    screen.find("import-take").click()
    expect(screen.find("import")).to_have_count(0)
    expect(screen.notice()).to_contain_text("model.safetensors")
    screen.settle()
    network = screen.asked()["network"]
    assert network["loss"] == "cross_entropy"
    assert network["layers"][-1]["activation"] == "softmax"


@pytest.mark.parametrize(("language", "said"), [("en", "from the seed"), ("zh", "种子")])
def test_a_link_without_the_weights_says_so_until_it_is_read(
    open_screen: Open, language: str, said: str
) -> None:
    screen = open_screen(f"/?lang={language}")
    drop(screen, "model.safetensors", model(50, 50, 2))
    screen.find("import-take").click()
    screen.link()
    screen.page.reload()
    screen.settle()
    dialog = screen.find("import-left-out")
    expect(dialog).to_contain_text(said)
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)
    # The weights that are drawn now are those of the link.
    screen.link()
    screen.page.reload()
    screen.settle()
    screen.page.wait_for_timeout(500)
    expect(dialog).to_have_count(0)


def test_cancel_changes_nothing(screen: Screen) -> None:
    before = screen.asked()
    drop(screen, "model.safetensors", model(3, 2))
    screen.find("import-cancel").click()
    expect(screen.find("import")).to_have_count(0)
    assert screen.asked() == before


def test_a_file_is_chosen_in_the_form_for_an_own_network(screen: Screen, tmp_path: Path) -> None:
    file = tmp_path / "chosen.safetensors"
    file.write_bytes(model(3, 2))
    screen.find("start-own").click()
    screen.find("own-file").set_input_files(file)
    expect(screen.find("import")).to_contain_text("chosen.safetensors")
    screen.find("import-take").click()
    screen.settle()
    assert screen.asked()["network"]["inputs"] == 3


@pytest.mark.parametrize(("language", "said"), [("en", "drop a file"), ("zh", "拖到页面")])
def test_the_form_says_that_a_file_may_be_dropped_and_takes_one(
    open_screen: Open, language: str, said: str
) -> None:
    screen = open_screen(f"/?lang={language}")
    screen.find("start-own").click()
    form = screen.page.locator("dialog.own-network[open]")
    expect(form).to_contain_text(said)
    drop(screen, "dropped.safetensors", model(3, 2))
    expect(screen.find("import")).to_contain_text("dropped.safetensors")
    screen.find("import-take").click()
    expect(screen.page.locator("dialog[open]")).to_have_count(0)
    screen.settle()
    assert screen.asked()["network"]["inputs"] == 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pickle_shows_the_two_lines_that_save_the_model(
    open_screen: Open, complaints: Complaints, language: str
) -> None:
    complaints.allow("status of 422")
    screen = open_screen(f"/?lang={language}", viewport={"width": 375, "height": 800})
    before = screen.asked()
    drop(screen, "<b>model</b>.pt", b"\x80\x02}q\x00.")
    dialog = screen.find("import-refused")
    expect(dialog).to_contain_text("<b>model</b>.pt")
    assert dialog.locator("pre").inner_text().split("\n") == [
        "from safetensors.torch import save_file",
        'save_file(model.state_dict(), "model.safetensors")',
    ]
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)
    assert screen.asked() == before


def test_a_file_that_is_too_large_is_not_sent(screen: Screen) -> None:
    drop(screen, "model.onnx", bytes(9 << 20))
    expect(screen.find("import-refused")).to_contain_text("8 MiB")
