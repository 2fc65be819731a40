// Runs a TypeScript file: `node scripts/run.mjs FILE [ARGUMENTS]`.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('run.mjs needs a TypeScript file. Received: nothing.');
  process.exit(2);
}
const outfile = join(root, '.cache', 'run', `${file.replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '')}.mjs`);
await build({
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve(file)).href) },
});
process.argv = [process.argv[0], resolve(file), ...rest];
await import(pathToFileURL(outfile).href);
