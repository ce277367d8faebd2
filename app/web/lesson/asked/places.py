"""The places where a question is answered by doing: a part of the lesson, or a tool in a state.

To add one, add an entry to `PLACES`; ``tests/browser/lesson/test_asked.py`` says what it promises.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ....explain.steps import each_step
from ...trace.build import build
from ...trace.response import topology
from ...trace.schema import TraceRequest
from .experiments import (
    BESIDE_KINK,
    DEEP,
    EQUAL,
    KINK,
    LOGISTIC,
    NETWORKS,
    NOT_CLEARED,
    PRINTED_IN_KEY,
    PUBLISHED_KEY,
    TOO_FAST,
    TWICE,
    WITHOUT_HALF,
    ZEROS,
    Request,
)


def hash_of(compact: dict[str, Any]) -> str:
    """A state as the links of the tools hold it (``packed`` in static/js/core/url_hash.js)."""
    text = json.dumps(compact, separators=(",", ":"), ensure_ascii=False).encode()
    return f"1.{urlsafe_b64encode(text).decode().rstrip('=')}"


@dataclass(frozen=True)
class Place:
    """``path`` of a page; ``made``: what makes the hash of its address."""

    path: str
    made: Callable[[], str]

    @cached_property
    def hash(self) -> str:
        return self.made()


def part(section: int, name: str) -> Place:
    """A part or a figure of the lesson."""
    return Place(f"/lesson/{section}", lambda: name)


def position_of(request: Request, address: str) -> int:
    """Where the player of signal flow stands when the step that writes the address is done."""
    asked = TraceRequest.model_validate(request)
    steps = list(each_step(topology(build(asked))))
    return 1 + next(k for k, step in enumerate(steps) if address in step.writes)


def flow(preset: str, at: str, letters: str = "textbook", **more: Any) -> Place:
    """An example of signal flow after the step that writes ``at``."""

    def made() -> str:
        compact = {"p": preset, "k": position_of(NETWORKS[preset], at)}
        if letters != "figure":
            compact["n"] = letters
        return hash_of(compact | more)

    return Place("/", made)


def own_flow(request: Request, at: str) -> Place:
    """A network of the answer in signal flow."""
    return Place(
        "/", lambda: hash_of({"r": request, "k": position_of(request, at), "n": "textbook"})
    )


#: Past the end of any run: the tools stop at the last step.
END = 100_000


def graph(position: int, preset: str = "", request: Request | None = None) -> Place:
    """A graph of the page of the chain rule, after so many steps."""
    named = (
        {"p": preset} if request is None else {"e": request["expression"], "v": request["values"]}
    )
    return Place("/chain-rule", lambda: hash_of(named | {"k": position}))


def descent(position: int, preset: str = "", request: Request | None = None) -> Place:
    named = {"p": preset} if request is None else {"r": request}
    return Place("/descent", lambda: hash_of(named | {"k": position}))


def training(request: Request, position: int) -> Place:
    return Place("/training", lambda: hash_of({"r": request, "k": position}))


def gradients(request: Request | None = None) -> Place:
    """The check of gradients, of Mazur's example or of a network of the answer."""
    named: dict[str, Any] = {"p": "mazur"} if request is None else {"r": request}
    return Place("/check", lambda: hash_of(named | {"part": "gradients"}))


def marked(request: Request, answers: dict[str, str]) -> Place:
    """The marking of numbers that somebody worked out."""
    return Place("/check", lambda: hash_of({"r": request, "m": answers}))


PLACES: dict[str, Place] = {
    "when": part(5, "when"),
    "mazur_back": flow("mazur", "error1.0"),
    "diamond": graph(END, "diamond"),
    "branches": part(4, "branches"),
    "figure_7": part(5, "figure-7"),
    "two_outputs": flow("figure2", "error1.0"),
    "figure_20": part(6, "figure-20"),
    "hidden": part(5, "hidden"),
    "document_back": flow("document", "error2.0", "figure"),
    "figure_19": part(6, "figure-19"),
    "exercises_5": part(5, "exercises"),
    "published_key": own_flow(PUBLISHED_KEY, "error1.0"),
    "key_marked": marked(PUBLISHED_KEY, PRINTED_IN_KEY),
    "figure_22": part(7, "figure-22"),
    "first_update": flow("document", "dw1.0.0"),
    "sign_flip": flow("sign_flip", "dw1.0.0", "figure", d=1),
    "left_out": part(5, "left-out"),
    "rounds": part(5, "rounds"),
    "twice": graph(END, request=TWICE),
    "figure_16": part(6, "figure-16"),
    "logistic": graph(END, request=LOGISTIC),
    "xor_output": flow("xor", "delta2.0"),
    "softmax": graph(END, "softmax_cross_entropy"),
    "deep": own_flow(DEEP, "error1.0"),
    "kink": graph(END, request=KINK),
    "digits_back": flow("digits", "error2"),
    "names": part(3, "names"),
    "document_figure": flow("document", "z2.0", "figure"),
    "document_textbook": flow("document", "z2.0"),
    "product": part(7, "every-weight"),
    "digits_gradient": flow("digits", "dw2"),
    "figure_5": part(5, "figure-5"),
    "two_notations": part(6, "two-notations"),
    "plus": flow("document", "new_w3.0.0", "figure"),
    "minus": flow("document", "new_w3.0.0"),
    "with_half": flow("mazur", "new_w2.0.0"),
    "without_half": own_flow(WITHOUT_HALF, "new_w2.0.0"),
    "figure_15": part(6, "figure-15"),
    "bias_update": flow("mazur", "new_b2.0"),
    "batch_update": flow("xor", "new_b2.0"),
    "recipe": part(7, "recipe"),
    "figure_1": part(2, "figure-1"),
    "not_cleared": descent(END, request=NOT_CLEARED),
    "frameworks": part(7, "frameworks"),
    "optimizers": descent(END, "rosenbrock"),
    "stages": part(1, "one-step"),
    "equal": own_flow(EQUAL, "dw1.1.0"),
    "zeros": training(ZEROS, 60),
    "too_fast": training(TOO_FAST, 3),
    "too_high": descent(60, "too_high"),
    "check": gradients(),
    "check_kink": gradients(BESIDE_KINK),
    "price": part(7, "price"),
    "worked_example": flow("worked_example", "z1.0"),
    "neuron": graph(END, "neuron"),
    "glossary_delta": Place("/lesson/glossary", lambda: "symbol-delta"),
}
