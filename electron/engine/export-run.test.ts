import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ExportFormat, exportFormats } from '../../shared/ipc/exports.ts';
import { exportsFindNoKeras, kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { trainTemplate } from '../../testing/train-project.ts';
import { preparationVersion } from '../data/preparation/preparation-versions.ts';
import { checkpointFile } from '../formats/run-folder.ts';
import { exportRun } from './export.ts';
import { openJob } from './job.ts';

const keras = kerasFromTheStart();
exportsFindNoKeras();

/** A run of a template, trained a little. */
const trainedRun = async (template: string, limit: number) => (await trainTemplate(template, limit)).directory;

const endings: Readonly<Record<ExportFormat, string>> = { keras: '.keras', tfjs: '', 'keras-code': '' };

test.each([
  ['mlp-diabetes', 400, 88],
  ['cnn-mnist', 300, 256],
])('a trained %s leaves in every format, proved on its test part', async (template, limit, rows) => {
  const directory = await trainedRun(template, limit);
  const folder = temporaryFolder();
  for (const format of exportFormats) {
    const path = join(folder, `${format}${endings[format]}`);
    const report = await exportRun({ directory, format, path });
    expect(report.proof.rows).toBe(format === 'keras-code' ? 0 : rows);
    expect(report.proof.largestDifference).toBeLessThan(1e-4);
  }
  expect(readdirSync(folder).sort()).toEqual(['keras-code', 'keras.keras', 'tfjs']);
});

test('what leaves is the best checkpoint, with its optimizer and the preparation of its data', async () => {
  const directory = await trainedRun('mlp-diabetes', 400);
  const path = join(temporaryFolder(), 'model.keras');
  await exportRun({ directory, format: 'keras', path });
  const job = await openJob(directory, 'trained');
  const { features } = job.dataset.preparation;
  const [kernel] = (await job.step.readWeights()).values();
  job.close();
  const preparation = JSON.parse(new TextDecoder().decode(unzipSync(readFileSync(path))['preparation.json']));
  expect(preparation).toMatchObject({
    ...{ version: preparationVersion, features, targets: { progression: { kind: 'number', steps: [] } } },
    model: {
      inputs: { measurements: 'inputs' },
      outputs: [{ name: 'answer', target: 'progression', threshold: null }],
    },
  });
  const inKeras = await keras.run<{ kernel: number[]; updates: number; moments: number }>(
    `
model = keras.saving.load_model(input)
output = {
    "kernel": np.ravel(model.weights[0]),
    "updates": int(np.asarray(model.optimizer.iterations.value)),
    "moments": float(np.abs(np.asarray(model.optimizer.variables[2].value)).sum()),
}`,
    path,
  );
  expect(Float32Array.from(inKeras.kernel)).toEqual(kernel);
  expect(inKeras.updates).toBeGreaterThan(1);
  expect(inKeras.moments).toBeGreaterThan(0);
});

test('a run without a checkpoint says so', async () => {
  const directory = await trainedRun('mlp-diabetes', 400);
  for (const name of ['best', 'last'] as const) rmSync(checkpointFile(directory, name));
  const folder = temporaryFolder();
  await expect(exportRun({ directory, format: 'tfjs', path: join(folder, 'model') })).rejects.toThrow(
    'The run has no weights',
  );
  expect(readdirSync(folder)).toEqual([]);
});
