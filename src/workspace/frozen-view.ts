import { refused, type Problem, type Result } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Organization, ROOT } from '#core/org/model.ts';

const NOBODY = { people: [], followed: undefined, show: () => undefined, follow: () => undefined };

/** What can never change, in a workspace's place: nobody else is there and nothing is to be settled. */
export abstract class FrozenView {
  abstract readonly state: State;
  /** Why nothing can be changed. */
  abstract readonly readOnlyProblem: Problem;
  readonly id: string;
  readonly phase = 'ready';
  readonly readOnly = true;
  readonly sharing = NOBODY;
  readonly conflicts = [];
  readonly settledConflicts = [];

  constructor(id: string) {
    this.id = id;
  }

  get name(): string {
    return rowOf(this.state, Organization, ROOT)?.name ?? '';
  }

  canWrite(): boolean {
    return false;
  }

  run(): Promise<Result<string>> {
    return Promise.resolve(refused(this.readOnlyProblem));
  }

  settle(): Promise<Result<string>> {
    return Promise.resolve(refused(this.readOnlyProblem));
  }
}
