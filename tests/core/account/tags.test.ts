import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '#core/account/findings.ts';
import { Account } from '#core/account/model.ts';
import { respelled, respellTags, type Respelling } from '#core/account/respelling.ts';
import { othersOf, spelledOtherwise, tagDrift } from '#core/account/tag-drift.ts';
import { plainOf } from '#core/account/tag-spelling.ts';
import { keysUsed, valuesUsed } from '#core/account/tag-use.ts';
import { tagsOf, type Tags } from '#core/kernel/field.ts';
import { readRow, type Row } from '#core/kernel/kind.ts';
import { noState } from '#core/kinds.ts';
import { applyDiff, reverse, rowOf, tableOf, type State } from '#core/kernel/state.ts';
import { emptyTable, put, rows } from '#core/kernel/table.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { accountsTagged } from '#core/account/by-tag.ts';
import { tagMatrix } from '#core/account/tag-matrix.ts';
import { drawnCommand, planOf } from '../../support/random-commands.ts';

const accountOf = (id: string, tags: Tags, joinedTime = ''): Row =>
  readRow(Account, id, (field) =>
    new Map<string, unknown>(Object.entries({ name: id, tags, joinedTime })).get(field)
  );
const departmentOf = (id: string, tags: Tags): Row =>
  readRow(Department, id, (field) =>
    new Map<string, unknown>(Object.entries({ name: id, tags })).get(field)
  );

/** A state of accounts `a0…` and departments `d0…` that bear these tags. */
function stateOf(accounts: readonly Tags[], departments: readonly Tags[] = []): State {
  return applyDiff(
    noState(),
    new Map([
      [Account.name, new Map(accounts.map((tags, i) => [`a${i}`, accountOf(`a${i}`, tags)]))],
      [
        Department.name,
        new Map(departments.map((tags, i) => [`d${i}`, departmentOf(`d${i}`, tags)]))
      ]
    ])
  );
}

const key = fc.constantFrom(
  'env',
  'Env',
  'ENV',
  'ｅｎｖ',
  'env ',
  'cost-center',
  'cost_center',
  'x'
);
const value = fc.constantFrom('prod', 'Prod', 'prod ', 'dev', '1-1', '11', '');
const tags = fc.array(fc.tuple(key, value), { maxLength: 4 }).map(tagsOf);
const states = fc.tuple(fc.array(tags, { maxLength: 12 }), fc.array(tags, { maxLength: 4 }));

describe('a plain spelling', () => {
  test.each([
    ['Env', 'env'],
    ['ＥＮＶ', 'env'],
    ['prod ', 'prod'],
    ['\u3000prod\u200b', 'prod'],
    ['cost-center', 'Cost Center'],
    ['cost_center', 'costcenter'],
    ['CC-2101', 'cc 2101'],
    ['1 - 1', '1_1']
  ])('%j and %j are alike', (a, b) => expect(plainOf(a)).toBe(plainOf(b)));

  test.each([
    ['1-1', '11'],
    ['-1', '1'],
    ['v1-2', 'v12'],
    ['prod', 'prd'],
    ['生产', '生產']
  ])('%j and %j are not', (a, b) => expect(plainOf(a)).not.toBe(plainOf(b)));

  test('is its own plain spelling', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainOf(plainOf(text))).toBe(plainOf(text));
      })
    );
  });
});

