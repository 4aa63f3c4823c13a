import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangedOutline } from '#core/account/arranged.ts';
import { Account } from '#core/account/model.ts';
import { FIRST_ACCOUNTS, outlineOf, type Outline, type OutlineRow } from '#core/account/outline.ts';
import { moveSelection, tagSelection, type Selection } from '#core/account/selection.ts';
import { readRow } from '#core/kernel/kind.ts';
import { applyDiff, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { noState } from '#core/kinds.ts';
import { createOrganization } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { VIEW_MODES } from '#workspace/presence.ts';
import { readAddress, writeAddress } from '#ui/organization/address.ts';
import { targetsFor } from '#ui/organization/dialogs/targets.ts';
import { columnsFor } from '#ui/organization/outline/columns.ts';
import { dropAt } from '#ui/organization/outline/drop.ts';
import { keyAction } from '#ui/organization/outline/keyboard.ts';
import {
  filteredOutline,
  idsBetween,
  indexOfKey,
  keyOf,
  parentIndex
} from '#ui/organization/outline/lines.ts';
import { tagDropAt } from '#ui/organization/outline/arranging.ts';
import { hostileText } from '../../support/random-commands.ts';
import { drawnCommand, NOW, replica, runDrawn } from '../../support/replicas.ts';

const SORT = { field: 'name', descending: false } as const;

const idsOf = (state: State, kind: typeof Department | typeof Account): string[] => {
  const ids: string[] = [];
  each(tableOf(state, kind as typeof Account), (_, id) => ids.push(id));
  return ids;
};

/** A state that a few commands of any sort made. */
const anyState = fc.array(drawnCommand, { minLength: 10, maxLength: 50 }).map((drawn) => {
  const of = replica('a');
  of.run(createOrganization, { name: '远岸', provider: 'tencent' }, NOW);
  for (const one of drawn) runDrawn(of, one);
  return of.state;
});

const everythingOpen = (state: State): Outline =>
  outlineOf(state, {
    expanded: new Set([ROOT, ...idsOf(state, Department)]),
    unfolded: new Set(),
    sort: SORT
  });

const linesOf = (outline: Outline): OutlineRow[] =>
  Array.from({ length: outline.length }, (_, i) => outline.at(i)!);

describe('the lines of the outline', () => {
  it('hold of many accounts the first, and of the others nothing until they are asked for', () => {
    const accounts = Array.from({ length: 12 }, (_, i) =>
      readRow(Account, `a${i}`, () => undefined)
    );
    const rows = new Map(accounts.map((account) => [account.id, account]));
    const outline = everythingOpen(applyDiff(noState(), new Map([[Account.name, rows]])));
    const drawn = linesOf(outline).flatMap(({ kind, id }) => (kind === 'account' ? id : []));
    expect(drawn).toHaveLength(FIRST_ACCOUNTS);
    expect(outline.at(outline.length - 1)).toMatchObject({ kind: 'rest', more: 4 });
    for (const { id } of accounts)
      expect(outline.indexOf(id)).toBe(drawn.includes(id) ? drawn.indexOf(id) + 1 : -1);
  });

  it('are found by their key, and their parents above them', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const outline = everythingOpen(state);
        linesOf(outline).forEach((line, i) => {
          expect(indexOfKey(outline, keyOf(line))).toBe(i);
          const parent = parentIndex(outline, i);
          if (line.level === 0) expect(parent).toBe(-1);
          else expect(outline.at(parent)).toMatchObject({ level: line.level - 1, expanded: true });
        });
      }),
      { numRuns: 40 }
    );
  });

  it('show every match and nothing but matches and what stands above them', () => {
    fc.assert(
      fc.property(anyState, hostileText, (state, query) => {
        fc.pre(query.trim() !== '');
        const { outline, found } = filteredOutline(state, { query, tagged: undefined }, SORT);
        const lines = linesOf(outline);
        const words = query.toLowerCase().split(/\s+/).filter(Boolean);
        const matches = (id: string) => {
          const row = rowOf(state, Department, id) ?? rowOf(state, Account, id);
          const text = `${row?.name}\n${row?.externalId}`.toLowerCase();
          return row !== undefined && words.every((word) => text.includes(word));
        };
        const hits = [...idsOf(state, Department), ...idsOf(state, Account)].filter(matches);
        expect(hits).toHaveLength(found);
        for (const id of hits) expect(outline.indexOf(id)).toBeGreaterThan(0);
        lines.forEach((line, i) => {
          const beneath = lines.slice(i + 1).findIndex((next) => next.level <= line.level);
          const inside = lines.slice(i + 1, beneath < 0 ? undefined : i + 1 + beneath);
          if (line.level > 0)
            expect(matches(line.id) || inside.some(({ id }) => matches(id))).toBe(true);
        });
      }),
      { numRuns: 60 }
    );
  });

  it('show the accounts of a tag, and of these the ones with the words', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom('env', 'a', 'Env'), (state, key) => {
        const accounts = idsOf(state, Account);
        const valueOf = (id: string) =>
          rowOf(state, Account, id)?.tags.find(([each]) => each === key)?.[1];
        for (const value of new Set(accounts.map(valueOf))) {
          const tagged = { key, ...(value !== undefined && { value }) };
          const wanted = accounts.filter((id) => valueOf(id) === value);
          const { outline, found } = filteredOutline(state, { query: '', tagged }, SORT);
          const shown = linesOf(outline).flatMap(({ kind, id }) => (kind === 'account' ? id : []));
          expect(found).toBe(wanted.length);
          expect(shown.sort()).toEqual(wanted.sort());
          const [first] = wanted;
          const query = (first === undefined ? '' : rowOf(state, Account, first)?.name) ?? '';
          const both = filteredOutline(state, { query, tagged }, SORT);
          expect(both.found).toBeLessThanOrEqual(wanted.length);
          expect(both.found).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 }
    );
  });

  it('between two of them are the same from either end', () => {
    fc.assert(
      fc.property(anyState, fc.nat(40), fc.nat(40), (state, a, b) => {
        const outline = everythingOpen(state);
        expect(idsBetween(outline, a, b)).toEqual(idsBetween(outline, b, a));
        expect(idsBetween(outline, a, b)).not.toContain(ROOT);
      }),
      { numRuns: 20 }
    );
  });
});

