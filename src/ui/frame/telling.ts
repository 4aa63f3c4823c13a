// What tells of a command: fetched after the first look, before the first edit.
export { entrySentence } from '#core/audit/sentence.ts';
export { default as Toast } from '#ui/kit/Toast.svelte';