describe('uses', () => {
  const steps = fc.array(
    fc.record({
      id: fc.nat(12),
      tags,
      joined: fc.constantFrom('', '2020-01-01', '2021-05-05', '2022-02-02'),
      gone: fc.boolean()
    }),
    { maxLength: 40 }
  );

  test('caught up = counted anew, with the first that joined', () => {
    fc.assert(
      fc.property(steps, (history) => {
        let state = noState();
        for (const { id, tags, joined, gone } of history) {
          const row = gone ? undefined : accountOf(`a${id}`, tags, joined);
          state = applyDiff(state, new Map([[Account.name, new Map([[`a${id}`, row]])]]));
          const anew = new Map(state).set(
            Account.name,
            put(
              emptyTable<Row>(),
              [...rows(tableOf(state, Account))].map((one) => [one.id, one])
            )
          );
          expect(keysUsed(state)).toEqual(keysUsed(anew));
          expect(tagDrift(state)).toEqual(tagDrift(anew));
          for (const { text } of keysUsed(state))
            expect(valuesUsed(state, text)).toEqual(valuesUsed(anew, text));
        }
      }),
      { numRuns: 60 }
    );
  });

  test('every record is counted once for each of its keys', () => {
    fc.assert(
      fc.property(states, ([accounts, departments]) => {
        const state = stateOf(accounts, departments);
        for (const { text, accounts: n } of keysUsed(state)) {
          expect(n).toBe(accounts.filter((one) => one.some(([k]) => k === text)).length);
          const values = valuesUsed(state, text);
          expect(values.reduce((sum, use) => sum + use.accounts, 0)).toBe(n);
        }
      })
    );
  });
});

describe('drift', () => {
  test('names the most used spelling first, and among equals the oldest', () => {
    const state = applyDiff(
      noState(),
      new Map([
        [
          Account.name,
          new Map([
            ['a', accountOf('a', [['Env', 'prod']], '2021-01-01')],
            ['b', accountOf('b', [['env', 'prod']], '2020-01-01')],
            ['c', accountOf('c', [['ENV', 'Prod']])],
            ['d', accountOf('d', [['ENV', 'Prod']])]
          ])
        ]
      ])
    );
    const [keys, values] = tagDrift(state);
    expect(keys?.spellings.map(({ text }) => text)).toEqual(['ENV', 'env', 'Env']);
    // Two and two: one of those that say prod joined first.
    expect(values?.spellings.map(({ text }) => text)).toEqual(['prod', 'Prod']);
    expect(findingsOf(state).map(({ problem }) => problem.code)).toEqual([
      'finding.tagKeyDrift',
      'finding.tagValueDrift'
    ]);
  });

  test('is on as many records as are spelled otherwise, departments among them', () => {
    fc.assert(
      fc.property(states, ([accounts, departments]) => {
        const state = stateOf(accounts, departments);
        for (const drift of tagDrift(state)) {
          const [{ text }] = drift.spellings;
          const found =
            drift.of === 'key'
              ? spelledOtherwise(state, text)
              : spelledOtherwise(state, drift.keys[0] ?? '', text);
          // A record with two of the spellings is counted under each of them.
          expect(found.length).toBeLessThanOrEqual(othersOf(drift));
          expect(found.length).toBeGreaterThan(0);
        }
      })
    );
  });
});

const respell = (state: State, args: Respelling) => respellTags.plan(state, args, { now: 0 });

/** What a record says under keys that are alike. */
const meant = (tags: Tags, to: string) =>
  new Set(tags.filter(([k]) => plainOf(k) === plainOf(to)).map(([, v]) => v));

