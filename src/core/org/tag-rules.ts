import type { Problem } from '#core/kernel/problem.ts';
import { firstWrongChar, lengthOf } from './limits.ts';
import type { LimitProfile } from './provider.ts';

/** Why a tag key or value, given alone or together, cannot be set. */
export function tagProblems(
  { tag }: LimitProfile,
  { key, value }: { readonly key?: string; readonly value?: string }
): Problem[] {
  const problems: Problem[] = [];
  const shape = (text: string, max: number) => {
    const length = lengthOf(text);
    if (length > max)
      problems.push({ code: 'org.tagTooLong', params: { tag: text.slice(0, 40), length, max } });
    const char = firstWrongChar(tag.chars, text);
    if (char !== undefined) problems.push({ code: 'org.tagChars', params: { tag: text, char } });
  };
  if (key?.trim() === '') problems.push({ code: 'org.tagKeyEmpty', params: {} });
  else if (key !== undefined) {
    shape(key, tag.key);
    if (tag.reserved?.test(key)) problems.push({ code: 'org.tagReserved', params: { key } });
  }
  if (value !== undefined) shape(value, tag.value);
  return problems;
}
