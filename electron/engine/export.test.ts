import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { exportFormats } from '../../shared/ipc/exports.ts';
import { UserError } from '../../shared/ipc/port.ts';
import { exportableOf } from '../../testing/exports.ts';
import { exportsFindNoKeras } from '../../testing/keras-for-tests.ts';
import { evaluate, networks, randomInputs } from '../../testing/networks.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import type { Format } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { wasm } from './backends/wasm.ts';
import { type HeldOutRows, writeProved } from './export.ts';

// Real Keras as a reader has tests of its own.
exportsFindNoKeras();
beforeAll(() => wasm.start());

const { lstm } = networks;
const exportable = exportableOf(lstm, { version: 1, features: {} });

async function rows(): Promise<HeldOutRows> {
  const inputs = randomInputs(lstm, 20);
  return { rows: 20, inputs, answers: evaluate(lstm, exportable.weights, inputs) };
}

const nameOf = (format: Format) => `model${format.extension ?? ''}`;

test.each(exportFormats)(
  '%s: what is reported is what is there, and a second export replaces the first',
  async (name) => {
    const format = formats[name];
    const folder = temporaryFolder();
    const path = join(folder, nameOf(format));
    const first = await writeProved(format, exportable, path, rows);
    const report = await writeProved(format, exportable, path, rows);
    expect(report.files).toEqual(first.files);
    expect(readdirSync(folder)).toEqual([nameOf(format)]);
    const written = format.extension === null ? report.files.map((file) => join(path, file)) : [path];
    expect(report.bytes).toBe(written.reduce((sum, file) => sum + readFileSync(file).length, 0));
    expect(report).toMatchObject({ format: name, path });
    expect(report.proof.rows).toBe(name === 'keras-code' ? 0 : 20);
    expect(report.proof.largestDifference).toBeLessThan(1e-5);
  },
);

/** A format whose export is disturbed after it was written. */
function disturbed(format: Format, disturb: (path: string) => void): Format {
  return {
    ...format,
    async write(what, path) {
      const names = await format.write(what, path);
      disturb(path);
      return names;
    },
  };
}

test.each(exportFormats)('%s: an export that answers otherwise is not kept, and the one before stays', async (name) => {
  const format = formats[name];
  const folder = temporaryFolder();
  const path = join(folder, nameOf(format));
  const other = { ...exportable, weights: exportableOf(lstm).weights };
  await writeProved(format, other, path, rows);
  const before = readdirSync(folder, { recursive: true }).sort();
  const [key, tensor] = [...exportable.weights].at(-1)!;
  const wrong: Format = {
    ...format,
    write: (what, at) =>
      format.write(
        { ...what, weights: new Map([...what.weights, [key, { ...tensor, data: tensor.data.map((x) => x + 0.01) }]]) },
        at,
      ),
  };
  const failed = writeProved(wrong, exportable, path, rows);
  await expect(failed).rejects.toThrow(UserError);
  await expect(failed).rejects.toThrow(/its answers differ from the engine, so it was not kept.*Received: 0\.0/);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
  await writeProved(format, other, path, rows);
});

test.each([
  ['keras', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 2000))],
  ['tfjs', (path: string) => writeFileSync(join(path, 'model.json'), '{"format": "layers-model"')],
  ['keras-code', (path: string) => writeFileSync(join(path, 'model.weights.h5'), 'no HDF5')],
] as const)('%s: an export that cannot be read back is not kept', async (name, disturb) => {
  const format = formats[name];
  const folder = temporaryFolder();
  const failed = writeProved(disturbed(format, disturb), exportable, join(folder, nameOf(format)), rows);
  await expect(failed).rejects.toThrow(UserError);
  await expect(failed).rejects.toThrow('The export was written and could not be read back, so it was not kept.');
  expect(readdirSync(folder)).toEqual([]);
});

