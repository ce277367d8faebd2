"""Texts typed to do harm, or by accident: each is refused or finished; none of it is ever run.

How fast is measured by ``tests/bench/hostile.py``.
"""

import ast
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from app.engine.graph.derivative import derivative, text_of
from app.engine.graph.graph import evaluate, reverse
from app.labs.expression.parse import ExpressionError, parse
from tests.labs.expression.hostile_texts import KINDS
from tests.paths import APP

#: Of processor time: hundreds of times what is measured, so that only a text without end fails.
MAX_SECONDS = 1.0

HOSTILE = [
    pytest.param(text, id=f"{kind}-{number}")
    for kind, texts in KINDS.items()
    for number, text in enumerate(texts)
]


def answered(text: str) -> str:
    """Parse a text, compute its values and gradients: "finished", or "refused at" a position."""
    try:
        program = parse(text)
    except ExpressionError as error:
        return f"refused at {error.position}"
    values = dict.fromkeys(program.inputs, 0.5)
    with np.errstate(all="ignore"):
        evaluate(program.graph, values)
        reverse(program.graph, values)
    return "finished"


@contextmanager
def bounded() -> Iterator[None]:
    """Fails if the block takes more than `MAX_SECONDS` of processor time."""
    began = time.process_time()
    yield
    assert time.process_time() - began < MAX_SECONDS


def test_there_are_many() -> None:
    assert len(HOSTILE) >= 200
    texts = [text for kind in KINDS.values() for text in kind]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_refused_or_finished(text: str) -> None:
    with bounded():
        assert answered(text) == "finished" or answered(text).startswith("refused at ")


def test_the_derivative_of_a_long_chain_of_products_comes_to_an_end() -> None:
    """Each further product doubles the number of possible simplifications."""
    for lines in (15, 60):
        chain = ";".join(["a0=x", *(f"a{k + 1}=a{k}*a{k}*2*sin(a{k})" for k in range(lines))])
        with bounded():
            text_of(derivative(parse(chain).graph, "x"))


#: Kinds of which no text is an expression of this language.
NEVER = ("attribute", "attribute of a number", "attribute of a function", "built-in")


@pytest.mark.parametrize(
    "text",
    [*(text for kind in (*NEVER, "statement", "comprehension", "letter") for text in KINDS[kind])],
)
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def calls(tree: ast.AST) -> set[str]:
    """All names in the code, and the attributes of the module of built-ins."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("builtins", "__builtins__")
    }


def test_nothing_that_is_typed_is_ever_run() -> None:
    paths = sorted(APP.rglob("*.py"))
    assert paths
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not calls(tree) & {"eval", "exec", "compile", "__import__", "lambdify"}, path
