/**
 * How many threads the environment's `LAYERLOOM_THREADS` asks for; null where it is not set. Programs that run beside each other are fastest
 * with 1. Throws an Error where it is no number of threads.
 */
export function askedThreads(environment: Readonly<Record<string, string | undefined>>): number | null {
  const wanted = environment.LAYERLOOM_THREADS;
  if (wanted === undefined || wanted === '') return null;
  if (!/^[1-9]\d?$/.test(wanted)) throw new Error(`LAYERLOOM_THREADS is a number from 1 to 99. Received: ${wanted}`);
  return Number(wanted);
}
