import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DatasetProgress } from '../../../shared/data/dataset.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { type Reading, unwatchedReading } from '../reading.ts';
import { openPlainText, type PlainText } from './plain-text.ts';
import { encodeStream } from './tokenizers/encode-stream.ts';
import { openTokenizer } from './tokenizers/tokenizer.ts';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function textOf(plain: PlainText, reading: Reading = unwatchedReading()): Promise<string> {
  let text = '';
  for await (const piece of plain.read(reading)) text += piece;
  return text;
}

describe('a plain text', () => {
  test('of a file is its text, as often as it is read', async () => {
    const content = 'caf\u00e9 \ud83d\ude00\n'.repeat(200_000);
    const path = join(folderOf({ 'a.txt': content }), 'a.txt');
    const plain = await openPlainText(path, unwatchedReading());
    expect(plain).toMatchObject({ files: [path], bytes: Buffer.byteLength(content), skipped: [], warnings: [] });
    expect((await textOf(plain)) === content).toBe(true);
    expect((await textOf(plain)) === content).toBe(true);
  });

  test('of a folder is the text of its files in order, with an empty line between two', async () => {
    const folder = folderOf({
      '10.txt': Uint8Array.of(0xff, 0xfe, 0x61, 0),
      '2.txt': 'two',
      '3.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9),
      'image.png': Uint8Array.of(0x89, 0, 0),
      'none.txt': '',
      '.hidden': 'no',
    });
    const plain = await openPlainText(folder, unwatchedReading());
    expect(plain.files).toEqual(['2.txt', '3.txt', '10.txt']);
    expect(await textOf(plain)).toBe('two\n\ncaf\u00e9\n\na');
    expect(plain.skipped.map(({ path, reason }) => `${path}: ${inEnglish(reason)}`)).toEqual([
      'image.png: image.png is not a text. Expected: text in UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: binary data that begins with 89 00 00.',
      'none.txt: none.txt is left out: it is empty.',
    ]);
    expect(plain.warnings.map(inEnglish)).toEqual([
      '3.txt, line 1, is not UTF-8 (the byte E9 in "caf\u00e9"), so the file is read as Windows-1252. If letters are wrong, save it as UTF-8.',
    ]);
  });

  test('goes into tokens piece by piece', async () => {
    const plain = await openPlainText(folderOf({ a: 'one two', b: 'three one' }), unwatchedReading());
    const tokenizer = openTokenizer({ kind: 'word', lowercase: true, vocabulary: ['one', 'two', 'three'] });
    const tokens: number[] = [];
    for await (const stretch of encodeStream(plain.read(unwatchedReading()), tokenizer, unwatchedReading()))
      tokens.push(...stretch);
    expect(tokens).toEqual([2, 3, 4, 2]);
  });

  test('tells how far it is, and ends when it is ended', async () => {
    const reported: DatasetProgress[] = [];
    const ending = new AbortController();
    const reading = { signal: ending.signal, report: (progress: DatasetProgress) => reported.push(progress) };
    const plain = await openPlainText(join(folderOf({ a: 'x'.repeat(3_000_000) }), 'a'), reading);
    expect(reported.at(-1)).toEqual({ step: 'check', count: { done: 3_000_000, of: 3_000_000 } });
    await textOf(plain, reading);
    expect(reported.at(-1)).toEqual({ step: 'load', count: { done: 3_000_000, of: 3_000_000 } });
    ending.abort(new Error('enough'));
    await expect(textOf(plain, reading)).rejects.toThrow('enough');
  });

  test('that is gone or changed when it is read again is refused', async () => {
    const path = join(folderOf({ a: 'text' }), 'a');
    const plain = await openPlainText(path, unwatchedReading());
    appendFileSync(path, Uint8Array.of(0xff));
    await expect(textOf(plain)).rejects.toThrow(`${path} was changed while it was read.`);
  });

  test.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
    [
      'an empty folder',
      {},
      'has no text. Expected: a text file, or a folder with text files. Received: an empty folder.',
    ],
    [
      'a folder without texts',
      { a: Uint8Array.of(0) },
      'has no text. Expected: a text file, or a folder with text files. Received: 1 other file.',
    ],
  ])('of %s is refused', async (_, files, message) => {
    await expect(openPlainText(folderOf(files), unwatchedReading())).rejects.toThrow(message);
  });

  test('of a file that is none is refused', async () => {
    const folder = folderOf({ a: Uint8Array.of(0), b: '' });
    await expect(openPlainText(join(folder, 'a'), unwatchedReading())).rejects.toThrow('a is not a text.');
    await expect(openPlainText(join(folder, 'b'), unwatchedReading())).rejects.toThrow(
      'b has no text. Expected: a text file, or a folder with text files. Received: an empty file.',
    );
    await expect(openPlainText(join(folder, 'c'), unwatchedReading())).rejects.toThrow(
      'could not be read: it is not there.',
    );
  });
});
