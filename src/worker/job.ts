import type { InputFile } from '#core/import/read.ts';
import type { Refusal } from '#core/import/source.ts';
import type { SourcePart } from './chunks.ts';

/** What the page asks a worker for; one worker does one job and is then ended. */
export interface ReadJob {
  readonly job: 'readFiles';
  /** Handed over by reference: their bytes are read in the worker only. */
  readonly files: readonly File[];
}

/** What a worker says, in this order: ready, progress…, part…, done. */
export type ReadEvent =
  | { readonly event: 'ready' }
  | { readonly event: 'progress'; readonly done: number }
  | { readonly event: 'part'; readonly part: SourcePart }
  | { readonly event: 'done'; readonly refusals: readonly Refusal[] };

/** A dropped folder gives its files the path in it: with it two files of one name stay apart. */
export const inputOf = (file: File): InputFile => ({
  name: file.webkitRelativePath || file.name,
  size: file.size,
  bytes: async () => new Uint8Array(await file.arrayBuffer())
});
