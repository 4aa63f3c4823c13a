import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordersBetween } from '#core/org/order.ts';
import { Placements, type Edit } from '#core/org/placements.ts';
import { oracle } from './oracle.ts';

const RUNS = Number(process.env['NUM_RUNS'] ?? 400);
const NODES = 9;

/** A key's state: the last value set, and up to which of them deletions have seen. */
interface Cell {
  readonly value: unknown;
  readonly at: number;
  readonly gone: number;
}

/** A replica of the map, converging as Yjs does: the later set wins, a deletion takes what it saw. */
class Site {
  readonly tree = new Placements();
  readonly cells = new Map<string, Cell>();
  readonly slot: string;

  constructor(slot: string) {
    this.slot = slot;
  }

  take(cells: Iterable<readonly [string, Cell]>) {
    const changed = new Map<string, unknown>();
    for (const [key, cell] of cells) {
      const own = this.cells.get(key) ?? { value: undefined, at: 0, gone: 0 };
      const latest = cell.at > own.at ? cell : own;
      const next = { value: latest.value, at: latest.at, gone: Math.max(own.gone, cell.gone) };
      this.cells.set(key, next);
      if (shownValue(next) !== shownValue(own)) changed.set(key, shownValue(next));
    }
    return this.tree.apply(changed);
  }

  edit(edits: Edit[], clock: () => number) {
    const l = this.tree.maxLamport + 1;
    const written = this.tree.plan(edits, this.slot, l);
    this.take(
      [...written].map(([key, value]) => {
        const seen = this.cells.get(key)?.at ?? 0;
        const cell =
          value === undefined ? { value, at: 0, gone: seen } : { value, at: clock(), gone: 0 };
        return [key, cell] as const;
      })
    );
  }

  get entries(): Map<string, unknown> {
    return new Map(
      [...this.cells].flatMap(([key, cell]) => {
        const value = shownValue(cell);
        return value === undefined ? [] : [[key, value]];
      })
    );
  }

  get shown(): Map<string, { parentId: string; order: string }> {
    const ids = new Set([...this.cells.keys()].map((key) => key.split('/')[0] ?? ''));
    return new Map(
      [...ids].flatMap((id) => {
        const place = this.tree.shown(id);
        return place ? [[id, { ...place }] as const] : [];
      })
    );
  }

  depth(id: string): number {
    let depth = 0;
    for (let at = id; at !== 'root' && depth < 20; depth++)
      at = this.tree.shown(at)?.parentId ?? 'root';
    return depth;
  }

  height(id: string): number {
    const kids = [...this.shown].filter(([, place]) => place.parentId === id);
    return Math.max(0, ...kids.map(([kid]) => 1 + this.height(kid)));
  }

  /** Whether a move is one that a command would let through. */
  allows(id: string, parentId: string): boolean {
    if (parentId !== 'root' && !this.tree.shown(parentId)) return false;
    for (let at = parentId; at !== 'root'; at = this.tree.shown(at)?.parentId ?? 'root')
      if (at === id) return false;
    const beneath = this.tree.shown(id) ? this.height(id) : 0;
    return (parentId === 'root' ? 0 : this.depth(parentId)) + 1 + beneath <= 5;
  }
}

const shownValue = ({ value, at, gone }: Cell) => (gone >= at ? undefined : value);

const step = fc.record({
  site: fc.nat(2),
  node: fc.nat(NODES - 1),
  parent: fc.nat(NODES),
  what: fc.constantFrom('place', 'place', 'place', 'trash', 'sync', 'sync-all'),
  to: fc.nat(2)
});
const history = fc.array(step, { maxLength: 60, size: 'max' });

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Runs a history; `after` looks at the acting site after every step. */
function run(
  steps: readonly Step[],
  after?: (site: Site, steps: Step, before: Site['shown']) => void
) {
  const sites = [new Site('a'), new Site('b'), new Site('c')] as const;
  let time = 0;
  const clock = () => ++time;
  for (const one of steps) {
    const site = sites[one.site] ?? sites[0];
    const before = site.shown;
    act(sites, site, one, clock);
    after?.(site, one, before);
  }
  return { sites, settle: () => settle(sites) };
}

