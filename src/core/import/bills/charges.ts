import type { AmountSums } from '#core/finance/amount-sums.ts';
import type { FactLine } from '#core/finance/batch-format.ts';
import { scopeKey, type BillScope } from '#core/finance/fact.ts';
import { lineTags, readLineTags, type LineTag } from '#core/finance/line-tags.ts';
import { TupleIndex } from '#core/finance/tuple-index.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import { shorten } from '../fields.ts';
import type { BillTable } from './bill-table.ts';
import type { CostTerm, LineRole, TextRole, WhoseRole } from './formats/format.ts';
import { monthOf } from './period.ts';
import { billProblem } from './problem.ts';
import type { RowGroups } from './row-sums.ts';
import { cut } from './tag-sets.ts';

/** Digits that a spreadsheet wrote as a power of ten: the last ones are lost. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?e\+?\d+$/i;
const LONGEST = 1024;

/** A payer or an account, as a column says it. */
interface CloudId {
  readonly id: string;
  /** Different for each; the same id may have several, in different columns. */
  readonly number: number;
  /** Why no charge of it comes in. */
  readonly problem: Problem | undefined;
}

const NOBODY: CloudId = { id: '', number: 0, problem: undefined };

/** Texts that are no part of a line. */
const OTHERS: ReadonlySet<TextRole> = new Set<Exclude<TextRole, LineRole>>([
  ...(['period', 'date', 'payer', 'account', 'accountName', 'invoice'] as const)
]);

/** What was charged, with the columns that say how much. */
interface Line {
  readonly number: number;
  readonly fact: FactLine;
  readonly provider: Provider;
  readonly currency: string;
  /** By payer. */
  readonly scopes: Map<string, BillScope>;
  readonly billed: readonly number[];
  readonly effective: readonly { readonly of: readonly number[]; readonly sign: 1 | -1 }[];
  readonly unbilled: Problem | undefined;
  readonly tooLong: boolean;
}

const NOTHING: Line = {
  number: -1,
  fact: { service: '', region: '', chargeCategory: '', pricingCategory: '', tags: '' },
  provider: 'other',
  currency: '',
  scopes: new Map(),
  billed: [],
  effective: [],
  unbilled: undefined,
  tooLong: false
};

/** Numbers ids without a gap, whichever column they stand in. */
class CloudIds {
  #size = 1;

  of(text: string): CloudId {
    if (text === '') return NOBODY;
    const id = cloudId(text);
    return { id, number: this.#size++, problem: idProblem(id) };
  }
}

/** A column of ids; each is understood once. */
class WhoseColumn {
  readonly #column: number;
  readonly #groups: RowGroups;
  readonly #all: CloudIds;
  readonly #ids: CloudId[] = [];

  constructor(column: number, groups: RowGroups, all: CloudIds) {
    this.#column = column;
    this.#groups = groups;
    this.#all = all;
  }

