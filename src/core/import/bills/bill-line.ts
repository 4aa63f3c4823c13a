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

interface CloudId {
  readonly id: string;
  /** A spreadsheet wrote it, and not all of its digits. */
  readonly lost: boolean;
}

/** Reads the charges of one bill; what repeats in them, as months and ids do, is read once. */
export class LineReader {
  readonly #months = {
    start: new Map<string, string | undefined>(),
    day: new Map<string, string | undefined>()
  };
  readonly #ids = new Map<string, CloudId>();
  #scope: BillScope = { provider: 'other', payer: '', currency: '' };

  /** What every format's charges must say, or why the rows do not come in. */
  lineOf(charge: Charge, names: { readonly cost: string }): BillLine | Problem {
    const day = charge.period || charge.date;
    if (day === '') return billProblem('bills.periodMissing');
    const month = this.#month(day, charge.period !== '');
    if (!month) return billProblem('bills.periodUnreadable', { value: shorten(day) });
    if (charge.currency === '') return billProblem('bills.currencyMissing');
    if (charge.billed === undefined)
      return billProblem('bills.amountMissing', { column: names.cost });
    const payer = this.#id(charge.payer);
    const account = this.#id(charge.account);
    const lost = payer.lost ? payer : account.lost ? account : undefined;
    if (lost) return billProblem('bills.idScientific', { value: shorten(lost.id) });
    const length = Math.max(payer.id.length, account.id.length, charge.service.length);
    if (Math.max(length, charge.region.length, charge.currency.length) > LONGEST)
      return billProblem('bills.textTooLong', { max: LONGEST });
    return {
      scope: this.#scopeOf(charge, payer.id),
      fact: {
        month,
        account: account.id,
        service: charge.service,
        region: charge.region,
        chargeCategory: charge.chargeCategory,
        pricingCategory: charge.pricingCategory,
        billed: charge.billed,
        effective: charge.effective ?? charge.billed
      },
      accountName: charge.accountName,
      invoice: charge.invoice
    };
  }

  #month(day: string, isStart: boolean): string | undefined {
    const known = isStart ? this.#months.start : this.#months.day;
    if (!known.has(day)) known.set(day, monthOf(day, isStart));
    return known.get(day);
  }

  #id(text: string): CloudId {
    let read = this.#ids.get(text);
    if (!read) {
      const id = cloudId(text);
      this.#ids.set(text, (read = { id, lost: SCIENTIFIC.test(id) }));
    }
    return read;
  }

  /** The same object for as long as nothing of it changes. */
  #scopeOf({ provider, currency }: Charge, payer: string): BillScope {
    const known = this.#scope;
    if (known.provider !== provider || known.payer !== payer || known.currency !== currency)
      this.#scope = { provider, payer, currency };
    return this.#scope;
  }
}

/** Azure's FOCUS files put its paths before ids. */
const cloudId = (id: string): string =>
  id.replace(/^\/(subscriptions|providers\/Microsoft\.Billing\/billingAccounts)\//i, '');
