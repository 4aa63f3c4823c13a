import { AmountSums } from './amount-sums.ts';
import type { FactLine } from './batch-format.ts';
import type { Fact } from './fact.ts';
import { TextTuples, TupleIndex } from './tuple-index.ts';

/** What facts of one month or one account add up to, in 1e-12. */
export interface NamedSum {
  readonly name: string;
  readonly billed: bigint;
  readonly effective: bigint;
}

/**
 * Facts of one scope as columns, each key once: those that come again are added. Names are numbered
 * in the order in which they come.
 */
export class FactTable implements Iterable<Fact> {
  readonly #months = new Names();
  readonly #accounts = new Names();
  readonly #lineAt = new TextTuples(5);
  readonly #line = ['', '', '', '', ''];
  readonly lines: FactLine[] = [];
  readonly #keys: TupleIndex;
  readonly #key = new Int32Array(3);
  readonly billed: AmountSums;
  /** Effective less billed: mostly zeros. */
  readonly spread: AmountSums;
  #monthSums: readonly NamedSum[] | undefined;

  /** About so many facts may be expected. */
  constructor(expected = 64) {
    this.#keys = new TupleIndex(3, expected);
    this.billed = new AmountSums(expected);
    this.spread = new AmountSums(expected);
  }

  static of(facts: Iterable<Fact>): FactTable {
    if (facts instanceof FactTable) return facts;
    const table = new FactTable();
    for (const fact of facts) table.add(fact);
    return table;
  }

  add(fact: Fact): void {
    const at = this.factAt(
      this.monthNumber(fact.month),
      this.accountNumber(fact.account),
      this.lineNumber(fact)
    );
    this.billed.addAmount(at, fact.billed);
    if (fact.effective !== fact.billed) this.spread.addAmount(at, fact.effective - fact.billed);
  }

  /** The number of a fact by those of what it is; to its amounts may be added. */
  factAt(month: number, account: number, line: number): number {
    this.#monthSums = undefined;
    this.#key[0] = month;
    this.#key[1] = account;
    this.#key[2] = line;
    return this.#keys.find(this.#key);
  }

  monthNumber(name: string): number {
    return this.#months.numberOf(name);
  }

  accountNumber(name: string): number {
    return this.#accounts.numberOf(name);
  }

  lineNumber({ service, region, chargeCategory, pricingCategory, tags }: FactLine): number {
    this.#line[0] = service;
    this.#line[1] = region;
    this.#line[2] = chargeCategory;
    this.#line[3] = pricingCategory;
    this.#line[4] = tags;
    const at = this.#lineAt.find(this.#line);
    if (at === this.lines.length)
      this.lines.push({ service, region, chargeCategory, pricingCategory, tags });
    return at;
  }

  get size(): number {
    return this.#keys.size;
  }

  get months(): readonly string[] {
    return this.#months.all;
  }

  get accounts(): readonly string[] {
    return this.#accounts.all;
  }

  /** The number of a fact's month. */
  month(fact: number): number {
    return this.#keys.part(fact, 0);
  }

  account(fact: number): number {
    return this.#keys.part(fact, 1);
  }

  line(fact: number): number {
    return this.#keys.part(fact, 2);
  }

  /** In the order of the months. */
  monthSums(): readonly NamedSum[] {
    return (this.#monthSums ??= this.#sums(this.months, (fact) => this.month(fact)));
  }

  /** Of some months only; accounts without a fact in them are not told. */
  accountSums(months: ReadonlySet<string>): NamedSum[] {
    const wanted = this.months.map((month) => months.has(month));
    return this.#sums(this.accounts, (fact) =>
      wanted[this.month(fact)] === true ? this.account(fact) : -1
    );
  }

  #sums(names: readonly string[], placeOf: (fact: number) => number): NamedSum[] {
    const billed = new AmountSums();
    const spread = new AmountSums();
    const seen = new Uint8Array(names.length);
    for (let fact = 0; fact < this.size; fact++) {
      const place = placeOf(fact);
      if (place < 0) continue;
      seen[place] = 1;
      billed.addSum(place, this.billed, fact);
      spread.addSum(place, this.spread, fact);
    }
    return names.flatMap((name, place) => {
      if (!seen[place]) return [];
      const sum = billed.sum(place);
      return { name, billed: sum, effective: sum + spread.sum(place) };
    });
  }

  *[Symbol.iterator](): Generator<Fact> {
    for (let fact = 0; fact < this.size; fact++) {
      const line = this.lines[this.line(fact)];
      if (!line) continue;
      const billed = this.billed.sum(fact);
      yield {
        month: this.months[this.month(fact)] ?? '',
        account: this.accounts[this.account(fact)] ?? '',
        ...line,
        billed,
        effective: billed + this.spread.sum(fact)
      };
    }
  }
}

/** Texts by number, 0 first. */
class Names {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.all.push(name) - 1;
      this.#numbers.set(name, number);
    }
    return number;
  }
}
