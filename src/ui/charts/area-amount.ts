import { REPORTED_DECIMALS } from '#core/finance/reporting.ts';

/** Millionths of a unit are told apart by areas. */
const MILLIONTH = 10n ** BigInt(REPORTED_DECIMALS - 6);

/** A reported amount as a number of whole units: for areas, never for texts. */
export const areaOf = (amount: bigint): number => Number(amount / MILLIONTH) / 1e6;

/** Back from what an area was drawn by; its text is rounded far above what that loses. */
export const amountOfArea = (value: number): bigint => BigInt(Math.round(value * 1e6)) * MILLIONTH;
