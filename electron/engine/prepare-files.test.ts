// What the module that goes along with exports for Python reads: tables, folders, arrays; and what its program says.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeText } from '../../testing/encode-text.ts';
import { kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { moduleFolder, prepared as preparedBy, written } from '../../testing/prepared.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { compareNames } from '../data/disk/natural-order.ts';
import { decodeText } from '../data/text/encodings/decode-text.ts';

const keras = kerasFromTheStart();

const prepared = (source: string, changes?: object) => preparedBy(keras, source, changes);
const quoted = (path: string) => JSON.stringify(path);

test.each([
  ['a,a,,a_2\n1,2,3,4\n', '', { a: ['1'], a_2: ['2'], unnamed_3: ['3'], a_2_2: ['4'] }],
  ['sep=;\na,b,c;d\n1,2,3;4\n', '', { 'a,b,c': ['1,2,3'], d: ['4'] }],
  ['a|b\n1|2,3\n', '', { a: ['1'], b: ['2,3'] }],
  [Buffer.from('\ufeffa;b\n1;2\n', 'utf16le'), '', { a: ['1'], b: ['2'] }],
  [Buffer.from('a;b\n1 \x80;\x932\x94\n', 'latin1'), '', { a: ['1 €'], b: ['“2”'] }],
  [`a,b\n1,${'x'.repeat(200_000)}\n`, '', { a: ['1'], b: ['x'.repeat(200_000)] }],
  ['1,2\n3,4\n', ', ["column_1", "column_2"]', { column_1: ['1', '3'], column_2: ['2', '4'] }],
  ['column_2,column_1\n3,4\n', ', ["column_1", "column_2"]', { column_2: ['3'], column_1: ['4'] }],
  ['1,x\n3,4\n', ', ["column_1", "y"]', { 1: ['3'], x: ['4'] }],
  ['a,b\n1,2\n\n3\n', '', 'table.csv, row 2: expected 2 values. Received: 1.'],
  ['a,b\n"1"x,2\n', '', null],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), '', 'is a workbook or an archive'],
])('a table of %j%s', async (content, wanted, expected) => {
  const told = prepared(`prepare.read_table(${quoted(written('table.csv', content))}${wanted})`);
  if (expected === null) await expect(told).rejects.toThrow("',' expected after '\"'");
  else if (typeof expected === 'string') expect(await told).toContain(expected);
  else expect(Object.entries((await told) as object)).toEqual(Object.entries(expected));
});

/** A folder with texts in it, and a link to the folder itself. */
function folderOf(names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `text of ${name}`);
  }
  symlinkSync(folder, join(folder, 'again'));
  return folder;
}

const tokenizer = { kind: 'word', lowercase: true, vocabulary: ['text'] };
const text = {
  features: {
    words: { kind: 'tokens', column: 'text', tokenizer, sequenceLength: 3, padding: 'post', truncating: 'post' },
  },
  targets: { label: { kind: 'classes', column: 'label', classes: ['a', 'b'] } },
  model: { inputs: { words: 'words' }, outputs: [{ name: 'label', target: 'label', threshold: 0.5 }] },
};
const names = ['b/x/10.txt', 'b/x/9.txt', 'B2.txt', 'a/b/1.txt', 'a1.txt', '.hidden', '__MACOSX/1.txt', 'b.txt', 'c/a'];
const inOrder = ['a/b/1.txt', 'a1.txt', 'b/x/9.txt', 'b/x/10.txt', 'b.txt', 'B2.txt', 'c/a'];

test('a folder of texts is read in the order people sort names, without what systems leave; folders are the answers', async () => {
  const source = `prepare.read_rows(${quoted(folderOf(names))}, preparation)`;
  const [rows, , files] = (await prepared(source, text)) as [Record<string, unknown>, string, string[]];
  expect([files, rows]).toEqual([
    inOrder,
    { text: inOrder.map((name) => `text of ${name}`), label: ['a', null, 'b', 'b', null, null, null] },
  ]);
  const none = await prepared(`prepare.read_rows(${quoted(folderOf(['c/1.txt', 'a.txt']))}, preparation)[0]`, text);
  expect(none).toEqual({ text: ['text of a.txt', 'text of c/1.txt'] });
});

