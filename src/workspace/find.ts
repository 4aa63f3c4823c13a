// Finding things comes after the first look, and its sentences come with it.
import './finding-sentences.ts';
import { findingsOf, type Finding } from '#core/account/findings.ts';
import { Budget } from '#core/finance/model.ts';
import { tableOf } from '#core/kernel/state.ts';
import { holdsBills, type WorkspaceView } from './current.ts';

export type Findable = Pick<WorkspaceView, 'state' | 'phase' | 'canRead' | 'blobs' | 'frozen'>;

/** Finds what there is in states one after the other, and tells it; budgets last, for they wait for bills. */
export class Finder {
  readonly #tell: (found: readonly Finding[]) => void;
  #budgets: readonly Finding[] = [];

  constructor(tell: (found: readonly Finding[]) => void) {
    this.#tell = tell;
  }

  /** Nothing more is told once `isCurrent` says that another state is there. */
  async find(source: Findable, isCurrent: () => boolean): Promise<void> {
    const { state } = source;
    const found = findingsOf(state);
    // What stands still is past: no budget of it calls anybody.
    const hasBudgets =
      !source.frozen && source.canRead('finance') && tableOf(state, Budget).size > 0;
    if (!hasBudgets) this.#budgets = [];
    // Those of a moment ago stay meanwhile: a count that blinks says nothing.
    this.#tell([...this.#budgets, ...found]);
    if (!hasBudgets || !holdsBills(source)) return;
    const { budgetFindingsOf } = await import('./find-budgets.ts');
    const budgets = await budgetFindingsOf(source, state, isCurrent);
    if (!isCurrent()) return;
    this.#budgets = budgets;
    this.#tell([...budgets, ...found]);
  }
}
