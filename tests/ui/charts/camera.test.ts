import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitting, pinched, showing, zoomed, type Camera } from '../../../src/ui/charts/camera.ts';

const cameras: fc.Arbitrary<Camera> = fc.record({
  k: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
  dx: fc.integer({ min: -5000, max: 5000 }),
  dy: fc.integer({ min: -5000, max: 5000 })
});
const points = fc.record({
  x: fc.integer({ min: 0, max: 1000 }),
  y: fc.integer({ min: 0, max: 800 })
});
const SIZE = { width: 1000, height: 800 };
const boxes = fc
  .tuple(fc.integer({ min: -9000, max: 9000 }), fc.integer({ min: -9000, max: 9000 }))
  .map(([left, top]) => ({ left, top, right: left + 156, bottom: top + 38 }));

/** What point of the chart stands at a point of the window. */
const under = ({ k, dx, dy }: Camera, { x, y }: { x: number; y: number }) => ({
  x: (x - dx) / k,
  y: (y - dy) / k
});

describe('the camera', () => {
  test('keeps what is under the pointer there while it zooms, within its bounds', () => {
    fc.assert(
      fc.property(
        cameras,
        points,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (camera, at, by) => {
          const next = zoomed(camera, by, at.x, at.y);
          expect(next.k).toBeGreaterThanOrEqual(0.1);
          expect(next.k).toBeLessThanOrEqual(1.5);
          expect(under(next, at).x).toBeCloseTo(under(camera, at).x, 3);
          expect(under(next, at).y).toBeCloseTo(under(camera, at).y, 3);
        }
      )
    );
  });

  test('keeps between two fingers what was between them', () => {
    fc.assert(
      fc.property(cameras, points, points, points, points, (camera, a, b, c, d) => {
        const next = pinched(camera, [a, b], [c, d]);
        const middle = (p: typeof a, q: typeof a) => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });
        expect(under(next, middle(c, d)).x).toBeCloseTo(under(camera, middle(a, b)).x, 3);
        expect(under(next, middle(c, d)).y).toBeCloseTo(under(camera, middle(a, b)).y, 3);
      })
    );
  });

  test('brings a card into sight, and does not move when it is', () => {
    fc.assert(
      fc.property(cameras, boxes, (camera, box) => {
        const next = showing(camera, box, SIZE);
        expect(box.left * next.k + next.dx).toBeGreaterThanOrEqual(0);
        expect(box.top * next.k + next.dy).toBeGreaterThanOrEqual(0);
        expect(box.right * next.k + next.dx).toBeLessThanOrEqual(SIZE.width);
        expect(box.bottom * next.k + next.dy).toBeLessThanOrEqual(SIZE.height);
        const again = showing(next, box, SIZE);
        expect(again.dx).toBeCloseTo(next.dx, 6);
        expect(again.dy).toBeCloseTo(next.dy, 6);
      })
    );
  });

  test('fits a chart into the window', () => {
    const { k, dx, dy } = fitting({ left: 0, top: -100, right: 3000, bottom: 900 }, SIZE);
    expect(dx).toBeGreaterThanOrEqual(0);
    expect(-100 * k + dy).toBeGreaterThanOrEqual(0);
    expect(3000 * k + dx).toBeLessThanOrEqual(SIZE.width);
  });
});
