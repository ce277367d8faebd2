"""What a reader does with the dialog that saves what is shown."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def open_dialog(page: Page) -> Locator:
    """Opens it with the keyboard alone."""
    page.locator('[data-key="take"]').focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.take")
    expect(dialog).to_be_visible()
    return dialog


def choose(dialog: Locator, name: str, value: str) -> None:
    dialog.locator(f'[data-key="take-{name}"]').select_option(value)


def saved(dialog: Locator) -> tuple[str, bytes]:
    """Presses "Save". The name of the file, and what is in it."""
    with dialog.page.expect_download() as download:
        dialog.locator('[data-key="take-save"]').click()
    path: Path = download.value.path()
    return download.value.suggested_filename, path.read_bytes()


def formats(dialog: Locator) -> list[str]:
    options = dialog.locator('[data-key="take-format"] option').all()
    return [option.get_attribute("value") or "" for option in options]
