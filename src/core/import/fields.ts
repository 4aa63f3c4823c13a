import { tagsOf } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import type { Provider } from '#core/org/provider.ts';
import type { ImportProblemCode } from './messages.ts';
import { splitPath } from './path.ts';
import { importProblem } from './problem.ts';
import type { AccountRow, Cell, ParentRef, TagPairs } from './source.ts';
import { splitTags } from './tag-text.ts';

/** What one row holds, by the names its format gives to fields; a blank is undefined. */
export type Values = (name: string) => Cell | undefined;

/** Reads one row's fields; what cannot be read is said in `problems`, never guessed. */
export interface FieldReader {
  readonly problems: Problem[];
  text(...names: string[]): string | undefined;
  id(of: 'account' | 'department', ...names: string[]): string | undefined;
  time(...names: string[]): string | undefined;
  choice<T>(values: ReadonlyMap<string, T>, ...names: string[]): T | undefined;
  numbers(...names: string[]): readonly number[] | undefined;
  path(...names: string[]): readonly string[] | undefined;
  tags(...names: string[]): TagPairs | undefined;
}

export function fieldReader(values: Values, provider: Provider): FieldReader {
  const problems: Problem[] = [];
  const cell = (names: string[]) => {
    for (const name of names) {
      const found = values(name);
      if (found && found.text.trim() !== '') return found;
    }
    return undefined;
  };
  /** A field that is there but cannot be read as what it should be. */
  const read = <T>(
    names: string[],
    reading: (cell: Cell) => T | undefined,
    code: ImportProblemCode
  ): T | undefined => {
    const found = cell(names);
    const value = found && reading(found);
    if (found && value === undefined)
      problems.push(importProblem(code, { value: shorten(found.text) }));
    return value;
  };
  return {
    problems,
    text: (...names) => cell(names)?.text,
    id(of, ...names) {
      const found = cell(names);
      const code = found && idProblem(found, of, provider);
      if (found && code) problems.push(importProblem(code, { value: shorten(found.text) }));
      return code ? undefined : found?.text.trim();
    },
    time: (...names) =>
      read(names, (found) => timeOf(found.text.trim(), provider), 'import.timeUnreadable'),
    choice: (options, ...names) =>
      read(names, ({ text }) => options.get(plainText(text)), 'import.choiceUnknown'),
    numbers: (...names) => read(names, ({ text }) => numbersOf(text), 'import.numbersUnreadable'),
    path: (...names) => read(names, ({ text }) => splitPath(text), 'import.pathEmptyName'),
    tags(...names) {
      const pairs = splitTags(cell(names)?.text ?? '');
      return pairs.length > 0 ? tagsOf(pairs) : undefined;
    }
  };
}

