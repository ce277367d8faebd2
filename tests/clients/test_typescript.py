"""What openapi-typescript writes compiles, and every example has the type of its place."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.clients.conftest import Document
from tests.paths import ROOT

GENERATOR = ROOT / "tests" / "clients" / "node_modules" / ".bin" / "openapi-typescript"
COMPILER = ROOT / "tests" / "js" / "node_modules" / ".bin" / "tsc"


def run(*command: str | Path) -> str:
    assert Path(command[0]).exists(), f"{command[0]} is missing: run `make lint` once"
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def examples_of(content: Document) -> list[Any]:
    """The example of an answer, or one for each kind of its lines; a file has none."""
    if "example" in content:
        return [content["example"]]
    return [each["value"] for each in content.get("examples", {}).values()]


def constants(document: Document) -> str:
    """A constant for each example of a request and of an answer, with the type of its place."""
    lines = ['import type { paths } from "./openapi.js";']
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            place = f'paths["{path}"]["{method}"]'
            examples = [
                (f'{place}["requestBody"]["content"]["{kind}"]', example["value"])
                for kind, content in operation.get("requestBody", {}).get("content", {}).items()
                for example in content.get("examples", {}).values()
            ]
            examples += [
                (f'{place}["responses"][200]["content"]["{kind}"]', value)
                for kind, content in operation["responses"]["200"]["content"].items()
                for value in examples_of(content)
            ]
            for type_name, value in examples:
                lines.append(f"export const c{len(lines)}: {type_name} = {json.dumps(value)};")
    return "\n".join(lines)


def test_the_types_compile_and_fit_the_examples(
    document: Document, document_file: Path, tmp_path: Path
) -> None:
    run(GENERATOR, document_file, "--default-non-nullable=false", "-o", tmp_path / "openapi.ts")
    examples = tmp_path / "examples.ts"
    examples.write_text(constants(document), encoding="utf-8")
    options = ("--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext")
    run(COMPILER, *options, tmp_path / "openapi.ts", examples)
    assert len(examples.read_text(encoding="utf-8").splitlines()) > len(document["paths"])
