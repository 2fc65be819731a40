import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DatasetProgress } from '../../../shared/data/dataset.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { unwatchedReading } from '../reading.ts';
import { listTextFolder, type Skipped } from './list-text-folder.ts';
import { readTextFolder, type TextRow } from './text-folder.ts';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function read(folder: string) {
  const listed = await listTextFolder(folder, unwatchedReading());
  const rows: TextRow[] = [];
  const skipped = [...listed.skipped];
  for await (const { row, skipped: left } of readTextFolder(listed, unwatchedReading())) {
    if (row === null) skipped.push(left);
    else rows.push(row);
  }
  return { classes: listed.classes, rows, skipped };
}

function told(skipped: readonly Skipped[]): string[] {
  return skipped.map(({ reason }) => inEnglish(reason));
}

describe('a folder of texts', () => {
  test('has a class for each folder, and a row for each file in it at any depth, in the order people sort names', async () => {
    const folder = folderOf({
      'spam/10.txt': 'ten',
      'spam/2': 'two',
      'spam/B.md': 'b',
      'spam/a/deep/x.TXT': 'x',
      'ham/1.txt': 'one',
      'ham/.hidden': 'no',
      'ham/Thumbs.db': 'no',
      '.git/config': 'no',
    });
    expect(await read(folder)).toEqual({
      classes: ['ham', 'spam'],
      rows: [
        { path: 'ham/1.txt', class: 'ham', part: null, text: 'one', warning: null },
        { path: 'spam/2', class: 'spam', part: null, text: 'two', warning: null },
        { path: 'spam/10.txt', class: 'spam', part: null, text: 'ten', warning: null },
        { path: 'spam/a/deep/x.TXT', class: 'spam', part: null, text: 'x', warning: null },
        { path: 'spam/B.md', class: 'spam', part: null, text: 'b', warning: null },
      ],
      skipped: [],
    });
  });

  test('gives the body of an e-mail', async () => {
    const mail = 'Subject: =?utf-8?q?hi?=\nContent-Type: text/plain; charset=utf-8\n\nThe body.\n';
    const { rows } = await read(folderOf({ 'ham/1.eml': mail, 'ham/2.txt': mail }));
    expect(rows.map(({ text }) => text)).toEqual(['The body.', mail]);
  });

  test('tells what is left out and why', async () => {
    const folder = folderOf({
      README: 'about',
      'a/empty.txt': '',
      'a/image.txt': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0),
      'a/fine.txt': 'fine',
      'a/long.txt': Buffer.alloc(16 * 1024 * 1024 + 1, 'a '),
      'a/near.txt': Buffer.alloc(300 * 1024, 'a '),
    });
    mkdirSync(join(folder, 'b'));
    symlinkSync('nowhere', join(folder, 'a', 'broken'));
    const { classes, rows, skipped } = await read(folder);
    expect({ classes, paths: rows.map(({ path }) => path) }).toEqual({
      classes: ['a'],
      paths: ['a/fine.txt', 'a/near.txt'],
    });
    expect(told(skipped)).toEqual([
      'a/broken is left out: it is neither a file nor a folder.',
      'b is left out: it has no files.',
      'README is left out: it is not in the folder of a class.',
      'a/empty.txt is left out: it is empty.',
      'a/image.txt is not a text. Expected: text in UTF-8, UTF-16, GB18030, Big5, Shift JIS, EUC-KR or Windows-1252. Received: binary data that begins with 89 50 4E 47.',
      'a/long.txt is too long for one text. Expected: at most 16,777,216 bytes. Received: 16,777,217.',
    ]);
  });

  test('warns of an encoding that was guessed, with the row', async () => {
    const { rows } = await read(folderOf({ 'a/1.txt': Uint8Array.of(0x63, 0x61, 0x66, 0xe9), 'a/2.txt': 'x' }));
    expect(rows.map(({ text }) => text)).toEqual(['caf\u00e9', 'x']);
    expect(rows.map(({ warning }) => (warning === null ? null : inEnglish(warning)))).toEqual([
      'a/1.txt, line 1, is not UTF-8 (the byte E9 in "caf\u00e9"), so the file is read as Windows-1252. If letters are wrong, save it as UTF-8.',
      null,
    ]);
  });

  test('follows links, but not in circles', async () => {
    const folder = folderOf({ 'a/1.txt': 'one', 'other/2.txt': 'two' });
    symlinkSync(folder, join(folder, 'a', 'up'));
    symlinkSync('.', join(folder, 'a', 'self'));
    symlinkSync(join(folder, 'other'), join(folder, 'a', 'more'));
    symlinkSync(join(folder, 'a', '1.txt'), join(folder, 'other', '1.txt'));
    symlinkSync(join(folder, 'a'), join(folder, 'other', 'back'));
    const { rows, skipped } = await read(folder);
    const paths = rows.map(({ path }) => path);
    expect(paths).toEqual([
      'a/1.txt',
      'a/more/1.txt',
      'a/more/2.txt',
      'other/1.txt',
      'other/2.txt',
      'other/back/1.txt',
    ]);
    expect(skipped.map(({ path }) => path)).toEqual([
      'a/more/back',
      'a/self',
      'a/up',
      'other/back/more',
      'other/back/self',
      'other/back/up',
    ]);
    expect(told(skipped)[1]).toBe('a/self is left out: it is a link to a folder that it is in.');
  });
});

