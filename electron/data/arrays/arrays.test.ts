import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type DataDocument, emptyData } from '../../../shared/data/document.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { findPython } from '../../../testing/keras.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import type { Batch, Dataset } from '../dataset.ts';
import { inspectDataset } from '../inspect.ts';
import { openDataset } from '../open.ts';
import { unwatchedReading } from '../reading.ts';
import { rowNumbers } from '../rows.ts';
import { findSource } from '../sources/find-source.ts';
import { valuesFolder } from '../store/room.ts';
import { isArrayFile, openArrays } from './array-files.ts';
import { readName } from './joined-arrays.ts';

/** Runs Python with numpy in a new folder, which it answers. */
function withNumpy(source: string): string {
  const folder = temporaryFolder();
  execFileSync(findPython()!, ['-c', `import numpy as np\n${source}`], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return folder;
}

function dataOf(path: string, more: Partial<DataDocument> = {}): DataDocument {
  return { ...emptyData, source: { kind: 'arrays', path }, ...more };
}

async function open(path: string, more: Partial<DataDocument> = {}): Promise<Dataset> {
  return openDataset(dataOf(path, more), { directory: null, limit: null });
}

async function collect(batches: AsyncIterable<Batch>): Promise<Batch[]> {
  const all: Batch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (error: Error) => error,
  );
  return String(error?.message).replace(/^\S*[\\/](?=\S+[ ,:])/, '');
}

