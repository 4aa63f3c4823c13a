import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LAST_LAMPORT, readEntry } from '#core/audit/entry.ts';
import { entrySentence, fieldChangesOf } from '#core/audit/sentence.ts';
import { renameAccount } from '#core/account/commands.ts';
import { importOrganization } from '#core/import/command.ts';
import { rowOf, tableOf } from '#core/kernel/state.ts';
import { Account } from '#core/account/model.ts';
import { addDepartment, createOrganization, moveDepartments } from '#core/org/commands.ts';
import { Department, ROOT } from '#core/org/model.ts';
import { deflateText, inflateText, readBlock } from '#crdt/block.ts';
import type { Replica } from '#crdt/replica.ts';
import { applyUpdate, encode } from '#crdt/update.ts';
import { formatsOf } from '#workspace/formats.ts';
import { hostileText } from '../support/random-commands.ts';
import {
  deliver,
  docOf,
  drawnCommand,
  expectReread,
  NOW,
  replica,
  runDrawn,
  stored,
  USED
} from '../support/replicas.ts';

const formats = formatsOf('en');
const MAPS = [
  'audit',
  'block',
  'place',
  'meta',
  'account',
  'department',
  'organization',
  'financialPolicy',
  '__proto__',
  'unknown'
];
const stamp = fc.oneof(
  fc.constantFrom(
    `${LAST_LAMPORT}.z`,
    '0.a',
    '1.a',
    '2.a',
    '9999999999999999.a',
    'NaN.a',
    '-1.a',
    '1.',
    '.a',
    '__proto__'
  ),
  fc.tuple(fc.nat(30), fc.constantFrom('a', 'b', 'x')).map(([l, slot]) => `${l}.${slot}`)
);
const anyId = fc.oneof(
  hostileText,
  stamp,
  fc.constantFrom(ROOT, 'd1', 'd2', 'd3', 'tencent:100000000001')
);
const anyKey = fc.oneof(
  anyId,
  fc
    .tuple(
      anyId,
      fc.oneof(anyId, fc.constantFrom('name', 'hides', '0', '1', '999999', 'parentId', 'tags'))
    )
    .map(([id, rest]) => `${id}/${rest}`)
);
const clock = fc.constantFrom(
  0,
  -1,
  1e300,
  -1e300,
  2 ** 53,
  2 ** 53 - 1,
  LAST_LAMPORT,
  0.5,
  8.64e15 + 1
);
const entryLike = fc.record(
  {
    v: fc.constantFrom(1, 2, '1', null),
    at: fc.oneof(clock, fc.jsonValue()),
    device: fc.oneof(fc.constantFrom('a', 'b'), fc.jsonValue()),
    name: fc.oneof(hostileText, fc.jsonValue()),
    command: fc.oneof(
      fc.constantFrom('history.undo', 'account.rename', 'organization.import', 'constructor'),
      fc.jsonValue()
    ),
    undoes: stamp,
    blocks: fc.oneof(clock, fc.jsonValue()),
    of: fc.oneof(fc.array(fc.constantFrom('org', 'accounts', '__proto__')), fc.jsonValue()),
    about: fc.jsonValue(),
    changes: fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          {
            kind: fc.constantFrom('account', 'department', '__proto__', 'nothing'),
            born: clock,
            bornIds: fc.array(anyId),
            bornAfter: fc.array(fc.oneof(stamp, fc.jsonValue())),
            died: fc.array(
              fc.oneof(fc.record({ id: anyId, name: fc.jsonValue() }), fc.jsonValue())
            ),
            fields: fc.array(
              fc.record({
                field: fc.oneof(
                  fc.constantFrom('name', 'parentId', 'tags', '__proto__'),
                  hostileText
                ),
                ids: fc.array(anyId, { maxLength: 3 }),
                from: fc.array(fc.jsonValue(), { maxLength: 3 }),
                to: fc.array(fc.jsonValue(), { maxLength: 3 }),
                after: fc.array(stamp, { maxLength: 3 })
              })
            )
          },
          { requiredKeys: ['kind'] }
        ),
        { maxLength: 3 }
      )
    )
  },
  { requiredKeys: ['v'] }
);
const blockLike = fc.record({
  kind: fc.constantFrom('account', 'department', '__proto__', 'nothing'),
  op: fc.constantFrom('birth', 'change', 'death', 'revival', 'constructor'),
  ids: fc.oneof(fc.array(anyId, { maxLength: 4 }), fc.jsonValue()),
  columns: fc.oneof(
    fc.dictionary(
      fc.constantFrom('name', 'tags', '__proto__', 'x'),
      fc.array(fc.jsonValue(), { maxLength: 4 })
    ),
    fc.jsonValue()
  )
});
const placeLike = fc.tuple(
  fc.oneof(clock, fc.nat(20)),
  anyId,
  hostileText,
  anyId,
  hostileText,
  fc.oneof(fc.nat(3), fc.jsonValue())
);

