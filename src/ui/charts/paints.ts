type Of<N extends number> = `${N}`;

/** What an area is painted with, by the names of the design tokens. */
export type Paint =
  | `cat-${Of<1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10>}`
  | `seq-${Of<1 | 2 | 3 | 4 | 5 | 6 | 7>}`
  | `div-${'up' | 'down'}-${Of<1 | 2 | 3 | 4>}`
  | 'div-same'
  | 'warn'
  | 'plain';

/** A category's group: the first eight have a colour each, all others share the last. */
export const categoryPaint = (place: number): Paint =>
  place >= 0 && place < CATEGORIES.length ? (CATEGORIES[place] ?? OTHER) : OTHER;

const CATEGORIES = [
  'cat-1',
  'cat-2',
  'cat-3',
  'cat-4',
  'cat-5',
  'cat-6',
  'cat-7',
  'cat-8'
] as const satisfies readonly Paint[];
const OTHER = 'cat-10' satisfies Paint;

/** So many groups have a colour of their own. */
export const MOST_CATEGORIES = CATEGORIES.length;

/** A paint as colours, `#rrggbb`. */
export interface Painted {
  /** Of an area, of one that holds others, and of text on either. */
  readonly fill: string;
  readonly soft: string;
  readonly ink: string;
  /** The full colour of a category, which no text can stand on. */
  readonly mark: string | undefined;
}

/** What is not painted by data. */
export interface Inks {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  readonly accent: string;
  readonly lit: string;
  readonly people: readonly string[];
  readonly family: string;
}

export interface Painter {
  readonly inks: Inks;
  readonly painted: (paint: Paint) => Painted;
}

/**
 * The page's colours by the names of their tokens, for a canvas or a picture; each is asked for
 * once. A scheme of its own is for what leaves the page: on paper all is light.
 */
export function painterOf(host: HTMLElement, scheme?: 'light'): Painter {
  const known = new Map<Paint, Painted>();
  const reading = <T>(read: (colour: (value: string) => string) => T): T => {
    const probe = document.createElement('span');
    probe.hidden = true;
    if (scheme) probe.dataset['theme'] = scheme;
    host.append(probe);
    const style = getComputedStyle(probe);
    const value = read((css) => {
      probe.style.color = css;
      return hexOf(style.color);
    });
    probe.remove();
    return value;
  };
  const inks = reading((colour) => ({
    text: colour('var(--text)'),
    quiet: colour('var(--text-2)'),
    line: colour('var(--line-strong)'),
    paper: colour('var(--bg)'),
    accent: colour('var(--accent)'),
    lit: colour('var(--accent-text)'),
    people: ['', ...[1, 2, 3, 4, 5, 6].map((n) => colour(`var(--person-${n})`))],
    family: getComputedStyle(host).fontFamily
  }));
  return {
    inks,
    painted(paint) {
      const before = known.get(paint);
      if (before) return before;
      const made = reading((colour) => paintedBy(paint, colour));
      known.set(paint, made);
      return made;
    }
  };
}

const mixed = (colour: string, percent: number) =>
  `color-mix(in srgb, ${colour} ${percent}%, var(--bg))`;

function paintedBy(paint: Paint, colour: (css: string) => string): Painted {
  const text = 'var(--text)';
  if (paint === 'plain')
    return {
      fill: colour('var(--bg-press)'),
      soft: colour('var(--bg-chrome)'),
      ink: colour(text),
      mark: undefined
    };
  if (paint === 'warn' || paint.startsWith('cat-')) {
    const full = paint === 'warn' ? 'var(--warn-mark)' : `var(--${paint})`;
    return {
      fill: colour(mixed(full, 42)),
      soft: colour(mixed(full, 14)),
      ink: colour(text),
      mark: colour(full)
    };
  }
  return {
    fill: colour(`var(--${paint})`),
    soft: colour(mixed(`var(--${paint})`, 40)),
    ink: colour(`var(--${paint}-ink)`),
    mark: undefined
  };
}

/** A colour as the browser tells it, `rgb(…)` or `color(srgb …)`, as every program reads it. */
export function hexOf(css: string): string {
  const parts = css.match(/-?[\d.]+(?:e-?\d+)?/g) ?? [];
  const scale = css.startsWith('color(') ? 255 : 1;
  const bytes = parts.slice(0, 3).map((part) => Math.round(Number(part) * scale));
  return `#${bytes.map((byte) => Math.max(0, Math.min(255, byte)).toString(16).padStart(2, '0')).join('')}`;
}
