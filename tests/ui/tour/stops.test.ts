import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeCard, ringAround, STOPS, type Box } from '#ui/tour/stops.ts';

const view: Box = { left: 0, top: 0, width: 1440, height: 900 };
const card: Box = { left: 0, top: 0, width: 340, height: 160 };
const target = fc.record({
  left: fc.integer({ min: -200, max: 1400 }),
  top: fc.integer({ min: -200, max: 880 }),
  width: fc.integer({ min: 1, max: 1600 }),
  height: fc.integer({ min: 1, max: 1000 })
});

test('a card and a ring are whole within the window, wherever what they speak of stands', () => {
  fc.assert(
    fc.property(target, (box) => {
      const { left, top } = placeCard(box, card, view);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(left + card.width).toBeLessThanOrEqual(view.width);
      expect(top + card.height).toBeLessThanOrEqual(view.height);
      const ring = ringAround(box, view);
      expect(Math.min(ring.left, ring.top)).toBeGreaterThanOrEqual(0);
      if (ring.width > 0) expect(ring.left + ring.width).toBeLessThanOrEqual(view.width);
      if (ring.height > 0) expect(ring.top + ring.height).toBeLessThanOrEqual(view.height);
    })
  );
});

test('a card covers nothing of a small thing that it speaks of', () => {
  fc.assert(
    fc.property(target, (box) => {
      fc.pre(box.height < 60 && box.top >= 0 && box.top + box.height <= view.height);
      const { top } = placeCard(box, card, view);
      expect(top >= box.top + box.height || top + card.height <= box.top).toBe(true);
    })
  );
});

test('there are seven stops, each at something else', () => {
  expect(new Set(STOPS.map(({ at }) => at)).size).toBe(7);
});
