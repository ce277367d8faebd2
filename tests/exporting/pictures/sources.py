"""Sources of pictures, made as the endpoint makes them."""

import io
from typing import Any
from xml.etree import ElementTree

import orjson
import PIL.Image

from app.engine.cancellation import always
from app.exporting.pictures import animation, painter, painting
from app.exporting.pictures.scene import Scene
from app.exporting.source import Source
from app.localization import Localizer, Translations
from app.web.export.build import source_of
from app.web.export.endpoint import ENDPOINT
from tests.paths import STATIC

TRANSLATIONS = Translations(STATIC / "i18n")
SVG = "{http://www.w3.org/2000/svg}"


def source(request: dict[str, Any], tool: str = "trace", **fields: Any) -> Source:
    """``fields`` of the request for a file: step, letters, drawing, theme, language, scale."""
    body = {"tool": tool, "request": request, "format": "svg"} | fields
    localizer = Localizer(TRANSLATIONS, None).speaking(fields.get("language", "en"))
    return source_of(ENDPOINT.read(orjson.dumps(body)), always, localizer.say)


def parsed(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def numbers(picture: ElementTree.Element) -> dict[str, float]:
    """Every number of the drawing by its address."""
    return {
        element.attrib["data-address"]: float(element.attrib["data-value"])
        for element in picture.iter()
        if "data-address" in element.attrib
    }


def image_of(svg: str) -> PIL.Image.Image:
    job: painter.Job = {"frames": [], "options": painting.options(), "scale": 1.0}
    return PIL.Image.open(io.BytesIO(painter.painted(svg, job))).convert("RGB")


def painted(picture: Scene, source: Source) -> PIL.Image.Image:
    """A frame of what plays, with all its colours."""
    ((whole,),) = animation.patches([picture], source, source.look.scale or 1.0)
    return image_of(whole["svg"])
