import { entrySentence } from '#core/audit/sentence.ts';
import Toast from '#ui/kit/Toast.svelte';

/** What tells of a command: fetched after the first look, before the first edit. */
export const telling = { entrySentence, Toast };
export type Telling = typeof telling;