test('numpy arrays of every type, order of bytes, order of indices and version of the format are read bit by bit', async () => {
  const folder = withNumpy(`
from numpy.lib import format as f
rng = np.random.default_rng(7)
for kind in ['b1', 'i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f2', 'f4', 'f8']:
    for order in '<>':
        dtype = np.dtype(order + kind)
        bits = rng.integers(0, 256, 5 * 3 * 4 * dtype.itemsize, dtype=np.uint8)
        a = (bits.view(dtype) if kind != 'b1' else (bits > 127)).reshape(5, 3, 4).copy()
        if dtype.kind == 'f': a[0, 0] = [0, -0.0, np.inf, np.nan]; a[1, 0, 0] = np.finfo(dtype).smallest_subnormal
        for name, array in [('c', a), ('f', np.asfortranarray(a))]:
            version = (1 + 'cf'.index(name) * 2, 0)
            with open(f'{kind}{"le" if order == "<" else "be"}_{name}.npy', 'wb') as out: f.write_array(out, array, version=version)
            a.astype('<f8').tofile(f'{kind}{"le" if order == "<" else "be"}_{name}.bin')
f.write_array(open('flat.npy', 'wb'), np.arange(7.0), version=(2, 0)); np.arange(7.0).tofile('flat.bin')
`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.npy'));
  expect(names).toHaveLength(12 * 2 * 2 + 1);
  for (const name of names) {
    const [array] = await openArrays(join(folder, name), unwatchedReading());
    const bytes = readFileSync(join(folder, name.replace('.npy', '.bin')));
    const expected = new Float64Array(Uint8Array.from(bytes).buffer);
    const { rows, width } = array!;
    const all = new Float64Array(rows * width);
    array!.read(rowNumbers(rows), all);
    // NaN is NaN, and 0 is not -0.
    expect(all.length).toBe(expected.length);
    expect(
      [...all.keys()].filter((at) => !Object.is(all[at], expected[at])),
      name,
    ).toEqual([]);
    // In any order, and a row twice.
    const some = new Float64Array(3 * width);
    array!.read(Int32Array.of(rows - 1, 0, rows - 1), some);
    expect(some.subarray(0, width), name).toEqual(all.subarray((rows - 1) * width));
    expect(some.subarray(width), name).toEqual(Float64Array.of(...all.subarray(0, width), ...all.subarray(-width)));
    array!.close();
  }
  // What was written anew for the order of indices is gone.
  expect(readdirSync(join(valuesFolder(), '..')).filter((name) => name.includes(`-${process.pid}-`))).toEqual([]);
});

const digits = `
rng = np.random.default_rng(1)
x_train = rng.integers(0, 256, (120, 9, 8), dtype=np.uint8); y_train = (np.arange(120) % 3).astype(np.uint8)
x_test = rng.integers(0, 256, (30, 9, 8), dtype=np.uint8); y_test = (np.arange(30) % 3).astype(np.uint8)
`;

test.each([
  ['savez', 'np.savez("digits.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)', 'digits.npz'],
  [
    'savez_compressed',
    'np.savez_compressed("digits.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)',
    'digits.npz',
  ],
  ['files', '[np.save(name, value) for name, value in list(locals().items()) if name[:2] in ("x_", "y_")]', ''],
])('images and their labels of two parts, as Keras keeps its digits: %s', async (_how, save, name) => {
  const folder = withNumpy(`${digits}\n${save}\nx_train[:2].tofile('first.bin')`);
  const path = join(folder, name);
  if (name === '') writeFileSync(join(folder, 'readme.txt'), 'Arrays.');
  expect((await findSource(path)).source).toEqual({ kind: 'arrays', path });
  const dataset = await open(path);
  try {
    expect(dataset.features).toEqual([
      { name: 'x', kind: 'image', shape: [9, 8, 1], dtype: 'float32', vocabularySize: null },
    ]);
    expect(dataset.targets).toEqual([{ name: 'y', kind: 'classes', shape: [], classes: ['0', '1', '2'] }]);
    expect(dataset.rows).toEqual({ train: 102, validation: 18, test: 30 });
    expect(Array.from(dataset.sourceRows('test'))).toEqual(Array.from({ length: 30 }, (_, row) => 120 + row));
    const [batch] = await collect(dataset.batches('train', { batchSize: 200, shuffleSeed: null }));
    const first = readFileSync(join(folder, 'first.bin'));
    const [row] = dataset.sourceRows('train');
    expect(row).toBeLessThan(2);
    const expected = Float32Array.from(first.subarray(row! * 72, (row! + 1) * 72), (byte) => byte / 255);
    expect(batch!.inputs.x!.data.subarray(0, 72)).toEqual(expected);
    expect(batch!.targets.y!.data).toEqual(dataset.sourceRows('train').map((row) => row % 3));
    // The same rows in another order, from the files again.
    const [shuffled] = await collect(dataset.batches('train', { batchSize: 102, shuffleSeed: 3 }));
    expect([...shuffled!.targets.y!.data]).not.toEqual([...batch!.targets.y!.data]);
    expect([...shuffled!.targets.y!.data].sort()).toEqual([...batch!.targets.y!.data].sort());
  } finally {
    dataset.close();
  }
  const summary = await inspectDataset(dataOf(path), { directory: null });
  expect(summary).toMatchObject({
    rows: { train: 102, validation: 18, test: 30 },
    given: ['train', 'test'],
    classCounts: [0, 1, 2].map((name) => ({ name: String(name), rows: 50 })),
    columns: [
      { name: 'x', kind: 'numeric', role: 'input', minimum: 0, maximum: 255 },
      { name: 'y', kind: 'categorical', role: 'target', distinct: 3 },
    ],
  });
  expect(summary.images).toHaveLength(60);
  expect(summary.images[0]).toMatchObject({ width: 8, height: 9, channels: 1 });
});

test('numbers are scaled by the training part alone, and arrays of categories become tokens', async () => {
  const folder = withNumpy(`
rng = np.random.default_rng(2)
X = rng.normal(5, 3, (200, 3)); user = rng.integers(0, 40, 200); y = X.sum(1, keepdims=True).astype('f4')
np.savez('a.npz', X=X, user=user, y=y, outer=rng.normal(0, 1, (200, 4, 2, 2)))
X.tofile('X.bin')
`);
  const columns = { user: { kind: 'categorical', role: 'input' } } as const;
  const dataset = await open(join(folder, 'a.npz'), { columns });
  try {
    expect(dataset.features).toEqual([
      { name: 'X', kind: 'numbers', shape: [3], dtype: 'float32', vocabularySize: null },
      { name: 'user', kind: 'tokens', shape: [1], dtype: 'int32', vocabularySize: 40 },
      { name: 'outer', kind: 'numbers', shape: [4, 2, 2], dtype: 'float32', vocabularySize: null },
    ]);
    expect(dataset.targets).toEqual([{ name: 'y', kind: 'number', shape: [], classes: null }]);
    const bytes = readFileSync(join(folder, 'X.bin'));
    const X = new Float64Array(Uint8Array.from(bytes).buffer);
    const train = [...dataset.sourceRows('train')];
    const [batch] = await collect(dataset.batches('train', { batchSize: 200, shuffleSeed: null }));
    for (let place = 0; place < 3; place++) {
      const own = train.map((row) => X[row * 3 + place]!);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
      own.forEach((value, at) => {
        expect(batch!.inputs.X!.data[at * 3 + place]).toBeCloseTo((value - mean) / deviation, 4);
      });
    }
    expect(batch!.inputs.user!.data).toBeInstanceOf(Int32Array);
    // Another file goes through what was learned; its answers are there if it has them.
    const again = await collect(dataset.readFile(join(folder, 'a.npz'), { batchSize: 64 }));
    expect(again.map(({ rows }) => rows)).toEqual([64, 64, 64, 8]);
    expect(again[0]!.inputs.X!.data[train[0]! * 3]).toBe(batch!.inputs.X!.data[0]);
    expect(again[0]!.targets.y!.data[train[0]!]).toBe(batch!.targets.y!.data[0]);
  } finally {
    dataset.close();
  }
});

/** An IDX file of bytes. */
function idx(shape: readonly number[], values: Uint8Array): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.writeUInt32BE(0x800 | shape.length);
  for (const [at, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * at);
  return Buffer.concat([head, values]);
}

test('pairs of IDX files are found by their names, packed ones too', async () => {
  const folder = join(temporaryFolder(), 'mnist');
  mkdirSync(folder);
  const bytes = (count: number) => Uint8Array.from({ length: count }, (_, at) => (at * 7) % 251);
  const classes = (count: number) => Uint8Array.from({ length: count }, (_, at) => at % 4);
  writeFileSync(join(folder, 'train-images-idx3-ubyte.gz'), gzipSync(idx([80, 5, 6], bytes(80 * 30))));
  writeFileSync(join(folder, 'train-labels-idx1-ubyte.gz'), gzipSync(idx([80], classes(80))));
  writeFileSync(join(folder, 't10k-images-idx3-ubyte'), idx([20, 5, 6], bytes(20 * 30)));
  writeFileSync(join(folder, 't10k-labels-idx1-ubyte'), idx([20], classes(20)));
  expect((await findSource(folder)).source.kind).toBe('arrays');
  const dataset = await open(folder);
  try {
    expect(dataset.features).toMatchObject([{ name: 'images', kind: 'image', shape: [5, 6, 1] }]);
    expect(dataset.targets).toMatchObject([{ name: 'labels', classes: ['0', '1', '2', '3'] }]);
    const [test] = await collect(dataset.batches('test', { batchSize: 20, shuffleSeed: null }));
    expect([...test!.targets.labels!.data]).toEqual([...classes(20)]);
    expect(test!.inputs.images!.data).toEqual(Float32Array.from(bytes(600), (byte) => byte / 255));
    // One file of images is asked alone.
    const alone = await collect(dataset.readFile(join(folder, 't10k-images-idx3-ubyte'), { batchSize: 20 }));
    expect(alone[0]!.inputs.images!.data).toEqual(test!.inputs.images!.data);
    // And so is a folder of them, all rows of it.
    const all = await collect(dataset.readFile(folder, { batchSize: 20 }));
    expect(all.reduce((sum, { rows }) => sum + rows, 0)).toBe(100);
  } finally {
    dataset.close();
  }
  // A file whose name says nothing is one by what is in it; one that only begins alike is not.
  copyFileSync(join(folder, 't10k-labels-idx1-ubyte'), join(folder, 'labels.dat'));
  expect(await isArrayFile(join(folder, 'labels.dat'))).toBe(true);
  writeFileSync(join(folder, 'other.dat'), Buffer.from([0, 0, 8, 1, 0, 0, 0, 9, 1]));
  expect(await isArrayFile(join(folder, 'other.dat'))).toBe(false);
});

test.each([
  ['x_train', 'x', 'train'],
  ['X_test', 'X', 'test'],
  ['xtrain', 'x', 'train'],
  ['train-images', 'images', 'train'],
  ['t10k-labels', 'labels', 'test'],
  ['y_val', 'y', 'validation'],
  ['train', 'data', 'train'],
  ['features', 'features', null],
])('%s is the array %s of the part %s', (name, base, part) => {
  expect(readName(name)).toEqual({ base, part });
});

test('what is no array of numbers, or does not belong together, is refused in words', async () => {
  const folder = withNumpy(`
np.save('objects.npy', np.array([{'a': 1}, None], dtype=object), allow_pickle=True)
np.save('words.npy', np.array(['cat', 'dog']))
np.save('scalar.npy', np.float32(3))
np.save('empty.npy', np.zeros((0, 3)))
np.save('whole.npy', np.zeros((40, 3)))
np.savez('rows.npz', x=np.zeros((5, 2)), y=np.zeros(4))
np.savez('shapes.npz', x_train=np.zeros((5, 2)), x_test=np.zeros((5, 3)), y_train=np.zeros(5), y_test=np.zeros(5))
np.savez('parts.npz', x_train=np.zeros((5, 2)), x_test=np.zeros((5, 2)), y_train=np.zeros(5))
x = np.zeros((40, 2)); x[6, 1] = np.nan; np.savez('nan.npz', x=x, y=np.arange(40.))
`);
  const whole = readFileSync(join(folder, 'whole.npy'));
  writeFileSync(join(folder, 'cut.npy'), whole.subarray(0, -8));
  writeFileSync(join(folder, 'more.npy'), Buffer.concat([whole, Buffer.alloc(8)]));
  writeFileSync(join(folder, 'head.npy'), whole.subarray(0, 40));
  writeFileSync(join(folder, 'other.npy'), 'PARQUET, not really');
  // Says that it has 400 million numbers: as many zeros as are packed here would be unpacked for ever.
  writeFileSync(join(folder, 'bomb-idx1-ubyte.gz'), gzipSync(idx([10], new Uint8Array(5_000_000))));
  const said = (name: string) => refusal(open(join(folder, name)));
  expect(await said('objects.npy')).toMatch(/^objects.npy is an array of Python objects, .* Received: '\|O'\.$/);
  expect(await said('words.npy')).toMatch(
    /^words.npy is an array of what is not read as numbers\. .* Received: '<U3'\.$/,
  );
  expect(await said('scalar.npy')).toBe(
    'scalar.npy is one number. Expected: an array whose first dimension is the rows. Received: no dimension.',
  );
  expect(await said('empty.npy')).toBe('empty.npy is empty. Expected: at least one row. Received: 0×3.');
  expect(await said('cut.npy')).toMatch(/^cut.npy is cut off, or has more than it says\. .* Received: 1,080\.$/);
  expect(await said('more.npy')).toMatch(/^more.npy is cut off, .* Received: 1,096\.$/);
  expect(await said('head.npy')).toMatch(/^head.npy is cut off, /);
  expect(await said('other.npy')).toMatch(/^other.npy cannot be read as an array\. /);
  expect(await said('bomb-idx1-ubyte.gz')).toMatch(
    /^bomb-idx1-ubyte.gz is cut off, or has more than it says\. Expected: 18 bytes/,
  );
  expect(await said('rows.npz')).toBe(
    'rows.npz: the arrays have different numbers of rows. Expected: x: 5. Received: y: 4.',
  );
  expect(await said('shapes.npz')).toBe(
    'shapes.npz: "x" has not the same shape in all parts. Expected: 2 float64. Received: 3 float64.',
  );
  expect(await said('parts.npz')).toBe(
    'parts.npz: "y" is not there for every part. Expected: train, test. Received: train.',
  );
  expect(await said('nan.npz')).toMatch(/^nan.npz, row 7: "x" has a value that is no number, and no step fills it\. /);
  const dropping = { step: 'impute', columns: null, strategy: 'drop', fillValue: null, addIndicator: false } as const;
  const dataset = await open(join(folder, 'nan.npz'), { preparation: [dropping] });
  expect(dataset.rows.train + dataset.rows.validation + dataset.rows.test).toBe(39);
  dataset.close();
  const { warnings, features } = await inspectDataset(dataOf(join(folder, 'whole.npy')), { directory: null });
  expect({ features, first: inEnglish(warnings[0]!) }).toMatchObject({
    features: [],
    first: expect.stringMatching(/^No column is the target/),
  });
});

test('classes that are written as a 1 among 0 are told', async () => {
  const folder = withNumpy(`
x = np.arange(120.0).reshape(40, 3)
np.savez('hot.npz', x=x, y=np.eye(4)[np.arange(40) % 4])
np.savez('two.npz', x=x, y=np.eye(4)[np.arange(40) % 4] + np.eye(4)[np.arange(40) % 3])
`);
  const saidOf = async (name: string) => {
    const { warnings } = await inspectDataset(dataOf(join(folder, name)), { directory: null });
    return warnings.map(inEnglish).filter((words) => words.includes('argmax'));
  };
  expect(await saidOf('hot.npz')).toEqual([expect.stringMatching(/^Each row of "y" has a 1 .* as 4 numbers\. /)]);
  expect(await saidOf('two.npz')).toEqual([]);
});

test('an array that is written over between two batches ends the reading, also where it keeps its length', async () => {
  const folder = withNumpy(`np.savez('a.npz', x=np.arange(300.0).reshape(100, 3), y=np.arange(100.0))`);
  const path = join(folder, 'a.npz');
  const dataset = await open(path);
  const options = { batchSize: 4, shuffleSeed: null };
  const batches = dataset.batches('train', options)[Symbol.asyncIterator]();
  await batches.next();
  const whole = readFileSync(path);
  await setTimeout(20);
  writeFileSync(path, whole.fill(7, 300, 400));
  expect(await refusal(batches.next())).toMatch(
    /^a\.npz, [xy] was written over while its rows were read\. Expected: ([\d,]+) bytes written at .+\. Received: \1 bytes written at .+Z\.$/,
  );
  dataset.close();
});

test('a target of several numbers a row is scaled number by number where a step names it, and told where it is not', async () => {
  const folder = withNumpy(`
rng = np.random.default_rng(2)
np.savez('a.npz', x=rng.normal(0, 1, (200, 3)), y=rng.normal([5, 5e5], [1, 1e5], (200, 2)))
`);
  const path = join(folder, 'a.npz');
  const scale = { step: 'scale', columns: ['y'], method: 'standard' } as const;
  const warned = (more: Partial<DataDocument>) =>
    inspectDataset(dataOf(path, more), { directory: null }).then(({ warnings }) =>
      warnings.map(inEnglish).filter((words) => words.includes('spread by')),
    );
  expect(await warned({})).toHaveLength(1);
  const preparation = [...emptyData.preparation, scale];
  expect(await warned({ preparation })).toEqual([]);
  const dataset = await open(path, { preparation });
  try {
    expect(dataset.preparation.targets.y).toMatchObject({ kind: 'number', shape: [2], steps: [{ step: 'scale' }] });
    const [batch] = await collect(dataset.batches('train', { batchSize: 200, shuffleSeed: null }));
    const { data, shape } = batch!.targets.y!;
    expect(shape).toEqual([dataset.rows.train, 2]);
    for (const place of [0, 1]) {
      const own = [...data].filter((_, at) => at % 2 === place);
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0, 5);
      expect(own.reduce((sum, value) => sum + value * value, 0) / own.length).toBeCloseTo(1, 5);
    }
  } finally {
    dataset.close();
  }
});

