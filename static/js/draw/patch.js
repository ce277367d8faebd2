// Puts new content in the place of older content of the same form, and touches only what differs: elements, focus and
// what a reader has opened stay as they are.

/** What belongs to the reader or is measured, and is not part of the content. */
const OWN = new Set(["open", "tabindex"]);

/** @param {Element} old @param {Element} fresh */
function patchAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.attributes.length === fresh.attributes.length) return;
  for (const { name } of [...old.attributes])
    if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
}

/** @param {ChildNode} old @param {ChildNode} fresh */
function patchNode(old, fresh) {
  if (old.nodeName !== fresh.nodeName) old.replaceWith(fresh);
  else if (old instanceof Element && fresh instanceof Element) {
    patchAttributes(old, fresh);
    patchChildren(old, [...fresh.childNodes]);
  } else if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
}

/** Makes the children of an element like new ones. Listeners of the new ones are lost where an old one stays, so both
 * must do the same. @param {Element} parent @param {readonly Node[]} fresh */
export function patchChildren(parent, fresh) {
  const old = [...parent.childNodes];
  fresh.forEach((node, n) => {
    const before = old[n];
    if (before) patchNode(before, /** @type {ChildNode} */ (node));
    else parent.append(node);
  });
  for (const rest of old.slice(fresh.length)) rest.remove();
}
