"""A walkthrough as one HTML file that plays from a disk, without a server or a network.

The file is a page of the site with all that it loads inside: the script of
``static/js/pages/frames/single.js``, the style sheets, the font of formulas, the sentences of one
language, and the one answer. Its policy lets it load and run nothing else.
"""

import base64
import hashlib
import re
from functools import cache
from typing import Any

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...exporting.source import Source
from ...folders import folder
from ...localization import LANGUAGES, Translations, sentences_of_pages
from ...settings import Settings
from ..bundles import script_of, sheets_of
from ..catalog import catalog_json

#: What is cached here is the same for every walkthrough: made once, in 0.2 s.
STATIC = folder("static")
SHEETS = ("signal_flow", "embed")
FONT_ADDRESS = re.compile(r'url\("[^"]*/(fonts/[\w.-]+\.woff2)"\)')
#: Parts of the catalog that a walkthrough of a network has no use for.
UNUSED = ("graph", "descent", "training", "datasets", "schedules")


def in_element(text: str) -> str:
    """JSON or a script that cannot end the element that it stands in, nor begin a comment."""
    return re.sub(r"<(?=/script|!--|script)", r"\\u003c", text, flags=re.IGNORECASE)


def as_json(content: Any) -> str:
    return in_element(orjson.dumps(content).decode())


def with_fonts(sheet: str) -> str:
    """A style sheet with the fonts that it names inside."""

    def inside(found: re.Match[str]) -> str:
        content = base64.b64encode((STATIC / found[1]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{content}")'

    return FONT_ADDRESS.sub(inside, sheet)


@cache
def script() -> str:
    return script_of(STATIC / "js" / "pages" / "frames" / "single.js")


@cache
def styles() -> str:
    sheets = (part for name in SHEETS for part in sheets_of(STATIC / f"css/pages/{name}.css"))
    return with_fonts("".join(sheets))


@cache
def files_of(language: str) -> dict[str, Any]:
    """What the script reads: by its address, as `static/js/pages/frames/single.js` asks for it."""
    parts = catalog_json(Settings())
    catalog = parts | {name: type(parts[name])() for name in UNUSED}
    catalog["presets"] = catalog["presets"][:1]  # The fields that a link leaves out are of one.
    sentences = sentences_of_pages(STATIC / "i18n" / f"{language}.json", "signal_flow")
    return {"catalog.json": catalog, f"i18n/{language}.json": orjson.loads(sentences)}


@cache
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def source_hash(text: str) -> str:
    """A text of an element as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_of(script: str, styles: str) -> str:
    """The content security policy of a page with this script, these styles and nothing else."""
    return (
        f"default-src 'none'; script-src {source_hash(script)}; "
        f"style-src {source_hash(styles)}; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def state_of(source: Source) -> dict[str, Any]:
    """The fields of a link (static/js/network/permalink.js)."""
    request = {name: value for name, value in source.request.items() if name != "include"}
    look = {"n": source.look.letters, "w": source.look.drawing}
    return {"r": request, "k": source.step or 0} | look


def write(source: Source) -> bytes:
    language = source.look.language
    held = {
        "files": files_of(language),
        "state": state_of(source),
        "answer": source.answer,
        "told": source.say("error.export.single_page", {}),
    }
    page = environment().get_template("single_page.html")
    text = page.render(
        lang=language,
        languages={language: LANGUAGES[language]},
        theme=source.look.theme,
        t=Translations(STATIC / "i18n").table(language),
        policy=policy_of(script(), styles()),
        styles=Markup(styles()),
        script=Markup(script()),
        held=Markup(as_json(held)),
    )
    return text.encode()
