import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { writeFileFrom } from './write-file.ts';

const source = () => Readable.from([Buffer.from('some '), Buffer.from('words')]);
const asItIs = (chunks: AsyncIterable<Buffer>) => chunks;

it('writes a source into a file', async () => {
  const file = join(temporaryFolder(), 'file');
  await writeFileFrom(source(), asItIs, file, undefined);
  expect(readFileSync(file, 'utf8')).toBe('some words');
});

it('has its file closed when it is settled, also where it was cancelled before it began', async () => {
  const folder = temporaryFolder();
  for (let time = 0; time < 20; time++) {
    const file = join(folder, `file ${time}`);
    const cancelled = AbortSignal.abort();
    await expect(writeFileFrom(source(), asItIs, file, cancelled)).rejects.toThrow('aborted');
    const before = existsSync(file);
    await wait(5);
    expect(existsSync(file)).toBe(before);
  }
});

it('says what hinders it', async () => {
  const file = join(temporaryFolder(), 'none', 'file');
  await expect(writeFileFrom(source(), asItIs, file, undefined)).rejects.toThrow('ENOENT');
});