test('pictures of a folder stand before those of the folders in it', async () => {
  const source = `[path.name for path in prepare._files_in(prepare.Path(${quoted(folderOf(['a/1.png', 'b.png']))}), True)]`;
  expect(await prepared(source)).toEqual(['b.png', '1.png']);
});

test('names are in the order of the engine', async () => {
  const some = [
    'b.txt',
    'B2.txt',
    'b_1',
    'b-1',
    'b 1',
    'b',
    'a10',
    'a9',
    'B',
    '\u00c4',
    'a\u0308b',
    'z',
    '01',
    '1',
    '(2)',
    '#3',
  ];
  expect(await prepared(`sorted(${JSON.stringify(some)}, key=prepare._natural_order)`)).toEqual(
    some.toSorted(compareNames),
  );
});

test.each([
  ['one.TXT', 'Zoë', { text: ['Zoë'] }],
  ['one.txt', Buffer.from('\ufeffZoë', 'utf16le'), { text: ['Zoë'] }],
  ['one.txt', '', 'one.txt is no text. Expected: a text. Received: an empty file.'],
  ['one.txt', 'a\0b', 'one.txt is no text. Expected: a text. Received: binary data.'],
  ['rows.csv', 'text\na\n', { text: ['a'] }],
])('a model of texts is asked about the file %s of %j', async (name, content, expected) => {
  const told = await prepared(`prepare.read_rows(${quoted(written(name, content))}, preparation)[0]`, text);
  if (typeof expected === 'string') expect(told).toContain(expected);
  else expect(told).toEqual(expected);
});

test('an e-mail is refused', async () => {
  const path = written('one.eml', 'Subject: x\n\nHello\n');
  expect(await prepared(`prepare.read_rows(${quoted(dirname(path))}, preparation)`, text)).toContain(
    'is an e-mail, whose text only Layerloom takes out of it. Expected: a text. Received: .eml.',
  );
});

test('a picture is a row, and the paths in a table are from its folder on', async () => {
  const features = {
    image: {
      kind: 'image',
      height: 1,
      width: 1,
      colorMode: 'grayscale',
      resizing: 'stretch',
      interpolation: 'nearest',
      divisor: 1,
    },
  };
  const changes = { features, targets: {}, model: { inputs: { image: 'image' }, outputs: [] } };
  const table = written('rows.csv', 'image\n two.PNG \n.\\two.PNG\n');
  const picture = join(dirname(table), 'two.PNG');
  const turned = `(lambda made: (made.getexif().__setitem__(274, 3), made.save(${quoted(picture)}, exif=made.getexif())))(__import__("PIL.Image", fromlist=["Image"]).fromarray(np.array([[3, 200]], "uint8")))`;
  await prepared(turned);
  const asked = (path: string) => `preparation.prepare(*prepare.read_rows(${quoted(path)}, preparation)[:2])`;
  // Turned as the camera noted, the first pixel is the last; the nearest to the middle is the second.
  expect(await prepared(asked(picture), changes)).toEqual({ image: [[[[3]]]] });
  expect(await prepared(asked(table), changes)).toEqual({ image: [[[[3]]], [[[3]]]] });
});

test('an array in a file, of numbers of tokens that the model knows', async () => {
  const array = { kind: 'array', column: 'x', shape: [2, 1], vocabularySize: 5, steps: [] };
  const changes = { features: { x: array }, targets: {}, model: { inputs: { x: 'x' }, outputs: [] } };
  const path = join(temporaryFolder(), 'x.npy');
  const asked = (rows: string) =>
    prepared(
      `[np.save(${quoted(path)}, np.array(${rows})), preparation.prepare(prepare.read_rows(${quoted(path)}, preparation)[0])][1]`,
      changes,
    );
  expect(await asked('[[0, 4]]')).toEqual({ x: [[[0], [4]]] });
  for (const [rows, received] of [
    ['[[0, 5]]', '5.0'],
    ['[[-1, 0]]', '-1.0'],
    ['[[0.5, 0]]', '0.5'],
  ] as const)
    expect(await asked(rows)).toBe(`The array "x" has whole numbers from 0 to 4. Received: ${received}.`);
  expect(await asked('[[1, 2, 3]]')).toBe('The array "x" has another shape. Expected: (2, 1) a row. Received: (3,).');
});

