"""LaTeX, TikZ, Markdown, CSV and notebooks hold the numbers, and nothing breaks out of them."""

import ast
import csv
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest

from app.engine.network.activations import ACTIVATIONS
from app.exporting.documents import files, tables
from app.exporting.documents.names import symbol
from app.harmless import Cell, as_csv
from app.localization import LANGUAGES
from app.web.trace.presets import DOCUMENT
from tests import frameworks
from tests.conftest import Client

from . import programs
from .networks import networks
from .test_graph_programs import DESCENTS, GRAPHS

BATCH = next(each for each in networks(30) if len(each["inputs"]) > 1)
#: Names that are words of Python and of its libraries, Greek ones, and comments that would go on in
#: the next line of a program if they were copied as they are.
HOSTILE: dict[str, Any] = {
    "expression": "input = α * Ω_1 + class_  # \\end{document} ''' \"\"\"\rimport os\n"
    "np = input * lambda_ + ς_max\u2028eval = np + print  # $x$ {{ 7 * 7 }} <% raise %> << 1 >>\r"
    "x_y_z = eval / np",
    "values": {"α": 1.5, "Ω_1": 2.0, "class_": 0.5, "lambda_": 3.0, "ς_max": 1.0, "print": 4.0},
}
#: Two names that look alike, a constant, and numbers that are letters.
ALIKE: dict[str, Any] = {
    "expression": "α * alpha + x1 * x_1 - pi + 2 * e",
    "values": {"α": 1.0, "alpha": 2.0, "x1": 3.0, "x_1": 4.0},
}
#: A function of more terms than are spelled out.
LONG: dict[str, Any] = {
    "function": " + ".join(f"(x - {number}) ** 2" for number in range(40)),
    "start": {"x": 1.0},
    "runs": [{"optimizer": {"name": "sgd", "learning_rate": 0.001}}],
    "steps": 3,
}
REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("trace", DOCUMENT),
    ("trace", BATCH),
    ("graph", GRAPHS[1]),
    ("graph", HOSTILE),
    ("graph", ALIKE),
    ("descent", DESCENTS[0]),
    ("descent", DESCENTS[1]),
    ("descent", LONG),
    ("descent", DESCENTS[2]),
]


def export(client: Client, tool: str, request: dict[str, Any], form: str, **fields: Any) -> str:
    body = {"tool": tool, "request": request, "format": form, **fields}
    reply = client.post("export", body)
    assert reply.status_code == 200, reply.text
    return reply.text


def refusal(client: Client, **body: Any) -> dict[str, Any]:
    reply = client.post("export", body)
    assert reply.status_code == 422
    (problem,) = reply.json()["problems"]
    return dict(problem)


def is_whole(text: str) -> None:
    """Every brace, environment and dollar of a LaTeX document has its other."""
    assert text.count(r"\begin{") == text.count(r"\end{")
    assert text.count(r"\begin{document}") == 1
    assert text.rstrip().endswith(r"\end{document}")
    body = re.sub(r"\\\\|\\[{}$%]", "", text)
    assert body.count("{") == body.count("}")
    assert body.count("$") % 2 == 0


def compiled(text: str, folder: Path, language: str) -> None:
    """Compiles a document where there is a TeX for its language."""
    program = shutil.which("xelatex" if language == "zh" else "pdflatex")
    if program is not None:
        (folder / "document.tex").write_text(text, encoding="utf-8")
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "document.tex"]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout[-600:]


@pytest.mark.parametrize("letters", ["derivation", "figure"])
@pytest.mark.parametrize(("tool", "request_"), REQUESTS)
def test_a_latex_document_is_whole(
    client: Client, tmp_path: Path, tool: str, request_: dict[str, Any], letters: str
) -> None:
    text = export(client, tool, request_, "latex", letters=letters, language="en")
    is_whole(text)
    assert text.isascii()
    compiled(text, tmp_path, "en")


def test_a_latex_document_is_in_chinese(client: Client, tmp_path: Path) -> None:
    text = export(client, "trace", DOCUMENT | {"round": 2}, "latex", language="zh")
    is_whole(text)
    assert "{ctexart}" in text
    assert "第 2 层第 1 个神经元" in text
    compiled(text, tmp_path, "zh")


@pytest.mark.parametrize("form", ["latex", "markdown"])
@pytest.mark.parametrize("letters", ["derivation", "figure"])
def test_every_step_is_written_with_its_rule_numbers_and_result(
    client: Client, form: str, letters: str
) -> None:
    asked = DOCUMENT | {"include": ["latex"]}
    steps = client.trace(asked).json()["latex"]
    whole = export(client, "trace", DOCUMENT, form, letters=letters)
    for number, step in enumerate(steps, start=1):
        alone = export(client, "trace", DOCUMENT, form, letters=letters, step=number)
        for part in step[letters].values():
            assert part in whole
            assert part in alone
        others = [each for each in steps if each != step]
        assert not any(each[letters]["numbers"] in alone for each in others)


