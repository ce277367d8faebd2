// Mounts the network's diagram alone in a box of a given size, and measures what stands there. Returns a function
// that draws a network at every step of a list and gives the worst of them.

/** @param {{ width: number, height: number }} size */
async (size) => {
  const base = document.documentElement.dataset.static + "js/";
  const [{ TOOL }, { createTool }, { createTranslations, readTranslations, readCatalog }] = await Promise.all(
    ["network/tool.js", "core/tool.js", "core/i18n.js"].map((name) => import(base + name)),
  );
  const get = async (path) => (await fetch(path)).json();
  const root = document.createElement("div");
  const drawing = document.createElement("div");
  drawing.className = "drawing";
  Object.assign(drawing.dataset, { view: "diagram", fill: "" });
  root.append(drawing);
  root.style.cssText = "position:fixed;inset:0;z-index:99;background:var(--surface)";
  document.body.append(root);
  drawing.style.cssText = `width:${size.width}px;height:${size.height}px;padding:0;min-height:0`;
  const translations = createTranslations(document, (language) => readTranslations(document, get, language));
  const [catalog] = await Promise.all([readCatalog(document, get), translations.use(translations.language)]);
  const { views, ...spec } = TOOL;
  let tool = null;

  const open = async (request, state) => {
    drawing.replaceChildren();
    const begin = { ...TOOL.startState(catalog), request, preset: "", ...state };
    const answered = new Promise((done, fail) => {
      tool = createTool(
        { ...spec, views: { diagram: views.diagram } },
        {
          root,
          catalog,
          translations,
          begin,
          ask: async (path, body) => {
            const reply = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
            const answer = await reply.json();
            return reply.ok ? { answer } : { problem: answer };
          },
          heard: (model, _before, verb) => (verb === "arrived" ? done(model) : verb === "refused" ? fail(new Error(JSON.stringify(model.problem))) : null),
        },
      );
    });
    tool.ask();
    await answered;
    tool.mountViews();
    return tool.model.answer.steps.length;
  };

  const drawAt = (position) => tool.holdAt({ position });

  const box = (node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return { left, right, top, bottom };
  };
  const shrunk = ({ left, right, top, bottom }, x, y) => ({ left: left + x, right: right - x, top: top + y, bottom: bottom - y });
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (query) => [...drawing.querySelectorAll(query)].filter(seen);
  const shared = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  /** How deep a box reaches into a circle. */
  const into = (b, circle) => {
    const [x, y, r] = [(circle.left + circle.right) / 2, (circle.top + circle.bottom) / 2, (circle.right - circle.left) / 2];
    const dx = Math.max(b.left - x, 0, x - b.right);
    const dy = Math.max(b.top - y, 0, y - b.bottom);
    return r - Math.hypot(dx, dy);
  };
  const SLACK = 1;

  /** What is written: plates, and the texts that stand outside neurons and balls. */
  const labels = () => [
    ...all(".number-label > .plate, .part > .plate").map((node) => ({ name: node.parentElement.textContent, box: box(node) })),
    ...all(":is(.terminal, .slope, .derivative, .sum) text, text.slope, .caption")
      .filter((node) => node.textContent !== "" && !node.closest(".number-label"))
      .map((node) => {
        const size = Number.parseFloat(getComputedStyle(node).fontSize);
        return { name: node.textContent, box: shrunk(box(node), 0, size * 0.22) };
      }),
    ...all(".square:not(.number-label) > .plate").map((node) => ({ name: node.parentElement.textContent || "square", box: box(node) })),
  ];

  const measure = () => {
    const svg = drawing.querySelector("svg");
    const scale = svg.getScreenCTM().a;
    const texts = all("text").filter((node) => node.textContent.trim() !== "");
    const sizes = texts.map((node) => Number.parseFloat(getComputedStyle(node).fontSize) * scale);
    const condensed = texts.map((node) => {
      const length = node.getAttribute("textLength");
      if (!length) return 1;
      const copy = node.cloneNode(true);
      copy.removeAttribute("textLength");
      node.after(copy);
      const natural = copy.getComputedTextLength();
      copy.remove();
      return Number(length) / natural;
    });
    const written = labels();
    const neurons = all(".unit .body, .unit[data-shape=triangle] .triangle").map(box);
    const balls = all(".disc").map(box);
    const heads = all(".head").map(box).map((each) => shrunk(each, (each.right - each.left) * 0.2, (each.bottom - each.top) * 0.2));
    const faults = [];
    written.forEach((a, k) => {
      for (const b of written.slice(k + 1)) if (shared(a.box, b.box) > SLACK) faults.push(["labels", a.name, b.name]);
      for (const circle of [...neurons, ...balls]) if (into(a.box, circle) > SLACK) faults.push(["neuron", a.name]);
      for (const head of heads) if (shared(a.box, head) > SLACK) faults.push(["head", a.name]);
    });
    for (const ball of balls)
      for (const neuron of neurons) {
        const radius = (c) => (c.right - c.left) / 2;
        const apart = Math.hypot(ball.left + ball.right - neuron.left - neuron.right, ball.top + ball.bottom - neuron.top - neuron.bottom) / 2;
        if (radius(ball) + radius(neuron) - apart > SLACK) faults.push(["ball", "δ"]);
      }
    const parts = all("svg.network > g *").filter((node) => node.tagName !== "g").map(box);
    const stage = box(drawing);
    const width = Math.max(...parts.map((p) => p.right)) - Math.min(...parts.map((p) => p.left));
    const height = Math.max(...parts.map((p) => p.bottom)) - Math.min(...parts.map((p) => p.top));
    const outside = parts.filter((p) => p.left < stage.left - 1 || p.right > stage.right + 1 || p.top < stage.top - 1 || p.bottom > stage.bottom + 1).length;
    return {
      smallest: sizes.length ? Math.min(...sizes) : null,
      which: texts[sizes.indexOf(Math.min(...sizes))]?.textContent ?? "",
      condensed: Math.min(1, ...condensed),
      share: Math.max(width / (stage.right - stage.left), height / (stage.bottom - stage.top)),
      outside,
      hidden: drawing.querySelectorAll('.number-label[data-room="none"]:not([data-state="idle"])').length,
      unnumbered: drawing.querySelectorAll('.number-label[data-edit^="w"][data-room="none"]').length,
      faults,
    };
  };

  window.stage = {
    /** @param {object} request @param {object} state @param {number} most positions that are measured */
    async measured(request, state, most) {
      const count = await open(request, state);
      const positions = [...new Set(Array.from({ length: Math.min(most, count + 1) }, (_, k) => Math.round((k * count) / Math.max(1, Math.min(most, count + 1) - 1))))];
      return positions.map((position) => {
        drawAt(position);
        return { position, ...measure() };
      });
    },
    open,
    drawAt,
    resize(width, height) {
      drawing.style.width = `${width}px`;
      drawing.style.height = `${height}px`;
    },
  };
}
