"""Do it on the diagram: the backward pass by pointer, keyboard and touch."""

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.test_accessibility import violations
from tests.browser.touching import PHONE, middle, move

#: All acts of the 2-3-2-1 network, from the output back.
WHOLE = [
    *("n3.0", "o3.0", "f3.0", "d3.0"),
    *("b3.0.0", "f2.0", "d2.0", "b3.0.1", "f2.1", "d2.1"),
    *(act for i in range(3) for act in (f"b2.0.{i}", f"b2.1.{i}", f"f1.{i}", f"d1.{i}")),
]


def part(screen: Screen, act: str) -> Locator:
    return screen.page.locator(f'[data-act="{act}"]')


def reply(screen: Screen) -> Locator:
    return screen.page.locator(".practice .prediction")


def begin(screen: Screen) -> None:
    screen.find("practise-act").click()
    expect(part(screen, "n3.0")).to_be_visible()


def press(screen: Screen, *acts: str) -> None:
    """With the keyboard, as a wire may lie below another."""
    for act in acts:
        part(screen, act).focus()
        screen.press("Enter")


def known_balls(screen: Screen) -> set[str]:
    return {name for name, state in screen.picture()["ball"].items() if state != "absent"}


def test_letters_that_change_are_said_with_what_delta_is_now(screen: Screen) -> None:
    said = screen.page.locator(".practice .hint", has_text="∂C/∂z")
    begin(screen)
    expect(said).to_be_visible()
    press(screen, "n3.0")
    expect(said).to_be_hidden()
    # Where every δ is shown, it is said again: they are other numbers than before.
    screen.page.get_by_role("button", name="Give up").click()
    expect(said).to_be_visible()


def test_a_wrong_pick_gets_its_reason(screen: Screen) -> None:
    begin(screen)
    part(screen, "n1.0").click()
    expect(reply(screen)).to_contain_text("is not known")
    expect(reply(screen)).to_have_attribute("data-right", "false")
    assert known_balls(screen) == set()


def test_each_slip_is_named_by_the_marking(screen: Screen) -> None:
    begin(screen)
    part(screen, "n3.0").click()
    part(screen, "t3.0").click()
    part(screen, "f3.0").click()
    part(screen, "d3.0").click()
    expect(reply(screen)).to_contain_text("The sign is the other way round")
    expect(reply(screen).locator("math")).to_be_visible()
    part(screen, "o3.0").click()
    part(screen, "d3.0").click()
    expect(reply(screen)).to_contain_text("Right")
    assert known_balls(screen) == {"3.0"}
    press(screen, "b3.0.0", "d2.0")
    expect(reply(screen)).to_contain_text("slope of the hidden neuron was forgotten")
    press(screen, "f2.0", "d2.0", "b3.0.1", "f2.1", "d2.1", "b2.0.0", "f1.0", "d1.0")
    expect(reply(screen)).to_contain_text("Only one branch was carried back")
    press(screen, "b2.1.0", "d1.0")
    expect(reply(screen)).to_contain_text("Right")


def test_a_start_is_ticked_only_once_it_is_judged(screen: Screen) -> None:
    begin(screen)
    press(screen, "n3.0", "t3.0")
    expect(reply(screen)).to_contain_text("You start here")
    expect(reply(screen)).not_to_contain_text("✓")
    press(screen, "o3.0", "f3.0", "d3.0")
    delta = screen.api.trace(screen.asked())["layers"][2]["deltas"][0][0]
    expect(reply(screen)).to_contain_text(f"✓ Right: the δ of neuron 1 of layer 3 is −{-delta:.4g}")


def test_acts_on_another_network_start_again(screen: Screen) -> None:
    begin(screen)
    press(screen, *WHOLE[:6])
    screen.page.get_by_role("button", name="A new layer before Layer 2").click()
    expect(screen.page.locator(".practice-count")).to_contain_text("0 of 9")
    expect(reply(screen)).to_have_count(0)


