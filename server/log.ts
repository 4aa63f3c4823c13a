import { pino } from 'pino';

/**
 * One line of JSON an event, on standard error. Secrets come in headers and bodies, and neither is
 * ever logged; rooms are named by ids that open nothing.
 */
export const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ dest: 2, sync: true })
);
