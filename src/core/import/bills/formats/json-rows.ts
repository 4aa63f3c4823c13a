import { isList, isObject, type Json, type JsonObject } from '../../json.ts';

/** What a page of JSON holds, as the rows of a table with a header that the bill formats know. */
export interface JsonBill {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: (page: JsonObject) => readonly (readonly string[] | undefined)[];
  readonly sniff: (page: JsonObject) => boolean;
  readonly estimated?: (page: JsonObject) => boolean;
}

/** A value of JSON as it was written. */
export function writtenText(json: Json | undefined): string {
  if (typeof json === 'string') return json;
  if (typeof json === 'number' || typeof json === 'boolean') return String(json);
  return isObject(json) || isList(json) || !json ? '' : json.written;
}

export const listAt = (json: Json | undefined, key: string): readonly Json[] => {
  const list = isObject(json) ? json.get(key) : undefined;
  return isList(list) ? list : [];
};

export const textAt = (json: Json | undefined, key: string): string =>
  isObject(json) ? writtenText(json.get(key)) : '';

export const partAt = (json: Json | undefined, key: string): Json | undefined =>
  isObject(json) ? json.get(key) : undefined;
