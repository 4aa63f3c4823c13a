import type { AccountRow, DepartmentRow, Source, TagPairs } from '#core/import/source.ts';
import { randomOf, type Random } from './random.ts';
import { DEPARTMENTS, GROUP_NAME, PEOPLE, PRODUCTS, STAGES, UNITS } from './words.ts';

export const SAMPLE_ACCOUNTS = 300;
export const SAMPLE_SEED = 11;

/** Departments of a level, and what may still hang below. */
interface Made {
  readonly row: DepartmentRow;
  readonly level: number;
  children: number;
}

const FILE = 'sample';
const DEEPEST = 5;

/**
 * An invented group as an importable source: five levels, Chinese and English names, skewed
 * sizes, two clouds, tag keys with drift (env/Env/ENV), repeated names and accounts whose
 * department is missing. The same seed gives the same group.
 */
export function sampleGroup(seed: number, accounts: number): Source {
  const random = randomOf(seed);
  const departments = makeDepartments(random, accounts);
  return {
    file: FILE,
    format: 'sample',
    organization: { origin: { file: FILE, line: 1 }, provider: 'tencent', name: GROUP_NAME },
    departments: departments.map(({ row }) => row),
    accounts: makeAccounts(random, departments, accounts),
    refusals: []
  };
}

function makeDepartments(random: Random, accounts: number): Made[] {
  const made: Made[] = [];
  const add = (name: string, parent?: Made): Made => {
    const id = String(10001 + made.length);
    const level = (parent?.level ?? 0) + 1;
    if (parent) parent.children++;
    const row: DepartmentRow = {
      origin: { file: FILE, line: made.length + 1 },
      provider: 'tencent',
      externalId: id,
      name,
      parent: parent ? { by: 'id', id: parent.row.externalId ?? '' } : { by: 'root' },
      ...(random.chance(0.7) && { owner: random.pick(PEOPLE) })
    };
    const department = { row, level, children: 0 };
    made.push(department);
    return department;
  };
  for (const [division, teams] of Object.entries(DEPARTMENTS)) {
    const first = add(division);
    for (const [team, groups] of Object.entries(teams)) {
      const second = add(team, first);
      for (const group of groups) add(group, second);
    }
  }
  // A fifth level, which the words alone do not reach.
  const fourth = add(
    '大促保障',
    made.find(({ row }) => row.name === '电商交易')
  );
  add('大促-值守', fourth);
  // A small group has the departments people know; a large one grows more of them.
  const wanted = accounts > 1000 ? Math.round(Math.min(accounts / 5, 5000)) : made.length;
  for (let n = 1; made.length < wanted; n++) {
    const parent = made[random.below(Math.min(made.length, wanted / 2))];
    if (!parent || parent.level >= DEEPEST) continue;
    // One name in a hundred repeats, as in every organization that grew.
    add(random.chance(0.01) ? random.pick(UNITS) : `${random.pick(UNITS)}-${n}`, parent);
  }
  return made;
}

function makeAccounts(random: Random, departments: readonly Made[], count: number): AccountRow[] {
  const leaves = departments.filter(({ children }) => children === 0);
  const weights: number[] = [];
  let total = 0;
  for (const _ of leaves) weights.push((total += random.skewed()));
  const leafAt = (x: number) => leaves[lowerBound(weights, x)] ?? leaves[0];
  const names = new Map<string, number>();
  const rows: AccountRow[] = [];
  for (let i = 0; i < count; i++) {
    const home = random.chance(0.06)
      ? departments[random.below(departments.length)]
      : leafAt(random.next() * total);
    rows.push(makeAccount(random, i, home, names));
  }
  return rows;
}

function lowerBound(sums: readonly number[], x: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? Infinity) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function makeAccount(
  random: Random,
  i: number,
  home: Made | undefined,
  names: Map<string, number>
): AccountRow {
  const [stage, env] = random.pick(STAGES);
  const product = random.pick(PRODUCTS);
  const plain = /^[a-z]/.test(product) ? `${product}-${env}` : `${product}-${stage}`;
  const before = names.get(plain) ?? 0;
  names.set(plain, before + 1);
  // A few names are used twice, which the cloud would not allow.
  const name = before === 0 || random.chance(0.004) ? plain : `${plain}-${before + 1}`;
  const aws = random.chance(0.12);
  const id = String(100_020_000_000 + i * 7919 + random.below(7000));
  const orphan = random.chance(0.005);
  return {
    origin: { file: FILE, line: i + 1 },
    provider: aws ? 'aws' : 'tencent',
    externalId: aws ? id.slice(3).padStart(12, '0') : id,
    name,
    owner: random.pick(PEOPLE),
    ...(aws && { email: `${env}+${i}@yuanan.example`, status: awsStatus(random) }),
    joinedTime: joinedTime(random),
    memberType: random.chance(0.7) ? 'created' : 'invited',
    department: { by: 'key', key: `tencent:${orphan ? '99999' : (home?.row.externalId ?? '')}` },
    tags: tagsFor(random, env),
    ...(!aws && { permissionIds: [1, 2, ...[4, 5, 8].filter(() => random.chance(0.4))] })
  };
}

function awsStatus(random: Random): 'active' | 'suspended' | 'closed' {
  const x = random.next();
  return x < 0.06 ? 'suspended' : x < 0.09 ? 'closed' : 'active';
}

function joinedTime(random: Random): string {
  const day = Date.UTC(2019, 0, 7) + random.below(7 * 365) * 86_400_000;
  return new Date(day + random.below(36_000) * 1000).toISOString();
}

function tagsFor(random: Random, env: string): TagPairs {
  if (random.chance(0.3)) return [];
  const key = random.chance(0.85) ? 'env' : random.chance(0.7) ? 'Env' : 'ENV';
  const cost = ['cost', `CC-${2100 + random.below(60)}`] as const;
  return random.chance(0.7) ? [[key, env], cost] : [[key, env]];
}
