import { command } from '#core/kernel/command.ts';
import { tagsOf, type Tags } from '#core/kernel/field.ts';
import { withFields, type Row } from '#core/kernel/kind.ts';
import { ok, refused, type Problem } from '#core/kernel/problem.ts';
import { tableOf, type State } from '#core/kernel/state.ts';
import { each, get, type Table } from '#core/kernel/table.ts';
import { Department } from '#core/org/model.ts';
import { tagProblems } from '#core/org/tag-rules.ts';
import { profileOf } from '#core/org/limits.ts';
import { accountCommandMessages as titles } from './messages.ts';
import { Account } from './model.ts';

/** Keys that become one key, or values of keys that become one value. */
export type TagRule =
  | { readonly keys: readonly string[]; readonly to: string }
  | { readonly keys: readonly string[]; readonly values: readonly string[]; readonly to: string };

export interface Respelling {
  /** Applied one after the other. */
  readonly rules: readonly TagRule[];
  /**
   * Where a record has several of the keys with different values: leave its tags as they are, or
   * keep the value that stands under the key that stays, else under the first of the others.
   */
  readonly collisions: 'leave' | 'keep';
}

/** A record whose tags say two things under what is to be one key. */
export interface Collision {
  readonly kind: 'department' | 'account';
  readonly id: string;
  readonly to: string;
  /** The tags that cannot all stay. */
  readonly tags: Tags;
  /** The value that stays when a value is kept. */
  readonly kept: string;
}

export interface Respelled {
  readonly departments: ReadonlyMap<string, Tags>;
  readonly accounts: ReadonlyMap<string, Tags>;
  readonly collisions: readonly Collision[];
}

interface Tagged extends Row {
  readonly tags: Tags;
}

/** What a respelling would change, and where it meets two values: the tags after, by record. */
export function respelled(state: State, { rules, collisions }: Respelling): Respelled {
  const found: Collision[] = [];
  const wanted = rules.map((rule) => ({ rule, keys: new Set(rule.keys) }));
  const after = (kind: Collision['kind'], table: Table<Tagged>) => {
    const changed = new Map<string, Tags>();
    each(table, ({ tags }, id) => {
      let next = tags;
      for (const { rule, keys } of wanted) {
        if (!next.some(([key]) => keys.has(key))) continue;
        const met = 'values' in rule ? undefined : collisionOf(next, rule);
        if (met) found.push({ kind, id, to: rule.to, ...met });
        if (!met || collisions === 'keep') next = applied(next, rule, met?.kept);
      }
      if (next !== tags && !Account.fields.tags.equal(next, tags)) changed.set(id, next);
    });
    return changed;
  };
  return {
    departments: after('department', tableOf(state, Department)),
    accounts: after('account', tableOf(state, Account)),
    collisions: found
  };
}

function collisionOf(
  tags: Tags,
  { keys, to }: TagRule
): Pick<Collision, 'tags' | 'kept'> | undefined {
  const met = tags.filter(([key]) => key === to || keys.includes(key));
  if (new Set(met.map(([, value]) => value)).size < 2) return undefined;
  const values = new Map(met);
  const kept = [to, ...keys].find((key) => values.has(key)) ?? to;
  return { tags: met, kept: values.get(kept) ?? '' };
}

function applied(tags: Tags, rule: TagRule, kept?: string): Tags {
  const { keys, to } = rule;
  const hit = tags.filter(
    ([key, value]) => keys.includes(key) && (!('values' in rule) || rule.values.includes(value))
  );
  const [first] = hit;
  if (!first) return tags;
  if ('values' in rule) return tagsOf([...tags, ...hit.map(([key]) => [key, to] as const)]);
  const others = tags.filter(([key]) => key !== to && !keys.includes(key));
  return tagsOf([...others, [to, kept ?? first[1]]]);
}

/** Renames and merges tag keys and values wherever they stand; one step back takes it all back. */
export const respellTags = command<Respelling>('tag.respell', titles.respell, (state, args) => {
  const problems = args.rules.flatMap((rule) =>
    tagProblems(profileOf(state), 'values' in rule ? { value: rule.to } : { key: rule.to })
  );
  const [first, ...rest] = problems;
  if (first) return refused(first, ...rest);
  const { departments, accounts } = respelled(state, args);
  if (departments.size + accounts.size === 0) return refused(unchanged(args));
  const changed = [
    [Department, retagged(Department, tableOf(state, Department), departments)],
    [Account, retagged(Account, tableOf(state, Account), accounts)]
  ] as const;
  return ok(
    new Map(changed.filter(([, rows]) => rows.size > 0).map(([{ name }, rows]) => [name, rows]))
  );
});

const retagged = (
  kind: typeof Department | typeof Account,
  table: Table<Tagged>,
  changed: ReadonlyMap<string, Tags>
): ReadonlyMap<string, Row> =>
  new Map(
    [...changed].flatMap(([id, tags]) => {
      const row = get(table, id);
      return row ? [[id, withFields(kind, row, { tags })] as const] : [];
    })
  );

const unchanged = ({ rules: [rule] }: Respelling): Problem => ({
  code: 'org.tagUnchanged',
  params: { to: rule?.to ?? '' }
});
