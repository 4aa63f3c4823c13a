import fc from 'fast-check';

/**
 * Settings of every property test. `npm test` draws the same cases every time, so that what it says
 * of a change is said of the change; `npm run test:laws` draws new ones. SEED repeats a failure,
 * which prints its seed and path by itself, and NUM_RUNS sets how many cases there are.
 */
const { SEED = '20261125', NUM_RUNS } = typeof process === 'undefined' ? {} : process.env;
fc.configureGlobal({
  ...(SEED === 'random' ? {} : { seed: Number(SEED) }),
  ...(NUM_RUNS ? { numRuns: Number(NUM_RUNS) } : {})
});
