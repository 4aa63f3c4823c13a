import { addAccount, renameAccount } from '#core/account/commands.ts';
import { importOrganization } from '#core/import/command.ts';
import type { Source } from '#core/import/source.ts';
import type { Section } from '#core/kernel/kind.ts';
import { createOrganization } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { randomOf, type Random } from '#core/sample/random.ts';
import { writeBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';
import { encode, newDocument } from '#crdt/update.ts';

const DAY = 86_400_000;
const SECTIONS: readonly Section[] = ['org', 'accounts', 'finance'];
const ACCOUNTS = 400;

/** Texts that nothing can be written shorter by. */
const noise = (random: Random): string =>
  Array.from({ length: 80 }, () => random.below(36).toString(36)).join('');

/** A file of the same accounts every time, each with other people and remarks. */
function file(random: Random): Source {
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => ({
    origin: { file: 'people.csv', line: i + 2 },
    provider: 'aws' as const,
    externalId: String(200_000_000_000 + i),
    name: `account ${i}`,
    owner: noise(random),
    nickname: noise(random),
    remark: noise(random),
    department: { by: 'path' as const, path: ['All'] }
  }));
  const origin = { file: 'people.csv', line: 1 };
  const departments = [{ origin, provider: 'other' as const, name: 'All' }];
  return { file: 'people.csv', format: 'test', departments, accounts, refusals: [] };
}

/**
 * A backup of a workspace whose history is beyond what a document holds: for four months a file
 * came every few days that changed everything.
 */
export function longHistory(now: number, files = 45): Uint8Array {
  const random = randomOf(11);
  const docs = new Map(SECTIONS.map((section) => [section, newDocument()]));
  const replica = new Replica(docs, { slot: 'past', device: 'past', name: 'Past' });
  for (const section of SECTIONS) for (const _ of replica.open(section));
  const begin = now - 200 * DAY;
  const account = { provider: 'aws' as const, externalId: '100000000001', name: 'shop' };
  const done = [
    replica.run(createOrganization, { name: 'Long', provider: 'aws' }, begin),
    replica.run(addAccount, { ...account, departmentId: ROOT }, begin)
  ];
  for (let n = 0; n < files; n++) {
    const at = begin + Math.round((n * 120 * DAY) / files);
    done.push(replica.run(importOrganization, { sources: [file(random)], target: ROOT }, at));
  }
  done.push(replica.run(renameAccount, { id: 'aws:100000000001', name: 'shop today' }, now));
  for (const result of done) if (!result.ok) throw new Error(result.problems[0].code);
  replica.close();
  const updates = new Map([...docs].map(([section, doc]) => [section, encode(doc)]));
  return writeBackup({ name: 'Long', at: now, sections: updates });
}
