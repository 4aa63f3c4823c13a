import { timeOf, type Entry } from '#core/audit/entry.ts';
import { settings, t } from './settings.svelte.ts';

const messages = {
  you: { zh: '我', en: 'You' },
  someone: { zh: '未署名', en: 'Unnamed' }
} as const;

type Writer = Pick<Entry, 'name' | 'device'>;

/** The name a person chose, or what stands for one. */
export const whoOf = ({ name, device }: Writer): string =>
  name !== '' ? name : t(device === settings.device ? messages.you : messages.someone);

/** When an entry says it was made, for machines. */
export const isoOf = (entry: Entry): string => new Date(timeOf(entry)).toISOString();