function act(sites: readonly Site[], site: Site, one: Step, clock: () => number) {
  const id = `n${one.node}`;
  const parentId = one.parent === NODES ? 'root' : `n${one.parent}`;
  if (one.what === 'sync-all') settle(sites);
  else if (one.what === 'sync') sites[one.to]?.take(site.cells);
  else if (one.what === 'trash') {
    if (site.tree.shown(id) && site.height(id) === 0) site.edit([{ id, to: 'trash' }], clock);
  } else if (site.allows(id, parentId)) {
    const [order = 'a0'] = ordersBetween(undefined, undefined, 1);
    site.edit([{ id, to: { parentId, order } }], clock);
  }
}

function settle(sites: readonly Site[]) {
  for (let round = 0; round < 2; round++)
    for (const a of sites) for (const b of sites) if (a !== b) b.take(a.cells);
}

const check = (property: (steps: Step[]) => void, runs = RUNS) =>
  fc.assert(fc.property(history, property), { numRuns: runs });

function expectForest(site: Site) {
  for (const [id, { parentId }] of site.shown) {
    expect(parentId === 'root' || site.tree.shown(parentId)).toBeTruthy();
    const seen = new Set<string>();
    let depth = 0;
    for (let at = id; at !== 'root'; at = site.tree.shown(at)?.parentId ?? 'root') {
      expect(seen.has(at)).toBe(false);
      seen.add(at);
      depth++;
    }
    expect(depth).toBeLessThanOrEqual(5);
  }
}

