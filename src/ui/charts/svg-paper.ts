import { attributes, number, text } from './svg.ts';

/** What cards are drawn on: a canvas, or the text of a picture. */
export type Surface = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'globalAlpha'
  | 'font'
  | 'textBaseline'
  | 'beginPath'
  | 'rect'
  | 'roundRect'
  | 'fill'
  | 'stroke'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
>;

/** What edges are drawn with. */
export type Trace = Pick<Path2D, 'moveTo' | 'lineTo' | 'quadraticCurveTo'>;

type Radius = number | DOMPointInit;
/** As canvas has them: one for all corners, or one each from the left upper on. */
type Radii = Radius | readonly Radius[];

interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radii: Radii;
}

/** A rectangle as an element, whatever its corners are. */
function shaped(
  { x, y, width, height, radii }: Shape,
  paint: Readonly<Record<string, string | number>>
) {
  if (typeof radii === 'number') {
    const round = radii > 0 ? { rx: radii } : {};
    return `<rect${attributes({ x, y, width, height, ...round, ...paint })}/>`;
  }
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => {
    const radius = ('length' in radii ? radii[i] : radii) ?? 0;
    const { x: rx = 0, y: ry = 0 } = typeof radius === 'number' ? { x: radius, y: radius } : radius;
    return { rx: Math.min(rx, width / 2), ry: Math.min(ry, height) };
  }) as [Corner, Corner, Corner, Corner];
  const n = number;
  const arc = ({ rx, ry }: Corner, toX: number, toY: number) =>
    rx > 0 && ry > 0 ? `A${n(rx)} ${n(ry)} 0 0 1 ${n(toX)} ${n(toY)}` : '';
  const [right, bottom] = [x + width, y + height];
  const line = [
    `M${n(x + a.rx)} ${n(y)}H${n(right - b.rx)}${arc(b, right, y + b.ry)}`,
    `V${n(bottom - c.ry)}${arc(c, right - c.rx, bottom)}`,
    `H${n(x + d.rx)}${arc(d, x, bottom - d.ry)}V${n(y + a.ry)}${arc(a, x + a.rx, y)}Z`
  ];
  return `<path${attributes({ d: line.join(''), ...paint })}/>`;
}

interface Corner {
  readonly rx: number;
  readonly ry: number;
}

/** A surface whose marks are elements of SVG: what is written on it stays text. */
export class SvgPaper implements Surface {
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 1;
  /** Nothing on a picture is faint; it is there because canvas has it. */
  globalAlpha = 1;
  font = '';
  textBaseline = 'middle' as const;
  #parts: string[] = [];
  #shape: Shape | undefined;

  /** What was drawn since this was asked the last time. */
  taken(): string {
    const content = this.#parts.join('');
    this.#parts = [];
    return content;
  }

  beginPath() {
    this.#shape = undefined;
  }
  rect(x: number, y: number, width: number, height: number) {
    this.#shape = { x, y, width, height, radii: 0 };
  }
  roundRect(x: number, y: number, width: number, height: number, radii: Radii = 0) {
    this.#shape = { x, y, width, height, radii };
  }
  fill() {
    if (this.#shape) this.#parts.push(shaped(this.#shape, { fill: this.fillStyle }));
  }
  stroke() {
    if (this.#shape) this.#outline(this.#shape);
  }
  fillRect(x: number, y: number, width: number, height: number) {
    this.#parts.push(shaped({ x, y, width, height, radii: 0 }, { fill: this.fillStyle }));
  }
  strokeRect(x: number, y: number, width: number, height: number) {
    this.#outline({ x, y, width, height, radii: 0 });
  }

  #outline(shape: Shape) {
    const stroke = { fill: 'none', stroke: this.strokeStyle, 'stroke-width': this.lineWidth };
    this.#parts.push(shaped(shape, stroke));
  }

  /** A font as canvas names it: its weight, its size, and the family that all of a picture has. */
  fillText(written: string, x: number, y: number) {
    if (written === '') return;
    const [weight, size] = this.font.split(' ').map((part) => parseInt(part, 10));
    const heavy = weight === 500 || weight === 600 ? weight : 400;
    const fill = this.fillStyle;
    this.#parts.push(text({ text: written, x, y, size: size ?? 11, weight: heavy, fill }));
  }
}

/** A line as the text of a path. */
export class SvgTrace implements Trace {
  #steps: string[] = [];

  get d(): string {
    return this.#steps.join('');
  }
  moveTo(x: number, y: number) {
    this.#steps.push(`M${number(x)} ${number(y)}`);
  }
  lineTo(x: number, y: number) {
    this.#steps.push(`L${number(x)} ${number(y)}`);
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number) {
    this.#steps.push(`Q${number(cx)} ${number(cy)} ${number(x)} ${number(y)}`);
  }
}
