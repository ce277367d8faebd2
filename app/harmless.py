"""Text that users wrote, as others may open it: in a terminal, a program, a spreadsheet."""

#: Spreadsheets take a cell that begins so for a formula, some of them the wide signs, too.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


def printable(text: str) -> str:
    """The text without what controls a terminal or turns around what is read."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)


def as_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
