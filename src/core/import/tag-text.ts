import { cutAt, escapePart, unescapePart } from './escaping.ts';
import { isList, isObject, readDocuments, type Json, type JsonObject } from './json.ts';
import type { TagPairs } from './source.ts';

/** What a `\` in a key protects; the brackets so that no key looks like JSON. */
const KEY = ';=:[{';
const VALUE = ';=';

/** Tags in one cell: `key=value;key=value`. */
export function joinTags(tags: TagPairs): string {
  return tags
    .map(([key, value]) => `${escapePart(key, KEY)}=${escapePart(value, VALUE)}`)
    .join(';');
}

/** Reads what `joinTags` writes; also `key:value`, a bare `key`, and JSON as the clouds print it. */
export function splitTags(text: string): TagPairs {
  const [json] = /^\s*[[{]/.test(text) ? documentsOf(text) : [];
  if (json !== undefined) return tagsOfJson(json);
  return cutAt(text, ';')
    .map(pairOf)
    .filter(([key]) => key !== '');
}

function pairOf(part: string): readonly [string, string] {
  const separator = cutAt(part, '=').length > 1 ? '=' : ':';
  const [key = '', ...rest] = cutAt(part, separator);
  return [unescapePart(key, KEY), unescapePart(rest.join(separator), KEY)];
}

function documentsOf(text: string): readonly Json[] {
  const documents = readDocuments(text);
  return documents.ok ? documents.value : [];
}

/** `[{TagKey, TagValue}]`, `[{Key, Value}]` or an object of values; a tag without a value is empty. */
export function tagsOfJson(json: Json | undefined): TagPairs {
  const pairs = isObject(json)
    ? [...json]
    : isList(json)
      ? json.filter(isObject).map(pairOfJson)
      : [];
  return pairs.flatMap(([key, value]) => {
    const name = typeof key === 'string' ? key : '';
    return name === '' ? [] : [[name, valueText(value)] as const];
  });
}

const pairOfJson = (tag: JsonObject) =>
  [tag.get('TagKey') ?? tag.get('Key'), tag.get('TagValue') ?? tag.get('Value')] as const;

function valueText(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null && 'written' in value ? value.written : '';
}
