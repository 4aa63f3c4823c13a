import type { Readable } from 'node:stream';

/** A file as it was when it was opened, also when it is removed meanwhile. */
export interface OpenFile {
  readonly bytes: number;
  /** The bytes up to `to`, without that one; lets go of the file when it ends. */
  readonly read: (from: number, to: number) => Readable;
  readonly close: () => Promise<void>;
}

export interface GrowingFile {
  readonly append: (bytes: Uint8Array) => Promise<void>;
  /** Kept once all that was appended outlasts the machine's power. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface FoundFile {
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

/** As much of a file system as blobs need; paths are relative, and folders come by themselves. */
export interface Disk {
  readonly find: (path: string) => Promise<FoundFile | undefined>;
  readonly open: (path: string) => Promise<OpenFile | undefined>;
  /** Writes on at the end of a file, or of an empty one in its place. */
  readonly grow: (path: string, anew: boolean) => Promise<GrowingFile>;
  /** Kept once it outlasts the machine's power; whoever looks sees the old or the new name. */
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Changed now, as far as anybody can see. */
  readonly touch: (path: string) => Promise<void>;
  /** A file, or a folder with all that is in it. */
  readonly remove: (path: string) => Promise<void>;
  /** Every file, or every one below a folder. */
  readonly list: (folder?: string) => Promise<readonly FoundFile[]>;
}