/** Letters and digits only, so that spelling, width and punctuation of headers and values do not count. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

export const shorten = (text: string, most = 60): string => {
  const chars = [...text.slice(0, most * 2 + 2)];
  return (
    chars.length > most ? `${chars.slice(0, most).join('')}…` : chars.join('')
  ).toWellFormed();
};

/** What a spreadsheet did to an id, so that it is refused and not imported as another one. */
function idProblem(
  { text, number }: Cell,
  of: string,
  provider: Provider
): ImportProblemCode | undefined {
  const id = text.trim();
  if (/^#+$|^#(N\/A|REF!|VALUE!|NAME\?|NULL!|NUM!|DIV\/0!)/.test(id)) return 'import.idError';
  if (/^[+-]?\d+(\.\d+)?[eE][+-]?\d+$/.test(id)) return 'import.idScientific';
  if (/^\d+\.0*$/.test(id) || (number && id.includes('.'))) return 'import.idDecimal';
  // Spreadsheets and scripts keep 15 digits of a number; what is longer may have been rounded.
  if (number && id.replace('-', '').length > 15) return 'import.idRounded';
  if (of === 'account' && provider === 'aws' && /^\d{1,11}$/.test(id)) return 'import.idZerosLost';
  return undefined;
}

/**
 * ISO 8601 in UTC. Times without a zone are those of the cloud's home: UTC+8 for the Chinese ones
 * and for tables that name no cloud, UTC for the others. AWS also writes seconds since 1970.
 */
function timeOf(text: string, provider: Provider): string | undefined {
  if (/^\d{9,11}(\.\d{1,9})?$/.test(text)) return isoTime(Math.round(Number(text) * 1000));
  const match =
    /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[T ]?(\d{1,2}):?(\d{2})(?::?(\d{2})(\.\d{1,9})?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/.exec(
      text
    );
  if (!match) return undefined;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour,
    minute = '00',
    second = '00',
    fraction = '',
    zone
  ] = match;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return isoTime(Date.parse(date)) && date;
  const abroad = provider === 'aws' || provider === 'azure' || provider === 'gcp';
  const offset = zone === undefined ? (abroad ? 'Z' : '+08:00') : zoneOf(zone);
  return isoTime(
    Date.parse(
      `${date}T${hour.padStart(2, '0')}:${minute}:${second}${fraction.slice(0, 4)}${offset}`
    )
  );
}

const zoneOf = (zone: string) =>
  zone === 'Z' || zone === 'UTC'
    ? 'Z'
    : zone.includes(':')
      ? zone
      : `${zone.slice(0, 3)}:${zone.slice(3)}`;

function isoTime(milliseconds: number): string | undefined {
  if (!Number.isFinite(milliseconds)) return undefined;
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

function numbersOf(text: string): readonly number[] | undefined {
  const numbers = text
    .split(/[,;，；、\s]+/)
    .filter(Boolean)
    .map(Number);
  const valid = numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= 10);
  return valid ? [...new Set(numbers)].sort((a, b) => a - b) : undefined;
}

const spelled = <T>(...entries: readonly (readonly [T, ...string[]])[]): ReadonlyMap<string, T> =>
  new Map(
    entries.flatMap(([value, ...names]) => names.map((name) => [plainText(name), value] as const))
  );

export const STATUSES = spelled<NonNullable<AccountRow['status']>>(
  ['active', 'active', '正常', '活跃', '启用'],
  ['pending', 'pending', 'PENDING_ACTIVATION', '待激活', '待加入'],
  ['suspended', 'suspended', '已停用', '停用', '已暂停'],
  ['closing', 'closing', 'PENDING_CLOSURE', '关闭中', '待关闭'],
  ['closed', 'closed', '已关闭', '已注销']
);
export const MEMBER_TYPES = spelled<NonNullable<AccountRow['memberType']>>(
  ['invited', 'Invite', 'invited', '邀请', '受邀', '邀请加入'],
  ['created', 'Create', 'created', '创建', '新建', '创建成员']
);
export const PERMISSION_STATUSES = spelled<NonNullable<AccountRow['permissionStatus']>>(
  ['confirmed', 'Confirmed', '已确认'],
  ['unconfirmed', 'UnConfirmed', '待成员确认', '待确认', '未确认', 'Waiting for the member']
);
export const FLAGS = spelled<boolean>(
  [true, 'Allow', 'true', 'yes', 'y', '1', '是', '允许', '可以'],
  [false, 'Denied', 'Deny', 'false', 'no', 'n', '0', '否', '不允许', '禁止', '不可以']
);
export const CLOUDS = spelled<Provider>(
  ['tencent', 'tencent', '腾讯云', 'Tencent Cloud', 'qcloud', '腾讯'],
  ['aws', 'aws', 'Amazon Web Services', 'Amazon', '亚马逊云科技', '亚马逊云'],
  ['azure', 'azure', 'Microsoft Azure', '微软云'],
  ['gcp', 'gcp', 'Google Cloud', 'Google Cloud Platform', 'google', '谷歌云'],
  ['alibaba', 'alibaba', '阿里云', 'Alibaba Cloud', 'aliyun'],
  ['huawei', 'huawei', '华为云', 'Huawei Cloud'],
  ['other', 'other', '其他', '其它']
);

/** The root of AWS is known by its id; our own exports call the root by name. */
export const parentById = (provider: Provider, id: string): ParentRef =>
  provider === 'aws' && id.startsWith('r-') ? { by: 'root' } : { by: 'id', id };
export const parentByKey = (key: string): ParentRef =>
  key === 'root' ? { by: 'root' } : { by: 'key', key };
export const parentByPath = (path: readonly string[]): ParentRef =>
  path.length === 0 ? { by: 'root' } : { by: 'path', path };

type Sayable<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Leaves out what was not said, so that absent and undefined never differ. */
export function said<T extends object>(fields: Sayable<T>): T {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}
