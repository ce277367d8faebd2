"""The table of ``docs/operating.md``, made from the settings.

    python -m tests.packaging.settings_table

writes it into the document.
"""

import re

from app.settings import described
from tests.paths import ROOT

DOCUMENT = ROOT / "docs" / "operating.md"
TABLE = re.compile(r"(?<=<!-- settings -->\n)(.*?)(?=\n<!-- end of settings -->)", re.DOTALL)


def table() -> str:
    rows = [("Variable", "Option", "Default", "Meaning"), ("---",) * 4]
    for setting in described():
        form = setting.form.metavar.replace("|", "\\|")
        option = f"`{setting.option}` {form}"
        rows.append((f"`{setting.variable}`", option, setting.default, setting.description))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(TABLE.sub(lambda _: table(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
