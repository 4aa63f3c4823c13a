import { z } from 'zod';
import type { NewGrant, NewWorkspace } from '#protocol/grants.ts';
import { LIMITS } from '#protocol/limits.ts';
import { isId } from '#protocol/sections.ts';

const label = z
  .string()
  .trim()
  .min(1)
  .refine((text) => [...text].length <= LIMITS.label);
const role = z.enum(['none', 'read', 'write']);

export const newWorkspaceShape: z.ZodType<NewWorkspace> = z.strictObject({
  id: z.string().refine(isId),
  label,
  secretHash: z.string().regex(/^[0-9a-f]{64}$/)
});

export const newGrantShape: z.ZodType<NewGrant> = z.strictObject({
  label,
  owner: z.boolean(),
  roles: z.strictObject({ org: role, accounts: role, finance: role, access: role, sharing: role }),
  expiresAt: z.int().positive().exactOptional()
});
