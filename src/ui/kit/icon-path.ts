import type { IconNode } from 'lucide';

type Attributes = Readonly<Record<string, string | number | undefined>>;

const paths = new WeakMap<IconNode, string>();

/** An icon's shapes as one path: a table of a thousand rows draws one element an icon, not four. */
export function iconPath(icon: IconNode): string {
  let path = paths.get(icon);
  if (path === undefined) {
    path = icon.map(([tag, attributes]) => shapePath(tag, attributes)).join('');
    paths.set(icon, path);
  }
  return path;
}

function shapePath(tag: string, shape: Attributes): string {
  const at = (name: string) => Number(shape[name] ?? 0);
  switch (tag) {
    case 'path':
      // A relative start is meant from the corner, not from where the shape before it ended.
      return `M0 0${String(shape['d'])}`;
    case 'line':
      return `M${at('x1')} ${at('y1')}L${at('x2')} ${at('y2')}`;
    case 'circle':
      return ellipse(at('cx'), at('cy'), at('r'));
    case 'rect':
      return rounded(at('x'), at('y'), at('width'), at('height'), at('rx'));
    default:
      return `M${String(shape['points'])}${tag === 'polygon' ? 'z' : ''}`;
  }
}

const ellipse = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;

function rounded(x: number, y: number, width: number, height: number, r: number): string {
  const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [w, h] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${w}${arc(r, r)}v${h}${arc(-r, r)}h${-w}${arc(-r, -r)}v${-h}${arc(r, -r)}z`;
}
