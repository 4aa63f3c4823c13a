import { ok, type Problem, type Result } from '#core/kernel/problem.ts';
import { linkKey } from '#workspace/snapshot/link-key.ts';
import '#workspace/snapshot/problems.ts';
import { downloadSnapshot } from '#workspace/snapshot/relay.ts';
import {
  needsPassphrase,
  openSnapshot,
  type Opened,
  type Secret
} from '#workspace/snapshot/seal.ts';

type Bytes = Uint8Array<ArrayBuffer>;

type Stage =
  | { readonly at: 'choosing' }
  | { readonly at: 'opening' }
  /** Waits for a passphrase; `wrong` once one did not fit. */
  | {
      readonly at: 'locked';
      readonly bytes: Bytes;
      readonly busy: boolean;
      readonly wrong?: Problem;
    }
  | { readonly at: 'failed'; readonly problem: Problem }
  | { readonly at: 'open'; readonly opened: Opened };

/** A snapshot on its way from a link or a file to the screen. */
export class Opening {
  #stage = $state.raw<Stage>({ at: 'choosing' });

  get stage(): Stage {
    return this.#stage;
  }

  async openLink(id: string, hash: string, onkeytaken: () => void): Promise<void> {
    this.#stage = { at: 'opening' };
    const key = linkKey(id, hash);
    onkeytaken();
    if (!key.ok) {
      this.#fail(key.problems[0]);
      return;
    }
    const bytes = await downloadSnapshot(id);
    if (!bytes.ok) {
      this.#fail(bytes.problems[0]);
      return;
    }
    this.#settle(await openSnapshot(bytes.value, { key: key.value, id }));
  }

  async openFile(file: File): Promise<void> {
    this.#stage = { at: 'opening' };
    const bytes = await bytesOf(file);
    if (!bytes.ok) {
      this.#fail(bytes.problems[0]);
      return;
    }
    const locked = await needsPassphrase(bytes.value);
    if (!locked.ok) {
      this.#fail(locked.problems[0]);
      return;
    }
    if (locked.value) this.#stage = { at: 'locked', bytes: bytes.value, busy: false };
    else this.#settle(await openSnapshot(bytes.value));
  }

  async unlock(passphrase: string): Promise<void> {
    const stage = this.#stage;
    if (stage.at !== 'locked' || stage.busy) return;
    const { bytes } = stage;
    this.#stage = { at: 'locked', bytes, busy: true };
    const secret: Secret = { passphrase };
    const result = await openSnapshot(bytes, secret);
    const wrong = result.ok ? undefined : result.problems[0];
    if (wrong?.code === 'snapshot.wrongPassphrase')
      this.#stage = { at: 'locked', bytes, busy: false, wrong };
    else this.#settle(result);
  }

  chooseAgain() {
    this.#stage = { at: 'choosing' };
  }

  #settle(result: Result<Opened>) {
    if (result.ok) this.#stage = { at: 'open', opened: result.value };
    else this.#fail(result.problems[0]);
  }

  #fail(problem: Problem) {
    this.#stage = { at: 'failed', problem };
  }
}

/** A file that was moved or taken away since it was chosen cannot be read any more. */
export async function bytesOf(file: File): Promise<Result<Bytes>> {
  try {
    return ok(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return { ok: false, problems: [{ code: 'snapshot.notOurs', params: {} }] };
  }
}
