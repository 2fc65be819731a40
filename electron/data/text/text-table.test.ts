import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { plainSource, withFoundSource } from '../../../shared/data/found-source.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { openDataset } from '../open.ts';
import { unwatchedReading } from '../reading.ts';
import { createRoom } from '../store/room.ts';
import { openTextFolder } from './text-table.ts';

let home = '';
beforeEach(() => {
  home = temporaryFolder();
  vi.stubEnv('LAYERLOOM_HOME', home);
});
afterEach(() => vi.unstubAllEnvs());

function hasFile(): boolean {
  const cache = join(home, 'cache');
  return existsSync(cache) && readdirSync(cache, { recursive: true }).some((name) => String(name).endsWith('.blocks'));
}

const perClass = 40;
const words = ['sea', 'ship', 'whale', 'sail', 'storm', 'island', 'mast'];

function textOf(kind: string, at: number): string {
  const all = Array.from({ length: 1500 }, (_, word) => words[(word * (at + 3) + word ** 2 + kind.length) % 7]!);
  return `${kind} ${at} ${all.join(' ')}`;
}

/** 80 texts of 8 KB, in two classes. */
function writeFolder(): string {
  const folder = temporaryFolder();
  for (const kind of ['calm', 'rough']) {
    mkdirSync(join(folder, kind));
    for (let at = 0; at < perClass; at++) writeFileSync(join(folder, kind, `${at}.txt`), textOf(kind, at));
  }
  return folder;
}

test.each([
  [64 * 1024 * 1024, true],
  [100_000, false],
])('texts of a folder are in its room of %d bytes: in memory: %s', async (memory, isInMemory) => {
  const room = createRoom(memory);
  const table = await openTextFolder(writeFolder(), room, unwatchedReading());
  expect(room.isInMemory).toBe(isInMemory);
  const bytes = room.bytes;
  const wanted = [
    { name: 'label', kind: 'categorical' },
    { name: 'text', kind: 'text' },
  ] as const;
  const { rows, columns } = await table.read(wanted, room);
  const [label, text] = columns;
  // They are there already, and not taken in once more.
  expect([rows, room.bytes]).toEqual([2 * perClass, bytes]);
  expect(Array.from({ length: rows }, (_, row) => text!.values.at(row))).toEqual([
    ...Array.from({ length: perClass }, (_, at) => textOf('calm', at)),
    ...Array.from({ length: perClass }, (_, at) => textOf('rough', at)),
  ]);
  expect(label).toMatchObject({ categories: ['calm', 'rough'] });
  expect([0, perClass - 1, perClass].map((row) => label!.values.at(row))).toEqual([0, 0, 1]);
  expect((await table.profile()).map(({ name, present, distinct }) => [name, present, distinct])).toEqual([
    ['text', 2 * perClass, 2 * perClass],
    ['label', 2 * perClass, 2],
  ]);
  table.close();
  room.close();
});

/** All batches of an epoch, and whether a file was needed for them. */
async function epochOf(data: DataDocument, memory: string, shuffleSeed: number | null) {
  vi.stubEnv('LAYERLOOM_DATA_MEMORY', memory);
  const dataset = await openDataset(data, { directory: null, limit: null });
  const batches = [];
  try {
    for await (const batch of dataset.batches('train', { batchSize: 16, shuffleSeed })) batches.push(batch);
    return { batches, inFile: hasFile() };
  } finally {
    dataset.close();
  }
}

test.each([null, 5])('batches of a folder are the same in memory and in a file, with the seed %s', async (seed) => {
  const data = withFoundSource(emptyData, plainSource({ kind: 'text-folder', path: writeFolder() }));
  const whole = await epochOf(data, '64', seed);
  // The texts take more than this, their tokens less.
  const few = await epochOf(data, '0.1', seed);
  expect([whole.inFile, few.inFile, whole.batches.length]).toEqual([false, true, 4]);
  expect(few.batches).toEqual(whole.batches);
  // Neither do their tokens fit: rows come in another order, each once.
  const least = await epochOf(data, '0.001', seed);
  const rowsOf = ({ batches }: typeof least) => batches.flatMap(({ sources }) => [...sources!]);
  if (seed === null) expect(least.batches).toEqual(whole.batches);
  else
    expect(rowsOf(least).toSorted((one, other) => one - other)).toEqual(
      rowsOf(whole).toSorted((one, other) => one - other),
    );
  expect(hasFile()).toBe(false);
});

test('windows of a text are the same in memory and in a file', async () => {
  const path = join(temporaryFolder(), 'book.txt');
  writeFileSync(path, Array.from({ length: 40 }, (_, at) => textOf('book', at)).join('\n'));
  const textForm = { tokenizer: 'character', lowercase: false, sequenceLength: 20 } as const;
  const data = withFoundSource(emptyData, { ...plainSource({ kind: 'next-token', path, stride: 50 }), textForm });
  const whole = await epochOf(data, '64', null);
  const few = await epochOf(data, '0.1', null);
  expect([whole.inFile, few.inFile]).toEqual([false, true]);
  expect(whole.batches.length).toBeGreaterThan(100);
  expect(few.batches).toEqual(whole.batches);
});
