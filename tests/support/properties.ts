import fc from 'fast-check';

/**
 * Settings of every property test: NUM_RUNS sets how many cases, SEED repeats a failure. A failing
 * property prints its seed and path by itself.
 */
const { SEED, NUM_RUNS } = typeof process === 'undefined' ? {} : process.env;
fc.configureGlobal({
  ...(SEED ? { seed: Number(SEED) } : {}),
  ...(NUM_RUNS ? { numRuns: Number(NUM_RUNS) } : {})
});