/** Whatever Yjs can hold under a key. */
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.uint8Array({ maxLength: 60 }),
  clock,
  placeLike,
  entryLike.map((entry) => JSON.stringify(entry)),
  entryLike.map((entry) => deflateText(JSON.stringify(entry))),
  blockLike.map((block) => deflateText(JSON.stringify(block))),
  stamp,
  fc.constantFrom(
    () => new Y.Map(),
    () => new Y.Array(),
    () => new Y.Text('x')
  )
);
const writes = fc.array(
  fc.record({
    section: fc.constantFrom(...USED),
    map: fc.constantFrom(...MAPS),
    key: anyKey,
    value: anyValue,
    remove: fc.boolean()
  }),
  { minLength: 1, maxLength: 12 }
);

/** Everything the app ever asks of a workspace. */
function lookAround(of: Replica) {
  for (const id of of.entryIds()) {
    const entry = of.entry(id);
    if (!entry) continue;
    expect(typeof entrySentence(entry, of.state, formats, (other) => of.entry(other))).toBe(
      'string'
    );
    for (const { kind, fields } of entry.changes)
      for (const record of fields.flatMap(({ ids }) => ids))
        fieldChangesOf(entry, kind, record, of.state, formats);
    expect(formats.time(entry.at, NOW) + formats.date(entry.at)).not.toContain('Invalid');
    of.historyOf('account', id);
  }
  of.unfinished(() => true);
  of.stacks();
  of.touchedBy(of.entryIds());
  for (const section of of.sections.values()) section.placements.conflicts();
}

describe('hostile content', () => {
  test('that places a department in the document of the accounts makes none', () => {
    const one = replica('a');
    const other = replica('late');
    docOf(other, 'accounts').getMap('place').set('d2/name', [0, 'parent', 'a', 'a', 'a', 0]);
    expect(tableOf(other.state, Department).size).toBe(0);
    applyUpdate(docOf(one, 'accounts'), encode(docOf(other, 'accounts')));
    expect(tableOf(one.state, Department).size).toBe(0);
    expectReread(one);
  });

  test('of any document, before and while it is open: nothing throws, and a reader anew agrees', () => {
    fc.assert(
      fc.property(
        fc.array(drawnCommand, { maxLength: 10 }),
        writes,
        fc.boolean(),
        (honest, hostile, later) => {
          const one = replica('a');
          for (const drawn of honest) runDrawn(one, drawn);
          const attacker = replica(
            'x',
            new Map(USED.map((section) => [section, encode(docOf(one, section))]))
          );
          for (const { section, map, key, value, remove } of hostile) {
            const target = docOf(attacker, section).getMap(map);
            if (remove) target.delete([...target.keys()][0] ?? '');
            else target.set(key, typeof value === 'function' ? value() : value);
          }
          const updates = new Map(
            USED.map((section) => [section, encode(docOf(attacker, section))] as const)
          );
          const hit = later ? one : replica('late', updates);
          for (const [section, update] of updates) applyUpdate(docOf(hit, section), update);
          lookAround(hit);
          expectReread(hit);
          for (const id of hit.entryIds().slice(-3)) hit.undo(id, NOW, true);
          lookAround(hit);
          expectReread(hit);
        }
      ),
      { numRuns: 300 }
    );
  }, 120_000);

  test('changes no other record: what no hostile key names stays as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyKey, anyValue), { maxLength: 8 }), (hostile) => {
        const one = replica('a');
        one.run(createOrganization, { name: 'Org', provider: 'tencent' }, NOW);
        one.run(addDepartment, { id: 'honest', name: 'Honest', parentId: ROOT }, NOW);
        const before = rowOf(one.state, Department, 'honest');
        const named = (text: string) => text.includes('honest');
        const doc = docOf(one, 'org');
        for (const [key, value] of hostile) {
          if (named(`${key} ${JSON.stringify(value)}`)) continue;
          for (const map of ['audit', 'block', 'place', 'department'])
            doc.getMap(map).set(key, typeof value === 'function' ? value() : value);
        }
        expect(rowOf(one.state, Department, 'honest')).toEqual(before);
      }),
      { numRuns: 300 }
    );
  });
});