test.each(
  exportFormats.flatMap((name) => (['write', 'read-back', 'compare'] as const).map((stage) => [name, stage] as const)),
)('%s: an export that is cancelled at "%s" leaves the one before as it was', async (name, last) => {
  const format = formats[name];
  const folder = temporaryFolder();
  const path = join(folder, nameOf(format));
  await writeProved(format, { ...exportable, weights: exportableOf(lstm).weights }, path, rows);
  const contents = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name)).toString('base64')]);
  const before = contents();
  const ending = new AbortController();
  const reason = new Error('enough');
  const stages: string[] = [];
  const writing = writeProved(format, exportable, path, rows, {
    signal: ending.signal,
    onStage: (stage) => {
      stages.push(stage);
      if (stage === last) ending.abort(reason);
    },
  });
  await expect(writing).rejects.toBe(reason);
  expect(stages.at(-1)).toBe(last);
  expect(contents()).toEqual(before);
});

test('a model whose own answers are no numbers is told by their rows, and not kept', async () => {
  const folder = temporaryFolder();
  const broken = async () => {
    const { answers, ...rest } = await rows();
    const [{ shape, data }] = answers as [(typeof answers)[0]];
    const width = data.length / rest.rows;
    const bad = data.map((value, at) => ([2, 7].includes(Math.floor(at / width)) ? Number.NaN : value));
    return { ...rest, answers: [{ shape, data: bad }] };
  };
  await expect(writeProved(formats.tfjs, exportable, join(folder, 'model'), broken)).rejects.toThrow(
    "The model's own answers are no numbers, so that nothing can be compared and the export was not kept. Expected: numbers on all 20 rows. Received: others on 2 of them.",
  );
  expect(readdirSync(folder)).toEqual([]);
});

test.each(exportFormats)('%s: what somebody else put there stays as it is', async (name) => {
  const format = formats[name];
  const folder = temporaryFolder();
  const file = join(folder, nameOf(format));
  writeFileSync(file, 'mine');
  await expect(writeProved(format, exportable, file, rows)).rejects.toThrow(
    /There is something else at .* Received: another file\./,
  );
  expect(readFileSync(file, 'utf8')).toBe('mine');
  const other = join(folder, `other${format.extension ?? ''}`);
  mkdirSync(other);
  writeFileSync(join(other, 'notes.txt'), 'mine');
  await expect(writeProved(format, exportable, other, rows)).rejects.toThrow('Received: another folder.');
  expect(readdirSync(other)).toEqual(['notes.txt']);
});

test('a folder that is not there, or is a file, is named', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const parent of [join(folder, 'missing'), file]) {
    await expect(writeProved(formats.keras, exportable, join(parent, 'model.keras'), rows)).rejects.toThrow(
      `An export needs a folder to go to. Expected: ${parent}. Received: no such folder.`,
    );
  }
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a full disk is said in words, and nothing is left', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'model');
  const full = disturbed(formats.tfjs, () => {
    throw Object.assign(new Error('write'), { code: 'ENOSPC' });
  });
  const failed = writeProved(full, exportable, path, rows);
  await expect(failed).rejects.toThrow(UserError);
  await expect(failed).rejects.toThrow(`${path} could not be written: the disk is full. Received: ENOSPC.`);
  expect(readdirSync(folder)).toEqual([]);
});

test('Keras opens only files that end in .keras', async () => {
  const failed = writeProved(formats.keras, exportable, join(temporaryFolder(), 'model.zip'), rows);
  await expect(failed).rejects.toThrow('An export as Keras has the ending .keras. Received: model.zip.');
});

test('what a format cannot express is said before anything is written', async () => {
  const folder = temporaryFolder();
  const failed = writeProved(formats.tfjs, exportableOf(networks.gru), join(folder, 'model'), rows);
  await expect(failed).rejects.toThrow(
    'This model cannot be written as TensorFlow.js. TensorFlow.js has only the older GRU, whose reset gate acts before the product with the memory. Switch off "Reset after" of "gru" and train again. Expected: reset_after=False. Received: reset_after=True.',
  );
  expect(readdirSync(folder)).toEqual([]);
});
