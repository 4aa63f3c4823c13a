// Writes the fixture of a document format, once and for ever: `tests/fixtures/documents/v<n>`.
// Made with the app as it was when that format was current; a later app must open it as it is.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as Y from 'yjs';
import {
  addAccount,
  deleteDepartments,
  moveAccounts,
  removeAccounts
} from '#core/account/commands.ts';
import { renameAccount, tagAccounts, updateAccounts } from '#core/account/commands.ts';
import type { Command } from '#core/kernel/command.ts';
import { updateFinancialPolicy } from '#core/finance/commands.ts';
import { importOrganization } from '#core/import/command.ts';
import type { AccountRow, Source } from '#core/import/source.ts';
import type { Section } from '#core/kernel/kind.ts';
import { addDepartment, createOrganization, moveDepartments } from '#core/org/commands.ts';
import { tagDepartments, updateDepartments } from '#core/org/commands.ts';
import { ROOT } from '#core/org/model.ts';
import { writeBackup } from '#crdt/backup.ts';
import { Replica } from '#crdt/replica.ts';
import { documentFacts } from '../tests/support/document-facts.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = values.out ?? '';
if (out === '' || existsSync(out))
  throw new Error('--out must name a folder that is not there yet.');

const SECTIONS: readonly Section[] = ['org', 'accounts', 'finance'];
let now = Date.UTC(2026, 10, 24, 8);

function replica(slot: string): Replica {
  const docs = new Map(SECTIONS.map((section) => [section, new Y.Doc()] as const));
  const made = new Replica(docs, { slot, device: `device-${slot}`, name: slot });
  for (const section of SECTIONS) for (const _ of made.open(section));
  return made;
}

function run<A>(of: Replica, command: Command<A>, args: A): string {
  const result = of.run(command, args, (now += 60_000), { about: { files: ['members.json'] } });
  if (!result.ok) throw new Error(`${command.name}: ${result.problems[0].code}`);
  return result.value;
}

function undo(of: Replica, id: string): string {
  const result = of.undo(id, (now += 60_000), true);
  if (!result.ok) throw new Error(`undo: ${result.problems[0].code}`);
  return result.value;
}

function sync(a: Replica, b: Replica) {
  for (const [from, to] of [
    [a, b],
    [b, a]
  ] as const)
    for (const [section, { doc }] of from.sections) {
      const target = to.sections.get(section)?.doc;
      if (target) Y.applyUpdate(target, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(target)));
    }
}

const file = (from: number, count: number): Source => ({
  file: 'members.json',
  format: 'fixture',
  departments: [],
  accounts: Array.from({ length: count }, (_, i): AccountRow => ({
    origin: { file: 'members.json', line: i + 1 },
    provider: i % 3 === 0 ? 'aws' : 'tencent',
    externalId: String(100_000_000_000 + from + i),
    name: `账号 ${from + i}`,
    owner: i % 2 ? 'Li Wei' : '',
    tags: [['env', i % 2 ? 'prod' : 'test']]
  })),
  refusals: []
});

const importFile = (of: Replica, from: number, count: number) =>
  run(of, importOrganization, { sources: [file(from, count)], target: ROOT });

/** Keys and blocks, plain and deflated entries, tags, deaths, revivals, undo and redo. */
function daily(a: Replica) {
  run(a, createOrganization, { name: '云帆集团', provider: 'tencent', accountLimit: 9000 });
  for (const id of ['east', 'west', 'north', 'south', 'old'])
    run(a, addDepartment, { id, name: id.toUpperCase(), parentId: ROOT });
  for (let level = 1; level <= 3; level++)
    run(a, addDepartment, {
      id: `e${level}`,
      name: `东${level}`,
      parentId: level === 1 ? 'east' : `e${level - 1}`
    });
  importFile(a, 0, 700);
  run(a, removeAccounts, { ids: ids(0, 600) });
  undo(a, a.entryIds().at(-1) ?? '');
  undo(a, undo(a, importFile(a, 5000, 600)));
  undo(a, importFile(a, 9000, 600));
  importFile(a, 2000, 90);
  run(a, renameAccount, { id: id(4), name: '改名' });
  run(a, updateAccounts, { ids: ids(0, 650), values: { remark: '批量' } });
  run(a, tagAccounts, {
    ids: [id(1), id(2)],
    set: [
      ['__proto__', '1'],
      ['成本', '研发']
    ],
    remove: ['env']
  });
  run(a, moveAccounts, { ids: [id(1), id(2), id(3), id(4)], departmentId: 'e1' });
  run(a, addAccount, {
    provider: 'aws',
    externalId: '111111111111',
    name: 'Sandbox',
    departmentId: 'west'
  });
  const gone = run(a, removeAccounts, { ids: [id(5), id(7)] });
  undo(a, gone);
  run(a, removeAccounts, { ids: [id(8)] });
  run(a, updateFinancialPolicy, { ids: [id(1), id(2)], permissionIds: [1, 2, 5], payerUin: '100' });
  run(a, tagDepartments, { ids: ['east'], set: [['bu', 'cloud']], remove: [] });
  run(a, updateDepartments, { ids: ['west'], values: { owner: 'Chen', remark: 'W' } });
}

const id = (i: number) => `${i % 3 === 0 ? 'aws' : 'tencent'}:${100_000_000_000 + i}`;
const ids = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => id(from + i));

/** Each conflict two people can leave in the tree. */
function races(a: Replica, b: Replica) {
  const move = (of: Replica, department: string, parentId: string) =>
    run(of, moveDepartments, { ids: [department], parentId });
  sync(a, b);
  move(a, 'south', 'west');
  move(b, 'south', 'east');
  run(a, deleteDepartments, { ids: ['old'] });
  run(b, addDepartment, { id: 'late', name: 'Late', parentId: 'old' });
  sync(a, b);
  run(a, addDepartment, { id: 'p', name: 'P', parentId: ROOT });
  run(a, addDepartment, { id: 'q', name: 'Q', parentId: ROOT });
  run(a, addDepartment, { id: 'deep', name: 'Deep', parentId: ROOT });
  sync(a, b);
  move(a, 'p', 'q');
  move(b, 'q', 'p');
  move(a, 'east', 'north');
  move(b, 'deep', 'e3');
  run(a, renameAccount, { id: id(10), name: 'by-a' });
  run(b, renameAccount, { id: id(10), name: 'by-b' });
  sync(a, b);
}

const a = replica('a');
const b = replica('b');
daily(a);
races(a, b);
mkdirSync(out, { recursive: true });
const updates = new Map<Section, Uint8Array>();
for (const [section, { doc }] of a.sections) {
  updates.set(section, Y.encodeStateAsUpdate(doc));
  writeFileSync(join(out, `${section}.yjs`), Y.encodeStateAsUpdate(doc));
}
writeFileSync(
  join(out, 'whole.banyan'),
  writeBackup({ name: '云帆集团', at: now, sections: updates })
);
writeFileSync(join(out, 'expected.json'), `${JSON.stringify(documentFacts(a))}\n`);
