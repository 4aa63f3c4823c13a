import * as Y from 'yjs';
import { expect } from 'vitest';
import type { State } from '#core/kernel/state.ts';
import { each } from '#core/kernel/table.ts';
import { SECTIONS, type Section } from '#core/kernel/kind.ts';
import { Replica } from '#crdt/replica.ts';
import { drawnCommand, commandNamed, type Drawn } from './random-commands.ts';

export { drawnCommand };
export const NOW = 1_790_000_000_000;
export const USED: readonly Section[] = SECTIONS.filter(
  (s) => s === 'org' || s === 'accounts' || s === 'finance'
);

/** A replica over documents of its own, opened to the end. */
export function replica(slot: string, updates?: ReadonlyMap<Section, Uint8Array>): Replica {
  const docs = new Map(
    USED.map((section) => {
      const doc = new Y.Doc();
      const update = updates?.get(section);
      if (update) Y.applyUpdate(doc, update);
      return [section, doc] as const;
    })
  );
  const made = new Replica(docs, { slot, device: slot, name: slot });
  for (const section of USED) for (const _ of made.open(section));
  return made;
}

export const docOf = (of: Replica, section: Section): Y.Doc => {
  const doc = of.sections.get(section)?.doc;
  if (!doc) throw new Error(`no ${section}`);
  return doc;
};

export const stored = (of: Replica): Map<Section, Uint8Array> =>
  new Map(USED.map((section) => [section, Y.encodeStateAsUpdate(docOf(of, section))]));

/** Everything `from` knows reaches `to`. */
export function deliver(from: Replica, to: Replica) {
  for (const section of USED) {
    const target = docOf(to, section);
    Y.applyUpdate(
      target,
      Y.encodeStateAsUpdate(docOf(from, section), Y.encodeStateVector(target)),
      'peer'
    );
  }
}

export function syncAll(all: readonly Replica[]) {
  for (let round = 0; round < 2; round++)
    for (const a of all) for (const b of all) if (a !== b) deliver(a, b);
}

/** A state as plain sorted values, without the kinds that are derived. */
export function plain(state: State): Record<string, [string, unknown][]> {
  const kinds: Record<string, [string, unknown][]> = {};
  for (const [name, table] of state) {
    if (name === 'formerDepartment') continue;
    const rows: [string, unknown][] = [];
    each(table, (row, id) => rows.push([id, row]));
    kinds[name] = rows.sort(([a], [b]) => (a < b ? -1 : 1));
  }
  return kinds;
}

export const runDrawn = (of: Replica, drawn: Drawn) =>
  of.run(commandNamed(drawn.name), drawn.args(of.state), NOW);

/** What a document says when it is opened anew must be what the replica shows. */
export function expectReread(of: Replica) {
  const again = replica('reader', stored(of));
  expect(plain(again.state)).toEqual(plain(of.state));
}
