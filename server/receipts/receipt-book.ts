import { RECEIPTS_PAGE, type ReceiptPage } from '#protocol/receipts.ts';
import type { RelayProblem } from '#protocol/problems.ts';
import type { RoomSection } from '#protocol/sections.ts';
import type { Grant, GrantBook } from '../rights/grant-book.ts';
import { RateLimit } from '../rights/rate.ts';
import type { RelayStorage } from '../storage/port.ts';
import type { RelayKey } from './relay-key.ts';
import { signed } from './section-receipts.ts';
import { endOf, grantsOf, linesIn } from './stored-receipts.ts';

/** Pages one right may read: a history of 100,000 receipts is a hundred of them. */
const PAGES = { burst: 400, every: 250 } as const;

interface Asked {
  readonly grant: Grant;
  readonly section: RoomSection;
  readonly after: number;
}

/** The stored receipts as they are read. */
export class ReceiptBook {
  readonly #storage: RelayStorage;
  readonly #key: RelayKey;
  readonly #grants: GrantBook;
  readonly #limit = new RateLimit(PAGES);

  constructor(storage: RelayStorage, key: RelayKey, grants: GrantBook) {
    this.#storage = storage;
    this.#key = key;
    this.#grants = grants;
  }

  async page({ grant, section, after }: Asked, now: number): Promise<ReceiptPage | RelayProblem> {
    const { workspace } = grant;
    if (this.#limit.isSpent(grant.id, now)) return 'relay.tooMany';
    this.#limit.spend(grant.id, now);
    const end = await endOf(this.#storage, workspace, section);
    const until = Math.min(after + RECEIPTS_PAGE, end.seq);
    const lines = await linesIn(this.#storage, [workspace, section], after, until);
    // What is committed may still be lost with the machine's power; what was told must not be.
    await this.#storage.flush();
    const head = signed(this.#key, workspace, section, end);
    if (!head) return 'relay.full';
    const names = this.#names(workspace, grantsOf(lines));
    const page = { lines, head, names };
    return until < end.seq ? { ...page, next: until } : page;
  }

  #names(workspace: string, ids: ReadonlySet<string>): Record<string, string> {
    const named = this.#grants.list(workspace).filter(({ id }) => ids.has(id));
    return Object.fromEntries(named.map(({ id, label }) => [id, label]));
  }
}
