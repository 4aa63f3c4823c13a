import type { TagRule } from '#core/account/respelling.ts';
import type { Drift } from '#core/account/tag-drift.ts';

/** What a person asked to rename, merge or fix. */
export type Asked =
  | { readonly ask: 'renameKey'; readonly key: string }
  | { readonly ask: 'renameValue'; readonly key: string; readonly value: string }
  | { readonly ask: 'fix'; readonly drift: Drift }
  | { readonly ask: 'fixAll'; readonly drifts: readonly Drift[] };

/** What has to be done so that a drift ends in one spelling. */
export function ruleOf({ keys, of, spellings }: Drift, to = spellings[0].text): TagRule {
  const others = spellings.map(({ text }) => text).filter((text) => text !== to);
  return of === 'key' ? { keys: others, to } : { keys, values: others, to };
}

/**
 * What an answer comes to; `to` is the text typed or chosen. Values are put right before keys, so
 * that what differs only in spelling is no collision.
 */
export function rulesOf(asked: Asked, to: string): TagRule[] {
  switch (asked.ask) {
    case 'renameKey':
      return [{ keys: [asked.key], to }];
    case 'renameValue':
      return [{ keys: [asked.key], values: [asked.value], to }];
    case 'fix':
      return [ruleOf(asked.drift, to)];
    case 'fixAll':
      return asked.drifts
        .toSorted((a, b) => Number(a.of === 'key') - Number(b.of === 'key'))
        .map((drift) => ruleOf(drift));
  }
}
