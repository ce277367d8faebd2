"""The drawn graph on its stage: nothing covers anything else, nothing is cut off, and all is
readable, at every step.
"""

from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.graph import screen as graphs

#: What covers what at this moment, what is cut off by the stage, the smallest text in pixels
#: (indices aside), and how much of a side of the stage the drawing takes.
MEASURE = """() => {
  const stage = document.querySelector(".graph").getBoundingClientRect();
  const shown = (node) => getComputedStyle(node).visibility !== "hidden"
    && node.getBoundingClientRect().width > 0;
  const all = (query) => [...document.querySelectorAll(query)].filter(shown);
  const box = (node, owner, round = false, by = 1) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    const name = node.textContent || owner.textContent || node.getAttribute("class");
    return { left: left + by, top: top + by, right: right - by, bottom: bottom - by,
      owner, round, name };
  };
  const labels = all(".graph .part .plate").map((node) => box(node, node.parentNode));
  const bodies = all(".graph .value .body")
    .map((node) => box(node, node.parentNode, node.localName === "circle", 2));
  const balls = all(".graph .disc:not([data-state=absent])")
    .map((node) => box(node, node, true, 2));
  const captions = all(".graph .value .name").map((node) => {
    const own = box(node, node.parentNode);
    const spare = (own.bottom - own.top) * 0.2;
    return { ...own, top: own.top + spare, bottom: own.bottom - spare };
  });
  const heads = all(".graph .edge .head").map((node) => box(node, node.parentNode, false, 2));
  const middle = (b) => [(b.left + b.right) / 2, (b.top + b.bottom) / 2, (b.right - b.left) / 2];
  const far = (b, x, y) => Math.hypot(Math.max(b.left - x, 0, x - b.right),
    Math.max(b.top - y, 0, y - b.bottom));
  const touch = (a, b) => {
    if (a.owner === b.owner || a.right <= b.left || b.right <= a.left
      || a.bottom <= b.top || b.bottom <= a.top) return false;
    const [ax, ay, ar] = middle(a);
    const [bx, by, br] = middle(b);
    if (a.round && b.round) return Math.hypot(ax - bx, ay - by) < ar + br;
    return a.round ? far(b, ax, ay) < ar : b.round ? far(a, bx, by) < br : true;
  };
  const covered = [];
  const compare = (ones, others) => ones.forEach((one, k) =>
    (ones === others ? others.slice(k + 1) : others).forEach((other) => {
      if (touch(one, other)) covered.push(`${one.name} / ${other.name}`);
    }));
  for (const others of [labels, bodies, balls, captions, heads]) compare(labels, others);
  for (const others of [balls, bodies, captions]) compare(balls, others);
  compare(bodies, bodies);
  const things = [...labels, ...bodies, ...balls, ...captions];
  const cut = things.filter((one) => one.left < stage.left - 2 || one.right > stage.right + 2
    || one.top < stage.top - 2 || one.bottom > stage.bottom + 2).map(({ name }) => name);
  // Labels that are as near to another arrow as to their own, and leaders that run under something.
  const screenPoint = (node, point) => point.matrixTransform(node.getScreenCTM());
  const along = (path) => Array.from({ length: 81 }, (_, k) =>
    screenPoint(path, path.getPointAtLength((path.getTotalLength() * k) / 80)));
  const arrows = all(".graph .edge:not(.quiet)").map((edge) => ({
    key: edge.dataset.graphEdge, points: along(edge.querySelector(".line")) }));
  const gap = (b, points) => Math.min(...points.map(({ x, y }) => far(b, x, y)));
  const astray = [];
  const inRoom = document.querySelector(".graph [data-roomy]") !== null;
  const withLabel = new Set(labels.map(({ owner }) => owner.dataset.label));
  for (const label of labels) {
    const key = /^e (.*)$/.exec(label.owner.dataset.label ?? "")?.[1];
    const own = arrows.find((arrow) => arrow.key === key);
    if (!own) continue;
    const pointer = document.querySelector(`.graph .pointer[data-of="e ${key}"]`);
    for (const other of arrows) {
      if (other === own || !(inRoom || withLabel.has(`e ${other.key}`))) continue;
      if (gap(label, other.points) < (pointer ? 2 : gap(label, own.points) + 2))
        astray.push(`${label.name} at ${other.key} instead of ${key}`);
    }
    if (!pointer) continue;
    for (const { x, y } of along(pointer))
      for (const one of [...labels, ...bodies, ...balls])
        if (one !== label && x > one.left && x < one.right && y > one.top && y < one.bottom
          && (!one.round || Math.hypot(x - middle(one)[0], y - middle(one)[1]) < middle(one)[2]))
          astray.push(`the leader of ${label.name} under ${one.name}`);
  }
  const size = (node) => {
    const { a, b } = node.getScreenCTM();
    return Number.parseFloat(getComputedStyle(node).fontSize) * Math.hypot(a, b);
  };
  const sizes = all(".graph .network text").filter((node) => node.textContent).map(size);
  const least = (side) => Math.min(...things.map((one) => one[side]));
  const most = (side) => Math.max(...things.map((one) => one[side]));
  const share = Math.max((most("right") - least("left")) / stage.width,
    (most("bottom") - least("top")) / stage.height);
  return { covered, cut, astray: [...new Set(astray)], smallest: Math.min(...sizes), share };
}"""

