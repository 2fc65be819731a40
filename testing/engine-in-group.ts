/**
 * Starts an engine in the process group of this program and says `there` when it is, then, once Ctrl+C has reached the group, `alive` or `ended`:
 * `engine-in-group.mjs ENGINE`.
 */
import { setTimeout } from 'node:timers/promises';
import { createForkEngineHost } from '../electron/services/engine-process.ts';

const engine = createForkEngineHost(process.argv[2]!).start();
engine.port.onMessage(() => console.log('there'));
process.once('SIGINT', async () => {
  console.log(await Promise.race([engine.ended.then(() => 'ended'), setTimeout(500, 'alive')]));
  engine.kill();
});
