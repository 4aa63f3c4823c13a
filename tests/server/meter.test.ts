import { expect, test } from 'vitest';
import { Meter } from '../../server/rights/meter.ts';
import { RateLimit } from '../../server/rights/rate.ts';

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

test.each([
  [
    'meter',
    () => {
      const traffic = { burst: 1, perSecond: 0.001 };
      const meter = new Meter({ messages: traffic, bytes: traffic });
      return (who: string) => void meter.spend(who, 2, 0);
    }
  ],
  [
    'rate limit',
    () => {
      const limit = new RateLimit({ burst: 1, every: 1e9 });
      return (who: string) => limit.spend(who, 0);
    }
  ]
] as const)('a %s costs the same however many there are that spent too much', (_, make) => {
  const spend = make();
  const time = (from: number, to: number) => {
    const started = performance.now();
    for (let i = from; i < to; i++) spend(`network${i}`);
    return performance.now() - started;
  };
  const few = time(0, 10_000);
  expect(time(10_000, 11_000) / Math.max(1, few)).toBeLessThan(20);
});
