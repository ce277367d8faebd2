// An input method (for Chinese, Japanese, Korean …) uses Enter, the arrows and Escape to choose a word. Those keys
// come to the page too, and mean nothing here.

/** The key code of what an input method has taken. Safari reports the Enter that ends it with this code alone. */
const TAKEN = 229;

/** Keeps an input method's keys from every listener of the page. To be called before others listen.
 * @param {Pick<Window, "addEventListener">} tab */
export function ignoreInputMethod(tab) {
  for (const name of /** @type {const} */ (["keydown", "keyup"]))
    tab.addEventListener(
      name,
      (event) => {
        if (event.isComposing || event.keyCode === TAKEN) event.stopImmediatePropagation();
      },
      true,
    );
}
