import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Address } from '#ui/organization/address.ts';
import { ChartState } from '#ui/organization/chart/chart-state.svelte.ts';
import {
  FRESH_LOOK,
  isMoney,
  readLook,
  withoutMoney,
  writeLook,
  type ChartLook
} from '#ui/organization/chart/options.ts';

const looks: fc.Arbitrary<ChartLook> = fc.record({
  direction: fc.constantFrom('right', 'down'),
  accounts: fc.boolean(),
  colour: fc.oneof(
    fc.constantFrom('accounts', 'findings', 'status', 'cost', 'change'),
    fc.string({ minLength: 1, maxLength: 20 }).map((key) => `tag:${key}` as const)
  ),
  size: fc.constantFrom('same', 'accounts', 'findings', 'cost')
});

/** An address that lives in memory, and the steps that were made in it. */
function address(search = '') {
  let params = new URLSearchParams(search);
  const steps: string[] = [];
  const kept: Address = {
    read: () => params,
    write(next, how) {
      params = next;
      steps.push(how);
    }
  };
  return { kept, steps, go: (to: string) => (params = new URLSearchParams(to)) };
}

describe('the look of the chart', () => {
  test('reads back from a link what it wrote, whatever is remembered', () => {
    fc.assert(
      fc.property(looks, looks, (look, remembered) => {
        const params = writeLook(new URLSearchParams('view=chart'), look);
        const link = new URLSearchParams(params.toString());
        expect(readLook(link, remembered)).toEqual(look);
        expect(link.get('view')).toBe('chart');
      })
    );
  });

  test('keeps what a link says nothing of, or nothing sensible', () => {
    fc.assert(
      fc.property(looks, fc.string(), (remembered, nonsense) => {
        expect(readLook(new URLSearchParams(), remembered)).toEqual(remembered);
        const link = new URLSearchParams({ dir: `${nonsense}?`, by: 'tag:', size: 'huge' });
        expect(readLook(link, remembered)).toEqual(remembered);
      })
    );
  });

  test('has no money for whoever may not see it, and all else as it was', () => {
    fc.assert(
      fc.property(looks, (look) => {
        const bare = withoutMoney(look);
        expect(isMoney(bare.colour) || isMoney(bare.size)).toBe(false);
        if (!isMoney(look.colour)) expect(bare.colour).toBe(look.colour);
        if (!isMoney(look.size)) expect(bare.size).toBe(look.size);
        expect([bare.direction, bare.accounts]).toEqual([look.direction, look.accounts]);
      })
    );
  });

  test('is written as it changes, and Back returns from a narrower part', () => {
    const { kept, steps, go } = address('view=chart&q=x');
    const chart = new ChartState(kept, undefined);
    expect(chart.look).toEqual(FRESH_LOOK);
    chart.set({ direction: 'down' });
    chart.setFocus('d1');
    chart.setFocus('d1');
    expect(steps).toEqual(['replace', 'push']);
    expect(kept.read().get('root')).toBe('d1');
    expect(kept.read().get('q')).toBe('x');
    go('view=chart&dir=down');
    chart.read();
    expect(chart.focus).toBeUndefined();
    expect(chart.look.direction).toBe('down');
  });
});
