import { parentById } from '../fields.ts';
import { isList, type Json } from '../json.ts';
import type { ParentRef } from '../source.ts';
import type { Page } from './format.ts';

const CONTAINER = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/;

/**
 * The container a path like `o-…/r-…/ou-…/` ends in, other than `self`. A part that is neither root
 * nor unit (some documented paths end in an account's id) is no place to stand, so the one before
 * it counts.
 */
export function containerOf(path: Json | undefined, self?: string): ParentRef | undefined {
  const text = isList(path) ? path[0] : path;
  const parts = typeof text === 'string' ? text.split('/') : [];
  const parent = parts.filter((part) => part !== self && CONTAINER.test(part)).at(-1);
  return parent === undefined ? undefined : parentById('aws', parent);
}

/**
 * Of list-…-for-parent and list-children the parent stands only in the request: it may be set
 * beside the list as `ParentId`, or be part of the file's name.
 */
export function askedParent(page: Page): ParentRef | undefined {
  const id = beside(page, 'ParentId') ?? unitIn(page.file) ?? rootIn(page.file);
  return id === undefined ? undefined : parentById('aws', id);
}

/** Of list-parents the child, likewise. */
export const askedChild = (page: Page): string | undefined =>
  beside(page, 'ChildId') ?? unitIn(page.file) ?? /(?<!\d)\d{12}(?!\d)/.exec(page.file)?.[0];

function beside(page: Page, key: string): string | undefined {
  const value = page.json.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const unitIn = (file: string) => /(?<![0-9a-z])ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}/.exec(file)?.[0];
const rootIn = (file: string) => /(?<![0-9a-z])r-[0-9a-z]{4,32}/.exec(file)?.[0];

/** An ARN ends in the id of what it names. */
export const idOfArn = (arn: string | undefined): string | undefined => arn?.split('/').at(-1);
