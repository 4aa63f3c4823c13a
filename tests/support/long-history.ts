import { addAccount, renameAccount } from '#core/account/commands.ts';
import type { Section } from '#core/kernel/kind.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { writeBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';
import { encode, newDocument } from '#crdt/update.ts';

const DAY = 86_400_000;
/** Characters of each reason, below what is deflated. */
const WORDY = 3500;

/** A text of its own, so that nothing of it is written shorter. */
const reason = (n: number) =>
  Array.from({ length: WORDY }, (_, i) => ((i * 7919 + n * 104_729) % 36).toString(36)).join('');

/**
 * A backup of a small workspace whose history is beyond what a document holds: one account renamed
 * day after day for four months, each time with a long reason.
 */
export function longHistory(now: number, renames = 1400): Uint8Array {
  const sections: readonly Section[] = ['org', 'accounts', 'finance'];
  const docs = new Map(sections.map((section) => [section, newDocument()]));
  const replica = new Replica(docs, { slot: 'past', device: 'past', name: 'Past' });
  for (const section of sections) for (const _ of replica.open(section));
  const begin = now - 200 * DAY;
  const id = 'aws:100000000001';
  const account = { provider: 'aws' as const, externalId: '100000000001', name: 'shop' };
  replica.run(createOrganization, { name: 'Long', provider: 'aws' }, begin);
  replica.run(addAccount, { ...account, departmentId: ROOT }, begin);
  for (let n = 0; n < renames; n++) {
    const at = begin + (n * 120 * DAY) / renames;
    const done = replica.run(renameAccount, { id, name: `shop ${n}` }, at, { why: reason(n) });
    if (!done.ok) throw new Error(done.problems[0].code);
  }
  replica.run(renameAccount, { id, name: 'shop today' }, now);
  replica.close();
  const updates = new Map([...docs].map(([section, doc]) => [section, encode(doc)]));
  return writeBackup({ name: 'Long', at: now, sections: updates });
}