def test_what_is_not_done_is_hidden_everywhere(screen: Screen) -> None:
    begin(screen)
    press(screen, *WHOLE[:4])
    asked = screen.asked()
    trace = screen.api.trace(asked)
    hidden = [
        value
        for layer in trace["layers"][:2]
        for name in ("deltas", "activation_gradients")
        for value in layer[name][0]
    ]
    shown = {float(each["value"]) for each in screen.numbers() if each["value"]}
    for value in hidden:
        assert all(abs(abs(value) - abs(one)) > 1e-12 for one in shown)


def test_a_delta_is_dragged_along_its_connection(screen: Screen) -> None:
    begin(screen)
    press(screen, *WHOLE[:4])
    mouse = screen.page.mouse
    mouse.move(*middle(screen.page.locator('[data-drag="3.0"]')))
    mouse.down()
    mouse.move(*middle(screen.page.locator('[data-unit="2.1"]')), steps=8)
    expect(screen.page.locator(".act-ghost")).to_be_attached()
    mouse.up()
    expect(part(screen, "b3.0.1")).to_have_attribute("aria-pressed", "true")
    mouse.move(*middle(screen.page.locator('[data-drag="3.0"]')))
    mouse.down()
    mouse.move(*middle(screen.page.locator('[data-unit="1.0"]')), steps=8)
    mouse.up()
    expect(reply(screen)).to_contain_text("No connection")


def test_the_whole_pass_by_keyboard_with_undo_link_and_summary(open_screen: Open) -> None:
    screen = open_screen()
    begin(screen)
    press(screen, *WHOLE[:6])
    screen.find("act-undo").click()
    expect(part(screen, "f2.0")).to_have_attribute("aria-pressed", "false")
    press(screen, *WHOLE[5:10])
    expect(screen.page.locator(".practice-count")).to_contain_text("3 of 6")
    other = open_screen(screen.link())
    expect(other.page.locator(".practice-count")).to_contain_text("3 of 6")
    press(other, *WHOLE[10:])
    expect(other.page.locator(".act-summary")).to_contain_text("6 of 6")
    expect(other.page.locator(".act-layer")).to_have_count(0)
    other.find("act-on").click()
    expect(other.find("practise-act")).to_have_attribute("aria-pressed", "false")
    assert other.position() == 12


def test_hint_and_giving_up(screen: Screen) -> None:
    begin(screen)
    screen.find("act-hint").click()
    expect(reply(screen)).to_contain_text("output minus target value")
    screen.find("act-give_up").click()
    expect(screen.page.locator(".act-summary")).to_contain_text("0 of 6")
    assert known_balls(screen) == {
        f"{layer + 1}.{j}" for layer, n in enumerate([3, 2, 1]) for j in range(n)
    }


def test_with_cross_entropy_the_slope_is_not_needed(screen: Screen) -> None:
    screen.choose("activation-3", "sigmoid")
    screen.choose("loss", "binary_cross_entropy")
    begin(screen)
    press(screen, "n3.0", "o3.0", "f3.0")
    expect(reply(screen)).to_contain_text("cancels out")
    press(screen, "d3.0")
    expect(reply(screen)).to_contain_text("Right")


def test_a_finger_drags_a_delta_and_scrolls_nothing(open_screen: Open) -> None:
    screen = open_screen(**PHONE)
    begin(screen)
    press(screen, *WHOLE[:4])
    place = "[scrollX, scrollY, document.querySelector('.act-layer').getBoundingClientRect().top]"
    before = screen.read(place)
    x, y = middle(screen.page.locator('[data-drag="3.0"]'))
    to_x, to_y = middle(screen.page.locator('[data-unit="2.0"]'))
    move(screen.page, x, y, across=(to_x - x) / 12, down=(to_y - y) / 12, moves=12)
    expect(part(screen, "b3.0.0")).to_have_attribute("aria-pressed", "true")
    assert before == screen.read(place)


def test_axe_finds_nothing_on_the_way(screen: Screen) -> None:
    begin(screen)
    press(screen, *WHOLE[:5], "d2.0")
    expect(reply(screen).locator("math")).to_be_visible()
    assert violations(screen) == []
