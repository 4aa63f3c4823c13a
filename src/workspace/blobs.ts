import type { Section } from '#core/kernel/kind.ts';
import { ok, refused, type Result } from '#core/kernel/problem.ts';
import { LocalBlobs } from '#crdt/local/blob-store.ts';
import { sha256 } from '#crdt/remote/appended.ts';
import { blobPath, UPLOAD_OFFSET } from '#protocol/blobs.ts';
import { LIMITS } from '#protocol/limits.ts';
import { bytesHash } from '#protocol/receipts.ts';
import './blob-sentences.ts';
import { askRelay } from './relay-request.ts';
import type { Share } from './share.ts';
import { sha256Hex } from './snapshot/bytes.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** How long the relay may take over a blob (ms): tens of megabytes over a slow line. */
const PATIENCE_MS = 120_000;
/** How often an upload that broke off is gone on with. */
const TRIES = 3;

/** The hash that names some bytes (hex); the browser's own is faster, where the page may use it. */
export const blobHash = (bytes: Bytes): Promise<string> | string =>
  'subtle' in crypto ? sha256Hex(bytes) : bytesHash(bytes, sha256);

/**
 * The blobs of one workspace: kept on this device, given to the relay where there is one and fetched
 * from it by whoever lacks them. What a blob is, its section's documents say.
 */
export class Blobs {
  readonly #workspaceId: string;
  readonly #local: LocalBlobs;
  readonly #share: () => Share | undefined;

  constructor(workspaceId: string, store: string, share: () => Share | undefined) {
    this.#workspaceId = workspaceId;
    this.#local = new LocalBlobs(store);
    this.#share = share;
  }

  /** Keeps bytes here, and at the relay when the workspace is shared: only then may they be named. */
  async write(section: Section, bytes: Bytes): Promise<Result<string>> {
    if (bytes.length > LIMITS.blob) return refused({ code: 'relay.tooLarge', params: {} });
    const hash = await blobHash(bytes);
    const failure = await this.#local.put({ section, hash, bytes });
    if (failure) return refused({ code: 'blob.notKept', params: { reason: failure.reason } });
    const share = this.#share();
    if (!share) return ok(hash);
    const given = await this.#give(share, section, hash, bytes);
    return given.ok ? ok(hash) : given;
  }

  /**
   * Keeps bytes that may be named before the relay has them, so that somebody without a network can
   * go on: what it lacks it is given when it is reached again. Others wait for it as long.
   */
  async keep(section: Section, bytes: Bytes): Promise<Result<string>> {
    const written = await this.write(section, bytes);
    const unreached = !written.ok && written.problems[0].code === 'relay.unreachable';
    return unreached ? ok(await blobHash(bytes)) : written;
  }

  /** The bytes of a blob, from here or from the relay; what is not what its name says is nothing. */
  async read(section: Section, hash: string): Promise<Result<Bytes>> {
    const kept = await this.#local.get(section, hash);
    if (kept && (await blobHash(kept.bytes)) === hash) return ok(kept.bytes);
    const share = this.#share();
    if (!share) return refused({ code: 'blob.absent', params: {} });
    const headers = { Authorization: `Bearer ${share.secret}` };
    const path = blobPath(this.#workspaceId, section, hash);
    const answer = await askRelay(path, { headers }, PATIENCE_MS);
    if (!answer.ok) return answer;
    const bytes = await answer.value.arrayBuffer().catch(() => undefined);
    if (!bytes) return refused({ code: 'relay.unreachable', params: {} });
    const whole = new Uint8Array(bytes);
    if ((await blobHash(whole)) !== hash) return refused({ code: 'blob.damaged', params: {} });
    await this.#local.put({ section, hash, bytes: whole });
    await this.#local.noteGiven(section, hash, share.grant);
    return ok(whole);
  }

  /**
   * Gives the relay what it was never given under this right: what was named before the workspace
   * was shared must be there when the documents come.
   */
  async giveAll(share: Share, sections: ReadonlySet<Section>): Promise<Result<undefined>> {
    for (const { section: name, hash } of await this.#local.ungiven(share.grant)) {
      const section = [...sections].find((each) => each === name);
      const kept = section && (await this.#local.get(section, hash));
      const given = kept && (await this.#give(share, section, hash, kept.bytes));
      if (given?.ok === false) return given;
    }
    return ok(undefined);
  }

  async #give(share: Share, section: Section, hash: string, bytes: Bytes) {
    const path = blobPath(this.#workspaceId, section, hash);
    let offset = 0;
    for (let tries = 0; ; tries++) {
      const init = {
        method: 'PUT',
        body: bytes.slice(offset),
        headers: headersOf(share, offset, bytes)
      };
      const answer = await askRelay(path, init, PATIENCE_MS);
      if (answer.ok && answer.value.status !== 202) {
        await this.#local.noteGiven(section, hash, share.grant);
        return ok(undefined);
      }
      if (tries === TRIES)
        return answer.ok ? refused({ code: 'relay.unreachable', params: {} }) : answer;
      // What of it arrived is asked for, and the rest goes after it.
      const head = { method: 'HEAD', headers: { Authorization: `Bearer ${share.secret}` } };
      const progress = await askRelay(path, head, PATIENCE_MS);
      if (!progress.ok) return answer.ok ? progress : answer;
      offset = Number(progress.value.headers.get(UPLOAD_OFFSET) ?? 0);
      if (!(offset > 0 && offset < bytes.length)) offset = 0;
    }
  }
}

const headersOf = ({ secret }: Share, offset: number, { length }: Bytes) => ({
  Authorization: `Bearer ${secret}`,
  'Content-Type': 'application/octet-stream',
  ...(offset > 0 && { 'Content-Range': `bytes ${offset}-${length - 1}/${length}` })
});
