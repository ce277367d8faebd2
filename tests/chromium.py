"""The browser of the tests and the benchmarks."""

import shutil

#: The shell comes first: it is the same engine without the windows of a desktop browser, and opens
#: a page in two thirds of the time.
PROGRAMS = ("chromium-headless-shell", "chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """The path of the browser's program.

    :raises FileNotFoundError: there is none on the PATH.
    """
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(
        "This needs Chromium. Install it: `make browser`, or on Debian "
        "`sudo apt-get install chromium-headless-shell fonts-noto-cjk`."
    )