describe('a respelling', () => {
  const rules = (state: State) =>
    tagDrift(state)
      .filter((drift) => drift.of === 'key')
      .map(({ spellings: [first, ...others] }) => ({
        keys: others.map(({ text }) => text),
        to: first.text
      }));

  test('loses no value when it leaves collisions, and changes just what its preview says', () => {
    fc.assert(
      fc.property(states, ([accounts, departments]) => {
        const state = stateOf(accounts, departments);
        const args = { rules: rules(state), collisions: 'leave' } as const;
        const preview = respelled(state, args);
        const result = respell(state, args);
        if (!result.ok) {
          expect(preview.accounts.size + preview.departments.size).toBe(0);
          return;
        }
        const next = applyDiff(state, result.value);
        for (const row of rows(tableOf(next, Account))) {
          const before = rowOf(state, Account, row.id)?.tags ?? [];
          for (const { to } of args.rules) expect(meant(row.tags, to)).toEqual(meant(before, to));
          if (row.tags !== before) expect(preview.accounts.get(row.id)).toEqual(row.tags);
          else expect(preview.accounts.has(row.id)).toBe(false);
        }
        for (const [id, tags] of preview.departments)
          expect(rowOf(next, Department, id)?.tags).toEqual(tags);
        expect(applyDiff(next, reverse(state, result.value))).toEqual(state);
      })
    );
  });

  test('ends the drift of keys when it keeps one value, and tells of every value it drops', () => {
    fc.assert(
      fc.property(states, ([accounts, departments]) => {
        const state = stateOf(accounts, departments);
        const args = { rules: rules(state), collisions: 'keep' } as const;
        const { collisions } = respelled(state, args);
        const result = respell(state, args);
        if (!result.ok) return;
        const next = applyDiff(state, result.value);
        expect(tagDrift(next).filter((drift) => drift.of === 'key')).toEqual([]);
        for (const row of rows(tableOf(next, Account))) {
          const before = rowOf(state, Account, row.id)?.tags ?? [];
          for (const { to } of args.rules) {
            const lost = [...meant(before, to)].filter((v) => !meant(row.tags, to).has(v));
            const told = collisions.find((one) => one.id === row.id && one.to === to);
            for (const v of lost) expect(told?.tags.map(([, v]) => v)).toContain(v);
          }
        }
      })
    );
  });

  test('tells of an account that means two things, and leaves it or keeps the right key’s value', () => {
    const state = stateOf([
      [
        ['Env', 'test'],
        ['env', 'prod']
      ],
      [['Env', 'dev']]
    ]);
    const rule = [{ keys: ['Env'], to: 'env' }];
    const left = respelled(state, { rules: rule, collisions: 'leave' });
    expect([...left.accounts]).toEqual([['a1', [['env', 'dev']]]]);
    expect(left.collisions).toMatchObject([{ id: 'a0', kept: 'prod', to: 'env' }]);
    const kept = respelled(state, { rules: rule, collisions: 'keep' });
    expect(kept.accounts.get('a0')).toEqual([['env', 'prod']]);
  });

  test('refuses a spelling the cloud does not allow, and one that changes nothing', () => {
    const state = stateOf([[['Env', 'prod']]]);
    const codes = (to: string) => {
      const result = respell(state, { rules: [{ keys: ['Env'], to }], collisions: 'leave' });
      return result.ok ? [] : result.problems.map(({ code }) => code);
    };
    expect(codes('env')).toEqual([]);
    expect(codes(' ')).toEqual(['org.tagKeyEmpty']);
    expect(codes('qcs:env')).toEqual(['org.tagReserved']);
    expect(codes('env*')).toEqual(['org.tagChars']);
    expect(codes('e'.repeat(128))).toEqual(['org.tagTooLong']);
    expect(codes('Env')).toEqual(['org.tagUnchanged']);
  });
});

describe('departments against values', () => {
  test('every account is in one cell of its department and of all above it', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { maxLength: 50 }), (history) => {
        let state = noState();
        for (const drawn of history) {
          const result = planOf(drawn, state);
          if (result.ok) state = applyDiff(state, result.value);
          for (const key of ['env', 'a', 'nowhere']) {
            const { columns, counts } = tagMatrix(state, key, 2);
            for (const [within, { all, own }] of counts)
              columns.forEach((column, i) => {
                if (column.of === 'rest') return;
                const filter = {
                  key,
                  within,
                  ...(column.of === 'value' && { value: column.value })
                };
                expect(all[i]).toBe(accountsTagged(state, filter).length);
                expect(own[i]).toBe(accountsTagged(state, { ...filter, direct: true }).length);
              });
            const total = counts.get(ROOT)?.all.reduce((n, cell) => n + cell, 0);
            expect(total).toBe(tableOf(state, Account).size);
          }
        }
      }),
      { numRuns: 30 }
    );
  });
});