describe('hostile bytes', () => {
  const whole = () => {
    const one = replica('a');
    one.run(createOrganization, { name: 'Org', provider: 'tencent' }, NOW);
    for (let i = 0; i < 5; i++)
      one.run(addDepartment, { id: `d${i}`, name: `D${i}`, parentId: ROOT }, NOW);
    return encode(docOf(one, 'org'));
  };

  test('as an update are taken whole or not at all, and never throw', () => {
    const update = whole();
    const damage = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(update.length).map((end) => update.slice(0, end)),
      fc
        .array(fc.tuple(fc.nat(update.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
        .map((bytes) => {
          const copy = update.slice();
          for (const [at, byte] of bytes) copy[at] = byte;
          return copy;
        })
    );
    fc.assert(
      fc.property(damage, (bytes) => {
        const one = replica('b');
        one.run(createOrganization, { name: 'Mine', provider: 'aws' }, NOW);
        const doc = docOf(one, 'org');
        const before = Buffer.from(encode(doc)).toString('hex');
        if (!applyUpdate(doc, bytes)) expect(Buffer.from(encode(doc)).toString('hex')).toBe(before);
        lookAround(one);
      }),
      { numRuns: 1500 }
    );
  }, 60_000);

  test('a cut update that Yjs would take half of is not taken', () => {
    const update = whole();
    const cut = update.slice(0, -1);
    const half = new Y.Doc();
    expect(() => Y.applyUpdate(half, cut)).toThrow();
    expect(half.store.clients.size).toBeGreaterThan(0);
    const none = new Y.Doc();
    expect(applyUpdate(none, cut)).toBe(false);
    expect(none.store.clients.size).toBe(0);
  });

  test('as a block or a text are passed over', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          blockLike.map((block) => deflateText(JSON.stringify(block)))
        ),
        (bytes) => {
          inflateText(bytes);
          readBlock(bytes);
        }
      ),
      { numRuns: 500 }
    );
    fc.assert(fc.property(fc.string(), (text) => readEntry('1.a', text) === undefined || true));
  });

  test('that inflate beyond their size are not inflated', () => {
    const bomb = deflateText('0'.repeat(17 * 1024 * 1024));
    expect(inflateText(bomb)).toBeUndefined();
    const liar = new Uint8Array(8);
    new DataView(liar.buffer).setUint32(0, 16 * 1024 * 1024);
    const time = took(() => {
      for (let i = 0; i < 2000; i++) expect(inflateText(liar)).toBeUndefined();
    });
    // Sixteen megabytes laid out for each would take many seconds.
    expect(time).toBeLessThan(1500);
  });
});

