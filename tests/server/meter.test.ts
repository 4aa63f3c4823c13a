import { afterEach, expect, test } from 'vitest';
import { Meter, PER_GRANT } from '../../server/rights/meter.ts';
import { RawClient, give, runRelay, share, until } from '../support/relay.ts';
import type { RunningRelay } from '../support/relay.ts';

const running: RunningRelay[] = [];
afterEach(async () => {
  for (const relay of running.splice(0)) await relay.stop();
});

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

test('who floods is read later, is not cut off, and holds nobody up', async () => {
  const relay = await runRelay();
  running.push(relay);
  const owner = await share(relay);
  const flooder = await new RawClient(relay, (await give(relay, owner)).secret).sync();
  const honest = await new RawClient(relay, owner).sync();
  const { burst, perSecond } = PER_GRANT.messages;
  const more = perSecond / 4;
  for (let i = 0; i < burst + more; i++) flooder.step1();
  const before = performance.now();
  flooder.edit((map) => map.set('after', 1));
  honest.edit((map) => map.set('mine', 1));
  await until(() => honest.acked() === 1);
  expect(flooder.acked()).toBe(0);
  await until(() => flooder.acked() === 1, 30_000);
  // The flood itself took a moment, in which some of it was forgiven already.
  expect(performance.now() - before).toBeGreaterThan(20);
  expect(flooder.socket.readyState).toBe(flooder.socket.OPEN);
});