describe('folders named train and test above those of the classes', () => {
  test('are the parts, as in the IMDB download', async () => {
    const folder = folderOf({
      README: 'about',
      'imdb.vocab': 'the',
      'train/labeledBow.feat': '9 0:9',
      'train/pos/0_9.txt': 'good',
      'train/neg/0_3.txt': 'bad',
      'train/unsup/0_0.txt': 'who knows',
      'test/pos/0_10.txt': 'great',
      'test/neg/0_2.txt': 'awful',
      'docs/a.txt': 'a',
    });
    const { classes, rows, skipped } = await read(folder);
    expect({ classes, rows: rows.map(({ part, class: name, text }) => [part, name, text]) }).toEqual({
      classes: ['neg', 'pos'],
      rows: [
        ['train', 'neg', 'bad'],
        ['train', 'pos', 'good'],
        ['test', 'neg', 'awful'],
        ['test', 'pos', 'great'],
      ],
    });
    expect(told(skipped)).toEqual([
      'docs is left out: it is beside the folders of the parts, such as train and test.',
      'imdb.vocab is left out: it is beside the folders of the parts, such as train and test.',
      'README is left out: it is beside the folders of the parts, such as train and test.',
      'train/labeledBow.feat is left out: it is not in the folder of a class.',
      'train/unsup is left out: its texts have no class.',
    ]);
  });

  test('may have a validation part between them, whatever it is called', async () => {
    const { rows } = await read(folderOf({ 'Test/a/1': '1', 'Train/a/2': '2', 'val/a/3': '3', 'dev/b/4': '4' }));
    expect(rows.map(({ part, text }) => `${part} ${text}`)).toEqual([
      'train 2',
      'validation 4',
      'validation 3',
      'test 1',
    ]);
  });

  test('are classes where they have no folders in them, or one of them is missing', async () => {
    expect((await read(folderOf({ 'train/1': '1', 'test/2': '2' }))).classes).toEqual(['test', 'train']);
    expect((await read(folderOf({ 'train/a/1': '1', 'plane/a/2': '2' }))).classes).toEqual(['plane', 'train']);
  });
});

describe('a folder without classes is refused:', () => {
  test.each([
    [
      'an empty one',
      {},
      'has no texts in classes. Expected: a folder for each class, with texts in it. Received: an empty folder.',
    ],
    ['one with files alone', { a: '1', b: '2' }, 'Received: 2 other files.'],
    ['one whose folders are empty', { 'a/.hidden': '1' }, 'Received: none.'],
  ])('%s', async (_, files, message) => {
    await expect(read(folderOf(files))).rejects.toThrow(message);
  });

  test('one that is not there', async () => {
    await expect(read(join(temporaryFolder(), 'gone'))).rejects.toThrow('could not be read: it is not there.');
  });
});

describe('the reading of a folder', () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`a/${at}.txt`, `text ${at}`]));

  test('tells how far it is, and keeps to the order', async () => {
    const reported: DatasetProgress[] = [];
    const reading = {
      signal: new AbortController().signal,
      report: (progress: DatasetProgress) => reported.push(progress),
    };
    const listed = await listTextFolder(folderOf(files), reading);
    const texts: string[] = [];
    for await (const { row } of readTextFolder(listed, reading)) texts.push(row!.text);
    expect(texts).toEqual(Object.values(files));
    expect(reported[0]).toEqual({ step: 'check', count: null });
    expect(reported.at(-1)).toEqual({ step: 'rows', count: { done: 200, of: 200 } });
  });

  test('ends when it is ended', async () => {
    const ending = new AbortController();
    const reading = { signal: ending.signal, report: () => undefined };
    const listed = await listTextFolder(folderOf(files), reading);
    let taken = 0;
    const reads = async () => {
      for await (const _ of readTextFolder(listed, reading)) if (++taken === 3) ending.abort(new Error('enough'));
    };
    await expect(reads()).rejects.toThrow('enough');
    expect(taken).toBe(3);
    await expect(listTextFolder(folderOf(files), reading)).rejects.toThrow('enough');
  });
});
