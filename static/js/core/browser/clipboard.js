// Copies a text. Where the browser allows none (pages over http, a refused permission), the page's dialog shows it
// selected, for the reader to copy by hand. The dialog is in templates/base.html.

/** @param {string} text @returns {Promise<boolean>} false: the dialog shows it */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    showText(text);
    return false;
  }
}

/** @param {string} text */
function showText(text) {
  const dialog = document.querySelector("dialog[data-copy-dialog]");
  const field = dialog?.querySelector("textarea");
  if (!(dialog instanceof HTMLDialogElement) || !field) return;
  field.value = text;
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
}
