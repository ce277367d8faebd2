// <delta-flow tool="chain-rule" state="1.eyJ…" hide="legend" lang="zh" theme="dark" title="…"></delta-flow>: a player
// in a page of another origin, which the server's frame_origins must name. It is as high as its content, and dispatches
// "ready", "step" and "solved", the message as their detail; goTo(step) leads it to a step.
const HOME = new URL("../../..", import.meta.url);
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals";

class DeltaFlow extends HTMLElement {
  static observedAttributes = ["tool", "state", "hide", "lang", "theme", "title"];
  frame = document.createElement("iframe");
  connectedCallback() {
    this.frame.sandbox.value = SANDBOX;
    this.frame.style.cssText = "display: block; inline-size: 100%; block-size: 32rem; border: 0";
    this.frame.onload = () => this.tell({ type: "hello" });
    Object.assign(this.frame, { loading: "lazy", allow: "clipboard-write; fullscreen" });
    addEventListener("message", this);
    this.attributeChangedCallback();
    this.append(this.frame);
  }
  disconnectedCallback() {
    removeEventListener("message", this);
  }
  attributeChangedCallback() {
    const tool = ["chain-rule", "descent"].find((name) => name === this.getAttribute("tool"));
    const address = new URL(tool ? `embed/${tool}` : "embed", HOME);
    for (const name of ["hide", "lang", "theme"])
      if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name) ?? "");
    address.hash = this.getAttribute("state") ?? "";
    this.frame.title = this.title || "Deltaflow";
    if (this.frame.src !== address.href) this.frame.src = address.href;
  }
  handleEvent(/** @type {any} */ { origin, source, data }) {
    if (origin !== HOME.origin || source !== this.frame.contentWindow || data?.source !== "deltaflow") return;
    if (data.type === "height") this.frame.style.blockSize = `${Math.min(Number(data.height) || 0, 4000)}px`;
    else this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
  }
  goTo = (/** @type {number} */ step) => this.tell({ type: "goto", step });
  tell = (/** @type {object} */ told) =>
    this.frame.contentWindow?.postMessage({ source: "deltaflow", ...told }, HOME.origin);
}
customElements.define("delta-flow", DeltaFlow);
