import { cutAt, escapePart, unescapePart } from './escaping.ts';

/** A department as one text: names from below the root down, `/` between them. `/` alone is the root. */
export function joinPath(names: readonly string[]): string {
  return names.length === 0 ? '/' : names.map((name) => escapePart(name, '/')).join('/');
}

/** The names of a path, none for the root, or undefined when one of them is empty. */
export function splitPath(text: string): readonly string[] | undefined {
  const names = cutAt(text, '/').map((part) => unescapePart(part, '/'));
  if (names.length > 1 && names[0] === '') names.shift();
  if (names.length > 1 && names.at(-1) === '') names.pop();
  if (names.length === 1 && names[0] === '') return [];
  return names.includes('') ? undefined : names;
}
