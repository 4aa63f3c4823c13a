import type { Box, Layout } from './tree-layout.ts';

/** Where the chart stands in its window: a point's place is `x * k + dx`. */
export interface View {
  readonly k: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
}

/** Colours as a canvas needs them, read from the page's own. */
export interface Palette {
  readonly edge: string;
  readonly lit: string;
  readonly accent: string;
  readonly warning: string;
  readonly faint: string;
  readonly family: string;
  /** By step, from 1, and 0 for a card without one: what it is filled with, and what is written on it. */
  readonly fills: readonly string[];
  readonly inks: readonly string[];
  /** By category from 1; 0 for what has none. */
  readonly categories: readonly string[];
}

/** A share of what a card stands for: a colour of the palette's categories, 0 for none of them. */
export interface Part {
  readonly colour: number;
  readonly share: number;
}

/** What a card says. */
export interface Card {
  readonly name: string;
  readonly line: string;
  /** 1 to 7 on the sequential scale, 8 to 16 on the diverging one, 0 where colour tells a category. */
  readonly step: number;
  /** Drawn as a bar along its foot. */
  readonly parts?: readonly Part[] | undefined;
  /** Something that is open about it, said beside its name. */
  readonly warning?: string | undefined;
  /** What stands for the line where there is room for all of it: for the ear, and pointed at. */
  readonly full?: string | undefined;
}

/** All that a card says. */
export const saidBy = ({ name, line, full, warning }: Card): string =>
  [name, full ?? line, warning].filter((part) => part).join(', ');

export interface Scene {
  readonly layout: Layout;
  readonly lit: ReadonlySet<string>;
  readonly selected: ReadonlySet<string>;
  readonly at: string | undefined;
  readonly cardOf: (id: string) => Card;
  /** The leaves of a stack, in order. */
  readonly leavesOf: (id: string) => readonly string[];
  /** What a stack as a whole consists of, where its leaves are too small to be seen. */
  readonly partsOf: (id: string) => readonly Part[] | undefined;
  /** While something is looked for: what was found and leads there; all else fades. */
  readonly strong: ReadonlySet<string> | undefined;
}

/** What the colours of a chart say: a scale from least to most, or categories by name. */
export type LegendOf =
  | {
      readonly title: string;
      readonly least: string;
      readonly most: string;
      /** The steps of a scale that goes both ways; without them it is the sequential one. */
      readonly steps?: readonly number[];
    }
  | {
      readonly title: string;
      readonly categories: readonly { readonly colour: number; readonly label: string }[];
    };

/** How strong the rest stays while something is looked for. */
export const FAINT = 0.35;

/** The page's own colours by step and by category. */
export const fillName = (step: number): string => (step === 0 ? '--bg-raised' : scaleName(step));
export const inkName = (step: number): string => (step === 0 ? '--text' : `${scaleName(step)}-ink`);
export const categoryName = (category: number): string =>
  category === 0 ? '--line' : `--cat-${category}`;
export const STEPS = 7;
/** The middle of the diverging scale, whose steps lie behind those of the sequential one. */
export const ALIKE = STEPS + 5;
export const ALL_STEPS = ALIKE + 4;

function scaleName(step: number): string {
  if (step <= STEPS) return `--seq-${step}`;
  if (step === ALIKE) return '--div-same';
  return step < ALIKE ? `--div-down-${ALIKE - step}` : `--div-up-${step - ALIKE}`;
}
export const CATEGORIES = 10;

/** What part of the chart a window shows. */
export const boxOf = ({ k, dx, dy, width, height }: View): Box => ({
  left: -dx / k,
  top: -dy / k,
  right: (width - dx) / k,
  bottom: (height - dy) / k
});

/** A canvas of the size of its window in the device's own pixels, empty. */
export function cleared(
  canvas: HTMLCanvasElement,
  width: number,
  height: number
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio || 1;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const to = canvas.getContext('2d');
  to?.setTransform(ratio, 0, 0, ratio, 0, 0);
  to?.clearRect(0, 0, width, height);
  return to;
}