#: Activations of the layers -> what a document says that each is, by letters.
FUNCTIONS: list[tuple[list[str], dict[str, list[str]]]] = [
    (
        ["gelu", "gelu", "linear"],
        {
            "derivation": [r"f(z)=z\,\Phi(z)\quad (l=1,\,2)", r"f(z)=z\quad (l=3)"],
            "figure": [
                r"f_1(z)=\cdots=f_3(z)=f_4(z)=\cdots=f_6(z)=z\,\Phi(z)",
                r"f_7(z)=\cdots=f_9(z)=z",
            ],
        },
    ),
    (
        ["silu", "sigmoid", "softmax"],
        {
            "derivation": [
                r"f(z)=z\,\sigma(z)",
                r"\sigma(z)=\frac{1}{1+e^{-z}}",
                r"\operatorname{softmax}(z)_j=\frac{e^{z_j}}{\sum_k e^{z_k}}",
            ],
            "figure": [r"f_1(z)=\cdots=f_3(z)=z\,\sigma(z)"],
        },
    ),
]


@pytest.mark.parametrize("form", ["latex", "markdown"])
@pytest.mark.parametrize("letters", ["derivation", "figure"])
@pytest.mark.parametrize(("activations", "said"), FUNCTIONS)
def test_a_document_says_what_each_activation_is(
    client: Client, form: str, letters: str, activations: list[str], said: dict[str, list[str]]
) -> None:
    layers = [{"units": 3, "activation": name} for name in activations]
    network = {"inputs": 2, "layers": layers, "loss": "cross_entropy"}
    if activations[-1] != "softmax":
        network["loss"] = "huber"
    request = {"network": network, "inputs": [[1.0, 2.0]], "targets": [[0.0, 1.0, 0.0]]}
    text = export(client, "trace", request, form, letters=letters)
    for formula in said[letters]:
        assert text.count(formula) == 1
    assert all(ACTIVATIONS[name].latex in text for name in activations)


@pytest.mark.parametrize(("tool", "request_"), REQUESTS[:5])
@pytest.mark.parametrize("letters", ["derivation", "figure"])
def test_a_picture_for_latex_is_whole(
    client: Client, tmp_path: Path, tool: str, request_: dict[str, Any], letters: str
) -> None:
    text = export(client, tool, request_, "tikz", letters=letters, language="en")
    is_whole(text)
    answer = client.post(tool, request_).json()
    if tool == "trace":
        weights = [layer["weights"] for layer in answer["network"]["layers"]]
        connections = sum(len(row) for layer in weights for row in layer)
    else:
        connections = len(answer["edges"])
    assert text.count(r"\draw[weight") + text.count(r"\draw[edge") == connections
    compiled(text, tmp_path, "en")


def wide(units: int, layers: int) -> dict[str, Any]:
    shape = [{"units": units, "activation": "tanh"}] * layers
    network = {"inputs": 2, "layers": shape, "loss": "huber"}
    return {"network": network, "inputs": [[1.0, 2.0]], "targets": [[0.0] * units]}


def test_what_nobody_could_read_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", {"markdown": 100, "csv": 200})
    large = wide(40, 6)
    for form in ("latex", "markdown", "notebook"):
        assert refusal(client, tool="trace", request=large, format=form)["loc"] == ["step"]
        if form != "notebook":
            assert "40" in export(client, "trace", large, form, step=40)
    problem = refusal(client, tool="trace", request=large, format="tikz")
    assert problem["code"] == "error.export.picture"
    for form in ("markdown", "csv"):
        problem = refusal(client, tool="trace", request=wide(10, 2), format=form)
        assert problem["code"] == "error.export.rows"
    terms = " + ".join(f"x * {number}" for number in range(40))
    graph = {"expression": terms, "values": {"x": 1.0}}
    problem = refusal(client, tool="graph", request=graph, format="tikz")
    assert problem["code"] == "error.export.nodes"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("letters", ["derivation", "figure"])
def test_a_table_has_every_number_of_a_pass_in_full(client: Client, letters: str) -> None:
    rows = rows_of(export(client, "trace", BATCH, "csv", letters=letters))
    answer = client.trace(BATCH).json()
    by_address = {row["address"]: row for row in rows if row["address"]}
    for number, layer in enumerate(answer["layers"], start=1):
        for quantity, letter in tables.PER_SAMPLE.items():
            for sample, units in enumerate(layer[quantity]):
                for unit, value in enumerate(units):
                    row = by_address[f"{letter}{number}.{unit}@{sample}"]
                    assert float(row["value"]) == value
                    assert (row["quantity"], row["sample"]) == (quantity, str(sample + 1))
        for unit, weights in enumerate(layer["updated_weights"]):
            for place, value in enumerate(weights):
                assert float(by_address[f"new_w{number}.{unit}.{place}"]["value"]) == value
    assert float(by_address["loss"]["value"]) == answer["loss"]
    assert len({*by_address}) == sum(1 for row in rows if row["address"])


