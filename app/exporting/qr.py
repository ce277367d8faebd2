"""A text as a QR code (ISO/IEC 18004), black on white: a camera reads it from a projector."""

import io

import segno

#: The most bytes of UTF-8 that the largest code holds, with the lowest error correction.
MOST_BYTES = 2_953
#: The white margin that readers need, in modules.
MARGIN = 4


def qr_svg(text: str) -> bytes:
    """An SVG picture without a size of its own.

    The code is the smallest that holds the text, with as much error correction as fits.

    :param text: of at most `MOST_BYTES`.
    :raises ValueError: it is empty or longer.
    """
    code = segno.make(text, error="l", micro=False, encoding="utf-8", mode="byte")
    picture = io.BytesIO()
    code.save(
        picture,
        kind="svg",
        border=MARGIN,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        encoding="utf-8",
    )
    return picture.getvalue()
