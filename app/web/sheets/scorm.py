"""Sheets as a SCORM 1.2 package: a zip with a manifest and one page that marks itself.

The page is a single file as that of a walkthrough is (`..export.single_page`). It has every variant
with its key; which one somebody gets, the browser chooses by the student that the learning
management system names. The score is sent once, when the sheet is handed in.

The format: SCORM 1.2 Content Aggregation Model (https://adlnet.gov/projects/scorm-1-2/).
"""

import re
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup

from ...localization import LANGUAGES, Translations
from ..bundles import script_of, sheets_of
from ..endpoint import Content, Say
from ..export.single_page import STATIC, as_json, environment, policy_of, with_fonts

#: Of 100: who has so many has passed.
PASSING = 60
MANIFEST, PAGE = "imsmanifest.xml", "index.html"
PACKAGING = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
#: The sentences that the page may say.
SAID = re.compile(r"sheet\.|package\.|speech\.|formula_panel\.|error\.number_|editor\.want")
#: The earliest date that a zip can tell, so that the same sheets are the same file.
DATE = (1980, 1, 1, 0, 0, 0)


def package(content: Content, say: Say) -> bytes:
    """The zip."""
    files = {MANIFEST: manifest(content, say), PAGE: page(content)}
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, text in files.items():
            entry = ZipInfo(name, DATE)
            entry.create_system = 3  # The same on every system; else it is the one that writes.
            archive.writestr(entry, text.encode(), ZIP_DEFLATED)
    return written.getvalue()


# --- the manifest ---------------------------------------------------------------------------------


def manifest(content: Content, say: Say) -> str:
    Xml.register_namespace("", PACKAGING)
    Xml.register_namespace("adlcp", ADL)
    kind = content["plan"]["ready"] or content["plan"]["kind"]
    title, name = say("sheet.title", {}), f"deltaflow-{kind}-{content['seed']}"
    root = Xml.Element(in_packaging("manifest"), {"identifier": name, "version": "1.0"})
    metadata = below(root, "metadata")
    below(metadata, "schema").text = "ADL SCORM"
    below(metadata, "schemaversion").text = "1.2"
    organizations = below(root, "organizations", default="organization")
    organization = below(organizations, "organization", identifier="organization")
    below(organization, "title").text = title
    item = below(organization, "item", identifier="item", identifierref="sheet", isvisible="true")
    below(item, "title").text = f"{title} · {say(f'sheet.kind.{kind}', {})}"
    Xml.SubElement(item, f"{{{ADL}}}masteryscore").text = str(PASSING)
    resource = below(
        below(root, "resources"), "resource", identifier="sheet", type="webcontent", href=PAGE
    )
    resource.set(f"{{{ADL}}}scormtype", "sco")
    below(resource, "file", href=PAGE)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def in_packaging(tag: str) -> str:
    return f"{{{PACKAGING}}}{tag}"


def below(parent: Xml.Element, tag: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, in_packaging(tag), attributes)


# --- the page -------------------------------------------------------------------------------------


@cache
def script() -> str:
    return script_of(STATIC / "js" / "pages" / "frames" / "scorm.js")


@cache
def styles() -> str:
    return with_fonts("".join(sheets_of(STATIC / "css" / "pages" / "scorm.css")))


def page(content: Content) -> str:
    language = content["language"]
    sentences = Translations(STATIC / "i18n").table(language)
    held: dict[str, Any] = {
        "sentences": {key: text for key, text in sentences.items() if SAID.match(key)},
        "sheets": content
        | {
            "variants": [
                {name: value for name, value in sheet.items() if name != "request"}
                for sheet in content["variants"]
            ]
        },
        "passing": PASSING,
    }
    return (
        environment()
        .get_template("sheets/scorm.html")
        .render(
            language=LANGUAGES[language],
            t=sentences,
            points_unit=content["points_unit"],
            policy=policy_of(script(), styles()),
            styles=Markup(styles()),
            script=Markup(script()),
            held=Markup(as_json(held)),
        )
    )
