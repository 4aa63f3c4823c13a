/** The root map whose keys are the archives that a section names; see `archive.ts`. */
export const ARCHIVE_NAMES = 'archive';

/** The map that entries leave. */
export const ARCHIVED_MAP = 'audit';
