/**
 * How fast data come: `npm run bench:data [-- --parts images,tables,waiting,memory --rounds 3]`. Images and rows a second against Keras and pandas
 * with `tf.data` on the same files, the share of its time that a starter waits for data, and the memory that a file larger than memory takes.
 * Prints tables and writes `bench/results/data.json`; what is not measured now stays as it was found.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensurePython, pythonForBenchmarks } from '../scripts/test-environment.mjs';
import { engineNames } from '../shared/training/settings.ts';
import { measureImages } from './data/images.ts';
import { measureMemory } from './data/memory.ts';
import { measureTables } from './data/tables.ts';
import { measureWaiting } from './data/waiting.ts';
import { choiceOf, readResult, wholeNumberOf, writeResult } from './measure.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = ['images', 'tables', 'waiting', 'memory'] as const;
const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: names.join(',') },
    rounds: { type: 'string', default: '3' },
    photos: { type: 'string', default: '1500' },
    rows: { type: 'string', default: '1000000' },
    digits: { type: 'string', default: '10000' },
    gigabytes: { type: 'string', default: '15' },
    engine: { type: 'string', default: 'tensorflow' },
  },
});
const wanted = choiceOf('parts', values.parts, names);
const rounds = wholeNumberOf('rounds', values.rounds);
const rows = wholeNumberOf('rows', values.rows);
const photos = wholeNumberOf('photos', values.photos);
const digits = wholeNumberOf('digits', values.digits);
const gigabytes = wholeNumberOf('gigabytes', values.gigabytes);
const [engine = 'tensorflow'] = choiceOf('engine', values.engine, engineNames);

const python = ensurePython(root, pythonForBenchmarks);
if (python.path === undefined)
  throw new Error(`Keras is needed to compare with, and ${python.reason}: ${python.remedy}.`);

const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));
const bench = { root, scratch, python: python.path, rounds };
const parts = {
  images: () => measureImages(bench, { photos, digits }),
  tables: () => measureTables(bench, rows),
  waiting: () => measureWaiting(bench, digits, engine),
  memory: () => measureMemory(bench, gigabytes),
};
const what = 'images and rows a second from files, beside Keras and pandas with tf.data; waiting for data; memory';
try {
  const {
    machine: _machine,
    what: _what,
    ...kept
  } = (readResult(root, 'data') ?? {}) as Readonly<Record<string, unknown>>;
  let results: Readonly<Record<string, unknown>> = kept;
  for (const name of wanted) {
    results = { ...results, [name]: await parts[name]() };
    // After each, so that what was measured is kept when the rest is not waited for.
    writeResult(root, 'data', { ...results, what });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
