// Builds the computer's side (esbuild) and the window (Vite) into `build/`. `--node` builds the computer's side alone.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'build');

/** Files and folders that go into each half of the build. */
const sources = {
  node: ['shared', 'electron', 'scripts/build.mjs', 'package-lock.json'],
  window: ['shared', 'renderer', 'vite.config.ts', 'package-lock.json'],
};

/** Whether a file, or one in a folder or below, was changed after a time in milliseconds. */
function hasNewer(path, time) {
  // One call after the other: some hundred files take a tenth of the time that as many promises do.
  const found = statSync(path);
  if (found.mtimeMs > time) return true;
  return found.isDirectory() && readdirSync(path).some((name) => hasNewer(join(path, name), time));
}

/** Whether a half was never built, or a source came, went or changed since. */
export function isStale(half) {
  const stamp = join(out, `${half}.stamp`);
  if (!existsSync(stamp)) return true;
  const { mtimeMs } = statSync(stamp);
  return sources[half].some((path) => hasNewer(join(root, path), mtimeMs));
}

/** Chunks of earlier builds go once they are an hour old: a host that runs may still load them. */
async function removeOldChunks(current) {
  const folder = join(out, 'chunks');
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!current.has(name) && Date.now() - (await stat(path)).mtimeMs > 3_600_000) await rm(path, { force: true });
  }
}

/** zod brings its messages in fifty languages; only the English ones are ever used. */
const englishZod = {
  name: 'english-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Says that a half is built from the sources as they were at a time: what changed meanwhile is newer. */
async function stamp(half, started) {
  const file = join(out, `${half}.stamp`);
  await writeFile(file, '');
  await utimes(file, started, started);
}

/** What every program of the computer's side is built with. */
const nodeOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  // The one package that every start loads: its hundred files in one take half the time.
  alias: { zod: join(dirname(createRequire(import.meta.url).resolve('zod/package.json')), 'index.js') },
  plugins: [englishZod],
  // Less to parse; names and source maps keep traces readable.
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
};

/**
 * Builds the programs of worker threads, each in one file of its own. The tests run the sources as they are, but a thread is started from a
 * file that Node itself understands.
 */
export async function buildWorkers() {
  const { build } = await import('esbuild');
  await build({
    ...nodeOptions,
    entryPoints: {
      'decode-worker': join(root, 'electron/data/images/decoding/decode-worker.ts'),
      'augment-worker': join(root, 'electron/data/augment/augment-worker.ts'),
    },
    outdir: out,
    // A thread starts 5 ms sooner than with modules.
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    banner: { js: "const fileUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: { 'import.meta.url': 'fileUrl' },
  });
}

/** Builds `build/*.mjs` and the preload. */
export async function buildNode() {
  const started = new Date();
  const { build } = await import('esbuild');
  const entries = {
    cli: 'electron/cli/cli.ts',
    engine: 'electron/engine/engine.ts',
    web: 'electron/web/web.ts',
    main: 'electron/main/main.ts',
  };
  const present = Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(join(root, path))));
  const { metafile } = await build({
    ...nodeOptions,
    entryPoints: Object.fromEntries(Object.entries(present).map(([name, path]) => [name, join(root, path)])),
    outdir: out,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  await buildWorkers();
  await removeOldChunks(new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
  const preload = join(root, 'electron/preload/preload.ts');
  // A sandboxed preload has no module loader: one CommonJS file with everything in it but Electron.
  if (existsSync(preload)) {
    await build({
      ...nodeOptions,
      entryPoints: [preload],
      outfile: join(out, 'preload.cjs'),
      format: 'cjs',
      packages: 'bundle',
      external: ['electron'],
    });
  }
  await stamp('node', started);
}

/** Builds `build/renderer/`. */
export async function buildWindow() {
  const started = new Date();
  const { build } = await import('vite');
  await build({ root: join(root, 'renderer'), configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  await stamp('window', started);
}

// A benchmark that is bundled with this file has its own address in both.
if (process.argv[1] === fileURLToPath(import.meta.url) && basename(process.argv[1]) === 'build.mjs') {
  await buildNode();
  if (!process.argv.includes('--node')) await buildWindow();
}