  /** Of the group that is turned to. */
  get(): CloudId {
    if (this.#column < 0) return NOBODY;
    const number = this.#groups.text(this.#column);
    return (this.#ids[number] ??= this.#all.of(this.#groups.texts[this.#column]?.[number] ?? ''));
  }
}

function idProblem(id: string): Problem | undefined {
  if (SCIENTIFIC.test(id)) return billProblem('bills.idScientific', { value: shorten(id) });
  return id.length > LONGEST ? billProblem('bills.textTooLong', { max: LONGEST }) : undefined;
}

/** Azure's FOCUS files put its paths before ids. */
const cloudId = (id: string): string =>
  id.replace(/^\/(subscriptions|providers\/Microsoft\.Billing\/billingAccounts)\//i, '');

/**
 * Groups of rows as charges: what every bill must say, or why the rows do not come in. Texts are
 * understood once each, and what was charged once for each way to say it, not once for each group.
 */
export class Charges {
  readonly #groups: RowGroups;
  readonly #table: BillTable;
  readonly #period: number;
  readonly #months: (string | Problem)[] = [];
  readonly #payer: readonly WhoseColumn[];
  readonly #account: readonly WhoseColumn[];
  readonly #accountName: number;
  readonly #invoice: number;
  /** Columns of which a line is made, and the lines by their numbers. */
  readonly #lineColumns: readonly number[];
  readonly #lineAt: TupleIndex;
  readonly #lineTuple: Int32Array;
  readonly #lines: Line[] = [];
  /** By provider, payer and currency: the same object for what is the same. */
  readonly #scopes = new Map<string, BillScope>();
  readonly #costs: ReadonlyMap<string, number>;
  #line = NOTHING;
  #billed = -1;
  month = '';
  account = '';
  payer = '';
  /** Numbers that are the same only for what is the same, each without a gap. */
  monthNumber = 0;
  accountNumber = 0;

  constructor(table: BillTable, groups: RowGroups) {
    const { format, roles, slots } = table;
    const column = (role: TextRole) => roles.indexOf(role);
    const ids = new CloudIds();
    const whose = (role: WhoseRole) => new WhoseColumn(column(role), groups, ids);
    this.#groups = groups;
    this.#table = table;
    this.#period = slots.period;
    this.#payer = format.payer.map(whose);
    this.#account = format.account.map(whose);
    this.#accountName = column('accountName');
    this.#invoice = column('invoice');
    this.#lineColumns = slots.texts.flatMap((_, i) => {
      const role = roles[i];
      return role && OTHERS.has(role) ? [] : i;
    });
    this.#lineAt = new TupleIndex(this.#lineColumns.length);
    this.#lineTuple = new Int32Array(this.#lineColumns.length);
    this.#costs = new Map(format.costs.map(([first = ''], i) => [first, i]));
  }

  /** Turns to a group; why it does not come in, if it does not. */
  read(group: number): Problem | undefined {
    this.#groups.turnTo(group);
    const month = this.#month();
    if (typeof month !== 'string') return month;
    const line = this.#lineOf();
    if (line.unbilled) return line.unbilled;
    this.#billed = this.#groups.costOf(line.billed);
    if (this.#billed < 0)
      return billProblem('bills.amountMissing', { column: this.#table.slots.costNames[0] ?? '' });
    const payer = this.#whose(this.#payer);
    const account = this.#whose(this.#account);
    const problem = payer.problem ?? account.problem;
    if (problem) return problem;
    if (line.tooLong) return billProblem('bills.textTooLong', { max: LONGEST });
    this.#line = line;
    this.month = month;
    this.payer = payer.id;
    this.account = account.id;
    this.monthNumber = this.#groups.text(this.#period);
    this.accountNumber = account.number;
    return undefined;
  }

  /** How many different lines there are so far. */
  get lineCount(): number {
    return this.#lines.length;
  }

  get line(): FactLine {
    return this.#line.fact;
  }

  get lineNumber(): number {
    return this.#line.number;
  }

  /** Whose bill it stands in: the same object for what is the same. */
  get scope(): BillScope {
    const { provider, currency, scopes } = this.#line;
    let scope = scopes.get(this.payer);
    if (!scope)
      scopes.set(this.payer, (scope = this.#scopeOf({ provider, payer: this.payer, currency })));
    return scope;
  }

  #scopeOf(scope: BillScope): BillScope {
    const key = scopeKey(scope);
    const known = this.#scopes.get(key);
    if (!known) this.#scopes.set(key, scope);
    return known ?? scope;
  }

  get accountName(): string {
    return this.#text(this.#accountName);
  }

  get invoice(): string {
    return this.#text(this.#invoice);
  }

  /** Adds what was billed. */
  addBilled(into: AmountSums, at: number): void {
    this.#groups.addCost(this.#billed, into, at, 1);
  }

  /** Adds what is effective less what was billed. */
  addSpread(into: AmountSums, at: number): void {
    const { effective } = this.#line;
    const [first] = effective;
    if (first?.sign === 1 && effective.length === 1)
      if (this.#groups.costOf(first.of) === this.#billed) return;
    for (const { of, sign } of effective) {
      const column = this.#groups.costOf(of);
      if (column >= 0) this.#groups.addCost(column, into, at, sign);
    }
    this.#groups.addCost(this.#billed, into, at, -1);
  }

  #text(column: number): string {
    if (column < 0) return '';
    return this.#groups.texts[column]?.[this.#groups.text(column)] ?? '';
  }

  #month(): string | Problem {
    if (this.#period < 0) return this.#readMonth('');
    const id = this.#groups.text(this.#period);
    return (this.#months[id] ??= this.#readMonth(this.#text(this.#period)));
  }

  #readMonth(day: string): string | Problem {
    if (day === '') return billProblem('bills.periodMissing');
    const isStart = this.#table.roles[this.#period] === 'period';
    return monthOf(day, isStart) ?? billProblem('bills.periodUnreadable', { value: shorten(day) });
  }

  #whose(columns: readonly WhoseColumn[]): CloudId {
    for (const column of columns) {
      const found = column.get();
      if (found !== NOBODY) return found;
    }
    return NOBODY;
  }

  #lineOf(): Line {
    for (let i = 0; i < this.#lineColumns.length; i++)
      this.#lineTuple[i] = this.#groups.text(this.#lineColumns[i] ?? 0);
    const at = this.#lineAt.find(this.#lineTuple);
    return (this.#lines[at] ??= this.#readLine(at));
  }

  /** Cost allocation tags: of a column for all, and of those that are each for one key. */
  #tags(): string {
    const { roles, tagColumns } = this.#table;
    const told = readLineTags(this.#text(roles.indexOf('tags'))) ?? [];
    const own = tagColumns.map(({ text, key }): LineTag => [key, cut(this.#text(text))]);
    return lineTags([...told, ...own]);
  }

  #readLine(number: number): Line {
    const { format, roles } = this.#table;
    const read = format.line((role: LineRole) => this.#text(roles.indexOf(role)));
    const { provider, currency, service, region, chargeCategory, pricingCategory } = read;
    const columns = (names: readonly string[]) =>
      names.flatMap((name) => this.#costs.get(name) ?? []);
    return {
      number,
      fact: { service, region, chargeCategory, pricingCategory, tags: this.#tags() },
      provider,
      currency,
      scopes: new Map(),
      billed: columns(read.billed),
      effective: read.effective.map(({ of, minus }: CostTerm) => ({
        of: columns(of),
        sign: minus ? -1 : 1
      })),
      unbilled: currency === '' ? billProblem('bills.currencyMissing') : undefined,
      tooLong: Math.max(service.length, region.length, currency.length) > LONGEST
    };
  }
}
