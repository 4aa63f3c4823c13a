import type { GroupSum } from './engines.ts';

/** A file to read, or nothing: then the sums of the file before are wanted. */
export interface WorkerOrder {
  readonly read: File | undefined;
}

export interface WorkerAnswer {
  readonly sums: readonly GroupSum[];
}
