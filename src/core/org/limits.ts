import type { Problem } from '#core/kernel/problem.ts';
import { rowOf, type State } from '#core/kernel/state.ts';
import { Department, Organization, ROOT } from './model.ts';
import { LIMITS, type LimitProfile } from './provider.ts';
import { departmentsNamed } from './tree.ts';

export const profileOf = (state: State): LimitProfile =>
  LIMITS[rowOf(state, Organization, ROOT)?.provider ?? 'tencent'];

/** Characters as people count them, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

interface Named {
  readonly name: string;
  readonly parentId: string;
}

/** What a command refuses about a department's name; `id` is the department that would bear it. */
export function departmentNameProblems(state: State, id: string, row: Named): Problem[] {
  const limits = profileOf(state);
  const at = { kind: Department.name, id, field: 'name' };
  const { name } = row;
  if (name.trim() === '') return [{ code: 'org.nameEmpty', params: {}, at }];
  const problems: Problem[] = nameShapeProblems(limits, name).map((p) => ({ ...p, at }));
  const unique = limits.departmentNameUnique;
  const taken = departmentsNamed(state, name)
    .map((other) => rowOf(state, Department, other))
    .find(
      (other) =>
        other &&
        other.id !== id &&
        (unique === 'organization' || (unique === 'parent' && other.parentId === row.parentId))
    );
  if (taken)
    problems.push({ code: `org.organizationNodeNameUsed.${unique}`, params: { name }, at });
  return problems;
}

export function nameShapeProblems(limits: LimitProfile, name: string): Problem[] {
  const length = lengthOf(name);
  const problems: Problem[] = [];
  if (length > limits.departmentName) {
    const params = { name, length, max: limits.departmentName };
    problems.push({ code: 'org.nameTooLong', params });
  }
  const wrong = firstWrongChar(limits.departmentNameChars, name);
  if (wrong !== undefined) problems.push({ code: 'org.nameChars', params: { name, char: wrong } });
  return problems;
}

/** The first character a pattern does not allow, to be named in the sentence. */
export const firstWrongChar = (allowed: RegExp | undefined, name: string): string | undefined =>
  allowed && !allowed.test(name) ? [...name].find((char) => !allowed.test(char)) : undefined;
