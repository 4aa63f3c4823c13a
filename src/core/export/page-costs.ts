import { wholeOutline, type OutlineRow } from '#core/account/outline.ts';
import { Account } from '#core/account/model.ts';
import { shownAmount } from '#core/finance/amount-display.ts';
import { readBatch, readMonth } from '#core/finance/batch-read.ts';
import { OUTSIDE } from '#core/finance/cost-home.ts';
import type { CostCells, CountedMonth } from '#core/finance/cost.ts';
import { costByDepartment, costOf } from '#core/finance/department-cost.ts';
import { groupedBy } from '#core/finance/grouping.ts';
import { monthMessages, monthParts } from '#core/finance/month-words.ts';
import { accountCosts, pivot } from '#core/finance/pivot.ts';
import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';
import { translate, type Formats } from '#core/kernel/message.ts';
import { rowOf } from '#core/kernel/state.ts';
import { get } from '#core/kernel/table.ts';
import { Department, Organization, ROOT } from '#core/org/model.ts';
import type { Snapshot } from '#core/snapshot/read.ts';
import { escaped } from './markup.ts';
import { pageMessages as m } from './page-messages.ts';

/** Months that stand side by side on paper. */
const MOST_MONTHS = 6;

/** What a snapshot's departments and accounts cost, a table a currency: the newest months and all. */
export function costTables(snapshot: Snapshot, formats: Formats): string {
  const counted = countedOf(snapshot);
  const currencies = [...new Set(counted.map(({ batch }) => batch.scope.currency))].sort();
  return currencies.map((currency) => costTable(snapshot, counted, currency, formats)).join('');
}

const countedOf = ({ bills }: Snapshot): CountedMonth[] =>
  [...bills.values()].flatMap((bytes) => {
    const batch = readBatch(bytes);
    if (!batch.ok) return [];
    return batch.value.months.flatMap(({ month }) => {
      const columns = readMonth(batch.value, month);
      return columns.ok ? [{ batch: batch.value, month, columns: columns.value }] : [];
    });
  });

function costTable(
  { state }: Snapshot,
  all: readonly CountedMonth[],
  currency: string,
  formats: Formats
): string {
  const counted = all.filter(({ batch }) => batch.scope.currency === currency);
  const months = [...new Set(counted.map(({ month }) => month))].sort().reverse();
  const { rows } = pivot(counted, {
    months,
    measure: 'billed',
    reporting: { currency, rates: new Map() },
    ...groupedBy(state, {}, 'account')
  });
  const costs = accountCosts(rows);
  const table = costByDepartment(state, costs);
  const shown = months.slice(0, MOST_MONTHS);
  const amount = (value: bigint) =>
    `<td class="n">${escaped(shownAmount(value, '', formats.locale, { decimals: REPORTED_DECIMALS }))}</td>`;
  const line = (name: string, kind: string, level: number, cells: CostCells) =>
    [
      `<tr class="${kind} l${level}"><th scope="row">${escaped(name)}</th>`,
      ...shown.map((_, i) => amount(cells[i] ?? 0n)),
      amount(cells.reduce((sum, cell) => sum + cell, 0n)),
      '</tr>'
    ].join('');
  const outline = wholeOutline(state);
  const lines = Array.from({ length: outline.length }, (_, i) => outline.at(i)).flatMap((row) => {
    if (!row) return [];
    const cells =
      row.kind === 'account' ? get(costs, row.id)?.cells : costOf(table, row.id, months.length);
    return cells ? [line(nameOf(state, row), row.kind, row.level, cells)] : [];
  });
  const outside = costOf(table, OUTSIDE, months.length);
  if (outside.some((cell) => cell !== 0n))
    lines.push(line(translate(m.outside, undefined, formats), 'department', 1, outside));
  const heads = shown.map(
    (month) =>
      `<th scope="col" class="n">${escaped(translate(monthMessages.long, monthParts(month), formats))}</th>`
  );
  const title = translate(m.costs, { currency }, formats);
  const total = translate(m.allMonths, { n: months.length }, formats);
  return [
    `<section><h2>${escaped(title)}</h2><table><thead><tr><th scope="col">`,
    escaped(translate(Account.fields.name.label, undefined, formats)),
    `</th>${heads.join('')}<th scope="col" class="n">${escaped(total)}</th></tr></thead>`,
    `<tbody>${lines.join('')}</tbody></table></section>`
  ].join('');
}

function nameOf(state: Snapshot['state'], { kind, id }: OutlineRow): string {
  if (kind === 'account') return rowOf(state, Account, id)?.name ?? '';
  return (rowOf(state, Department, id) ?? rowOf(state, Organization, ROOT))?.name ?? '';
}
