import { randomInt } from 'node:crypto';

const DIGITS = 36;
const LENGTH = 20;

/** A random id in base 36: 103 bits. */
export const newId = (): string =>
  Array.from({ length: LENGTH }, () => randomInt(DIGITS).toString(DIGITS)).join('');
