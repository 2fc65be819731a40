import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { answersOf, layerloom } from '../../testing/command-line.ts';
import { vegaFile } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { digitSize, readDigits } from '../data/sources/mnist.ts';

test('a project that is made for a file says what was guessed and what is left out', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => `${at},${at % 3},$${at}.50,${at % 2 ? 'yes' : 'no'}`);
  const path = join(temporaryFolder(), 'sold.csv');
  writeFileSync(path, `id,size,price,sold\n${rows.join('\n')}\n`);
  const { code, hints } = await layerloom('new', '--from', path, join(temporaryFolder(), 'p.loom'));
  expect({ code, said: hints.filter((line) => line.startsWith('warning: ')) }).toEqual({
    code: 0,
    said: [
      expect.stringContaining('The target is taken to be "sold".'),
      expect.stringContaining('"id" looks like an identifier'),
      expect.stringContaining('"price" looks like numbers'),
      expect.stringContaining('"price" has 40 different values'),
      expect.stringContaining('Rows in all: 40.'),
    ],
  });
});

test('a project is made for a file: its network fits, and learns', async () => {
  const directory = join(temporaryFolder(), 'p.loom');
  const [made] = await answersOf('new', '--from', vegaFile('penguins.json'), '--target', 'Species', directory);
  expect(made).toEqual({ directory, from: vegaFile('penguins.json'), warnings: expect.any(Array) });
  expect((await answersOf('check', directory))[0]).toMatchObject({ problems: [] });
  const end = (await answersOf('train', directory)).at(-1);
  expect(end).toMatchObject({ event: 'train:end', outcome: 'finished' });
  // Bill and body tell the three species of penguins apart.
  expect(end.test.accuracy).toBeGreaterThan(0.9);
});

test('several targets, and the Inputs that columns go to, are named', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'houses.csv');
  const rows = Array.from({ length: 60 }, (_, at) => `${at},${at % 7},${at * 3},${at * 5},${at * 7}`);
  writeFileSync(path, ['area,age,tax,price,rent', ...rows, ''].join('\n'));
  const directory = join(folder, 'h.loom');
  const named = ['--target', 'price', '--target', 'rent', '--input', 'building=area', '--input', 'building=age'];
  await answersOf('new', '--from', path, ...named, directory);
  expect((await answersOf('check', directory))[0]).toMatchObject({ problems: [] });
  const [found] = await answersOf('data', directory, '--source', path, ...named);
  expect(found).toMatchObject({
    features: [
      { name: 'building', shape: [2] },
      { name: 'inputs', shape: [1] },
    ],
    targets: [{ name: 'price' }, { name: 'rent' }],
  });
});

test('the data of a project is set, and what is in it is told', async () => {
  const directory = join(temporaryFolder(), 'd.loom');
  await answersOf('new', 'mlp-diabetes', directory);
  const [found] = await answersOf(
    'data',
    directory,
    '--source',
    vegaFile('seattle-weather.csv'),
    '--target',
    'weather',
  );
  expect(found).toMatchObject({
    directory,
    source: { kind: 'table', path: vegaFile('seattle-weather.csv') },
    rows: { train: 950, validation: 219, test: 292 },
    features: [{ name: 'inputs', kind: 'numbers', shape: [11] }],
    targets: [{ name: 'weather', classes: ['drizzle', 'fog', 'rain', 'snow', 'sun'] }],
  });
  expect(found.columns.map(({ name, kind, role }: Record<string, string>) => `${name} ${kind} ${role}`)).toEqual([
    'date date input',
    'precipitation numeric input',
    'temp_max numeric input',
    'temp_min numeric input',
    'wind numeric input',
    'weather categorical target',
  ]);
  expect(found.columns.at(-1).statistics).toMatchObject({
    present: 1461,
    categories: { most: [{ name: 'rain', rows: 641 }, { name: 'sun' }, {}, {}, {}], others: { categories: 0 } },
  });
  expect(found.classes.find(({ name }: { name: string }) => name === 'snow')).toEqual({
    name: 'snow',
    rows: 26,
    parts: { train: 16, validation: 4, test: 6 },
  });
  expect(found.warnings.join(' ')).toContain('The largest class, "rain"');
  const { source } = JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8'));
  expect(source.path).toBe(vegaFile('seattle-weather.csv'));
  const { out } = await layerloom('data', directory, '--source', vegaFile('seattle-weather.csv'));
  expect(out.slice(0, 4)).toEqual([
    'seattle-weather.csv: 1,461 rows; train 950, validation 219, test 292',
    'Column         Kind         Role    Empty  Values                                                  Goes with',
    'date           date         input   0      2012-01-01 to 2015-12-31                                eta 0.29 with weather',
    'precipitation  numeric      input   0      0 to 55.9, mean 3.029, median 0, deviation 6.678        eta 0.49 with weather',
  ]);
});

