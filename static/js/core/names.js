// How names of the catalog are written in menus and sentences.

/** `half_squared_error` -> "half squared error". @param {string} name */
export const menuWord = (name) => name.replaceAll("_", " ");
