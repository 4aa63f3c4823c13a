import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArchive, valueOfJson } from '#protocol/archive.ts';
import { bytesHash } from '#protocol/receipts.ts';
import { entrySentence } from '#core/audit/sentence.ts';
import { stateAsOf } from '#core/audit/as-of.ts';
import type { Section } from '#core/kernel/kind.ts';
import { archivesOf } from '#crdt/archives.ts';
import { archive, leavingOf, type Leaving } from '#crdt/archiving.ts';
import { sha256 } from '#crdt/remote/appended.ts';
import type { Replica } from '#crdt/replica.ts';
import { settleConflict } from '#crdt/settling.ts';
import { formatsOf } from '#workspace/formats.ts';
import { conflictsOf } from '../support/conflicts.ts';
import {
  deliver,
  docOf,
  drawnCommand,
  expectReread,
  NOW,
  plain,
  replica,
  runDrawn,
  stored,
  syncAll,
  USED
} from '../support/replicas.ts';

const LATER = NOW + 120 * 86_400_000;
type Blobs = Map<string, Uint8Array>;

const leaving = (of: Replica, section: Section): Leaving[] => {
  const reader = of.sections.get(section);
  return reader ? [...leavingOf(reader, of.state, conflictsOf(of), LATER)] : [];
};

/** Stores what may leave and takes it out, as an owner's app does. */
function rotate(of: Replica, blobs: Blobs) {
  for (const section of USED)
    for (const month of leaving(of, section)) {
      const hash = bytesHash(month.bytes, sha256);
      blobs.set(hash, month.bytes);
      const reader = of.sections.get(section);
      if (reader) archive(reader, hash, month);
    }
}

/** Reads every archive that the documents name, as a page that looks at old history does. */
function readAll(of: Replica, blobs: Blobs) {
  for (const section of USED)
    for (const { hash } of archivesOf(docOf(of, section))) {
      const bytes = blobs.get(hash);
      const lines = bytes && readArchive(new TextDecoder().decode(bytes));
      if (!lines) throw new Error('An archive that is named is not there');
      const entries = [...lines].map(([id, json]) => [id, valueOfJson(json)] as const);
      of.archived.take(section, hash, new Map(entries));
    }
}

const history = (of: Replica) => of.entryIds().map((id) => [id, of.entry(id), of.isUndone(id)]);
const keysOf = (of: Replica) => conflictsOf(of).map(({ key, ids, sides }) => [key, ids, sides]);

type Step = { readonly who: 0 | 1 | 2 } & (
  | { readonly drawn: Parameters<typeof runDrawn>[1] }
  | { readonly undo: number }
  | { readonly meet: 0 | 1 | 2 }
  | { readonly settle: number }
);
const who = fc.constantFrom(0 as const, 1 as const, 2 as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ who, drawn: drawnCommand }) },
  { weight: 1, arbitrary: fc.record({ who, undo: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ who, meet: who }) },
  { weight: 1, arbitrary: fc.record({ who, settle: fc.nat(5) }) }
);

function play(all: readonly Replica[], steps: readonly Step[]) {
  for (const each of steps) {
    const of = all[each.who];
    if (!of) continue;
    if ('drawn' in each) runDrawn(of, each.drawn);
    else if ('undo' in each) {
      const id = of.entryIds().at(-1 - each.undo);
      if (id !== undefined) of.undo(id, NOW, true);
    } else if ('settle' in each) {
      const conflict = conflictsOf(of).at(each.settle);
      if (conflict) settleConflict(of, conflict, { way: 'keep' }, NOW);
    } else if (all[each.meet] && all[each.meet] !== of) deliver(of, all[each.meet]!);
  }
}

const three = () => ['a', 'b', 'c'].map((slot) => replica(slot));
const steps = (maxLength: number) => fc.array(step, { maxLength });

