import { PICO } from './amount.ts';
import type { CountedMonth } from './cost.ts';
import { pivot, type PivotQuery } from './pivot.ts';
import { rateOf } from './reporting.ts';

/** What one bill gives to a number. */
export interface BillPart {
  readonly bill: CountedMonth;
  /** In 1e-12 of the bill's own currency. */
  readonly amount: bigint;
  /** By what it was multiplied; undefined when it stands apart. */
  readonly rate: bigint | undefined;
}

export interface NamedPart {
  readonly key: string;
  readonly amount: bigint;
}

/** Why a number is what it is: each list adds up to it. */
export interface Origin {
  readonly amount: bigint;
  readonly accounts: readonly NamedPart[];
  readonly services: readonly NamedPart[];
  readonly bills: readonly BillPart[];
}

/** Takes a number of some months apart; reported amounts, the largest parts first. */
export function originOf(bills: readonly CountedMonth[], query: PivotQuery): Origin {
  const accounts = new Map<string, bigint>();
  const services = new Map<string, bigint>();
  let amount = 0n;
  const parts = bills.flatMap((bill) => {
    if (!query.months.includes(bill.month)) return [];
    const { currency } = bill.batch.scope;
    const { rows } = pivot([bill], {
      ...query,
      reporting: { currency, rates: new Map() },
      accountOf: (id) => (query.accountOf(id) === undefined ? undefined : id),
      lineOf: (line) => (query.lineOf(line) === undefined ? undefined : line.service)
    });
    if (rows.length === 0) return [];
    const rate = rateOf(query.reporting, bill.month, currency);
    let own = 0n;
    for (const { account, line, cells } of rows) {
      const part = cells.reduce((sum, cell) => sum + cell, 0n) / PICO;
      own += part;
      if (rate === undefined) continue;
      amount += part * rate;
      accounts.set(account, (accounts.get(account) ?? 0n) + part * rate);
      services.set(line, (services.get(line) ?? 0n) + part * rate);
    }
    return [{ bill, amount: own, rate }];
  });
  return { amount, accounts: largest(accounts), services: largest(services), bills: parts };
}

/** Why one number is so much more than another: what each list lost is below zero in it. */
export function differenceOf(after: Origin, before: Origin): Origin {
  const parts = (of: 'accounts' | 'services') => {
    const amounts = new Map(after[of].map(({ key, amount }) => [key, amount]));
    for (const { key, amount } of before[of]) amounts.set(key, (amounts.get(key) ?? 0n) - amount);
    return largest(amounts).filter(({ amount }) => amount !== 0n);
  };
  return {
    amount: after.amount - before.amount,
    accounts: parts('accounts'),
    services: parts('services'),
    bills: [
      ...after.bills,
      ...before.bills.map(({ bill, amount, rate }) => ({ bill, amount: -amount, rate }))
    ]
  };
}

const sizeOf = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

const largest = (amounts: ReadonlyMap<string, bigint>): NamedPart[] =>
  [...amounts]
    .map(([key, amount]) => ({ key, amount }))
    .sort((a, b) => {
      const size = sizeOf(b.amount) - sizeOf(a.amount);
      return size > 0n ? 1 : size < 0n ? -1 : a.key < b.key ? -1 : 1;
    });
