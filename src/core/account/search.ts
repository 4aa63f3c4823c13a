import { tableOf, type State } from '#core/kernel/state.ts';
import type { Page, Table } from '#core/kernel/table.ts';
import { Department } from '#core/org/model.ts';
import { initialsOf } from './initials.ts';
import { Account } from './model.ts';

export interface Hit {
  readonly kind: 'department' | 'account';
  readonly id: string;
}

interface Searchable {
  readonly name: string;
  readonly externalId: string;
}

/** One lower-case text a page, kept under the page itself: an edit makes one page new. */
const texts = new WeakMap<Page<Searchable>, readonly string[]>();

function textsOf(page: Page<Searchable>): readonly string[] {
  let lines = texts.get(page);
  if (!lines) {
    lines = Array.from(page, (row) => (row ? textOf(row) : ''));
    texts.set(page, lines);
  }
  return lines;
}

function textOf({ name, externalId }: Searchable): string {
  const text = `${name}\n${externalId}`.toLowerCase();
  const initials = initialsOf(name);
  return initials === '' ? text : `${text}\n${initials.toLowerCase()}`;
}

/**
 * Departments and accounts whose name, id or name in pinyin initials contains the words, all of
 * them, at most `most`: departments first, and those that begin with the first word before the
 * others.
 */
export function search(state: State, query: string, most: number): Hit[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return [];
  return [
    ...found(tableOf(state, Department), words, most).map((id) => ({
      kind: 'department' as const,
      id
    })),
    ...found(tableOf(state, Account), words, most).map((id) => ({ kind: 'account' as const, id }))
  ].slice(0, most);
}

function found(table: Table<Searchable>, words: readonly string[], most: number): string[] {
  const beginning: string[] = [];
  const within: string[] = [];
  const [first = ''] = words;
  table.pages.forEach((page, at) => {
    textsOf(page).forEach((text, slot) => {
      if (text === '' || !words.every((word) => text.includes(word))) return;
      const id = table.seats.ids[at * 256 + slot] ?? '';
      if (text.startsWith(first) || text.includes(`\n${first}`)) beginning.push(id);
      else if (within.length < most) within.push(id);
    });
  });
  return [...beginning, ...within].slice(0, most);
}
