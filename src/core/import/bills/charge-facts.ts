import type { FactTable } from '#core/finance/fact-table.ts';
import type { BillScope } from '#core/finance/fact.ts';
import { FactSums, type ScopedFacts } from './bill-part.ts';
import type { Charges } from './charges.ts';

/**
 * The facts that charges make. What charges number is looked up by its name once for each table, not
 * once for each charge.
 */
export class ChargeFacts {
  readonly #sums: FactSums;
  /** A scope is known by its object. */
  readonly #known = new Map<BillScope, NumberedFacts>();

  /** Most bills have one scope, and about so many facts in it. */
  constructor(expected: number) {
    this.#sums = new FactSums(expected);
  }

  /** Adds the charge that is turned to. */
  add(charges: Charges): void {
    const { scope } = charges;
    let known = this.#known.get(scope);
    if (!known) this.#known.set(scope, (known = new NumberedFacts(this.#sums.of(scope))));
    const { table } = known;
    const fact = known.factOf(charges);
    charges.addBilled(table.billed, fact);
    charges.addSpread(table.spread, fact);
  }

  scopes(): ScopedFacts[] {
    return this.#sums.scopes();
  }
}

/** By the numbers of charges, those of a table. */
class NumberedFacts {
  readonly table: FactTable;
  readonly #months: number[] = [];
  readonly #accounts: number[] = [];
  readonly #lines: number[] = [];

  constructor(table: FactTable) {
    this.table = table;
  }

  factOf(charges: Charges): number {
    const { table } = this;
    return table.factAt(
      (this.#months[charges.monthNumber] ??= table.monthNumber(charges.month)),
      (this.#accounts[charges.accountNumber] ??= table.accountNumber(charges.account)),
      (this.#lines[charges.lineNumber] ??= table.lineNumber(charges.line))
    );
  }
}
