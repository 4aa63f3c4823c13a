import { command } from '#core/kernel/command.ts';
import { readRow, withFields } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { diffOf, rowOf, type Diff, type State } from '#core/kernel/state.ts';
import { isRecordId } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { rateCommandMessages as titles } from './messages.ts';
import { ExchangeRate, FinanceSettings, MOST_TAG_KEYS } from './model.ts';
import { rateId, rateValue } from './rates.ts';

/** Of a tag key, in every cloud that names a limit. */
const LONGEST_KEY = 128;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Sets what currencies are worth in their months; a blank rate takes one back. */
export const setRates = command<{
  reporting: string;
  rates: readonly { readonly month: string; readonly currency: string; readonly rate: string }[];
}>('rate.set', titles.setRates, (state, { reporting, rates }) => {
  const rows = new Map<string, ExchangeRate | undefined>();
  for (const { month, currency, rate } of rates) {
    const id = rateId(month, currency, reporting);
    if (!MONTH.test(month)) return refused({ code: 'finance.monthMalformed', params: { month } });
    if (currency === '' || reporting === '' || !isRecordId(id))
      return refused({ code: 'finance.currencyMalformed', params: { currency } });
    if (currency === reporting)
      return refused({ code: 'finance.rateOfItself', params: { currency } });
    const typed = rate.trim();
    if (typed !== '' && rateValue(typed) === undefined)
      return refused({ code: 'finance.rateMalformed', params: { rate: typed } });
    const stored = new Map(Object.entries({ month, currency, reporting }));
    const before =
      rowOf(state, ExchangeRate, id) ?? readRow(ExchangeRate, id, (field) => stored.get(field));
    rows.set(id, typed === '' ? undefined : withFields(ExchangeRate, before, { rate: typed }));
  }
  return ok(diffOf(state, ExchangeRate, rows));
});

/** Chooses the currency that costs are told in; blank tells each currency by itself. */
export const setReportingCurrency = command<{ currency: string }>(
  'finance.report',
  titles.report,
  (state, { currency }) => {
    return settled(state, { reportingCurrency: currency.trim() });
  }
);

/** Chooses the keys of tags by which bills are read from now on. */
export const setAllocationTags = command<{ keys: readonly string[] }>(
  'finance.allocate',
  titles.allocate,
  (state, { keys }) => {
    const chosen = [...new Set(keys.map((key) => key.trim()).filter((key) => key !== ''))].sort();
    if (chosen.length > MOST_TAG_KEYS)
      return refused({ code: 'finance.tooManyTagKeys', params: { max: MOST_TAG_KEYS } });
    const long = chosen.find((key) => key.length > LONGEST_KEY);
    if (long !== undefined)
      return refused({ code: 'finance.tagKeyTooLong', params: { max: LONGEST_KEY } });
    return settled(state, { allocationTags: chosen });
  }
);

function settled(state: State, values: Partial<FinanceSettings>): Result<Diff> {
  const before =
    rowOf(state, FinanceSettings, ROOT) ?? readRow(FinanceSettings, ROOT, () => undefined);
  const after = withFields(FinanceSettings, before, values);
  return ok(after === before ? new Map() : diffOf(state, FinanceSettings, [[ROOT, after]]));
}
