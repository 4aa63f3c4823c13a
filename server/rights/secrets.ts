import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes in base64url: what is handed out, once. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. Comparing hashes tells nothing by the time it takes. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
