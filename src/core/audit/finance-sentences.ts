import {
  BillBatch,
  BillChoice,
  Budget,
  ExchangeRate,
  FinanceSettings
} from '#core/finance/model.ts';
import { fieldOf, type Kind } from '#core/kernel/kind.ts';
import { translate } from '#core/kernel/message.ts';
import { rowOf } from '#core/kernel/state.ts';
import { ROOT } from '#core/org/model.ts';
import { changesOf, idsOf, short, textOf, whatOf, type Reading } from './reading.ts';
import { sentenceMessages as says } from './sentence-messages.ts';

/** The values of a field of everything of a kind that an entry speaks of, each once. */
function valuesOf(reading: Reading, kind: Kind, field: string): string {
  const { entry, state, formats } = reading;
  const died = changesOf(entry, kind).flatMap((changes) => changes.died);
  const rows = [...idsOf(entry, kind)].map(
    (id) => rowOf(state, kind, id) ?? died.find((row) => row.id === id)
  );
  const values = rows.flatMap((row) => (row ? textOf(fieldOf(row, field)) || [] : []));
  return formats.list([...new Set(values)].sort().map((each) => reading.mark(short(each))));
}

/** What commands of finance did. */
export const FINANCE_SENTENCES: readonly (readonly [string, (reading: Reading) => string])[] = [
  ['bill.remove', (r) => translate(says.billsRemoved, whatOf(r, [BillBatch]), r.formats)],
  [
    'bill.choose',
    (r) => translate(says.billsChosen, { months: valuesOf(r, BillChoice, 'month') }, r.formats)
  ],
  [
    'finance.report',
    ({ state, formats, mark }) => {
      const currency = rowOf(state, FinanceSettings, ROOT)?.reportingCurrency ?? '';
      return translate(says.reportingSet, { currency: mark(short(currency)) }, formats);
    }
  ],
  [
    'finance.allocate',
    ({ state, formats, mark }) => {
      const keys = rowOf(state, FinanceSettings, ROOT)?.allocationTags ?? [];
      const list = formats.list(keys.map((key) => mark(short(key))));
      return translate(says.allocationSet, { keys: list }, formats);
    }
  ],
  [
    'rate.set',
    (r) => {
      const currencies = valuesOf(r, ExchangeRate, 'currency');
      const months = valuesOf(r, ExchangeRate, 'month');
      return translate(says.ratesSet, { currencies, months }, r.formats);
    }
  ],
  ['budget.add', (r) => translate(says.budgetAdded, whatOf(r, [Budget]), r.formats)],
  ['budget.remove', (r) => translate(says.budgetsRemoved, whatOf(r, [Budget]), r.formats)]
];
