// The marks of samples: a shape for each class, filled where it is learnt from, open where it is tested on.
/** The radius of a mark in CSS pixels, on a plot so wide. @param {number} width in CSS pixels */
export const radiusOn = (width) => Math.max(2.6, Math.min(4.5, width / 85));

/** @param {number} corners @param {number} turn in radians @param {number} size against a circle
 * @returns {(brush: CanvasRenderingContext2D, x: number, y: number, r: number) => void} */
const polygon = (corners, turn, size) => (brush, x, y, r) => {
  for (let k = 0; k < corners; k++) {
    const angle = turn + (2 * Math.PI * k) / corners;
    brush[k === 0 ? "moveTo" : "lineTo"](x + size * r * Math.cos(angle), y + size * r * Math.sin(angle));
  }
  brush.closePath();
};
/** @param {number} points @param {number} inner radius @param {number} turn @returns {ReturnType<typeof polygon>} */
const star = (points, inner, turn) => (brush, x, y, r) => {
  for (let k = 0; k < 2 * points; k++) {
    const angle = turn + (Math.PI * k) / points;
    const size = (k % 2 === 0 ? 1.35 : inner) * r;
    brush[k === 0 ? "moveTo" : "lineTo"](x + size * Math.cos(angle), y + size * Math.sin(angle));
  }
  brush.closePath();
};
const UP = -Math.PI / 2;
/** By class; further ones begin again. @type {readonly ReturnType<typeof polygon>[]} */
const SHAPES = [
  (brush, x, y, r) => {
    brush.moveTo(x + r, y);
    brush.arc(x, y, r, 0, 2 * Math.PI);
  },
  polygon(4, Math.PI / 4, 1.25),
  polygon(3, UP, 1.35),
  polygon(4, UP, 1.35),
  polygon(3, -UP, 1.35),
  star(5, 0.6, UP),
  polygon(5, UP, 1.2),
  star(4, 0.5, Math.PI / 4),
  polygon(6, 0, 1.2),
  star(4, 0.5, UP),
];

/** Adds the outline of the mark of a class to the path. @param {CanvasRenderingContext2D} brush @param {number} k
 * @param {number} x @param {number} y @param {number} r */
export const addShape = (brush, k, x, y, r) => SHAPES[k % SHAPES.length]?.(brush, x, y, r);

/** Paints the mark of a sample. @param {CanvasRenderingContext2D} brush @param {number} x @param {number} y
 * @param {number} radius in pixels of the canvas
 * @param {{ k: number, colour: string, ground: string, isTest: boolean, rim?: string }} how `k`: its class */
export function paintMark(brush, x, y, radius, { k, colour, ground, isTest, rim = ground }) {
  brush.beginPath();
  addShape(brush, k, x, y, radius);
  // A rim of the ground keeps a mark apart from an area of its own hue and from its neighbours.
  brush.lineWidth = (isTest ? 1 : 0.62) * radius;
  brush.strokeStyle = rim;
  brush.stroke();
  brush.fillStyle = isTest ? ground : colour;
  brush.fill();
  if (!isTest) return;
  brush.lineWidth = 0.5 * radius;
  brush.strokeStyle = colour;
  brush.stroke();
}
