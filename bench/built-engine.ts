import { createForkEngineHost, type EngineHost } from '../electron/services/engine-process.ts';
import { engineFile } from '../electron/services/host-app.ts';
import { buildNode, isStale } from '../scripts/build.mjs';

/** Engines as the app starts them, built from the sources as they are. */
export async function builtEngineHost(): Promise<EngineHost> {
  if (isStale('node')) await buildNode();
  return createForkEngineHost(engineFile());
}
