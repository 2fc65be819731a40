import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { encodeText } from '../../../testing/encode-text.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { until } from '../../../testing/until.ts';
import { unwatchedReading } from '../reading.ts';
import { openTableFile } from './open-table-file.ts';

beforeEach(() => void vi.stubEnv('LAYERLOOM_HOME', temporaryFolder()));
afterEach(() => void vi.unstubAllEnvs());

/** Copies that are there now. */
function copies(): string[] {
  const folder = join(process.env.LAYERLOOM_HOME!, 'cache');
  return existsSync(folder) ? readdirSync(folder) : [];
}

async function look(content: string | Uint8Array, name = 'table.csv') {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  const table = await openTableFile(path);
  try {
    const cells = [[...table.names], ...(await table.preview(100))];
    return { cells, warnings: table.warnings.map((words) => inEnglish(words).replaceAll(path, 'FILE')) };
  } finally {
    table.close();
  }
}

const text = 'näme,y\ncafé,1\nnaive,2\n';
const cells = [
  ['näme', 'y'],
  ['café', '1'],
  ['naive', '2'],
];
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a table is read whatever its encoding, which is said', () => {
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), []],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${text}`, 'utf16le'), ['FILE is in UTF-16 LE, and is read as that.']],
    ['UTF-16 BE with a mark', bigEndian(`\ufeff${text}`), ['FILE is in UTF-16 BE, and is read as that.']],
    ['UTF-16 LE without one', Buffer.from(text, 'utf16le'), ['FILE is in UTF-16 LE, and is read as that.']],
    ['UTF-16 BE without one', bigEndian(text), ['FILE is in UTF-16 BE, and is read as that.']],
    [
      'Latin-1',
      Buffer.from(text, 'latin1'),
      [
        'FILE, line 1, is not UTF-8 (the byte E4 in "näme,y\ncafé,1\nnai"), so the file is read as Windows-1252. If letters are wrong, save it as UTF-8.',
      ],
    ],
  ])('%s', async (_, bytes, warnings) => {
    expect(await look(bytes)).toEqual({ cells, warnings });
    await until(() => expect(copies()).toEqual([]));
  });

  test('JSON in UTF-16 or Latin-1', async () => {
    const json = '[{"näme":"café","y":1},{"näme":"naive","y":2}]';
    for (const bytes of [Buffer.from(`\ufeff${json}`, 'utf16le'), bigEndian(json), Buffer.from(json, 'latin1')])
      expect((await look(bytes, 'table.json')).cells).toEqual(cells);
    await until(() => expect(copies()).toEqual([]));
  });

  test.each([
    ['GB18030', 'gb18030', '\u59d3\u540d', '\u5f20\u4e09', '\u674e\u56db'],
    [
      'Big5',
      'big5',
      '\u5730\u9ede\u540d\u7a31',
      '\u53f0\u5317\u5e02\u5927\u5b89\u5340',
      '\u9ad8\u96c4\u5e02\u524d\u91d1\u5340',
    ],
    ['Shift JIS', 'shift_jis', '\u540d\u524d', '\u3055\u304f\u3089', '\u3072\u308d\u3057'],
    ['EUC-KR', 'euc-kr', '\uc0ac\ub294 \ub3c4\uc2dc', '\uc11c\uc6b8\uc5d0\uc11c', '\ubd80\uc0b0\uc5d0\uc11c'],
  ] as const)('%s, as Excel saves it in parts of East Asia', async (name, encoding, header, one, other) => {
    const { cells, warnings } = await look(encodeText(`${header},y\n${one},1\n${other},2\n`, encoding));
    expect(cells).toEqual([
      [header, 'y'],
      [one, '1'],
      [other, '2'],
    ]);
    expect(warnings).toEqual([
      `FILE, line 1, is not UTF-8, so the file is read as ${name}, by what its characters are then. If letters are wrong, save it as UTF-8.`,
    ]);
  });

  test('the euro sign of Windows-1252', async () => {
    expect((await look(Buffer.from('price,y\n\x80 5,1\n', 'latin1'))).cells[1]).toEqual(['\u20ac 5', '1']);
  });
});

test.each([
  ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n3\n', 'utf16le')],
  ['Latin-1', Buffer.from('a,b\né,2\n3\n', 'latin1')],
])('a line of a file in %s is named by the file and its own number', async (_, bytes) => {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, bytes);
  await expect(openTableFile(path)).rejects.toThrow(`${path}, line 3, has not as many values as there are columns.`);
  await until(() => expect(copies()).toEqual([]));
});

describe('lines that end in several ways', () => {
  const warning =
    'Lines of FILE end in more than one way (\\n, \\r\\n or \\r). Each of them is read as the end of a line.';

  test.each([
    ['a,b\r\n1,x\n2,y\r\n', [warning]],
    ['a,b\n1,x\r2,y\n', [warning]],
    ['a,b\r\n1,x\r\n2,y\n', [warning]],
    ['a,b\r\n1,x\r\n2,y\r\n', []],
  ])('%j', async (content, warnings) => {
    const expected = [
      ['a', 'b'],
      ['1', 'x'],
      ['2', 'y'],
    ];
    expect(await look(content)).toEqual({ cells: expected, warnings });
  });

  test('stay as they are within quoted values, and are then no reason for a copy', async () => {
    expect(await look('a,b\r\n"1\n2","3\r4"\r\n')).toEqual({
      cells: [
        ['a', 'b'],
        ['1\n2', '3\r4'],
      ],
      warnings: [],
    });
    expect((await look('a,b\r\n"1\r\n2","3\n4"\n5,6\n')).cells[1]).toEqual(['1\r\n2', '3\n4']);
  });
});

test('a byte that no text has is named with its line', async () => {
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, 'a,b\n1,2\n3,\0\n');
  await expect(openTableFile(path)).rejects.toThrow(
    `${path}, line 3, has a byte that no text has. Expected: text. Received: the byte 00 in "a,b\n1,2\n3,".`,
  );
});

test('a long text is copied in pieces, and not at all once the reading has ended', async () => {
  const path = join(temporaryFolder(), 'long.csv');
  const line = `${'é'.repeat(50)},1\n`;
  writeFileSync(path, Buffer.from(`a,b\n${line.repeat(400_000)}`, 'latin1'));
  const ending = new AbortController();
  const reports: number[] = [];
  const reading = {
    ...unwatchedReading(),
    signal: ending.signal,
    report: ({ count }: { count: { done: number } | null }) => {
      if (count !== null) reports.push(count.done);
      if (reports.length === 4) ending.abort(new Error('enough'));
    },
  };
  await expect(openTableFile(path, reading)).rejects.toThrow('enough');
  expect(reports.length).toBeLessThan(8);
  await until(() => expect(copies()).toEqual([]));
});

test('the first line may be longer than all that is looked at else, and its columns are counted before any is read', async () => {
  const names = ['a', 'b'].map((letter) => letter.repeat(700_000));
  expect(await look(`${names.join(',')}\n1,x\n2,y\n`)).toMatchObject({ cells: [names, ['1', 'x'], ['2', 'y']] });
  const wide = (cell: (at: number) => string) => Array.from({ length: 60_000 }, (_, at) => cell(at)).join(',');
  const start = performance.now();
  await expect(look(`${wide((at) => `measured_value_number_${at}`)}\n${wide(String)}\n`)).rejects.toThrow(
    /too many columns to be read as a table\. Expected: at most 20[,.]?000; .* \(\.npy\)\. Received: 60[,.]?000\.$/,
  );
  expect(performance.now() - start).toBeLessThan(5000);
});
