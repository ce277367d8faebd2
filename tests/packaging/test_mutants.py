"""What `make mutants` is told and tells; it runs itself only when it is asked to."""

import ast

from tests.mutants import report
from tests.mutants.choosing import LEFT_OUT, is_near
from tests.paths import ROOT


def names_in(node: ast.AST, around: str = "") -> set[str]:
    """The functions and classes of a module, those inside others with a point."""
    found = set()
    for child in ast.iter_child_nodes(node):
        inside = around
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            inside = f"{around}.{child.name}".lstrip(".")
            found.add(inside)
        found |= names_in(child, inside)
    return found


def test_every_explained_survivor_has_its_place() -> None:
    for one in report.explanations():
        tree = ast.parse((ROOT / one.module).read_text(encoding="utf-8"))
        assert one.place in {"", *names_in(tree)}, one
        assert one.reason.endswith("."), one


def test_every_test_file_that_is_left_out_exists() -> None:
    assert [file for file in LEFT_OUT if not (ROOT / file).exists()] == []


def test_a_percentage_is_of_the_faults_that_can_be_noticed() -> None:
    known = [report.Explanation("app/m.py", "f", "return 2", "It is the same.")]
    results = [
        {"outcome": outcome, "place": place, "after": "return 2"}
        for outcome, place in (
            (report.KILLED, "f"),
            (report.TIMEOUT, "f"),
            (report.SURVIVED, "f"),
            (report.SURVIVED, "g"),
        )
    ]
    found = report.figures("app/m.py", 10, results, known)
    assert (found.run, found.survived, found.explained) == (4, 2, 1)
    assert found.percent == 200 / 3
    assert report.total([found, found]).mutants == 20
    # Of a module without a run there is no row, and it is told apart in the sum.
    table = report.table({"app/a/m.py": found, "app/a/n.py": report.total([])})
    assert "`a/m.py`" in table
    assert "n.py" not in table
    assert "**a**, 1 of 2 modules | 10 | 4 |" in table


def test_the_tests_of_a_module_are_those_that_import_it_or_have_its_name() -> None:
    files = {
        path.name
        for path in (ROOT / "tests" / "engine").rglob("test_*.py")
        if is_near(path, "app/engine/network/initializers.py")
    }
    assert files >= {"test_initializers.py", "test_hyperparameters.py"}
    assert "test_losses.py" not in files
