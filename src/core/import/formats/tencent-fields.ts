import { PROVIDERS, type Provider } from '#core/org/provider.ts';
import { parentById, parentByKey } from '../fields.ts';
import { isList, isObject, type JsonObject } from '../json.ts';
import type { ParentRef, TagPairs } from '../source.ts';
import { tagsOfJson } from '../tag-text.ts';
import { tagsOf } from '#core/kernel/field.ts';
import type { Item } from './format.ts';

/** Our own export writes rows of other clouds in Tencent's shape and says so in `x_Provider`. */
export function providerOf(item: JsonObject): Provider {
  const said = item.get('x_Provider');
  return PROVIDERS.find((provider) => provider === said) ?? 'tencent';
}

export function tagsIn(item: JsonObject): TagPairs | undefined {
  const tags = tagsOfJson(item.get('Tags'));
  return tags.length > 0 ? tagsOf(tags) : undefined;
}

/** The node an item names as its own or its parent's; our exports name it by key as well. */
export function nodeRef({ fields, provider }: Item, name: string): ParentRef | undefined {
  const key = fields.text('x_ParentKey');
  if (key !== undefined) return parentByKey(key);
  const id = fields.id('department', name);
  return id === undefined || id === '0' ? undefined : parentById(provider, id);
}

/** The ids of OrgPermission; their names come in either language and do not count. */
export function permissionIds(item: JsonObject): readonly number[] | undefined {
  const list = item.get('OrgPermission');
  const ids = isList(list)
    ? list.map((permission) => (isObject(permission) ? permission.get('Id') : undefined))
    : [];
  const valid = ids.filter((id): id is number => typeof id === 'number' && id >= 1 && id <= 10);
  return valid.length > 0 ? [...new Set(valid)].sort((a, b) => a - b) : undefined;
}