describe('placements', () => {
  test('P1: what is shown is a forest of at most five levels', () => {
    check((steps) => void run(steps, expectForest));
  });

  test('P2: all replicas show the same tree and the same conflicts once they know the same', () => {
    check((steps) => {
      const { sites, settle: sync } = run(steps);
      sync();
      for (const site of sites) {
        expect(site.shown).toEqual(sites[0].shown);
        expect(site.tree.conflicts()).toEqual(sites[0].tree.conflicts());
      }
    });
  });

  test('P3: nothing is lost: what was placed is shown or was deleted, and nothing stands in the deleted', () => {
    check((steps) => {
      const { sites } = run(steps);
      for (const site of sites)
        for (const key of site.entries.keys()) {
          const id = key.split('/')[0] ?? '';
          expect(site.tree.shown(id) !== undefined || site.tree.winner(id)?.kind === 1).toBe(true);
        }
    });
  });

  test('P4: a document opened anew shows the same tree and conflicts', () => {
    check((steps) => {
      const { sites } = run(steps);
      for (const site of sites) {
        const again = new Placements();
        again.apply(site.entries);
        for (const [id, place] of site.shown) expect(again.shown(id)).toEqual(place);
        expect(again.conflicts()).toEqual(site.tree.conflicts());
      }
    });
  });

  test('P5: after every step it is what the oracle says of the whole', () => {
    check((steps) => {
      run(steps, (site) => expect(site.shown).toEqual(oracle(site.entries)));
    });
  });

  test('P6: one person alone never makes a conflict', () => {
    check((steps) => {
      run(
        steps.map((one) => ({
          ...one,
          site: 0,
          what: one.what.startsWith('sync') ? 'place' : one.what
        })),
        (site) => expect(site.tree.conflicts()).toEqual([])
      );
    });
  });

  test('P7: an edit changes the place of its subject only, and puts it where it was asked to', () => {
    check((steps) => {
      run(steps, (site, one, before) => {
        if (one.what !== 'place' && one.what !== 'trash') return;
        const subject = `n${one.node}`;
        for (const [id, place] of before)
          if (id !== subject) expect(site.tree.shown(id)).toEqual(place);
      });
    });
  });

  test('P8: delivering again, in any order, changes nothing', () => {
    fc.assert(
      fc.property(history, fc.integer(), (steps, seed) => {
        const { sites, settle: sync } = run(steps);
        sync();
        const cells = [...sites[0].cells].sort(
          ([a], [b]) => ((hash(a) ^ seed) % 97) - ((hash(b) ^ seed) % 97)
        );
        const late = new Site('z');
        for (const cell of cells) late.take([cell]);
        late.take(cells);
        expect(late.shown).toEqual(sites[0].shown);
        expect(late.tree.conflicts()).toEqual(sites[0].tree.conflicts());
      }),
      { numRuns: RUNS }
    );
  });

  test('P9: every department that is not where it wants to be is in the list of conflicts', () => {
    check((steps) => {
      const { sites, settle: sync } = run(steps);
      sync();
      const listed = new Set(sites[0].tree.conflicts().map(({ id }) => id));
      for (const [id, place] of sites[0].shown) {
        const winner = sites[0].tree.winner(id);
        if (winner && winner.parentId !== place.parentId) expect(listed.has(id)).toBe(true);
      }
    });
  });

  test('P10: accepting what is shown moves nothing and clears the list', () => {
    check((steps) => {
      const { sites, settle: sync } = run(steps);
      sync();
      const site = sites[0];
      const before = site.shown;
      const edits = site.tree.conflicts().map(({ id }): Edit => {
        const place = site.tree.shown(id);
        return { id, to: place ? { ...place } : 'trash' };
      });
      const unique = [...new Map(edits.map((edit) => [edit.id, edit])).values()];
      let time = 1e9;
      site.edit(unique, () => ++time);
      expect(site.shown).toEqual(before);
      expect(site.tree.conflicts()).toEqual([]);
    });
  });

  test('P11: putting a department back restores its place when nobody came between', () => {
    check((steps) => {
      let time = 1e9;
      run(steps, (site, one, before) => {
        const id = `n${one.node}`;
        const was = before.get(id);
        const is = site.tree.shown(id);
        if (one.what !== 'place' || !was || !is || was.parentId === is.parentId) return;
        const winner = site.tree.winner(id);
        expect(winner?.slot).toBe(site.slot);
        site.edit([{ id, to: was }], () => ++time);
        expect(site.tree.shown(id)).toEqual(was);
      });
    }, 150);
  });

  test('P13: whatever lies in the map never throws, and is no part of the tree', () => {
    const hostile = fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'n1/a',
          'n2/b',
          'root/a',
          '__proto__/a',
          'n1',
          'a/b/c',
          '/a',
          'n1/',
          'n1/a b'
        ),
        fc.string()
      ),
      fc.oneof(
        fc.anything(),
        fc.tuple(
          fc.oneof(fc.nat(), fc.double()),
          fc.constantFrom('root', 'n1', 'n2', '__proto__', ''),
          fc.constantFrom('a0', '', '!'),
          fc.constantFrom('root', 'n2'),
          fc.constantFrom('a0', ' '),
          fc.nat(4)
        )
      )
    );
    fc.assert(
      fc.property(history, fc.array(hostile, { maxLength: 12 }), (steps, entries) => {
        const { sites } = run(steps);
        const site = sites[0];
        site.take(
          entries.map(([key, value], i) => [key, { value, at: 1e9 + i, gone: 0 }] as const)
        );
        expectForest(site);
        expect(site.shown).toEqual(oracle(site.entries));
        expect(() => site.tree.conflicts()).not.toThrow();
      }),
      { numRuns: RUNS }
    );
  });
});

const hash = (text: string) =>
  [...text].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7) | 0;