test('a preparation is found in a folder, and missed in a zip without one', async () => {
  const path = written('x.zip', '');
  expect(
    await prepared(
      `(__import__("zipfile").ZipFile(${quoted(path)}, "w").writestr("a", "b"), prepare.load(${quoted(path)}))`,
    ),
  ).toContain('has no preparation.json. Expected: a model exported from Layerloom.');
  const folder = dirname(written('preparation.json', '{"version": 4, "features": {}, "model": {"inputs": {}}}'));
  expect(await prepared(`prepare.load(${quoted(folder)}).wanted()`)).toEqual([]);
});

test.each([
  [['model.keras'], 'Usage: python model.keras ROWS'],
  [['none.keras', 'rows.csv'], 'No such file or directory'],
])('the program ends with a sentence: %j', async (asked, expected) => {
  expect(await prepared(`prepare.main(${JSON.stringify(asked)})`)).toContain(expected);
});

test('an answer is written as a name, or as numbers of 32 bits', async () => {
  const answers = '"a b", np.float64(np.float32(0.1)), np.array([1.5, 2])';
  expect(await prepared(`[prepare._written(one) for one in (${answers})]`)).toEqual(['a b', '0.1', '1.5 2.0']);
});

test('pieces of texts are read as the engine reads them, or are in no encoding that can be told to both', async () => {
  const texts = {
    gb18030: '天气很好我们去公园玩，鑫磊淼焱。他在学校学习',
    big5: '天氣很好，我們去公園玩。籲鬱龜他在學校學習',
    shift_jis: '天気がとてもいいです。東京ﾃｽﾄ薔薇憂鬱',
    'euc-jp': '天気がとてもいいです。東京の学校で薔薇',
    'euc-kr': '안녕하세요 오늘 날씨가 아주 좋습니다 뵙쾌',
    'koi8-r': 'привет мир, как твои дела сегодня',
  };
  const pieces = Object.entries(texts).flatMap(([encoding, text]) =>
    [...text].flatMap((_, at) => [1, 2, 3, 4, 6, 9].map((length) => encodeText(text.slice(at, at + length), encoding))),
  );
  const rare = Buffer.from([0x81, 0x30, 0x84, 0x36]);
  const others = ['größer', 'für Äpfel', 'é à ñ', '«déjà»', 'ÀÁÂÃÄÅ'].map((text) => Buffer.from(text, 'latin1'));
  const all = [
    ...pieces,
    ...pieces.filter((_, at) => at % 3 === 0).map((piece) => Buffer.concat([piece, rare])),
    ...others,
  ];
  const ours = all.map((bytes) => {
    try {
      return decodeText(bytes, 'text').text;
    } catch {
      return 'cannot be told';
    }
  });
  const theirs = await keras.run<string[]>(
    `
import contextlib, io, os, sys
sys.path.insert(0, input["folder"])
sys.modules.pop("prepare", None)
import prepare
sys.path.pop(0)
path = os.path.join(input["folder"], "text.txt")
output = []
with contextlib.redirect_stderr(io.StringIO()):
    for piece in map(bytes.fromhex, input["pieces"]):
        prepare.Path(path).write_bytes(piece)
        try:
            output.append(prepare._read_text(path))
        except prepare.PreparationError:
            output.append("cannot be told")`,
    { folder: await moduleFolder(), pieces: all.map((bytes) => Buffer.from(bytes).toString('hex')) },
  );
  const told = all.map((bytes, at) => [Buffer.from(bytes).toString('hex'), ours[at], theirs[at]] as const);
  expect(told.filter(([, our, their]) => our !== their)).toEqual([]);
  expect(new Set(ours)).toContain('cannot be told');
});
