// <delta-flow tool="descent" state="1.eyJ…" hide="legend" lang="zh" theme="dark" title="…"></delta-flow>: a player in a
// page that frame_origins allows. It dispatches messages "ready", "step", "solved" as details; goTo(step) leads it.
const HOME = new URL("../../..", import.meta.url);
const TOOLS = ["network", "chain-rule", "descent"];
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals";

class DeltaFlow extends HTMLElement {
  static observedAttributes = ["tool", "state", "hide", "lang", "theme", "title"];
  frame = Object.assign(document.createElement("iframe"), { loading: "lazy", sandbox: SANDBOX });
  address = "";
  isLoaded = false;
  connectedCallback() {
    this.frame.allow = "clipboard-write; fullscreen";
    this.frame.style.cssText = "display: block; inline-size: 100%; block-size: 32rem; border: 0";
    this.frame.onload = () => {
      this.isLoaded = true;
      this.tell({ type: "hello" });
    };
    addEventListener("message", this);
    this.attributeChangedCallback();
    this.append(this.frame);
  }
  disconnectedCallback() {
    removeEventListener("message", this);
    this.address = "";
    this.isLoaded = false;
  }
  attributeChangedCallback(changed = "") {
    const tool = this.getAttribute("tool") ?? "network";
    if (changed === "tool" && !TOOLS.includes(tool)) console.warn(`delta-flow: ${tool} is none of ${TOOLS}`);
    const address = new URL(TOOLS.indexOf(tool) > 0 ? `embed/${tool}` : "embed", HOME);
    for (const name of ["hide", "lang", "theme"])
      if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name) ?? "");
    address.hash = this.getAttribute("state") ?? "";
    this.frame.title = this.title || "Deltaflow";
    if (this.address === address.href) return;
    this.address = address.href;
    // A new src would be an entry in the history of the page around: its back button would go through them.
    if (this.isLoaded) this.frame.contentWindow?.location.replace(address.href);
    else this.frame.src = address.href;
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
if (customElements.get("delta-flow")) console.warn(`delta-flow: defined already, not by ${import.meta.url}`);
else customElements.define("delta-flow", DeltaFlow);
