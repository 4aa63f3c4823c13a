import type { Tags } from '#core/kernel/field.ts';
import type { Problem } from '#core/kernel/problem.ts';
import { firstWrongChar, lengthOf } from './limits.ts';
import type { LimitProfile } from './provider.ts';

/** What a cloud refuses about tags that were not there before: what an import brought may stay. */
export function newTagProblems(limits: LimitProfile, tags: Tags, before: Tags): Problem[] {
  const known = new Map(before);
  return tags
    .filter(([key, value]) => known.get(key) !== value)
    .flatMap(([key, value]) => tagProblems(limits, known.has(key) ? { value } : { key, value }));
}

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