describe('a drop', () => {
  it('is offered exactly where the command would take it', () => {
    const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 3 });
    const where = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(anyState, picks, picks, fc.nat(60), where, (state, deps, accs, at, fraction) => {
        const outline = everythingOpen(state);
        const pick = (ids: string[], from: number[]) =>
          ids.length === 0 ? [] : [...new Set(from.map((n) => ids[n % ids.length]!))];
        const selection: Selection = {
          departments: pick(idsOf(state, Department), deps),
          accounts: pick(idsOf(state, Account), accs)
        };
        fc.pre(selection.departments.length + selection.accounts.length > 0);
        const drop = dropAt(state, outline, selection, { index: at % outline.length, fraction });
        if (!drop?.place) return;
        const planned = moveSelection.plan(state, { ...selection, ...drop.place }, { now: NOW });
        expect(planned.ok).toBe(drop.problem === undefined);
        if (!planned.ok) expect(planned.problems[0].code).toBe(drop.problem?.code);
      }),
      { numRuns: 200 }
    );
  });

  it('between siblings needs a department, and accounts go into what is under the pointer', () => {
    const of = replica('a');
    of.run(createOrganization, { name: 'G', provider: 'other' }, NOW);
    const state = of.state;
    const outline = everythingOpen(state);
    expect(
      dropAt(state, outline, { departments: [], accounts: ['x'] }, { index: 0, fraction: 0.1 })
    ).toMatchObject({ where: 'onto', place: { parentId: ROOT } });
  });
});

describe('the move picker', () => {
  it('refuses what the command would refuse, and lists the root first', () => {
    fc.assert(
      fc.property(anyState, fc.nat(40), (state, n) => {
        const ids = idsOf(state, Department);
        fc.pre(ids.length > 0);
        const selection = { departments: [ids[n % ids.length]!], accounts: [] };
        const { targets, more } = targetsFor(state, selection, '', 1000);
        expect(more).toBe(0);
        expect(targets.map(({ id }) => id)).toHaveLength(ids.length + 1);
        expect(targets[0]?.id).toBe(ROOT);
        for (const { id, here, problem } of targets) {
          if (here) continue;
          const planned = moveSelection.plan(state, { ...selection, parentId: id }, { now: NOW });
          expect(planned.ok).toBe(problem === undefined);
        }
      }),
      { numRuns: 40 }
    );
  });
});

