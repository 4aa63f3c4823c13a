import { billsOf, sampleState } from '../tests/support/focus-file.ts';
import { countedBills } from '../tests/support/bills.ts';
import { groupedBy } from '#core/finance/grouping.ts';
import { accountCosts, pivot } from '#core/finance/pivot.ts';
import { departmentRows } from '#core/finance/report.ts';
import { driversOf } from '#core/finance/drivers.ts';
import { ROOT } from '#core/org/model.ts';
const state = sampleState(10_000);
const bills = billsOf(state, '2026-10', 24);
console.log('facts', bills.reduce((n, b) => n + b.facts.length, 0));
const money = countedBills(bills);
const months = [...new Set(money.counted.map(({ month }) => month))].sort();
const reporting = { currency: 'CNY', rates: new Map() };
const time = <T>(name: string, run: () => T): T => {
  let best = Infinity;
  let value!: T;
  for (let i = 0; i < 3; i++) {
    const at = performance.now();
    value = run();
    best = Math.min(best, performance.now() - at);
  }
  console.log(name, best.toFixed(0), 'ms');
  return value;
};
const q = (g: ReturnType<typeof groupedBy>, of = months) => ({ months: of, measure: 'billed' as const, reporting, ...g });
const acc = time('by account', () => pivot(money.counted, q(groupedBy(state, {}, 'account'))));
const table = accountCosts(acc.rows);
time('table', () => accountCosts(acc.rows));
time('departments', () => departmentRows(state, accountCosts(acc.rows), ROOT, months.length));
time('departments again', () => departmentRows(state, table, ROOT, months.length));
time('by service', () => pivot(money.counted, q(groupedBy(state, {}, 'service'))));
time('by tag', () => pivot(money.counted, q(groupedBy(state, { tagKey: 'env' }, 'tag'))));
const two = time('account x service, 2 months', () =>
  pivot(money.counted, q({ accountOf: groupedBy(state, {}, 'account').accountOf, lineOf: (l) => l.service }, months.slice(-2))));
time('drivers', () => driversOf(two.rows, ({ account, line }) => account + line, { from: 0, to: 1, most: 9 }));
