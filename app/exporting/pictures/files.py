"""A step as SVG or PNG. Without a step: the state after the last, with every number shown."""

from ..source import NotExportable, Source
from .painter import Patch
from .painting import file_of, options
from .scenes import scene
from .svg import write_scene

#: Of one picture: 16 million take 64 MB while it is painted.
MOST_PIXELS = 16_000_000


def write_svg(source: Source) -> bytes:
    """Raises `NotExportable`."""
    return write_scene(scene(source, source.step), source.look.theme).encode()


def write_png(source: Source) -> bytes:
    """Raises `NotExportable`."""
    picture = scene(source, source.step)
    scale = source.look.scale or 1.0
    check_pixels(picture.width, picture.height, scale, MOST_PIXELS)
    svg = write_scene(picture, source.look.theme)
    whole: Patch = {"x": 0, "y": 0, "svg": svg}
    return file_of({"frames": [[whole]], "options": options(), "scale": scale}, source)


def largest_scale(width: float, height: float, most: int) -> float:
    """At which a picture has so many pixels, rounded down to two decimals."""
    return int((most / (width * height)) ** 0.5 * 100) / 100


def check_pixels(width: float, height: float, scale: float, most: int) -> None:
    """Raises `NotExportable` for a picture of too many pixels."""
    if width * height * scale**2 > most:
        params: dict[str, object] = {"most": f"{largest_scale(width, height, most):g}"}
        raise NotExportable("error.export.pixels", params, ("scale",))
