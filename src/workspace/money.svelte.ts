import { billSources, chosenBills } from '#core/finance/bills.ts';
import { SNAPSHOT } from '#core/finance/batch-format.ts';
import { readBatch, readMonth, type Batch } from '#core/finance/batch-read.ts';
import type { CountedMonth } from '#core/finance/cost.ts';
import { settled, type BillSource, type Settled } from '#core/finance/current.ts';
import { BillBatch, BillChoice } from '#core/finance/model.ts';
import { ok, type Problem, type Result } from '#core/kernel/problem.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, type Table } from '#core/kernel/table.ts';
import type { MoneyGrain } from '#core/snapshot/scope.ts';
import './bill-sentences.ts';
import type { Blobs } from './blobs.ts';
import { breathe } from './pace.ts';

/** A bill that is listed and whose amounts cannot be shown here, and why. */
export interface MissingBill {
  readonly bill: BillBatch;
  readonly problem: Problem;
}

const NOTHING: Settled<BillSource> = { counted: [], replaced: [], aside: [] };

/** What `Money` needs of a workspace. */
export interface BillHolder {
  readonly state: State;
  /** Only of a snapshot: its bills stand for departments, which a workspace's never do. */
  readonly money?: MoneyGrain;
  /** Of what stands still: the moment it is of, in epoch milliseconds. */
  readonly takenAt?: number;
  blobs(): Promise<Pick<Blobs, 'read'>>;
}

/**
 * The facts of all bills that count: read from their blobs, settled, unpacked month by month with a
 * breath in between. Follow it with `follow`; what is read once stays.
 */
export class Money {
  readonly #holder: BillHolder;
  readonly #batches = new Map<string, Batch>();
  /** Unpacked, by bill and month. */
  readonly #months = new Map<string, Result<CountedMonth>>();
  #seen: readonly Table<unknown>[] = [];
  #reading: Promise<void> = Promise.resolve();
  #phase = $state.raw<'reading' | 'ready'>('reading');
  #counted = $state.raw<readonly CountedMonth[]>([]);
  #settled = $state.raw<Settled<BillSource>>(NOTHING);
  #missing = $state.raw<readonly MissingBill[]>([]);

  constructor(holder: BillHolder) {
    this.#holder = holder;
  }

  get phase(): 'reading' | 'ready' {
    return this.#phase;
  }
  /** Another list after every change of what counts; the months in it stay the same objects. */
  get counted(): readonly CountedMonth[] {
    return this.#counted;
  }
  get settled(): Settled<BillSource> {
    return this.#settled;
  }
  get missing(): readonly MissingBill[] {
    return this.#missing;
  }
  /** By the ids of their bills. */
  get batches(): ReadonlyMap<string, Batch> {
    return this.#batches;
  }

  /** Reads on when the list of bills, or a choice among them, is another. */
  follow(): Promise<void> {
    const { state } = this.#holder;
    const tables = [tableOf(state, BillBatch), tableOf(state, BillChoice)];
    if (tables.every((table, i) => table === this.#seen[i])) return this.#reading;
    this.#seen = tables;
    this.#reading = this.#reading.then(() => this.#read(state));
    return this.#reading;
  }

  /** Asks again for bills that could not be had. */
  retry(): Promise<void> {
    this.#seen = [];
    return this.follow();
  }

  async #read(state: State): Promise<void> {
    const bills: BillBatch[] = [];
    each(tableOf(state, BillBatch), (bill) => bills.push(bill));
    const listed = new Set(bills.map(({ id }) => id));
    for (const id of this.#batches.keys()) if (!listed.has(id)) this.#forget(id);
    const missing = new Map<string, MissingBill>();
    for (const bill of bills) {
      const problem = this.#batches.has(bill.id) ? undefined : await this.#fetch(bill.id);
      if (problem) missing.set(bill.id, { bill, problem });
    }
    const settling = settled(billSources(this.#batches, state), chosenBills(state));
    const counted: CountedMonth[] = [];
    for (const { id, month } of settling.counted) {
      const batch = this.#batches.get(id);
      const unpacked = batch && (await this.#unpack(id, batch, month));
      const bill = bills.find((one) => one.id === id);
      if (unpacked?.ok) counted.push(unpacked.value);
      else if (bill && unpacked) missing.set(id, { bill, problem: unpacked.problems[0] });
    }
    this.#settled = settling;
    this.#missing = [...missing.values()];
    this.#counted = counted;
    this.#phase = 'ready';
  }

  async #fetch(id: string): Promise<Problem | undefined> {
    const blobs = await this.#holder.blobs();
    const bytes = await blobs.read('finance', id);
    if (!bytes.ok) return bytes.problems[0];
    const batch = readBatch(bytes.value);
    if (!batch.ok) return batch.problems[0];
    if (batch.value.format === SNAPSHOT && !this.#holder.money)
      return { code: 'finance.batchDamaged', params: {} };
    this.#batches.set(id, batch.value);
    return undefined;
  }

  async #unpack(id: string, batch: Batch, month: string): Promise<Result<CountedMonth>> {
    const key = `${id} ${month}`;
    const known = this.#months.get(key);
    if (known) return known;
    const read = readMonth(batch, month);
    const unpacked = read.ok ? ok({ batch, month, columns: read.value }) : read;
    this.#months.set(key, unpacked);
    await breathe();
    return unpacked;
  }

  #forget(id: string): void {
    this.#batches.delete(id);
    for (const key of [...this.#months.keys()])
      if (key.startsWith(`${id} `)) this.#months.delete(key);
  }
}

/** What a colleague may be about to give, or a network to let through. */
const PASSING: ReadonlySet<string> = new Set(['blob.notFound', 'relay.unreachable']);
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

/**
 * For as long as a component stands: reads what counts whenever it is another, and asks again, ever
 * more seldom, for bills that are named before they are there.
 */
export function followMoney(holder: BillHolder & { readonly phase: string }, money: Money): void {
  let wait = FIRST_WAIT_MS;
  $effect(() => {
    if (holder.phase === 'ready') void money.follow();
  });
  $effect(() => {
    if (!money.missing.some(({ problem }) => PASSING.has(problem.code))) {
      wait = FIRST_WAIT_MS;
      return;
    }
    const timer = setTimeout(() => void money.retry(), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return () => clearTimeout(timer);
  });
}

const opened = new WeakMap<BillHolder, Money>();

/** The money of a workspace: pages that show it share what was read. */
export function moneyOf(holder: BillHolder): Money {
  const money = opened.get(holder) ?? new Money(holder);
  opened.set(holder, money);
  return money;
}
