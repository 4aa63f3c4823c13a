/** A piece of a file that is wanted, and where it begins. */
export interface SliceOrder {
  readonly file: File;
  readonly at: number;
  readonly size: number;
}

export interface Slice {
  readonly at: number;
  /** Undefined where it could not be read. */
  readonly bytes: ArrayBuffer | undefined;
}

const answer = (slice: Slice) => {
  postMessage(slice, { transfer: slice.bytes ? [slice.bytes] : [] });
};

addEventListener('message', ({ data: { file, at, size } }: MessageEvent<SliceOrder>) => {
  file
    .slice(at, at + size)
    .arrayBuffer()
    .then(
      (bytes) => {
        answer({ at, bytes });
      },
      () => {
        answer({ at, bytes: undefined });
      }
    );
});
