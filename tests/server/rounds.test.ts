import { expect, test } from 'vitest';
import { Rounds } from '../../server/sync/rounds.ts';

const nextRound = () => new Promise((next) => setImmediate(next));

test('one who waits goes in a round, in order, and what else is due comes between', async () => {
  const rounds = new Rounds();
  const seen: (number | string)[] = [];
  for (const i of [1, 2, 3])
    rounds.wait(() => {
      seen.push(i);
      // Who goes again is behind those who wait.
      if (i === 1) rounds.wait(() => seen.push('again'));
    });
  for (let i = 0; i < 4; i++) {
    await nextRound();
    seen.push('other');
  }
  expect(seen).toEqual([1, 'other', 2, 'other', 3, 'other', 'again', 'other']);
  rounds.wait(() => seen.push('later'));
  await nextRound();
  expect(seen.at(-1)).toBe('later');
});
