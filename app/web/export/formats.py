"""Every format of a file: those of `app.exporting`, and those that are made of the site's pages."""

from ...exporting.formats import FORMATS as EXPORTED
from ...exporting.formats import Format
from . import single_page

FORMATS: dict[str, Format] = EXPORTED | {
    "html": Format(
        media_type="text/html; charset=utf-8",
        suffix="html",
        write=single_page.write,
        tools=("trace",),
        seconds=0.03,
        step_seconds=0.0,
        number_seconds=2e-7,
    ),
}
