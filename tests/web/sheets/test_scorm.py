"""The SCORM 1.2 package of sheets: its zip, its manifest and its page."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

import pytest

from app.checking.sheets.plan import KINDS
from app.web.sheets.scorm import PASSING
from tests.conftest import Client
from tests.web.requests import Request

LANGUAGES = ("en", "zh")
#: As SCORM 1.2 names them, not as the project does.
SPACES = {
    "": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}
SCORM_TYPE = f"{{{SPACES['adlcp']}}}scormtype"


class Elements(HTMLParser):
    """The texts of a page by the element that they stand in, and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("", {}, ""))  # What follows stands in no element that is looked for.

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)


def file_of(client: Client, **more: Any) -> dict[str, Any]:
    request: Request = {"seed": 5, "variants": 2, "format": "scorm"} | more
    answered = client.post("sheets", request)
    assert answered.status_code == 200, answered.text
    file: dict[str, Any] = answered.json()["file"]
    return file


def package_of(client: Client, **more: Any) -> ZipFile:
    return ZipFile(BytesIO(base64.b64decode(file_of(client, **more)["text"], validate=True)))


def held_in(page: str) -> dict[str, Any]:
    (text,) = [
        text for _, attributes, text in Elements(page).found if attributes.get("id") == "held"
    ]
    held: dict[str, Any] = json.loads(text)
    return held


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", [{"kind": kind} for kind in KINDS] + [{"ready": "published_key"}])
def test_the_manifest_names_one_sco_and_each_of_its_files(
    client: Client, plan: Request, language: str
) -> None:
    package = package_of(client, plan=plan, language=language)
    assert package.testzip() is None
    manifest = Xml.fromstring(package.read("imsmanifest.xml"))
    assert manifest.tag == f"{{{SPACES['']}}}manifest"
    assert manifest.get("identifier")
    assert manifest.findtext("metadata/schema", namespaces=SPACES) == "ADL SCORM"
    assert manifest.findtext("metadata/schemaversion", namespaces=SPACES) == "1.2"
    organizations = manifest.find("organizations", SPACES)
    assert organizations is not None
    (organization,) = organizations.findall("organization", SPACES)
    assert organizations.get("default") == organization.get("identifier")
    assert organization.findtext("title", namespaces=SPACES)
    (item,) = organization.findall("item", SPACES)
    assert item.findtext("title", namespaces=SPACES)
    assert item.findtext("adlcp:masteryscore", namespaces=SPACES) == str(PASSING)
    (resource,) = manifest.findall("resources/resource", SPACES)
    assert resource.get("identifier") == item.get("identifierref")
    assert (resource.get("type"), resource.get(SCORM_TYPE)) == ("webcontent", "sco")
    files = [file.get("href") for file in resource.findall("file", SPACES)]
    assert resource.get("href") in files
    assert sorted([*files, "imsmanifest.xml"], key=str) == sorted(package.namelist())
    identifiers = [each.get("identifier") for each in manifest.iter() if each.get("identifier")]
    assert len(set(identifiers)) == len(identifiers)


def test_the_same_sheets_are_the_same_file(client: Client) -> None:
    first = file_of(client)
    assert (first["encoding"], first["media_type"]) == ("base64", "application/zip")
    assert first["name"].endswith(".zip")
    assert first == file_of(client)
    assert first != file_of(client, seed=6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_runs_its_own_script_alone(client: Client, language: str) -> None:
    page = package_of(client, language=language).read("index.html").decode()
    elements = Elements(page).found
    (policy,) = [
        str(attributes["content"])
        for tag, attributes, _ in elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        texts = [
            text
            for name, attributes, text in elements
            if name == tag and attributes.get("type") != "application/json"
        ]
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in texts]
        assert [f"'sha256-{each.decode()}'" for each in hashes] == allowed[rule].split()
    assert not [attributes for _, attributes, _ in elements if "src" in attributes]
    assert not re.search(r"\bon\w+=|javascript:", page.partition("<script")[0])


def test_the_page_has_every_variant_with_its_key(client: Client) -> None:
    held = held_in(package_of(client, language="zh").read("index.html").decode())
    drawn = client.post("sheets", {"seed": 5, "variants": 2, "language": "zh"}).json()["variants"]
    for variant, whole in zip(held["sheets"]["variants"], drawn, strict=True):
        assert variant == {name: value for name, value in whole.items() if name != "request"}
    assert held["passing"] == PASSING
    assert held["sentences"]["package.hand_in"] == "交卷"
