#!/usr/bin/env node
// The `layerloom` command: builds the computer's side the first time, or when a source is newer, then runs it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const built = join(root, 'build', 'cli.mjs');

if (existsSync(join(root, 'scripts', 'build.mjs'))) {
  const { buildNode, isStale } = await import(pathToFileURL(join(root, 'scripts', 'build.mjs')).href);
  if (!existsSync(built) || isStale('node')) await buildNode();
}
await import(pathToFileURL(built).href);
