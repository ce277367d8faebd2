// The pulses that run along the arrows, on one canvas over the drawing. A frame depends on t alone.

import { pixelRatio } from "../core/browser/pixel_ratio.js";
import { alongPath } from "./geometry.js";

/** @import { Point } from "./geometry.js" */

/**
 * A path that a pulse runs along, and the kind of the pulse.
 * @typedef {{ points: Point[], kind: "signal" | "transport" | "update" | "compare" }} Route
 */

const COLOURS = {
  signal: "--signal-glow",
  transport: "--transport",
  update: "--update",
  compare: "--compare",
};
/** Up to so many routes a pulse is round and has a tail; beyond, it is a square. */
const MAX_TAILED_ROUTES = 300;
/** How many fading dots follow a pulse. */
const TAIL = 6;

/** Smoothstep: from 0 to 1, slow at both ends. @param {number} t */
export const ease = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** @param {HTMLCanvasElement} canvas */
export function mountPulses(canvas) {
  const brush = canvas.getContext("2d");
  let clean = true;
  let scale = 1;
  /** @type {Record<string, string>} */
  let colours = {};

  function wipe() {
    if (clean || !brush) return;
    brush.setTransform(1, 0, 0, 1, 0, 0);
    brush.clearRect(0, 0, canvas.width, canvas.height);
    clean = true;
  }

  /** Reads the colours of the theme; to be called when it may have changed. */
  function readColours() {
    const style = getComputedStyle(canvas);
    colours = Object.fromEntries(
      Object.entries(COLOURS).map(([kind, name]) => [kind, style.getPropertyValue(name).trim()]),
    );
  }

  return {
    readColours,
    /**
     * @param {number} cssWidth @param {number} cssHeight
     * @param {number} unitsWide the width of the drawing in its own units
     */
    resize(cssWidth, cssHeight, unitsWide) {
      const density = pixelRatio();
      const width = Math.max(1, Math.round(cssWidth * density));
      const height = Math.max(1, Math.round(cssHeight * density));
      scale = width / Math.max(1, unitsWide);
      if (canvas.width === width && canvas.height === height) return;
      canvas.width = width;
      canvas.height = height;
      clean = true;
    },
    /**
     * @param {readonly Route[]} routes @param {number} t part of the step's time, 0..1
     * @param {number} R radius of a neuron: pulses are relative to it
     * @param {Point} [from] the point of the drawing at the corner of the canvas, where the drawing is larger
     */
    draw(routes, t, R, from = { x: 0, y: 0 }) {
      if (!brush || routes.length === 0 || t <= 0 || t >= 1) return wipe();
      clean = false;
      brush.setTransform(1, 0, 0, 1, 0, 0);
      brush.clearRect(0, 0, canvas.width, canvas.height);
      brush.setTransform(scale, 0, 0, scale, -from.x * scale, -from.y * scale);
      const size = Math.max(2.2, R * 0.17);
      const fade = t > 0.86 ? (1 - t) / 0.14 : 1;
      const plain = routes.length > MAX_TAILED_ROUTES;
      let kind = "";
      for (const route of routes) {
        if (route.kind !== kind) {
          kind = route.kind;
          brush.fillStyle = colours[kind] ?? "#888";
        }
        const head = ease(t / 0.8);
        if (plain) {
          const p = alongPath(route.points, head);
          brush.globalAlpha = fade;
          brush.fillRect(p.x - size / 2, p.y - size / 2, size, size);
          continue;
        }
        for (let k = TAIL; k >= 0; k--) {
          const part = head - k * 0.035;
          if (part <= 0) continue;
          const p = alongPath(route.points, part);
          brush.globalAlpha = fade * (k === 0 ? 1 : 0.5 * (1 - k / (TAIL + 1)));
          brush.beginPath();
          brush.arc(p.x, p.y, size * (1 - (k / (TAIL + 1)) * 0.55), 0, 7);
          brush.fill();
        }
      }
      brush.globalAlpha = 1;
    },
  };
}
