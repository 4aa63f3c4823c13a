import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { readBackup, writeBackup } from '#crdt/backup.ts';
import { FORMAT } from '#crdt/section-reader.ts';
import { applyUpdate, encode } from '#crdt/update.ts';
import { addAccount } from '#core/account/commands.ts';
import type { Section } from '#core/kernel/kind.ts';
import { tableOf } from '#core/kernel/state.ts';
import { importOrganization } from '#core/import/command.ts';
import { createOrganization } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { deflateText } from '#crdt/block.ts';
import type { Replica } from '#crdt/replica.ts';
import {
  docOf,
  drawnCommand,
  expectReread,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  USED
} from '../support/replicas.ts';

/** What a newer app may have written: kinds, fields, codecs and versions nobody knows yet. */
function writeOfTomorrow(of: Replica) {
  for (const section of USED) {
    const doc = docOf(of, section);
    doc.getMap('tomorrow').set('x/y', { deep: [1, 'two'] });
    doc.getMap('meta').set('of', 'tomorrow');
    doc.getMap('audit').set('1.tomorrow', JSON.stringify({ v: 2, news: true }));
    doc.getMap('audit').set('2.tomorrow', new Uint8Array([9, 9, 9, 9, 9]));
    doc.getMap('block').set('2.tomorrow/0', new Uint8Array([1, 2, 3, 4, 5]));
    doc
      .getMap('block')
      .set('3.tomorrow/0', deflateText(JSON.stringify({ kind: 'team', op: 'birth' })));
    doc.getMap('block').set('3.tomorrow/kept', 'x');
    doc.getMap('place').set('d1/tomorrow', [1, ROOT, 'a0', ROOT, 'a0', 9]);
    for (const { name } of of.sections.get(section)?.kinds ?? [])
      for (const id of ['d1', 'root', 'tencent:100000000001'])
        doc.getMap(name).set(`${id}/tomorrow`, [section, id]);
    doc.getArray('list').push(['kept']);
    doc.getText('text').insert(0, 'kept');
  }
}

/** Everything of tomorrow that lies in the documents. */
function ofTomorrow(docs: ReadonlyMap<Section, Y.Doc>): string[] {
  const found: string[] = [];
  for (const [section, doc] of docs) {
    for (const name of doc.share.keys()) {
      if (name === 'list' || name === 'text') continue;
      const mine = (key: string) => key.includes('tomorrow') || name === 'tomorrow' || key === 'of';
      doc.getMap(name).forEach((value, key) => {
        if (mine(key)) found.push(`${section} ${name} ${key} ${JSON.stringify(value)}`);
      });
    }
    found.push(
      `${section} ${JSON.stringify(doc.getArray('list'))} ${doc.getText('text').toJSON()}`
    );
  }
  return found.sort();
}

const docsOf = (of: Replica) => new Map(USED.map((section) => [section, docOf(of, section)]));

const begun = () => {
  const one = replica('a');
  one.run(createOrganization, { name: 'Org', provider: 'tencent' }, NOW);
  const account = {
    provider: 'tencent',
    externalId: '100000000001',
    name: 'n',
    departmentId: ROOT
  };
  one.run(addAccount, account as never, NOW);
  return one;
};

describe('what is not known is written back as it was', () => {
  test('after every registered command, its undoing, a fold and a backup', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { minLength: 1, maxLength: 30 }), (history) => {
        const one = begun();
        writeOfTomorrow(one);
        const before = ofTomorrow(docsOf(one));
        expect(before.length).toBeGreaterThan(30);
        for (const drawn of history) runDrawn(one, drawn);
        for (const id of one.entryIds().slice(-4)) one.undo(id, NOW, true);
        expect(ofTomorrow(docsOf(one))).toEqual(before);
        expectReread(one);

        const file = writeBackup({ name: 'n', at: NOW, sections: stored(one) });
        const back = readBackup('f', file);
        if (!back.ok) throw new Error(back.problems[0].code);
        const restored = replica('b', back.value.sections);
        expect(ofTomorrow(docsOf(restored))).toEqual(before);
      }),
      { numRuns: 60 }
    );
  });

  test('after a bulk import over everything', () => {
    const one = begun();
    writeOfTomorrow(one);
    const before = ofTomorrow(docsOf(one));
    const accounts = Array.from({ length: 600 }, (_, i) => ({
      origin: { file: 'f', line: i },
      provider: 'tencent' as const,
      externalId: String(100_000_000_001 + i),
      name: `n-${i}`
    }));
    const source = { file: 'f', format: 't', departments: [], refusals: [], accounts };
    expect(one.run(importOrganization, { sources: [source], target: ROOT }, NOW).ok).toBe(true);
    expect(ofTomorrow(docsOf(one))).toEqual(before);
  });
});

describe('a document of a newer format', () => {
  const newer = (of: Replica) =>
    docOf(of, 'accounts')
      .getMap('meta')
      .set('format', FORMAT + 1);

  test('shows what it can, refuses every command and undoing, and is not written', () => {
    fc.assert(
      fc.property(fc.array(drawnCommand, { minLength: 1, maxLength: 20 }), (history) => {
        const one = begun();
        for (const drawn of history) runDrawn(one, drawn);
        newer(one);
        expect(one.newer).toBe(true);
        const before = stored(one);
        const state = plain(one.state);
        for (const drawn of history) {
          const result = runDrawn(one, drawn);
          expect(result.ok).toBe(false);
        }
        for (const id of [...one.unfinished(() => true), ...one.entryIds()])
          expect(one.undo(id, NOW, true).ok).toBe(false);
        expect(stored(one)).toEqual(before);
        expect(plain(one.state)).toEqual(state);
        expect(plain(replica('late', before).state)).toEqual(state);
      }),
      { numRuns: 60 }
    );
  });

  test('refuses bulk commands with the same problem', async () => {
    const one = begun();
    newer(one);
    const accounts = Array.from({ length: 600 }, (_, i) => ({
      origin: { file: 'f', line: i },
      provider: 'aws' as const,
      externalId: String(100_000_000_001 + i),
      name: `n-${i}`
    }));
    const args = {
      sources: [{ file: 'f', format: 't', departments: [], refusals: [], accounts }],
      target: ROOT
    };
    const result = await one.runInSlices(importOrganization, args, NOW, () => Promise.resolve());
    expect(result.ok ? '' : result.problems[0].code).toBe('workspace.newer');
  });

  test('is told to who has it open, when it comes from elsewhere', () => {
    const one = begun();
    const told: boolean[] = [];
    one.listen(() => told.push(one.newer));
    const other = replica('b', stored(one));
    newer(other);
    applyUpdate(docOf(one, 'accounts'), encode(docOf(other, 'accounts')));
    expect(told.at(-1)).toBe(true);
    expect(tableOf(one.state, Department).size).toBe(0);
  });

  test.each([1, 0, -1, 1.5, '2', null, Infinity, NaN, [3]])('is none for %s', (format) => {
    const one = begun();
    docOf(one, 'org').getMap('meta').set('format', format);
    expect(one.newer).toBe(false);
  });
});

test('a backup of a newer app is told to be one', async () => {
  const { gzipSync, strToU8 } = await import('fflate');
  const head = `${JSON.stringify({ format: 'banyan-backup', version: 2, name: 'n', at: 0, sizes: [] })}\n`;
  const read = readBackup('f.banyan', gzipSync(strToU8(head)));
  expect(read.ok ? '' : read.problems[0].code).toBe('workspace.backupNewer');
});
