// Builds the computer's side (esbuild) and the window (Vite) into `build/`. `--node` builds the computer's side alone.
import { existsSync } from 'node:fs';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'build');

/** Folders whose files go into each half of the build. */
const sources = {
  node: ['shared', 'electron'],
  window: ['shared', 'renderer'],
};

/** The newest change in a half's sources, in milliseconds. */
async function newest(half) {
  let latest = 0;
  const visit = async (folder) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      else if (/\.(tsx?|mjs|css|html|json)$/.test(entry.name)) latest = Math.max(latest, (await stat(path)).mtimeMs);
    }
  };
  await Promise.all(sources[half].map((folder) => visit(join(root, folder))));
  return latest;
}

/** Whether a half was never built, or a source is newer than its build. */
export async function isStale(half) {
  const stamp = join(out, `${half}.stamp`);
  return !existsSync(stamp) || (await stat(stamp)).mtimeMs < (await newest(half));
}

/** Chunks of earlier builds go once they are an hour old: a host that runs may still load them. */
async function removeOldChunks(current) {
  const folder = join(out, 'chunks');
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!current.has(name) && Date.now() - (await stat(path)).mtimeMs > 3_600_000) await rm(path, { force: true });
  }
}

/** Builds `build/*.mjs` and the preload. */
export async function buildNode() {
  const { build } = await import('esbuild');
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
    sourcemap: true,
  };
  const entries = {
    cli: 'electron/cli/cli.ts',
    engine: 'electron/engine/engine.ts',
    web: 'electron/web/web.ts',
    main: 'electron/main/main.ts',
  };
  const present = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))));
  const { metafile } = await build({
    ...shared,
    entryPoints: Object.fromEntries(Object.entries(present).map(([name, path]) => [name, join(root, path)])),
    outdir: out,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  await removeOldChunks(new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
  const preload = join(root, 'electron/preload/preload.ts');
  // A sandboxed preload has no module loader: one CommonJS file with everything in it but Electron.
  if (existsSync(preload)) {
    await build({
      ...shared,
      entryPoints: [preload],
      outfile: join(out, 'preload.cjs'),
      format: 'cjs',
      packages: 'bundle',
      external: ['electron'],
    });
  }
  await writeFile(join(out, 'node.stamp'), '');
}

/** Builds `build/renderer/`. */
export async function buildWindow() {
  const { build } = await import('vite');
  await build({ root: join(root, 'renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await writeFile(join(out, 'window.stamp'), '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildNode();
  if (!process.argv.includes('--node')) await buildWindow();
}
