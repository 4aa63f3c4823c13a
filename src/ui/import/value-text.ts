import { tagsOf } from '#core/kernel/field.ts';
import type { Message } from '#core/kernel/message.ts';
import { KINDS } from '#core/kinds.ts';
import type { State } from '#core/kernel/state.ts';
import { pathOf } from '#core/org/tree.ts';

/** A field's value as people read it; empty for nothing. */
export function valueText(
  state: State,
  kind: string,
  field: string,
  value: unknown,
  t: (message: Message) => string
): string {
  const input = KINDS.get(kind)?.fields[field]?.input;
  if (input?.type === 'reference' && typeof value === 'string')
    return value === 'root' ? '/' : pathOf(state, value).join(' / ') || value;
  if (input?.type === 'choice') {
    const option = input.options.find((each) => each.value === value);
    if (option) return t(option.label);
  }
  if (input?.type === 'tags' && Array.isArray(value))
    return tagsOf(value as [string, string][])
      .map(([key, text]) => `${key}=${text}`)
      .join('、');
  if (input?.type === 'numbers' && Array.isArray(value))
    return (value as number[])
      .flatMap((id) => input.labels?.[id] ?? [])
      .map(t)
      .join('、');
  if (typeof value === 'boolean') return value ? '✓' : '–';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
