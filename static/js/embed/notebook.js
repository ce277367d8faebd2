// What a cell of a notebook shows of a walkthrough: a frame with the one file that it is written as.
// `app/client/widget.py` gives this module to anywidget.

/** What anywidget hands over. @typedef {{ get(name: string): any, on(event: string, run: () => void): void,
 * off(event: string, run: () => void): void }} CellModel */

/** @param {{ model: CellModel, el: HTMLElement }} cell */
function render({ model, el }) {
  const frame = document.createElement("iframe");
  // The file has scripts, but needs nothing of the notebook.
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Deltaflow";
  frame.style.cssText = "inline-size: 100%; border: 0;";
  const show = () => {
    frame.style.blockSize = `${model.get("height")}px`;
    if (frame.srcdoc !== model.get("page")) frame.srcdoc = model.get("page");
  };
  const events = ["change:page", "change:height"];
  for (const event of events) model.on(event, show);
  show();
  el.replaceChildren(frame);
  return () => {
    for (const event of events) model.off(event, show);
  };
}

export default { render };
