import { expect, test } from 'vitest';
import { iconPath } from '#ui/kit/icon-path.ts';
import { ICONS } from '#ui/kit/icons.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The box and the length of all lines of what is drawn. */
function drawn(shapes: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) {
  const svg = document.createElementNS(SVG, 'svg');
  const group = document.createElementNS(SVG, 'g');
  document.body.append(svg);
  svg.append(group);
  let length = 0;
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(SVG, tag) as SVGGeometryElement;
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
    group.append(shape);
    length += shape.getTotalLength();
  }
  const { x, y, width, height } = group.getBBox();
  svg.remove();
  return { x, y, width, height, length };
}

test.each(Object.entries(ICONS))('%s is as one path what it is as many shapes', (_, icon) => {
  const { length, ...box } = drawn([['path', { d: iconPath(icon) }]]);
  const parts = drawn(icon);
  for (const [name, value] of Object.entries(box))
    expect(value, name).toBeCloseTo(parts[name as keyof typeof box], 1);
  // Chromium measures a small circle up to a ninth shorter than the two arcs it is drawn of.
  expect(Math.abs(length / parts.length - 1)).toBeLessThan(0.15);
});
