import { buildWorkers } from '../scripts/build.mjs';

/** Before all tests: builds the programs of worker threads from the sources as they are. */
export async function setup(): Promise<void> {
  await buildWorkers();
}
