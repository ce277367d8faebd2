// Parts of a page that most readers never need: each is a script of its own in pages/later/, loaded when it is used
// first.

/** What a script makes of what it is asked for: it listens to an event of its own name, and puts what it makes, or a
 * promise of it, into `made` of the detail. Meanwhile the button of that name is busy. Throws where the script does not
 * come.
 * @param {string} name of the script @param {object} asked @returns {Promise<any>} */
export async function loadLater(name, asked) {
  // A script of a page, not a module of this one.
  const script = `${document.documentElement.dataset["static"]}js/pages/later/${name}.js`;
  const button = document.querySelector(`button[data-key="${name}"]`);
  button?.setAttribute("aria-busy", "true");
  try {
    await import(script);
    const detail = { ...asked, made: null };
    document.dispatchEvent(new CustomEvent(name, { detail }));
    return await detail.made;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}
