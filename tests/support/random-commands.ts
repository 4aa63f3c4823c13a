import fc from 'fast-check';
import type { Command, Context } from '#core/kernel/command.ts';
import type { Result } from '#core/kernel/problem.ts';
import { tableOf, type Diff, type State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { Account } from '#core/account/model.ts';
import { COMMANDS } from '#core/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { SavedView } from '#core/org/saved-view.ts';

/** A command drawn without knowing the state; `args` looks at it when the command is run. */
export interface Drawn {
  readonly name: string;
  readonly args: (state: State) => unknown;
}

/** Texts of every sort a file, a colleague or an attacker could bring. */
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('华东', 'Data', 'a', 'A', '甲', 'env', 'Env', 'prod') },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      '=1+1',
      '@SUM(A1)',
      '-2',
      '\tx',
      '‮rtl',
      '👩‍👩‍👧‍👦',
      'a\nb',
      'a/b',
      ' ',
      '\ud800'
    )
  }
);

const tags = fc.array(fc.tuple(hostileText, hostileText), { maxLength: 3 });

const sortedIds = new WeakMap<object, string[]>();

function idsOf(
  state: State,
  kind: typeof Department | typeof Account | typeof SavedView
): string[] {
  const table = tableOf(state, kind as typeof Account);
  let ids = sortedIds.get(table);
  if (!ids) {
    const all: string[] = [];
    each(table, (_, id) => all.push(id));
    sortedIds.set(table, (ids = all.sort()));
  }
  return ids;
}

const chosen = (ids: readonly string[], picks: readonly number[]) => [
  ...new Set(picks.map((pick) => ids[pick % Math.max(1, ids.length)] ?? 'nowhere'))
];

const picks = fc.array(fc.nat(200), { minLength: 1, maxLength: 4 });
const newDepartmentId = fc.nat(60).map((n) => `d${n}`);

const NAMES = COMMANDS.map(({ name }) => name).filter((name) => name !== 'organization.import');
const isOfTheTree = (name: string) =>
  /^(organization|department|account|selection|financialPolicy)\./.test(name);

/** Mostly what makes the organization: the laws are about that, and lists beside it are simple. */
const drawnName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NAMES.filter(isOfTheTree)) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES.filter((name) => !isOfTheTree(name))) }
);

/** One of any command, with arguments that are mostly sensible and sometimes not. */
export const drawnCommand: fc.Arbitrary<Drawn> = fc
  .record({
    name: drawnName,
    picks,
    other: picks,
    to: fc.nat(200),
    before: fc.nat(200),
    text: hostileText,
    tags,
    id: newDepartmentId,
    number: fc.nat(80),
    rootTarget: fc.boolean()
  })
  .map(({ name, ...draw }) => ({ name, args: (state: State) => argsOf(name, draw, state) }));

interface Draw {
  readonly picks: readonly number[];
  readonly other: readonly number[];
  readonly to: number;
  readonly before: number;
  readonly text: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly id: string;
  readonly number: number;
  readonly rootTarget: boolean;
}

function argsOf(name: string, draw: Draw, state: State): unknown {
  const departments = idsOf(state, Department);
  const accounts = idsOf(state, Account);
  const parentId = draw.rootTarget
    ? ROOT
    : (departments[draw.to % Math.max(1, departments.length)] ?? ROOT);
  const before = departments[draw.before % Math.max(1, departments.length)];
  const values = { owner: draw.text, remark: draw.text, tags: draw.tags };
  const set = draw.tags;
  const remove = [draw.text];
  const both = {
    departments: chosen(departments, draw.picks),
    accounts: chosen(accounts, draw.other)
  };
  const area = name.split('.')[0];
  const ids = chosen(area === 'department' ? departments : accounts, draw.picks);
  const id = ids[0];
  const base = {
    ids,
    id,
    from: id,
    into: parentId,
    name: draw.text,
    values,
    set,
    remove,
    parentId,
    before,
    ...both
  };
  if (name === 'department.add') return { ...base, id: draw.id, ...values };
  if (name === 'account.add')
    return {
      provider: draw.number % 2 ? 'aws' : 'tencent',
      externalId: String(100_000_000_000 + draw.number),
      name: draw.text,
      departmentId: parentId
    };
  if (name === 'organization.create') return { name: draw.text, provider: 'tencent' };
  if (name === 'organization.update')
    return { values: { name: draw.text, accountLimit: draw.number } };
  if (name === 'tag.respell') {
    const keys = [draw.text, ...draw.tags.map(([key]) => key)];
    const values = draw.tags.map(([, value]) => value);
    const rule = draw.rootTarget ? { keys, to: draw.text } : { keys, values, to: draw.text };
    return { rules: [rule], collisions: draw.number % 2 ? 'keep' : 'leave' };
  }
  if (name === 'account.edit')
    return {
      edits: ids.map((each, i) => ({
        id: each,
        values: i % 2 ? { name: draw.text } : { owner: draw.text, departmentId: parentId },
        set,
        remove
      }))
    };
  if (area === 'view') {
    const views = idsOf(state, SavedView);
    if (name !== 'view.save')
      return { ...base, ids: chosen(views, draw.picks), id: views[0] ?? '' };
    return { id: draw.id, name: draw.text, query: draw.text };
  }
  if (name === 'financialPolicy.update') return { ids, permissionIds: [1, 2, draw.number % 12] };
  if (area === 'rate' || area === 'finance' || area === 'budget')
    return moneyArgsOf(draw, parentId);
  if (area === 'bill') return billArgsOf(name, draw, parentId);
  return { ...base, departmentId: parentId };
}

function moneyArgsOf({ number, text, tags, picks }: Draw, department: string): unknown {
  const month = `2026-0${(number % 3) + 1}`;
  const currency = number % 2 ? 'USD' : 'JPY';
  const rate = number % 5 ? `${number + 1}.25` : '';
  const planned = tags.map(([, amount], i) => [`2026-0${i + 1}`, amount]);
  return {
    reporting: 'CNY',
    rates: [{ month, currency, rate }],
    currency,
    id: `b${number % 4}`,
    ids: [`b${(picks[0] ?? 0) % 4}`],
    keys: tags.map(([key]) => key),
    values: { name: text, department, currency, first: month, amount: String(number), planned }
  };
}

const hashOf = (n: number) => (n % 7).toString(16).padStart(64, '0');

function billArgsOf(name: string, draw: Draw, departmentId: string): unknown {
  const scope = { provider: 'aws', payer: draw.text, currency: draw.number % 2 ? 'CNY' : 'USD' };
  const month = `2026-0${(draw.number % 3) + 1}`;
  const ids = [...new Set(draw.picks.map(hashOf))];
  if (name === 'bill.choose') return { scope, month, sources: draw.number % 4 ? ids : [] };
  if (name === 'bill.remove') return { ids };
  const account = { provider: 'aws', account: String(100_000_000_000 + draw.number), name: '' };
  const bill = { name: draw.text, scope, format: 'focus', months: [month] };
  return {
    bills: ids.map((id) => ({ id, ...bill, rows: draw.number, refusedRows: 0, size: draw.to })),
    accounts: draw.number % 3 ? [account] : [],
    departmentId
  };
}

const context: Context = { now: 1_790_000_000_000 };

/** The command behind a name, taking arguments whose shape the drawing answers for. */
export function commandNamed(name: string): Command<unknown> {
  const found = COMMANDS.find((command) => command.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found as Command<unknown>;
}

export const planOf = ({ name, args }: Drawn, state: State): Result<Diff> =>
  commandNamed(name).plan(state, args(state), context);
