import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Section } from '#core/kernel/kind.ts';
import { readBackup } from '#crdt/backup.ts';
import { documentFacts, type Facts } from '../support/document-facts.ts';
import { expectReread, replica, USED } from '../support/replicas.ts';

const FOLDER = 'tests/fixtures/documents';

describe.each(readdirSync(FOLDER))('documents of format %s open for ever', (version) => {
  const folder = join(FOLDER, version);
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Facts;
  const expectFacts = (updates: ReadonlyMap<Section, Uint8Array>) => {
    const opened = replica('today', updates);
    const facts = JSON.stringify(documentFacts(opened, expected.records));
    expect(JSON.parse(facts)).toMatchObject(expected);
    expectReread(opened);
    return opened;
  };

  test('as documents: records, conflicts and every sentence of the history', () => {
    const updates = new Map(USED.map((section) => [section, bytes(`${section}.yjs`)] as const));
    const opened = expectFacts(updates);
    expect(opened.newer).toBe(false);
    expect(expected.commands.length).toBe(expected.sentences);
  });

  test('as a backup', () => {
    const backup = readBackup('whole.banyan', bytes('whole.banyan'));
    if (!backup.ok) throw new Error(backup.problems[0].code);
    expectFacts(backup.value.sections);
  });

  test('and can be gone on with: every entry can be taken back, as far as it holds', () => {
    const updates = new Map(USED.map((section) => [section, bytes(`${section}.yjs`)] as const));
    const opened = replica('today', updates);
    let done = 0;
    for (const id of opened.entryIds().toReversed()) if (opened.undo(id, 0, true).ok) done++;
    expect(done).toBeGreaterThan(expected.commands.length / 2);
    expectReread(opened);
  });
});
