/** Megabytes of a process. */
export interface Memory {
  /** Resident, and how much of that are pages of files. */
  readonly resident: number;
  readonly mapped: number;
  /** What its objects use. */
  readonly used: number;
  /** What Yjs alone uses for the document that everybody edits. */
  readonly document: number;
}

export const NO_MEMORY: Memory = { resident: 0, mapped: 0, used: 0, document: 0 };

/** What a soak found. */
export interface Soaked {
  minutes: number;
  people: number;
  cycles: number;
  edits: number;
  kills: number;
  dropped: number;
  stopped: number;
  departed: number;
  viewers: number;
  malformed: number;
  clocks: number;
  /** Calms after which somebody had something else than the others. */
  diverged: number;
  lost: number;
  /** Writes that the relay had to refuse and somebody has all the same. */
  taken: number;
  /** Honest writes that were refused. */
  refused: number;
  /** The relay after a collection: when its last process was warm, and at the end. */
  memory: { warm: Memory; end: Memory };
  /** Bytes of the document at the end. */
  document: number;
  /** How long two people beside it waited for each other, ms. */
  wait: { p50: number; p99: number; worst: number };
  /** What went wrong, in words. */
  broken: string[];
}
