import { grouped, selected, type Group } from '#core/kernel/group.ts';
import type { Tags } from '#core/kernel/field.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { Department } from '#core/org/model.ts';
import { Account } from './model.ts';
import { plainOf } from './tag-spelling.ts';
import { keyUses, pairUses, type TagUse } from './tag-use.ts';

export interface Spelling {
  readonly text: string;
  /** On how many accounts and departments. */
  readonly count: number;
  readonly since: string;
}

/** One tag key, or one value of it, that is spelled in several ways. */
export interface Drift {
  /** The key in all its spellings; of values too, since a value may stand under each of them. */
  readonly keys: readonly string[];
  readonly of: 'key' | 'value';
  /** The likely right one first: the most used, among equals the oldest. */
  readonly spellings: readonly [Spelling, ...Spelling[]];
}

const keysAlike = grouped<TagUse>(({ key }) => plainOf(key));
const pairsAlike = grouped<TagUse>(({ key, value }) => {
  const plain = plainOf(key);
  return `${plain.length}:${plain}${plainOf(value)}`;
});
const several = () =>
  selected<Group, Group>((group) => (group.members.length > 1 ? group : undefined));
const severalKeys = several();
const severalPairs = several();

/** Spellings of keys and values that differ only in case, width, spaces, hyphens or underscores. */
export function tagDrift(state: State): Drift[] {
  const keys = driftOf(severalKeys(keysAlike(keyUses(state))), keyUses(state), 'key');
  const values = driftOf(severalPairs(pairsAlike(pairUses(state))), pairUses(state), 'value');
  return [...keys, ...values].sort(
    (a, b) =>
      Number(a.of === 'value') - Number(b.of === 'value') ||
      othersOf(b) - othersOf(a) ||
      byText(a, b)
  );
}

const byText = (a: Drift, b: Drift) =>
  a.spellings[0].text < b.spellings[0].text
    ? -1
    : a.spellings[0].text > b.spellings[0].text
      ? 1
      : a.keys.join() < b.keys.join()
        ? -1
        : 1;

/** On how many records it is spelled otherwise than most spell it. */
export const othersOf = ({ spellings: [, ...others] }: Drift): number =>
  others.reduce((n, { count }) => n + count, 0);

function driftOf(groups: Table<Group>, uses: Table<TagUse>, of: Drift['of']): Drift[] {
  const found: Drift[] = [];
  each(groups, ({ members }) => {
    const alike = members.flatMap((id) => get(uses, id) ?? []);
    const spellings = spellingsOf(alike, of === 'key' ? ({ key }) => key : ({ value }) => value);
    const [first, ...others] = spellings;
    // A text of nothing but spaces and hyphens is no spelling of another.
    if (!first || others.length === 0 || plainOf(first.text) === '') return;
    const keys = spellingsOf(alike, ({ key }) => key).map(({ text }) => text);
    found.push({ keys, of, spellings: [first, ...others] });
  });
  return found;
}

function spellingsOf(uses: readonly TagUse[], textOf: (use: TagUse) => string): Spelling[] {
  const byText = new Map<string, Spelling>();
  for (const use of uses) {
    const text = textOf(use);
    const { count, since } = byText.get(text) ?? { count: 0, since: '' };
    const first = since === '' || (use.since !== '' && use.since < since) ? use.since : since;
    byText.set(text, { text, count: count + use.count, since: first });
  }
  const age = ({ since }: Spelling) => (since === '' ? '~' : since);
  return [...byText.values()].sort(
    (a, b) =>
      b.count - a.count || (age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : a.text < b.text ? -1 : 1)
  );
}

/** Departments and accounts that spell a key, or a value of it, otherwise than this. */
export function spelledOtherwise(state: State, key: string, value?: string): string[] {
  const plainKey = plainOf(key);
  const plainValue = value === undefined ? undefined : plainOf(value);
  const otherwise = (tags: Tags) =>
    tags.some(
      ([k, v]) =>
        (value === undefined ? k !== key : v !== value && plainOf(v) === plainValue) &&
        plainOf(k) === plainKey
    );
  const found: string[] = [];
  const note = ({ tags }: { readonly tags: Tags }, id: string) => {
    if (otherwise(tags)) found.push(id);
  };
  each(tableOf(state, Department), note);
  each(tableOf(state, Account), note);
  return found;
}
