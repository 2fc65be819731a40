import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { appFolder } from '../electron/data/disk/places.ts';
import { createForkEngineHost, type EngineHost, type EngineProcess } from '../electron/services/engine-process.ts';

const built = new Map<string, Promise<string>>();

/** The engine's program, or another one that serves as an engine, bundled from its sources once a test process. */
export function buildEngine(source = 'electron/engine/engine.ts'): Promise<string> {
  const file = built.get(source) ?? bundle(source);
  built.set(source, file);
  return file;
}

async function bundle(source: string): Promise<string> {
  const root = appFolder();
  const folder = join(root, '.cache', 'test');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `engine-${process.pid}-${built.size}.mjs`);
  process.once('exit', () => {
    for (const file of [outfile, `${outfile}.map`]) rmSync(file, { force: true });
  });
  await build({
    entryPoints: [join(root, source)],
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
