"""Every language is whole: the same keys, the same blanks, a sentence for all that is named."""

import ast
import json
import re
from string import Formatter

import pytest

from app.engine.network.initializers import INITIALIZERS
from app.engine.network.losses import LOSSES
from app.engine.network.optimizers import OPTIMIZERS
from app.errors import KINDS
from app.explain.steps import RULES
from app.localization import (
    DEFAULT,
    LANGUAGES,
    SAID_ON,
    Translations,
    folders_of,
    sentences_of_pages,
)
from app.settings import Settings
from app.web.bundles import Modules
from app.web.descent.presets import DESCENT_PRESETS, GRAPH_PRESETS
from app.web.trace.presets import PRESETS
from tests.paths import APP, ROOT

FOLDER = Settings().static / "i18n"
SCRIPTS = Settings().static / "js"
TABLES = {name: Translations(FOLDER).table(name) for name in LANGUAGES}
#: The names of losses, optimizers and initializers in the menus.
MENU_NAME = re.compile(r"(loss|optimizer|initializer)_name\.")
ENGLISH = TABLES[DEFAULT]


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def keys_in_code() -> set[str]:
    """Every literal text in the Python code that looks like the key of an error."""
    found = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if text.startswith("error.") and " " not in text and not text.endswith("."):
                    found.add(text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    files = f"{language}.json of static/i18n or of a folder in it"
    assert set(ENGLISH) - set(TABLES[language]) == set(), f"add these to {files}"
    assert set(TABLES[language]) - set(ENGLISH) == set(), f"no other language has these of {files}"
    assert all(sentence.strip() for sentence in TABLES[language].values())


def keys_of_all_pages() -> set[str]:
    """Every key in the scripts and templates that all tools share."""
    shared = [*(SCRIPTS / "core").rglob("*.js"), *(SCRIPTS / "panels").rglob("*.js")]
    texts = [path.read_text(encoding="utf-8") for path in shared]
    for name in ("parts.html", "player.html"):
        texts.append((ROOT / "templates" / name).read_text(encoding="utf-8"))
    found = {key for text in texts for key in re.findall(r'"(\w+\.[\w.]+)"', text)}
    return found & ENGLISH.keys()


#: It speaks of the network between the reader's computer and the server.
OF_COMPUTERS = {"page.error.foreign"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_all_pages_say_does_not_speak_of_the_network_of_one(language: str) -> None:
    keys = keys_of_all_pages() - OF_COMPUTERS
    assert {"page.error.link_refused", "page.error.link", "page.stale", "page.loading"} <= keys
    word = re.compile(r"\bnetworks?\b|网络")
    assert {key for key in keys if word.search(TABLES[language][key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_in_two_files(language: str) -> None:
    keys = [
        key
        for folder in folders_of(FOLDER)
        for key in json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_the_same_blanks_in_every_language(language: str) -> None:
    wanted = {
        key: blanks(ENGLISH[key])
        for key, sentence in TABLES[language].items()
        if blanks(sentence) != blanks(ENGLISH[key])
    }
    assert not wanted, f"write these blanks in {language}: {wanted}"


def test_every_error_has_a_sentence_and_every_sentence_an_error() -> None:
    named = keys_in_code() | set(KINDS.values())
    named |= {f"error.targets.{e.targets}" for e in LOSSES.values() if e.targets != "any"}
    named |= {"error.rows.inputs", "error.rows.targets"}
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))
    errors = {key for key in ENGLISH if key.startswith("error.")}
    assert errors >= named
    assert {key for key in errors - named if f'"{key}"' not in scripts} == set()


@pytest.mark.parametrize(
    "name",
    [
        *PRESETS,
        *(f"graph_{name}" for name in GRAPH_PRESETS),
        *(f"descent_{name}" for name in DESCENT_PRESETS),
    ],
)
def test_every_preset_has_a_title(name: str) -> None:
    assert f"preset.{name}" in ENGLISH


@pytest.mark.parametrize("name", [key for key in ENGLISH if MENU_NAME.match(key)])
def test_what_the_menus_offer_has_a_name_in_chinese_beside_the_english(name: str) -> None:
    """People's names and made-up words stay as they are: no course transliterates them."""
    first, _, rest = TABLES["zh"][name].partition(" ")
    if re.search("[一-鿿]", first):
        assert rest
        assert rest in ENGLISH[name]
    else:
        assert first in ENGLISH[name]
        assert rest == "" or re.fullmatch("[一-鿿]+", rest)


def test_the_menus_have_names_for_what_the_product_has() -> None:
    """An addition without one is offered by its English name."""
    named = {key.partition(".")[2] for key in ENGLISH if MENU_NAME.match(key)}
    assert named <= {*LOSSES, *OPTIMIZERS, *INITIALIZERS}
    assert {"half_squared_error", "cross_entropy", "adamw", "nesterov", "he_uniform"} <= named


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_of_a_step_has_a_sentence(rule: str) -> None:
    assert f"rule.{rule}" in ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_browsers_get_every_sentence_but_the_servers_own(language: str) -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))
    named = set(re.findall(r'"(\w+\.[\w.]+)"', scripts)) & ENGLISH.keys()
    sent: dict[str, str] = {}
    for folder in folders_of(FOLDER):
        for page in (None, *SAID_ON):
            sent |= json.loads(sentences_of_pages(folder / f"{language}.json", page))
    assert named - sent.keys() == set()
    assert sent.items() < TABLES[language].items()
    assert {key.split(".")[0] for key in ENGLISH.keys() - sent.keys()} == {
        "error",
        "quantity",
        "page",
        "export_file",
        "run_end",
        "imported",
        "mark",
        "check",
        "picture",
        "sheet_file",
        "shown",
        "command",
        "later",
    }


@pytest.mark.parametrize("page", [page for page in SAID_ON if page != "api"])
def test_a_page_gets_all_that_its_modules_name(page: str) -> None:
    modules = Modules(SCRIPTS / "pages" / f"{page}.js")
    texts = [*modules.texts.values(), (ROOT / "templates" / f"{page}.html").read_text()]
    named = {key for text in texts for key in re.findall(r'"(\w+\.[\w.]+)"', text)}
    own = FOLDER / f"{DEFAULT}.json"
    table = json.loads(own.read_text(encoding="utf-8"))
    sent = json.loads(sentences_of_pages(own, page)).keys()
    assert (named & table.keys()) - sent == set()
    prefixes = {
        key.split(".")[0] for text in texts for key in re.findall(r"`(\w+)[._]\w*\$\{", text)
    }
    known = {key.split(".")[0] for key in table}
    assert prefixes & known <= {key.split(".")[0] for key in sent}
