import type { CountedMonth } from '#core/finance/cost.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import type { State } from '#core/kernel/state.ts';
import type { HistoryOf } from '#core/snapshot/history.ts';
import type { SnapshotMeta } from '#core/snapshot/meta.ts';
import { namedBills } from '#core/snapshot/money.ts';
import { MAX_BYTES } from '#core/snapshot/pack.ts';
import { projectSnapshot } from '#core/snapshot/project.ts';
import { readSnapshot } from '#core/snapshot/read.ts';
import type { Scope } from '#core/snapshot/scope.ts';
import { startBillSum } from '#worker/bill-jobs.ts';
import type { Job } from '#worker/jobs.ts';
import type { Opened } from '#workspace/snapshot/seal.ts';

type Bills = readonly Uint8Array[];

/** What a snapshot is made of. */
export interface Wish {
  readonly state: State;
  readonly counted: readonly CountedMonth[];
  readonly meta: SnapshotMeta;
  readonly historyOf: HistoryOf;
}

interface Summed {
  readonly state: State;
  readonly counted: readonly CountedMonth[];
  readonly scope: Scope;
  readonly bills: Bills;
}

/** Makes what would leave the device; amounts are summed beside the page, and once for one choice. */
export class Preparing {
  #summed: Summed | undefined;
  #job: Job<Bills> | undefined;

  /** The snapshot as its reader will have it. Whoever cancels gets no answer that counts. */
  async make({ state, counted, meta, historyOf }: Wish): Promise<Result<Opened>> {
    const bills = await this.#bills(state, counted, meta.scope);
    if (!bills.ok) return bills;
    const text = projectSnapshot(state, meta, { historyOf, bills: bills.value });
    const { size } = new Blob([text]);
    if (size > MAX_BYTES)
      return refused({ code: 'snapshot.tooMuch', params: { size, most: MAX_BYTES } });
    const snapshot = readSnapshot(text);
    return snapshot.ok ? ok({ text, snapshot: snapshot.value }) : snapshot;
  }

  cancel() {
    this.#job?.cancel();
  }

  async #bills(
    state: State,
    counted: readonly CountedMonth[],
    scope: Scope
  ): Promise<Result<Bills>> {
    const known = this.#summed;
    if (known?.state === state && known.counted === counted && known.scope === scope)
      return ok(known.bills);
    const named = namedBills(state, counted, scope);
    if (named.length === 0) return ok([]);
    const bills = named.map(({ batch, months, names }) => ({ bytes: batch.bytes, months, names }));
    this.#job = startBillSum({ bills, money: scope.money });
    const summed = await this.#job.result;
    if (summed.ok) this.#summed = { state, counted, scope, bills: summed.value };
    return summed;
  }
}
