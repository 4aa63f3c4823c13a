/** Why this browser does not keep what it was given; each has a sentence and a way out. */
export type FailureReason = 'full' | 'unavailable' | 'timeout' | 'damaged' | 'newer' | 'closed';

export interface StorageFailure {
  readonly reason: FailureReason;
  /** The browser's own words, for a report; never shown alone. */
  readonly detail: string;
}

export function failureOf(error: unknown): StorageFailure {
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (name === 'QuotaExceededError') return { reason: 'full', detail };
  if (name === 'VersionError') return { reason: 'newer', detail };
  // A database that was closed under us (site data cleared, profile gone) says InvalidState.
  if (name === 'InvalidStateError' || name === 'AbortError') return { reason: 'closed', detail };
  return { reason: 'unavailable', detail };
}

/**
 * The promise, or a failure when it takes longer: a browser that hangs must not hang the page.
 * What comes too late is given to `late`, to be let go of.
 */
export function within<T>(
  ms: number,
  promise: Promise<T>,
  late: (value: T) => void = () => undefined
): Promise<T | StorageFailure> {
  return new Promise((resolve) => {
    let over = false;
    const timer = setTimeout(() => {
      over = true;
      resolve({ reason: 'timeout', detail: `${ms} ms` });
    }, ms);
    promise.then(
      (value) => {
        if (over) return late(value);
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        resolve(failureOf(error));
      }
    );
  });
}

export const isFailure = (value: unknown): value is StorageFailure =>
  typeof value === 'object' && value !== null && 'reason' in value && 'detail' in value;
