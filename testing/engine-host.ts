import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createForkEngineHost, type EngineHost, type EngineProcess } from '../electron/services/engine-process.ts';

const root = join(import.meta.dirname, '..');
let built: Promise<string> | null = null;

/** The engine's program, bundled from its sources once a test process. */
export function buildEngine(): Promise<string> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<string> {
  const folder = join(root, '.cache', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `engine-${process.pid}.mjs`);
  process.once('exit', () => {
    for (const file of [outfile, `${outfile}.map`]) rmSync(file, { force: true });
  });
  await build({
    entryPoints: [join(root, 'electron', 'engine', 'engine.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
  return outfile;
}

/** A host of real engine processes that remembers those it started, newest last. */
export async function createTestEngineHost(): Promise<EngineHost & { readonly started: readonly EngineProcess[] }> {
  const host = createForkEngineHost(await buildEngine());
  const started: EngineProcess[] = [];
  return {
    started,
    start() {
      const engine = host.start();
      started.push(engine);
      return engine;
    },
  };
}
