import { expect, test } from 'vitest';
import { Meter } from '../../server/rights/meter.ts';

test('a burst is free, what comes above it waits as long as it takes, and time forgives', () => {
  const traffic = {
    messages: { burst: 3, perSecond: 10 },
    bytes: { burst: 1000, perSecond: 100 }
  };
  const meter = new Meter(traffic);
  expect([0, 0, 0].map((now) => meter.spend('a', 1, now))).toEqual([0, 0, 0]);
  expect(meter.spend('a', 1, 0)).toBe(100);
  expect(meter.spend('b', 1, 0)).toBe(0);
  expect(meter.spend('a', 1, 200)).toBe(0);
  expect(meter.spend('b', 1500, 0)).toBe(5010);
  expect(meter.spend('b', 0, 60_000)).toBe(0);
});