def test_a_table_has_every_number_of_a_graph_and_of_a_descent(client: Client) -> None:
    answer = client.post("graph", HOSTILE).json()
    rows = rows_of(export(client, "graph", HOSTILE, "csv"))
    nodes = [row for row in rows if row["kind"] == "node"]
    assert [float(row["value"]) for row in nodes] == [node["value"] for node in answer["nodes"]]
    edges = [row for row in rows if row["kind"] == "edge"]
    assert len(edges) == len(answer["edges"])
    answer = client.post("descent", DESCENTS[0]).json()
    rows = rows_of(export(client, "descent", DESCENTS[0], "csv"))
    for number, run in enumerate(answer["runs"], start=1):
        own = [row for row in rows if row["run"] == str(number)]
        assert [float(row["x"]) for row in own] == run["x"]
        assert [float(row["gradient_y"]) for row in own] == run["gradient"]["y"]


def test_no_spreadsheet_takes_text_for_a_formula() -> None:
    """Neither one that parts cells by commas, nor one that does so by semicolons or tabs."""
    texts = ["=1+1", "+1", "-x", "@sum", "\tx", "\rx", "＝1", "＋1", "－1", "＠a", "\n=1"]
    texts += [f'{before}{parting}=cmd|"x"' for before in ("x", 'x"') for parting in ";\t,\n\r"]
    texts += [text.replace('"', "'") for text in texts]
    for text in texts:
        rows: list[list[Cell]] = [[text, 1, None, 0.5], ["Ann", text, 1, None, text]]
        for row in rows:
            file = as_csv([row])
            for delimiter in ",;\t":
                for found in csv.reader(io.StringIO(file, newline=""), delimiter=delimiter):
                    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in found)
            (found,) = csv.reader(io.StringIO(file, newline=""))
            # Nothing is lost, and nothing but apostrophes is added.
            own = ["" if each is None else str(each) for each in row]
            assert [each.replace("'", "") for each in found] == [
                each.replace("'", "") for each in own
            ]
    usual = ["Ann", "max(a, -b); c", "a\nb", "x-1"]
    assert next(csv.reader(io.StringIO(as_csv([usual]), newline=""))) == usual
    assert as_csv([["x", None], [-0.5, 1e-300]]) == "x,\r\n-0.5,1e-300\r\n"


def read(text: str) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notebook_is_valid_and_prints_the_numbers(
    client: Client, tmp_path: Path, language: str
) -> None:
    asked = REQUESTS if language == "en" else REQUESTS[:1]
    paths = []
    for place, (tool, request) in enumerate(asked):
        text = export(client, tool, request, "notebook", language=language)
        notebook = read(text)
        nbformat.validate(notebook)
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
        path = tmp_path / f"notebook_{place}.ipynb"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    written = programs.started(
        frameworks.python(), "run_notebooks.py", paths[:: len(asked) - 1 or 1]
    )
    printed = [programs.numbers_in(text) for text in written]
    expected = programs.of_a_pass(client.trace(DOCUMENT).json())
    assert programs.differences(printed[0], expected) == []
    if language == "en":
        assert printed[1]["run4_points"]


def test_a_notebook_shows_the_formulas_of_one_step(client: Client) -> None:
    steps = client.trace(DOCUMENT | {"include": ["latex"]}).json()["latex"]
    text = export(client, "trace", DOCUMENT, "notebook", step=3)
    cells = [cell.source for cell in read(text).cells]
    shown = [step["derivation"]["numbers"] in "".join(cells) for step in steps]
    assert [number for number, here in enumerate(shown, start=1) if here] == [3]


def test_names_stay_in_comments_and_words(client: Client) -> None:
    """The program of hostile names is the one of harmless names, but for its comments."""
    harmless = HOSTILE["expression"]
    values: dict[str, float] = {}
    for place, (name, value) in enumerate(HOSTILE["values"].items()):
        harmless = re.sub(rf"(?<![\w]){name}(?![\w])", f"name{place}", harmless)
        values[f"name{place}"] = value
    for form in ("numpy", "pytorch", "jax"):
        trees = [
            ast.dump(ast.parse(export(client, "graph", request, form)))
            for request in (HOSTILE, {"expression": harmless, "values": values})
        ]
        assert trees[0] == trees[1]
    markdown = export(client, "graph", HOSTILE, "markdown")
    assert "49" not in markdown
    assert r"\end{document}" not in markdown


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("x", "x"),
        ("y1", "y_{1}"),
        ("w_1_2", "w_{1,2}"),
        ("alpha", r"\alpha"),
        ("α", r"\alpha"),
        ("Ω_1", r"\Omega_{1}"),
        ("Α", "A"),
        ("λ", r"\lambda"),
        ("ς", r"\varsigma"),
        ("class_", r"\mathrm{class\_}"),
        ("bias", r"\mathrm{bias}"),
        ("αβ", r"\mathrm{\alpha{}\beta{}}"),
    ],
)
def test_a_typed_name_is_one_symbol(name: str, latex: str) -> None:
    assert symbol(name) == latex
