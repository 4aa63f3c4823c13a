import { attributes, number, rect, text } from './svg.ts';

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

interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
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
    this.#shape = { x, y, width, height, radius: 0 };
  }
  roundRect(x: number, y: number, width: number, height: number, radius?: unknown) {
    this.#shape = { x, y, width, height, radius: typeof radius === 'number' ? radius : 0 };
  }
  fill() {
    if (this.#shape) this.#parts.push(rect({ ...this.#shape, fill: this.fillStyle }));
  }
  stroke() {
    if (this.#shape) this.#outline(this.#shape);
  }
  fillRect(x: number, y: number, width: number, height: number) {
    this.#parts.push(rect({ x, y, width, height, radius: 0, fill: this.fillStyle }));
  }
  strokeRect(x: number, y: number, width: number, height: number) {
    this.#outline({ x, y, width, height, radius: 0 });
  }

  #outline({ radius, ...place }: Shape) {
    const round = radius > 0 ? { rx: radius } : {};
    const stroke = { fill: 'none', stroke: this.strokeStyle, 'stroke-width': this.lineWidth };
    this.#parts.push(`<rect${attributes({ ...place, ...round, ...stroke })}/>`);
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
