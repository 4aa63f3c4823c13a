import fc from 'fast-check';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { judge } from '../../server/sync/predecessors.ts';
import { updateOf } from '../support/relay.ts';

/** An update written by hand: structs of clients in the order given, and ranges deleted. */
interface Forged {
  readonly structs: readonly (readonly [
    client: number,
    clock: number,
    items: readonly { readonly origin: readonly [number, number] }[]
  ])[];
  readonly deletes?: readonly (readonly [
    client: number,
    ranges: readonly (readonly [number, number])[]
  ])[];
}

const forge = ({ structs, deletes = [] }: Forged): Uint8Array =>
  encoding.encode((encoder) => {
    const write = (value: number) => encoding.writeVarUint(encoder, value);
    write(structs.length);
    for (const [client, clock, items] of structs) {
      for (const value of [items.length, client, clock]) write(value);
      for (const { origin } of items) {
        encoding.writeUint8(encoder, 0x84);
        write(origin[0]);
        write(origin[1]);
        encoding.writeVarString(encoder, 'x');
      }
    }
    write(deletes.length);
    for (const [client, ranges] of deletes) {
      write(client);
      write(ranges.length);
      for (const [clock, length] of ranges) {
        write(clock);
        write(length);
      }
    }
  });

const kindOf = (doc: Y.Doc, update: Uint8Array) => judge(doc.store, update).kind;

describe('an update is judged before it is applied', () => {
  test('as news, as known, and as news again when it deletes', () => {
    const [writer, room] = [new Y.Doc(), new Y.Doc()];
    const first = updateOf(writer, (map) => map.set('a', 1));
    expect(kindOf(room, first)).toBe('news');
    Y.applyUpdate(room, first);
    expect(kindOf(room, first)).toBe('known');
    const second = updateOf(writer, (map) => map.delete('a'));
    expect(kindOf(room, second)).toBe('news');
    Y.applyUpdate(room, second);
    expect(kindOf(room, second)).toBe('known');
    expect(kindOf(room, Y.encodeStateAsUpdate(writer))).toBe('known');
  });

  test('as withheld when a clock, an origin, a parent or what it deletes is missing', () => {
    const [one, two] = [new Y.Doc(), new Y.Doc()];
    const first = updateOf(one, (map) => map.set('a', new Y.Map()));
    const gap = updateOf(one, (map) => map.set('b', 1));
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    const parent = updateOf(two, (map) => (map.get('a') as Y.Map<number>).set('x', 1));
    const deletion = updateOf(two, (map) => map.delete('b'));
    const origin = updateOf(two, (map) => map.set('a', 2));
    for (const update of [gap, parent, deletion, origin])
      expect(kindOf(new Y.Doc(), update)).toBe('withheld');
    const room = new Y.Doc();
    for (const update of [first, gap, parent, deletion, origin]) {
      expect(kindOf(room, update)).toBe('news');
      Y.applyUpdate(room, update);
    }
    expect(room.getMap('map').toJSON()).toEqual({ a: 2 });
  });

  test('as malformed or withheld when it can never be applied', () => {
    const self = forge({ structs: [[1, 0, [{ origin: [1, 0] }]]] });
    const circle = forge({
      structs: [
        [2, 0, [{ origin: [1, 0] }]],
        [1, 0, [{ origin: [2, 0] }]]
      ]
    });
    const twice = forge({
      structs: [
        [1, 0, []],
        [1, 5, [{ origin: [1, 0] }]]
      ]
    });
    const overlapping = forge({
      structs: [],
      deletes: [
        [
          1,
          [
            [0, 5],
            [3, 5]
          ]
        ]
      ]
    });
    expect(kindOf(new Y.Doc(), self)).toBe('malformed');
    expect(kindOf(new Y.Doc(), circle)).toBe('withheld');
    expect(kindOf(new Y.Doc(), twice)).not.toBe('news');
    expect(kindOf(new Y.Doc(), overlapping)).toBe('malformed');
  });

  test('so that nothing is ever parked, whatever comes in whichever order', () => {
    const change = fc.record({
      by: fc.nat(2),
      key: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('set', 'delete', 'text', 'sync')
    });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 40 }),
        fc.infiniteStream(fc.nat()),
        (all, picks) => {
          const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
          const updates: Uint8Array[] = [];
          for (const doc of docs) doc.on('update', (update) => updates.push(update));
          for (const { by, key, kind } of all) {
            const doc = docs[by]!;
            if (kind === 'set') doc.getMap('map').set(key, updates.length);
            if (kind === 'delete') doc.getMap('map').delete(key);
            if (kind === 'text') doc.getText('text').insert(0, key);
            if (kind === 'sync') Y.applyUpdate(doc, Y.encodeStateAsUpdate(docs[(by + 1) % 3]!));
          }
          const room = new Y.Doc();
          const left = [...updates];
          let stuck = 0;
          while (left.length > 0 && stuck < 5000) {
            const [update] = left.splice(picks.next().value % left.length, 1);
            const { kind } = judge(room.store, update!);
            expect(kind).not.toBe('malformed');
            if (kind === 'news') Y.applyUpdate(room, update!);
            if (kind === 'withheld') left.push(update!);
            stuck = kind === 'withheld' ? stuck + 1 : 0;
            expect(room.store.pendingStructs).toBeNull();
            expect(room.store.pendingDs).toBeNull();
          }
          expect(left).toEqual([]);
        }
      ),
      { numRuns: 150 }
    );
  });

  test('in a time that grows with its length and not faster', () => {
    const time = (count: number) => {
      const items = Array.from({ length: count }, () => ({ origin: [1, 0] as const }));
      const chained = (client: number, on: number) =>
        [client, 0, items.map((_, i) => ({ origin: [on, i] as const }))] as const;
      const structs = [chained(5, 4), chained(4, 3), chained(3, 2), chained(2, 1)] as const;
      const update = forge({ structs });
      const room = new Y.Doc();
      const text = new Y.Doc();
      text.clientID = 1;
      for (let i = 0; i < count; i++) text.getText('t').insert(0, 'x');
      Y.applyUpdate(room, Y.encodeStateAsUpdate(text));
      const start = performance.now();
      expect(judge(room.store, update).kind).toBe('news');
      return performance.now() - start;
    };
    time(2000);
    const [small, large] = [time(4000), time(32_000)];
    expect(large).toBeLessThan(Math.max(small, 2) * 40);
  });
});
