"""The translations of ``static/i18n``, and the language of a request.

The lesson's own are in the folder ``lesson`` there, so that no other page loads them; those in its
other folders are of parts that a page loads when they are used first. To add a language, add its
row to `LANGUAGES` and its files; the prose of the lesson
(``templates/lesson/<n>.<language>.html``) is English until it is translated.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from starlette.requests import Request
from starlette.types import Scope


@dataclass(frozen=True)
class Language:
    """``name`` in the language itself; ``html_lang`` and ``direction`` as the attributes ``lang``
    and ``dir`` have them.
    """

    name: str
    html_lang: str
    direction: str = "ltr"


#: By the code in ``?lang=`` and in the names of files; the page's links carry it to the browser.
LANGUAGES = {
    "en": Language("English", "en"),
    "zh": Language("中文", "zh-Hans"),
}
#: Used where a request names no language that we have.
DEFAULT = "en"


def preferred(accept_language: str | None) -> str:
    """The best of our languages in an ``Accept-Language`` header: highest q, then first named."""
    best, best_quality = DEFAULT, 0.0
    for choice in (accept_language or "").split(",")[:20]:
        tag, _, parameter = choice.partition(";")
        name = tag.strip().lower().split("-")[0]
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if name in LANGUAGES and best_quality < quality <= 1:
            best, best_quality = name, quality
    return best


def language_of(request: Request) -> str:
    """``?lang=`` where it names a language we have, else what ``Accept-Language`` prefers."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else preferred(request.headers.get("accept-language"))


#: Sentences that only the server says: of refusals, of imported files, of ends of runs, of marking
#: and checking, and what a page is about. What a number field refuses, the browser says too.
OF_SERVER = re.compile(
    r"error\.(?!number_)|imported\.|quantity\.|run_end\.|mark\.|check\.|sheet_file\.|export_file\."
    r"|page\.description\.|picture\.|shown\.|command\.|later\."
)


#: The pages with a player, and the keys of what each alone says: its own words, titles, names of
#: examples and notices. A key of several pages is said on these.
SAID_ON = {
    "signal_flow": None,
    "chain_rule": re.compile(
        r"graph\.|page\.title\.chain|preset\.graph_|notice\.(?!network|curvature)|expression\."
    ),
    "descent": re.compile(
        r"descent\.|page\.title\.desc|preset\.descent_|notice\.curvature|expression\."
    ),
    "training": re.compile(r"training\.|page\.title\.train|preset\.training_|schedule_name\."),
    "check": re.compile(r"checking\.|mistake\.|page\.title\.check$"),
    "check_sheet": re.compile(r"mistake\.|page\.title\.check_sheet"),
    "api": re.compile(r"api\."),
}
#: Said on pages of which the figures of a lesson, and the page of the API, say nothing.
NOT_IN_LESSON = re.compile(r"(?:checking|mistake|training)\.")


#: The folders in ``static/i18n``.
PARTS = (
    "embed",
    "import_model",
    "legend",
    "lesson",
    "own_network",
    "package",
    "practice",
    "sheets",
    "take",
)


def sentences_of_pages(file: Path, page: str | None = None) -> str:
    """A table of translations as browsers get it: without the sentences that only the server says.

    :param file: of ``static/i18n``.
    :param page: also without what other pages of `SAID_ON` alone say. None: the lesson and /api.
    """
    table: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    said = {key: text for key, text in table.items() if _is_said(key, page)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _is_said(key: str, page: str | None) -> bool:
    if OF_SERVER.match(key):
        return False
    if page is None:
        return not NOT_IN_LESSON.match(key)
    owners = [name for name, keys in SAID_ON.items() if keys and keys.match(key)]
    return not owners or page in owners


def tables_of_pages(folder: Path) -> dict[str, Callable[[], bytes]]:
    """The files ``i18n/<page>/<language>.json``, by name, each with what makes it.

    :param folder: ``static/i18n``.
    """
    return {
        f"i18n/{page}/{language}.json": partial(_table, folder / f"{language}.json", page)
        for page in SAID_ON
        for language in LANGUAGES
    }


def _table(file: Path, page: str) -> bytes:
    return sentences_of_pages(file, page).encode()


def folders_of(folder: Path) -> list[Path]:
    """``static/i18n``, and those in it: of the lesson, and of parts that pages load when they are
    used first.
    """
    return [folder, *(folder / part for part in PARTS)]


class Translations:
    """Every language's table of translations; a changed file is read again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: dict[str, tuple[list[int], dict[str, str]]] = {}

    def table(self, language: str) -> dict[str, str]:
        paths = [folder / f"{language}.json" for folder in folders_of(self.folder)]
        changed = [path.stat().st_mtime_ns for path in paths]
        known = self.read.get(language)
        if known is None or known[0] != changed:
            translations: dict[str, str] = {}
            for path in paths:
                try:
                    translations |= json.loads(path.read_text(encoding="utf-8"))
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path} is not valid JSON: {error}") from error
            known = self.read[language] = changed, translations
        return known[1]

    def say(self, language: str, key: str, params: dict[str, object] | None = None) -> str:
        return self.table(language)[key].format_map(params or {})


class Localizer:
    """Translates into the language that a request prefers; without a request, the default."""

    def __init__(self, translations: Translations, scope: Scope | None) -> None:
        self.translations = translations
        self.scope = scope

    @cached_property
    def language(self) -> str:
        return DEFAULT if self.scope is None else language_of(Request(self.scope))

    def speaking(self, language: str | None) -> "Localizer":
        """The same for a request that names its language."""
        if language is None or language == self.language:
            return self
        other = Localizer(self.translations, self.scope)
        other.language = language
        return other

    @property
    def api_page(self) -> str:
        """The address of the page ``/api``, also below a path."""
        root_path = "" if self.scope is None else self.scope.get("root_path", "")
        return f"{root_path}/api"

    def say(self, key: str, params: dict[str, object] | None = None) -> str:
        """A quantity among the params, such as ``deltas``, is put into words; ``name`` is its name.

        Every sentence may name the address of the page ``/api``.
        """
        params = {"api": self.api_page} | (params or {})
        if "quantity" in params:
            name = params["quantity"]
            words = self.translations.say(self.language, f"quantity.{name}")
            params = params | {"quantity": words, "name": name}
        return self.translations.say(self.language, key, params)
