import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UserError } from '../../../shared/ipc/port.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { readJsonAs, readText, writeFileAtomic } from './files.ts';

describe('a file that is written atomically', () => {
  it('replaces the earlier one, and its folder is made', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const path = join(folder, 'x.json');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('may come in pieces', async () => {
    const path = join(temporaryFolder(), 'x');
    const large = new Uint8Array(3_000_000).fill(7);
    await writeFileAtomic(path, [Uint8Array.of(1, 2), new Uint8Array(0), large]);
    const written = readFileSync(path);
    expect(written.length).toBe(3_000_002);
    expect(written.subarray(0, 3)).toEqual(Buffer.of(1, 2, 7));
  });

  it('is whole or not there: a source that fails leaves the earlier one and nothing beside it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'x');
    await writeFileAtomic(path, 'before');
    const pieces = async function* () {
      yield Uint8Array.of(1);
      throw new Error('the source is gone');
    };
    await expect(writeFileAtomic(path, pieces())).rejects.toThrow('the source is gone');
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('by two at once is one of both', async () => {
    const path = join(temporaryFolder(), 'x');
    await Promise.all([writeFileAtomic(path, 'a'.repeat(100_000)), writeFileAtomic(path, 'b'.repeat(100_000))]);
    expect(readFileSync(path, 'utf8')).toMatch(/^(a{100000}|b{100000})$/);
  });

  it('where a folder is in the way is refused in words', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'x', 'y'), { recursive: true });
    const writing = writeFileAtomic(join(folder, 'x'), 'text');
    await expect(writing).rejects.toThrow(UserError);
    await expect(writing).rejects.toThrow(`${join(folder, 'x')} could not be written: it is a folder`);
    expect(readdirSync(folder)).toEqual(['x']);
  });
});

describe('a file that cannot be read', () => {
  it('is named, with the reason', async () => {
    const path = join(temporaryFolder(), 'none');
    await expect(readText(path)).rejects.toThrow(`${path} could not be read: it is not there. Received: ENOENT.`);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['', 'JSON was expected. Received: an empty file.'],
    ['{"a": ', 'JSON was expected. Received: the end of the file at line 1, column 7.'],
    ['{"a": x}', 'JSON was expected. Received: "x" at line 1, column 7.'],
    ['{"a": "1"}', 'is not sound. Received: "1" at a, where a number was expected.'],
  ])('because it holds %j is told what was expected', async (text, words) => {
    const path = join(temporaryFolder(), 'x.json');
    writeFileSync(path, text);
    await expect(readJsonAs(path, z.object({ a: z.number() }))).rejects.toThrow(words);
  });
});
