/**
 * Why something was refused or looks wrong. `code` is `area.reason`, after the original system's
 * error code where one exists; its sentence stands in the messages of that area. `params` are
 * plain values for that sentence; `at` says where, when there is one place to point at.
 */
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly at?: { readonly kind: string; readonly id: string; readonly field?: string };
}

/** Expected failure is data. A refusal always says at least one reason. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const refused = (...problems: [Problem, ...Problem[]]): Result<never> => ({
  ok: false,
  problems
});
