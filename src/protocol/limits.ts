/** Bounds that both ends keep, in bytes unless said. */
export const LIMITS = {
  /** A message above this travels in parts. */
  part: 256 * 1024,
  /** What the parts of one transfer may add up to. */
  transfer: 64 * 1024 * 1024,
  /** One WebSocket frame: a part with its heading. */
  frame: 320 * 1024,
  awareness: 4 * 1024,
  /** Updates that wait for one that was not sent yet; more is taken for an attack. */
  withheld: 64 * 1024,
  /** How many refused writes in a minute end a connection. */
  refusals: 3,
  /** Characters. */
  label: 64,
  grants: 500,
  /** A snapshot's ciphertext. */
  snapshot: 32 * 1024 * 1024,
  /** What the snapshots of a workspace that have not ended may add up to. */
  snapshots: 1024 * 1024 * 1024,
  /** One blob. */
  blob: 64 * 1024 * 1024,
  /** What the blobs of a workspace may add up to, those that are half there included. */
  blobs: 2 * 1024 * 1024 * 1024
} as const;

/** The relay sends something at least this often (ms), or the client takes the line for dead. */
export const HEARTBEAT_MS = 15_000;