#: Programs by name: of an example, or a text of one's own; and the bounds of its drawing: the
#: smallest text, and how often anything may cover anything.
PROGRAMS: dict[str, tuple[dict[str, Any], float, int]] = {
    "chain": ({"p": "chain"}, 13, 0),
    "diamond": ({"p": "diamond"}, 13, 0),
    "composition": ({"p": "composition"}, 13, 0),
    "neuron": ({"p": "neuron"}, 10.8, 0),
    "product rule": ({"e": "a = x*y\nb = x + y\nz = a*b", "v": {"x": 2, "y": 3}}, 12, 0),
    "shared": (
        {"e": "a = sin(x)\nb = a*x\nc = a + b\nz = b*c - x", "v": {"x": 0.7}},
        11,
        0,
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_of_a_graph_is_covered_cut_off_or_too_small(open_screen: Open, name: str) -> None:
    program, smallest, most_covered = PROGRAMS[name]
    screen = open_screen(graphs.link(**program), viewport={"width": 1280, "height": 800})
    page = screen.page
    covered: dict[str, int] = {}
    position = -1
    while position != (position := screen.position()):
        found = page.evaluate(MEASURE)
        for pair in found["covered"]:
            covered.setdefault(pair, position)
        assert found["cut"] == [], position
        assert found["astray"] == [], position
        assert found["smallest"] >= smallest, position
        screen.press("ArrowRight")
    assert len(covered) <= most_covered, covered
    assert found["share"] >= 0.75


#: Each uses a value more than once, so that arrows meet, part and run beside each other.
USED_TWICE = [
    "x*x + x",
    "max(a, b)*a",
    "s = a + b\ns*s",
    "x*x*x",
    "sin(x)*x",
    "exp(x)/x",
    "x - x*y",
    "a*b + a*c",
    "(a*b)*(a + b)",
    "x/(x + 1)",
    "t = tanh(x)\nt*(1 - t)",
    "relu(w*x + b)*x",
    "x + x",
    "min(x, y) + max(x, y)",
    "p = x*y\nq = p + x\np*q",
]


@pytest.mark.parametrize("size", [(1280, 800), (900, 700)])
def test_every_label_stands_at_its_own_arrow(open_screen: Open, size: tuple[int, int]) -> None:
    width, height = size
    screen = open_screen(graphs.link(e="x + y"), viewport={"width": width, "height": height})
    astray: dict[str, str] = {}
    for text in USED_TWICE:
        graphs.write(screen, text)
        graphs.leave(screen)
        screen.press("Home")
        position = -1
        while position != (position := screen.position()):
            for fault in screen.page.evaluate(MEASURE)["astray"]:
                astray.setdefault(f"{text!r}: {fault}", f"step {position}")
            screen.press("ArrowRight")
    assert astray == {}


@pytest.mark.parametrize("name", ["network", "micrograd"])
def test_a_large_graph_is_seen_whole_first_and_then_followed(open_screen: Open, name: str) -> None:
    screen = open_screen(graphs.link(p=name, n=None), viewport={"width": 1280, "height": 800})
    assert screen.page.evaluate(MEASURE)["cut"] == []
    seen = """(query) => {
      const stage = document.querySelector(".graph").getBoundingClientRect();
      return [...document.querySelectorAll(query)].every((node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        return left >= stage.left - 2 && right <= stage.right + 2
          && top >= stage.top - 2 && bottom <= stage.bottom + 2;
      });
    }"""
    active = '.graph .value[data-state="active"] .body, .graph .part .plate'
    for _ in range(50):
        screen.press("ArrowRight")
        assert screen.page.evaluate(seen, active), screen.position()
    screen.press("Home")
    assert screen.page.evaluate(MEASURE)["cut"] == []
