import type { AccountRow, DepartmentRow, ParentRef, Source } from '#core/import/source.ts';
import { KEYS_AT_MOST } from '#crdt/section-writer.ts';
import type { Random } from '#core/sample/random.ts';

const NAMES = [
  '华东',
  'Data',
  'a',
  'A',
  '=1+1',
  '__proto__',
  '  ',
  'x'.repeat(60),
  '👩‍👩‍👧',
  'a/b'
] as const;
const CLOUDS = ['tencent', 'aws'] as const;
const FILE = 'sim.csv';

/** An invented file: some of it known already, some hostile, now and then so large that blocks are written. */
export function drawnFile(random: Random, large: boolean): Source {
  const provider = random.pick(CLOUDS);
  const departments = Array.from({ length: random.below(6) }, (_, i): DepartmentRow => ({
    origin: { file: FILE, line: i + 1 },
    provider,
    externalId: String(500 + random.below(24)),
    name: random.chance(0.2) ? random.pick(NAMES) : `部门 ${random.below(40)}`,
    parent: parentOf(random),
    ...(random.chance(0.3) && { owner: random.pick(NAMES) })
  }));
  const count = large ? KEYS_AT_MOST + 1 + random.below(60) : random.below(8);
  const first = large ? 2000 : random.below(30);
  const accounts = Array.from({ length: count }, (_, i): AccountRow => ({
    origin: { file: FILE, line: i + 1 },
    provider,
    externalId: String(100_000_000_000 + first + i),
    name: random.chance(0.05) ? random.pick(NAMES) : `账号-${random.below(5000)}`,
    ...(random.chance(0.8) && { department: parentOf(random) }),
    ...(random.chance(0.2) && { owner: random.pick(NAMES) }),
    ...(random.chance(0.2) && { tags: [[random.pick(NAMES), 'v']] as const }),
    ...(random.chance(large ? 0.02 : 0.3) && { permissionIds: [1, 2, 3 + random.below(8)] })
  }));
  return { file: FILE, format: 'sim', departments, accounts, refusals: [] };
}

function parentOf(random: Random): ParentRef {
  const n = random.below(10);
  if (n < 3) return { by: 'root' };
  if (n < 7) return { by: 'id', id: String(500 + random.below(24)) };
  if (n < 9) return { by: 'key', key: `d${random.below(60)}` };
  return { by: 'path', path: ['华东', `部门 ${random.below(6)}`] };
}