/** A .npy file of bytes, packed. */
function packed(shape: string, bytes: number): Buffer {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  return gzipSync(
    Buffer.concat([Buffer.from('\x93NUMPY\x01\0\x76\0', 'latin1'), Buffer.from(`${header}\n`), Buffer.alloc(bytes)]),
  );
}

test('where nothing can be unpacked to that is said, and what is refused leaves nothing behind', async () => {
  const { LAYERLOOM_HOME } = process.env;
  const home = temporaryFolder();
  process.env.LAYERLOOM_HOME = home;
  try {
    const path = join(temporaryFolder(), 'x.npy.gz');
    writeFileSync(path, packed('()', 1));
    expect(await refusal(openArrays(path, unwatchedReading()))).toMatch(/^x\.npy\.gz is one number\./);
    expect(readdirSync(join(home, 'cache'))).toEqual([]);
    process.env.LAYERLOOM_HOME = join(home, 'cache', 'file');
    writeFileSync(join(home, 'cache', 'file'), '');
    writeFileSync(path, packed('(2, 3)', 6));
    const words = await openArrays(path, unwatchedReading()).catch((error: Error) => error);
    expect(words).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(/could not be written: .*ENOTDIR/),
    });
  } finally {
    if (LAYERLOOM_HOME === undefined) delete process.env.LAYERLOOM_HOME;
    else process.env.LAYERLOOM_HOME = LAYERLOOM_HOME;
  }
});