describe('a drop onto the value of a tag', () => {
  it('gives just that value, or takes the key away, and nothing where it is there already', () => {
    fc.assert(
      fc.property(anyState, fc.constantFrom('env', 'a'), (state, key) => {
        const groups = arrangedOutline(
          state,
          { key },
          { expanded: new Set([ROOT]), unfolded: new Set(), sort: SORT }
        );
        for (const id of idsOf(state, Account))
          linesOf(groups).forEach(({ group }, index) => {
            const dragged = { departments: [], accounts: [id] };
            const drop = tagDropAt(state, groups, dragged, index);
            if (group?.of !== 'tag') {
              expect(drop).toBeUndefined();
              return;
            }
            const before = new Map(rowOf(state, Account, id)?.tags);
            if (before.get(key) === group.value) expect(drop).toBeUndefined();
            if (!drop?.tags || drop.problem) return;
            const args = { ...dragged, ...drop.tags };
            const planned = tagSelection.plan(state, args, { now: NOW });
            expect(planned.ok).toBe(true);
            if (!planned.ok) return;
            const after = new Map(rowOf(applyDiff(state, planned.value), Account, id)?.tags);
            expect(after.get(key)).toBe(group.value);
            before.delete(key);
            after.delete(key);
            expect(after).toEqual(before);
          });
      }),
      { numRuns: 30 }
    );
  });
});

describe('the address', () => {
  it('reads back what it wrote, a selection up to fifty', () => {
    const id = fc.stringMatching(/^[a-z0-9:~%._-]{1,20}$/);
    const shown = fc.record({
      mode: fc.constantFrom(...VIEW_MODES),
      colour: fc.constantFrom('', 'status', 'tag:env, or else'),
      top: fc.option(id, { nil: undefined }),
      at: fc.option(id, { nil: undefined }),
      query: fc.string({ maxLength: 20 }),
      tagged: fc.option(
        fc.record(
          { key: fc.string({ minLength: 1 }), value: fc.string(), within: id },
          { requiredKeys: ['key'] }
        ),
        { nil: undefined }
      ),
      arranged: fc.option(
        fc.record(
          {
            key: fc.string({ minLength: 1 }),
            then: fc.oneof(
              fc.constant({ of: 'department' as const }),
              fc.record({ of: fc.constant('tag' as const), key: fc.string() })
            )
          },
          { requiredKeys: ['key'] }
        ),
        { nil: undefined }
      ),
      selected: fc.uniqueArray(id, { maxLength: 60 }).map((ids) => new Set(ids))
    });
    fc.assert(
      fc.property(shown, (before) => {
        const params = writeAddress(new URLSearchParams('other=1'), before);
        const after = readAddress(new URLSearchParams(params.toString()));
        const selected = before.selected.size <= 50 ? before.selected : new Set();
        expect(after).toEqual({ ...before, selected });
        expect(params.get('other')).toBe('1');
      })
    );
  });
});

describe('a key', () => {
  const press = (key: string, held: Partial<KeyboardEvent> = {}, typing = false) =>
    keyAction(
      {
        key,
        shiftKey: false,
        ctrlKey: false,
        metaKey: false,
        altKey: false,
        isComposing: false,
        ...held
      },
      typing
    );

  it('means a command, and a letter of a word once one was begun', () => {
    expect(press('j')).toEqual({ do: 'move', to: 'down', extend: false });
    expect(press('J', { shiftKey: true })).toEqual({ do: 'move', to: 'down', extend: true });
    expect(press('m')).toEqual({ do: 'moveTo' });
    expect(press('m', {}, true)).toEqual({ do: 'type', text: 'm' });
    expect(press('数')).toEqual({ do: 'type', text: '数' });
    expect(press('Home', { ctrlKey: true })).toEqual({ do: 'move', to: 'first', extend: false });
    expect(press('a', { metaKey: true })).toEqual({ do: 'selectAll' });
  });

  it('is left to the browser and the frame where it is theirs', () => {
    for (const key of ['z', 'k', 'c']) expect(press(key, { ctrlKey: true })).toBeUndefined();
    for (const key of ['?', '/', 'Tab', 'F5']) expect(press(key)).toBeUndefined();
    expect(press('ArrowLeft', { altKey: true })).toBeUndefined();
    expect(press('a', { isComposing: true })).toBeUndefined();
  });
});

describe('columns of the outline', () => {
  const ids = (width: number, switched: readonly string[], money: boolean) =>
    columnsFor(width, new Set(switched), money).map(({ id }) => id);

  it('has costs only where there are any and somebody asked for them', () => {
    expect(ids(2000, [], true)).not.toContain('cost');
    expect(ids(2000, ['cost'], true).at(-1)).toBe('cost');
    expect(ids(2000, ['cost'], false)).not.toContain('cost');
    expect(ids(2000, ['cost', 'owner'], true)).not.toContain('owner');
  });

  it('makes room for costs by leaving out others, and keeps them on a phone', () => {
    expect(ids(970, [], true)).toContain('joined');
    expect(ids(970, ['cost'], true)).not.toContain('joined');
    expect(ids(380, ['cost'], true)).toEqual(['cost']);
  });
});
