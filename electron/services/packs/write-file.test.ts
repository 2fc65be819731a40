import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
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

it('ends where it is cancelled', async () => {
  const file = join(temporaryFolder(), 'file');
  await expect(writeFileFrom(source(), asItIs, file, AbortSignal.abort())).rejects.toThrow('aborted');
});

it('says what hinders it', async () => {
  const file = join(temporaryFolder(), 'none', 'file');
  await expect(writeFileFrom(source(), asItIs, file, undefined)).rejects.toThrow('ENOENT');
});
