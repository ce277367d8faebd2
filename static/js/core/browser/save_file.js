// Saves what a page has made as a file of the reader's.

/** For so many milliseconds the browser may still read what it saves. */
const READ_WITHIN = 10_000;

/** @param {string} name with its ending @param {string} type a media type @param {BlobPart} content */
export function saveFile(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), READ_WITHIN);
}
