import type { BillScope, Fact } from '#core/finance/fact.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { shorten } from '../fields.ts';
import type { Charge } from './formats/format.ts';
import { monthOf } from './period.ts';
import { billProblem } from './problem.ts';

/** A charge that is whole: a fact in its scope, with what the facts themselves do not keep. */
export interface BillLine {
  readonly scope: BillScope;
  readonly fact: Fact;
  readonly accountName: string;
  readonly invoice: string;
}

/** Digits that a spreadsheet wrote as a power of ten: the last ones are lost. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+?\d+$/i;
const LONGEST = 1024;

/** What every format's charges must say, or why the rows do not come in. */
export function lineOf(charge: Charge, names: { readonly cost: string }): BillLine | Problem {
  const day = charge.period || charge.date;
  if (day === '') return billProblem('bills.periodMissing');
  const month = monthOf(day, charge.period !== '');
  if (!month) return billProblem('bills.periodUnreadable', { value: shorten(day) });
  if (charge.currency === '') return billProblem('bills.currencyMissing');
  if (charge.billed === undefined)
    return billProblem('bills.amountMissing', { column: names.cost });
  const payer = cloudId(charge.payer);
  const account = cloudId(charge.account);
  const lost = [payer, account].find((id) => SCIENTIFIC.test(id));
  if (lost !== undefined) return billProblem('bills.idScientific', { value: shorten(lost) });
  const texts = [payer, account, charge.service, charge.region, charge.currency];
  if (texts.some((text) => text.length > LONGEST))
    return billProblem('bills.textTooLong', { max: LONGEST });
  return {
    scope: { provider: charge.provider, payer, currency: charge.currency.toWellFormed() },
    fact: {
      month,
      account,
      service: charge.service.toWellFormed(),
      region: charge.region.toWellFormed(),
      chargeCategory: charge.chargeCategory.toWellFormed(),
      pricingCategory: charge.pricingCategory.toWellFormed(),
      billed: charge.billed,
      effective: charge.effective ?? charge.billed
    },
    accountName: charge.accountName,
    invoice: charge.invoice
  };
}

/** Azure's FOCUS files put its paths before ids. */
const cloudId = (id: string): string =>
  id
    .toWellFormed()
    .replace(/^\/(subscriptions|providers\/Microsoft\.Billing\/billingAccounts)\//i, '');
