import fc from 'fast-check';

/**
 * `npm test` draws the same examples every time, so that what it says of a change is said of the
 * change; `npm run test:laws` draws new ones (`LAWS_SEED=<number>` repeats a printed seed).
 */
const wanted = typeof process === 'undefined' ? undefined : process.env['LAWS_SEED'];
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted ?? 20261125) });