describe('races', () => {
  const start = () => {
    const sites = [new Site('a'), new Site('b')] as const;
    let time = 0;
    const place = (site: Site, id: string, parentId: string) =>
      site.edit([{ id, to: { parentId, order: 'a0' } }], () => ++time);
    const trash = (site: Site, id: string) => site.edit([{ id, to: 'trash' }], () => ++time);
    return { a: sites[0], b: sites[1], place, trash, sync: () => settle(sites) };
  };
  const kinds = (site: Site) => site.tree.conflicts().map(({ type, id }) => `${type} ${id}`);

  test('A under B beside B under A: one is granted, the other stays where it was', () => {
    const { a, b, place, sync } = start();
    place(a, 'A', 'root');
    place(a, 'B', 'root');
    sync();
    place(a, 'A', 'B');
    place(b, 'B', 'A');
    sync();
    expect(a.tree.shown('A')?.parentId).toBe('B');
    expect(a.tree.shown('B')?.parentId).toBe('root');
    expect(kinds(b)).toEqual(['cycle B']);
  });

  test('one department moved twice: the later stamp, and the other is kept as evidence', () => {
    const { a, b, place, sync } = start();
    for (const id of ['X', 'P', 'Q']) place(a, id, 'root');
    sync();
    place(a, 'X', 'P');
    place(b, 'X', 'Q');
    sync();
    expect(a.tree.shown('X')?.parentId).toBe('Q');
    expect(kinds(a)).toEqual(['same-node X']);
  });

  test('a move beats a deletion of the same department', () => {
    const { a, b, place, trash, sync } = start();
    place(a, 'X', 'root');
    place(a, 'P', 'root');
    sync();
    trash(b, 'X');
    place(a, 'X', 'P');
    sync();
    expect(b.tree.shown('X')?.parentId).toBe('P');
    expect(kinds(b)).toEqual(['same-node X']);
  });

  test('a deleted department comes back for what was put into it meanwhile', () => {
    const { a, b, place, trash, sync } = start();
    place(a, 'P', 'root');
    sync();
    trash(a, 'P');
    place(b, 'C', 'P');
    sync();
    expect(a.tree.shown('P')?.parentId).toBe('root');
    expect(a.tree.shown('C')?.parentId).toBe('P');
    expect(kinds(a)).toEqual(['revived P']);
  });

  test('a department made on the fifth level while one above it went down: it climbs', () => {
    const { a, b, place, sync } = start();
    for (const [id, parent] of [
      ['1', 'root'],
      ['2', '1'],
      ['3', '2'],
      ['4', '3'],
      ['T', 'root']
    ] as const)
      place(a, id, parent);
    sync();
    place(a, '1', 'T');
    place(b, '5', '4');
    sync();
    expect(Math.max(...[...a.shown.keys()].map((id) => a.depth(id)))).toBe(5);
    expect(a.tree.conflicts().map(({ type }) => type)).toContain('depth');
    expect(a.shown).toEqual(b.shown);
  });

  test('a child that arrives before its parent waits at the root and finds its place', () => {
    const { a, b, place } = start();
    place(a, 'P', 'root');
    place(a, 'C', 'P');
    const cells = [...a.cells];
    b.take(cells.filter(([key]) => key.startsWith('C')));
    expect(b.tree.shown('C')?.parentId).toBe('root');
    expect(kinds(b)).toEqual(['parent-unknown C']);
    b.take(cells);
    expect(b.tree.shown('C')?.parentId).toBe('P');
    expect(kinds(b)).toEqual([]);
  });
});

describe('order keys', () => {
  test('lie between their neighbours, whatever these are, and never throw', () => {
    const key = fc.oneof(
      fc.constantFrom('a0', 'a1', 'Zz', 'zzz', '0', 'A', ''),
      fc.string({ maxLength: 6 })
    );
    fc.assert(
      fc.property(
        fc.option(key, { nil: undefined }),
        fc.option(key, { nil: undefined }),
        fc.integer({ min: 1, max: 9 }),
        (left, right, n) => {
          const keys = ordersBetween(left, right, n);
          expect(keys).toHaveLength(n);
          keys.forEach((one, i) => {
            expect(one).toMatch(/^[0-9A-Za-z]+$/);
            if (i > 0) expect(one > (keys[i - 1] ?? '')).toBe(true);
          });
        }
      )
    );
  });
});