describe('hostile clocks', () => {
  const atTheEnd = (slot: string) => {
    const one = replica('a');
    one.run(createOrganization, { name: 'Org', provider: 'tencent' }, NOW);
    for (const section of USED)
      docOf(one, section)
        .getMap('audit')
        .set(`${LAST_LAMPORT}.${slot}`, JSON.stringify({ v: 1 }));
    docOf(one, 'org')
      .getMap('place')
      .set('far/x', [2 ** 53 - 1, ROOT, 'a0', ROOT, 'a0', 2]);
    return one;
  };

  test.each(['0', 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'])(
    'at the end of Lamport time (%s) commands are written, read, undone and kept apart',
    (slot) => {
      const one = atTheEnd(slot);
      const ids = new Set<string>();
      for (let i = 0; i < 5; i++) {
        const added = one.run(addDepartment, { id: `d${i}`, name: `D${i}`, parentId: ROOT }, NOW);
        if (added.ok) ids.add(added.value);
      }
      expect(ids.size).toBe(5);
      for (const id of ids) expect(one.entry(id)?.command).toBe('department.add');
      expect(one.run(moveDepartments, { ids: ['d1'], parentId: 'd2' }, NOW).ok).toBe(true);
      expect(rowOf(one.state, Department, 'd1')?.parentId).toBe('d2');
      expect(one.undo(one.stacks().undo.at(-1) ?? '', NOW, false).ok).toBe(true);
      expect(rowOf(one.state, Department, 'd1')?.parentId).toBe(ROOT);
      expectReread(one);
    }
  );

  test('the law of writing holds there too, for bulk commands as well', () => {
    const one = atTheEnd('zzzz');
    const file = (name: string) => ({
      file: 'f',
      format: 't',
      departments: [],
      refusals: [],
      accounts: Array.from({ length: 600 }, (_, i) => ({
        origin: { file: 'f', line: i },
        provider: 'tencent' as const,
        externalId: String(100_000 + i),
        name: `${name}-${i}`
      }))
    });
    // A later command overrules an earlier one whose slot is the higher.
    const higher = replica('zz', stored(one));
    expect(higher.run(importOrganization, { sources: [file('first')], target: ROOT }, NOW).ok).toBe(
      true
    );
    deliver(higher, one);
    for (const name of ['second', 'third']) {
      expect(one.run(importOrganization, { sources: [file(name)], target: ROOT }, NOW).ok).toBe(
        true
      );
      expect(rowOf(one.state, Account, 'tencent:100007')?.name).toBe(`${name}-7`);
    }
    one.run(renameAccount, { id: 'tencent:100007', name: 'by-hand' }, NOW);
    expect(rowOf(one.state, Account, 'tencent:100007')?.name).toBe('by-hand');
    expectReread(one);
  });
});

/** Milliseconds of this process, so that a busy machine does not count. */
function took(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('hostile size takes time by its size', () => {
  const opened = (fill: (doc: Y.Doc, n: number) => void, n: number) => {
    const doc = new Y.Doc();
    doc.transact(() => fill(doc, n));
    const update = encode(doc);
    const cold = took(() => lookAround(replica('a', new Map([['accounts', update]]))));
    const live = replica('b');
    const warm = took(() => applyUpdate(docOf(live, 'accounts'), update));
    return Math.max(cold, warm);
  };
  const entry = (more: object = {}) =>
    JSON.stringify({ v: 1, device: 'a', command: 'x', changes: [], ...more });
  const block = deflateText(
    JSON.stringify({ kind: 'account', op: 'birth', ids: ['i'], columns: {} })
  );
  const SHAPES: Readonly<Record<string, (doc: Y.Doc, n: number) => void>> = {
    'a chain of commands that each hide the one before': (doc, n) => {
      for (let i = 1; i <= n; i++) {
        doc.getMap('audit').set(`${i}.a`, entry());
        doc.getMap('block').set(`${i}.a/0`, block);
        doc.getMap('block').set(`${i}.a/hides`, `${i - 1}.a`);
      }
    },
    'many commands that hide one': (doc, n) => {
      for (let i = 1; i <= n; i++) {
        doc.getMap('audit').set(`${i}.a`, entry());
        doc.getMap('block').set(`${i}.a/hides`, '0.a');
      }
    },
    'one command of many parts': (doc, n) => {
      for (let i = 0; i < n; i++) doc.getMap('block').set(`1.a/${i}`, block);
      doc.getMap('audit').set('1.a', entry({ blocks: n }));
    },
    'many commands of a block each': (doc, n) => {
      for (let i = 0; i < n; i++) {
        doc.getMap('block').set(`${i}.a/0`, block);
        doc.getMap('audit').set(`${i}.a`, entry({ blocks: 1 }));
      }
    },
    'entries that take each other back in a circle': (doc, n) => {
      for (let i = 0; i < n; i++)
        doc
          .getMap('audit')
          .set(`${i + 1}.a`, entry({ command: 'history.undo', undoes: `${((i + 1) % n) + 1}.a` }));
    },
    'an entry that names millions': (doc, n) => {
      const ids = Array.from({ length: n }, () => 'i');
      doc.getMap('audit').set(
        '1.a',
        entry({
          blocks: 1e300,
          changes: [
            {
              kind: 'account',
              born: 1e300,
              fields: [{ field: 'name', ids, from: ids, after: ids }]
            }
          ]
        })
      );
    },
    'deep JSON': (doc, n) => {
      doc
        .getMap('audit')
        .set('1.a', `{"v":1,"changes":${'['.repeat(n * 10)}${']'.repeat(n * 10)}}`);
      doc.getMap('account').set('i/tags', '['.repeat(n * 10));
    },
    'a long chain of departments': (doc, n) => {
      for (let i = 0; i < n; i++)
        doc.getMap('place').set(`d${i}/a`, [1, `d${i + 1}`, 'a', ROOT, 'a', 2]);
    }
  };

  test.each(Object.keys(SHAPES))(
    '%s',
    (name) => {
      const fill = SHAPES[name];
      if (!fill) throw new Error(name);
      opened(fill, 200);
      const small = opened(fill, 1500);
      const large = opened(fill, 12_000);
      // Eight times as much: twenty-five times the time allows for a sort and a busy machine.
      expect(large).toBeLessThan(Math.max(400, small * 25));
    },
    60_000
  );
});