describe('history that leaves the document', () => {
  test('changes nothing that is shown, no conflict, and is there whole when it is read', () => {
    fc.assert(
      fc.property(steps(60), (played) => {
        const all = three();
        play(all, played);
        syncAll(all);
        const [a, b] = [all[0]!, all[1]!];
        const before = { state: plain(a.state), conflicts: keysOf(a), history: history(a) };
        const blobs: Blobs = new Map();
        rotate(a, blobs);
        expect(plain(a.state)).toEqual(before.state);
        expect(keysOf(a)).toEqual(before.conflicts);
        expectReread(a);
        syncAll(all);
        for (const of of [a, b, replica('late', stored(b))]) {
          expect(keysOf(of)).toEqual(before.conflicts);
          expect(plain(of.state)).toEqual(before.state);
          readAll(of, blobs);
          expect(history(of)).toEqual(before.history);
          expect(keysOf(of)).toEqual(before.conflicts);
        }
      }),
      { numRuns: 120 }
    );
  }, 60_000);

  test('two who archive at once write the same bytes, and both end in one', () => {
    fc.assert(
      fc.property(steps(40), (played) => {
        const all = three();
        play(all, played);
        syncAll(all);
        const one: Blobs = new Map();
        const other: Blobs = new Map();
        rotate(all[0]!, one);
        rotate(all[1]!, other);
        expect([...other.keys()]).toEqual([...one.keys()]);
        syncAll(all);
        for (const of of all)
          for (const section of USED) {
            const names = archivesOf(docOf(of, section)).map(({ hash }) => hash);
            expect(new Set(names).size).toBe(names.length);
            expect(names).toEqual(archivesOf(docOf(all[0]!, section)).map(({ hash }) => hash));
          }
      }),
      { numRuns: 40 }
    );
  }, 60_000);

  test('loses nothing of what others do meanwhile, apart, with what they still have', () => {
    fc.assert(
      fc.property(steps(40), steps(25), (played, apart) => {
        const all = three();
        play(all, played);
        syncAll(all);
        const blobs: Blobs = new Map();
        rotate(all[0]!, blobs);
        play(
          all.slice(1),
          apart.map((each) => ({ ...each, who: each.who === 0 ? 0 : 1 }))
        );
        const made = new Set(all.flatMap((of) => of.entryIds()));
        syncAll(all);
        for (const of of all) {
          expect(plain(of.state)).toEqual(plain(all[0]!.state));
          expect(keysOf(of)).toEqual(keysOf(all[0]!));
          expectReread(of);
          readAll(of, blobs);
          for (const id of made) expect(of.entryIds()).toContain(id);
        }
      }),
      { numRuns: 60 }
    );
  }, 60_000);

  test('is told in sentences, opened as of any entry, and not taken back any more', () => {
    const of = replica('a');
    play(
      [of],
      fc.sample(fc.record({ who: fc.constant(0 as const), drawn: drawnCommand }), {
        seed: 7,
        numRuns: 400
      })
    );
    const before = of.entryIds().map((id) => plain(stateAsOf(of.state, id, of.pastLog())));
    const blobs: Blobs = new Map();
    rotate(of, blobs);
    readAll(of, blobs);
    const archived = of.entryIds().filter((id) => of.isArchived(id));
    expect(archived.length).toBeGreaterThan(5);
    of.entryIds().forEach((id, i) => {
      expect(plain(stateAsOf(of.state, id, of.pastLog()))).toEqual(before[i]);
      const entry = of.entry(id)!;
      expect(entrySentence(entry, of.state, formatsOf('en'), (each) => of.entry(each))).not.toBe(
        ''
      );
    });
    for (const id of archived)
      expect(of.undo(id, NOW, true)).toMatchObject({ problems: [{ code: 'audit.archived' }] });
    expect(of.stacks().undo.some((id) => archived.includes(id))).toBe(false);
  });

  test('stays while it is young', () => {
    const of = replica('a');
    play(
      [of],
      fc.sample(fc.record({ who: fc.constant(0 as const), drawn: drawnCommand }), {
        seed: 8,
        numRuns: 30
      })
    );
    for (const section of USED) {
      const reader = of.sections.get(section)!;
      expect([...leavingOf(reader, of.state, [], NOW + 86_400_000)]).toEqual([]);
    }
  });
});
