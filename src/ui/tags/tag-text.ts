import { t } from '#workspace/settings.svelte.ts';
import { tagsMessages as m } from './messages.ts';

/** A value or key as it is shown: an empty one is said, and blanks that nobody sees are set in marks. */
export const shownText = (text: string): string =>
  text === '' ? t(m.emptyValue) : /^\s|\s$|\p{Cf}|\s\s/u.test(text) ? JSON.stringify(text) : text;

export const tagText = ([key, value]: readonly [string, string]): string =>
  value === '' ? shownText(key) : `${shownText(key)} = ${shownText(value)}`;
