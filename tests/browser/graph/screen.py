"""The chain-rule page as a person meets it, and what the API says of the same graph.

Written anew from the contract of POST /api/v1/graph, so that the page is never held against its
own code.
"""

from typing import Any

import httpx
from playwright.sync_api import Locator, expect

from tests.browser.links import link_to
from tests.browser.links import linked as linked
from tests.browser.screen import IN_EVERY_TAB, NOTHING, POWERS, Screen
from tests.browser.truth import Json, written

PAGE = "/chain-rule"
#: How many digits each panel writes; a number that must fit into its circle is shorter.
DIGITS = {"graph": (2, 3, 4), "values": (4, 5)}

NUMBERS = """() => {
  IN_EVERY_TAB
  const found = new Map();
  inEveryTab(() => {
    for (const node of document.querySelectorAll("[data-address]")) {
      const skipped = node === document.activeElement || !node.dataset.value;
      if (skipped || found.has(node) || !isOpen(node)) continue;
      const copy = node.cloneNode(true);
      POWERS(copy);
      found.set(node, {
        view: node.closest("[data-view]").dataset.view,
        address: node.dataset.address,
        value: node.dataset.value,
        text: (node.value ?? copy.textContent).replace("·e", "e").trim(),
        symbol: node.classList.contains("token"),
      });
    }
  });
  return {
    position: Number(document.documentElement.dataset.position),
    numbers: [...found.values()],
  };
}""".replace("IN_EVERY_TAB", IN_EVERY_TAB).replace("POWERS", f"({POWERS})")


def link(**compact: Any) -> str:
    """A link that somebody else has made."""
    return link_to(PAGE, **compact)


def presets(screen: Screen) -> dict[str, Json]:
    return {each["name"]: each["request"] for each in screen.api.catalog()["graph"]["presets"]}


def graph(screen: Screen, request: Json, **more: Any) -> Json:
    """The same question, asked directly."""
    body = {"undefined": "mark", **request, **more}
    answer = httpx.post(f"{screen.api.address}/api/v1/graph", json=body, timeout=30)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def number(answer: Json, address: str) -> float | None:
    """The API's number behind an address."""
    family, *indices = address.split(".")
    first, second = int(indices[0]), int((*indices, "0")[1])
    if family == "m":
        column = answer["tangents"][list(answer["gradients"])[second]]
        return None if column[first] is None else float(column[first])
    if family in "vg":
        value = answer["nodes"][first]["value" if family == "v" else "gradient"]
    else:
        (edge,) = (e for e in answer["edges"] if (e["target"], e["operand"]) == (first, second))
        value = edge["local_derivative" if family == "d" else "contribution"]
    return None if value is None else float(value)


def is_given(answer: Json, address: str) -> bool:
    family, first, *_ = address.split(".")
    return family == "v" and answer["nodes"][int(first)]["operation"] in ("input", "constant")


def on_paths(paths: Json) -> set[str]:
    """What stands along the paths of a chosen value, wherever the walk is."""
    found = {f"g.{paths['node']}"}
    for path in paths["shown"]:
        for target, operand in zip(path["nodes"][1:], path["operands"], strict=True):
            found |= {f"d.{target}.{operand}", f"c.{target}.{operand}"}
    return found


def agrees_with(screen: Screen, answer: Json) -> int:
    """Every number on the screen is the API's number, and all that is known is in the table."""
    seen = screen.read(NUMBERS)
    at = int(seen["position"])
    known = {address for step in answer["steps"][:at] for address in step["writes"]}
    lit = on_paths(answer["paths"]) if "paths" in answer else set()
    tabled = set()
    for each in seen["numbers"]:
        view, address, text = each["view"], each["address"], each["text"]
        where = f"{view} {address} at {at}: {text!r}"
        early = address not in known and not is_given(answer, address)
        assert not early or (view in ("graph", "paths") and address in lit), f"{where} too early"
        expected = number(answer, address)
        assert expected is not None, f"{where} has no number"
        assert float(each["value"]) == expected, f"{where} is {each['value']}, not {expected!r}"
        shown = text.rsplit("=", 1)[-1].strip().lstrip("+").strip("()")
        if shown not in NOTHING:
            assert shown in {written(expected, digits) for digits in DIGITS.get(view, (4,))}, where
        if view == "modes":
            tabled.add(address)
    shown = [each for each in answer["nodes"] if each["hidden_in"] is None]
    for node in shown:
        if node["operation"] == "constant" and node["name"] is None:
            continue
        for address in (f"v.{node['id']}", f"g.{node['id']}"):
            if address in known and number(answer, address) is not None:
                assert address in tabled, f"{address} is not in the table at {at}"
    return at


# ---- doing ---------------------------------------------------------------------------------------


def text_field(screen: Screen) -> Locator:
    return screen.find("expression")


def write(screen: Screen, text: str) -> None:
    """Types a program over the one that stands there."""
    text_field(screen).focus()
    screen.press("Control+a")
    if text:
        screen.page.keyboard.insert_text(text)
    else:
        screen.press("Delete")
    screen.press("Control+Enter")
    screen.settle()


def leave(screen: Screen) -> None:
    """Out of every field, so that keys belong to the page."""
    screen.read("document.activeElement.blur()")


def walk_to(screen: Screen, position: int) -> None:
    """Step by step, by the arrow keys."""
    distance = position - screen.position()
    screen.press(*["ArrowRight" if distance > 0 else "ArrowLeft"] * abs(distance))
    screen.stands_at(position)


def set_value(screen: Screen, name: str, text: str) -> None:
    screen.find(f"value-{name}").focus()
    screen.press("Control+a")
    screen.page.keyboard.type(text)
    screen.press("Enter")
    screen.settle()


def fold(screen: Screen, node: int) -> None:
    """The switch of the list that folds a value into its function, or opens it again."""
    details = screen.in_view("values", "details.folding")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    screen.find(f"box-{node}").click()
    screen.settle()


def named(answer: Json, name: str) -> int:
    (found,) = (each["id"] for each in answer["nodes"] if each["name"] == name)
    return int(found)


def says(screen: Screen, view: str, text: str) -> None:
    expect(screen.page.locator(f'[data-view="{view}"]')).to_contain_text(text)
