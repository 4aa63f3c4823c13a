import fc from 'fast-check';

/**
 * Settings of every property test: NUM_RUNS sets how many cases, SEED repeats a failure. A failing
 * property prints its seed and path by itself.
 */
fc.configureGlobal({
  ...(process.env.NUM_RUNS ? { numRuns: Number(process.env.NUM_RUNS) } : {}),
  ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {})
});