test('a folder of texts is data: its folders are the classes, and the parts where it has some', async () => {
  const folder = temporaryFolder();
  const texts = { good: 'a fine and lovely film', bad: 'a dull and awful film' };
  for (const [part, count] of [
    ['train', 40],
    ['test', 10],
  ] as const) {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(join(folder, part, name), { recursive: true });
      for (let at = 0; at < count; at++) writeFileSync(join(folder, part, name, `${at}.txt`), `${text} number ${at}`);
    }
  }
  writeFileSync(join(folder, 'train', 'good', 'picture.txt'), Buffer.from([0, 1, 2, 0]));
  const directory = join(temporaryFolder(), 'films.loom');
  await answersOf('new', '--from', folder, directory);
  const [found] = await answersOf('data', directory, '--source', folder);
  expect(found).toMatchObject({
    source: { kind: 'text-folder', path: folder },
    rows: { train: 80, validation: 0, test: 20 },
    features: [{ name: 'text', kind: 'tokens' }],
    targets: [{ name: 'label', classes: ['bad', 'good'] }],
  });
  expect(found.columns.map(({ name, role }: Record<string, string>) => `${name} ${role}`)).toEqual([
    'text input',
    'label target',
    'part ignored',
  ]);
  expect(found.warnings.join(' ')).toContain('train/good/picture.txt is not a text.');
  const end = (await answersOf('train', directory)).at(-1);
  expect(end).toMatchObject({ outcome: 'finished', test: { accuracy: 1 } });
  // Of a folder each answer names its file, and says what is right where a folder says it.
  writeFileSync(join(folder, 'test', 'new.txt'), 'what a film');
  const { code, out } = await layerloom('predict', end.run, '--input', join(folder, 'test'));
  expect([code, out.length, out.at(-1)]).toEqual([0, 22, 'label: right in 20 of 20']);
  expect(out[0]).toMatch(/^row 1 bad\/\S+ label: bad \([\d.e-]+\), expected bad$/);
  expect(out[20]).toMatch(/^row 21 new.txt label: (good|bad) \([\d.e-]+\)$/);
});

test('a folder of images is data: digits as files are learned as well as any', async () => {
  const folder = temporaryFolder();
  const { images, labels } = await readDigits();
  const size = digitSize * digitSize;
  for (let digit = 0; digit < 10; digit++) mkdirSync(join(folder, String(digit)));
  await Promise.all(
    Array.from({ length: 1500 }, (_, at) =>
      sharp(images.subarray(at * size, (at + 1) * size), {
        raw: { width: digitSize, height: digitSize, channels: 1 },
      })
        .png()
        .toFile(join(folder, String(labels[at]), `${at}.png`)),
    ),
  );
  const directory = join(temporaryFolder(), 'digits.loom');
  await answersOf('new', '--from', folder, directory);
  const [found] = await answersOf('data', directory, '--source', folder);
  expect(found).toMatchObject({
    source: { kind: 'image-folder', path: folder },
    rows: { train: 1050, validation: 225, test: 225 },
    features: [{ name: 'image', shape: [28, 28, 1] }],
    warnings: [],
  });
  const end = (await answersOf('train', directory, '--epochs', '6')).at(-1);
  expect(end).toMatchObject({ outcome: 'finished' });
  expect(end.test.accuracy).toBeGreaterThan(0.85);
  const answers = await answersOf('predict', end.run, '--input', join(folder, '7'));
  expect(answers.filter(({ label }) => label === '7').length / answers.length).toBeGreaterThan(0.85);
  const { code, out } = await layerloom('export', end.run, '--format', 'keras', '--out', join(folder, 'm.keras'));
  expect([code, out.at(-1)]).toEqual([0, 'Predict the rows of a file with it: python m.keras rows.csv']);
});

test.each([
  ['a target that is not there', ['--target', 'nothing'], 'The table has no column "nothing".'],
  ['a file that is not there', ['--source', '/nowhere.csv'], '/nowhere.csv could not be read: it is not there.'],
])('%s is said, and the project stays as it was', async (_, more, words) => {
  const directory = join(temporaryFolder(), 'd.loom');
  await answersOf('new', 'mlp-diabetes', directory);
  const before = readFileSync(join(directory, 'data.json'), 'utf8');
  const { code, hints } = await layerloom('data', directory, '--source', vegaFile('penguins.json'), ...more);
  expect([code, readFileSync(join(directory, 'data.json'), 'utf8')]).toEqual([1, before]);
  expect(hints[0]).toContain(words);
});

test('without a source what the project has is shown, and nothing is changed', async () => {
  const directory = join(temporaryFolder(), 'd.loom');
  await answersOf('new', 'mlp-diabetes', directory);
  const before = readFileSync(join(directory, 'data.json'), 'utf8');
  const { code, out } = await layerloom('data', directory);
  expect([code, out[0]]).toEqual([0, expect.stringMatching(/: 442 rows; train /)]);
  expect(out.join('\n')).toMatch(/progression .* target /);
  const [found] = await answersOf('data', directory);
  expect(found).toMatchObject({ rows: { train: 288 }, targets: [{ name: 'progression' }] });
  expect(readFileSync(join(directory, 'data.json'), 'utf8')).toBe(before);
});

test('what is asked for wrongly is said in one line', async () => {
  const directory = join(temporaryFolder(), 'd.loom');
  for (const [line, words] of [
    [['data', directory, '--target', 'a'], 'go with a --source. Received: no --source.'],
    [['new', '--from', 'a.csv'], 'Expected: DIR. Received: nothing.'],
    [
      ['new', '--from', 'a.csv', '--input', 'age', directory],
      'must be the name of an Input, = and a column. Received: age.',
    ],
    [['new', '--target', 'y', 'mlp-diabetes', directory], '--target is a column of the data in --from.'],
  ] as const) {
    const { code, hints } = await layerloom(...line);
    expect([code, hints.length]).toEqual([2, 1]);
    expect(hints[0]).toContain(words);
  }
});
