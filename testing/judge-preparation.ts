import { join } from 'node:path';
import { expect } from 'vitest';
import type { BatchTensor } from '../electron/data/dataset.ts';
import { exportRun } from '../electron/engine/export.ts';
import { openJob } from '../electron/engine/job.ts';
import { predictRows } from '../electron/engine/predict.ts';
import { kerasGraph } from '../shared/code/keras-graph.ts';
import type { Project } from '../shared/ipc/project.ts';
import type { Prediction } from '../shared/ipc/runs.ts';
import { collectBatches } from './datasets.ts';
import { withoutDrawing } from './exports.ts';
import type { Keras } from './keras.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { trainProject } from './train-project.ts';

/** The same rows through the engine and through the Python module of an export: arrays by Input, and answers. */
export interface Judged {
  readonly ours: Readonly<Record<string, BatchTensor>>;
  readonly theirs: Readonly<
    Record<string, { readonly shape: number[]; readonly data: number[]; readonly dtype: string }>
  >;
  readonly answers: readonly Prediction[];
  readonly printed: readonly Readonly<Record<string, string>>[];
  readonly directory: string;
}

/**
 * Trains a little, exports for Keras, and takes the rows of a file through the engine and through the module out of the export, which real
 * Keras runs. `frame` is Python that reads the same rows with pandas.
 */
export async function judgePreparation(
  keras: Pick<Keras, 'run'>,
  project: Project,
  rows: string,
  frame: string | null = null,
): Promise<Judged> {
  const { directory, end } = await trainProject(project, { epochs: 1 }, { limit: 64 });
  expect(end.reason).toBeNull();
  const model = join(temporaryFolder(), 'model.keras');
  await exportRun({ directory, format: 'keras', path: model });
  const job = await openJob(directory, 'trained');
  const [batch] = await collectBatches(job.dataset.readFile(rows, { batchSize: 1000 }));
  const answers = await predictRows(job, job.feed.file(rows, { batchSize: 1000 }), (index) => index);
  const { inputs } = kerasGraph(job.run.model);
  const features = new Map(inputs.map(({ block, name }) => [name, job.match.inputs.get(block)!.name]));
  job.close();
  const { targets, ...told } = await keras.run<
    Pick<Judged, 'theirs' | 'printed'> & { targets: Record<string, number[]> }
  >(
    `${withoutDrawing}
import contextlib, csv, io, runpy, sys
sys.path.insert(0, input["model"])
sys.modules.pop("prepare", None)
import prepare
assert prepare.__file__.startswith(input["model"])
preparation = prepare.load(input["model"])
rows, folder, files = prepare.read_rows(input["rows"], preparation)
arrays = preparation.prepare(rows, folder)
told = io.StringIO()
with contextlib.redirect_stdout(told):
    sys.argv = [input["model"], input["rows"]]
    runpy.run_path(input["model"], run_name="__main__")
sys.path.pop(0)
if input["frame"]:
    import pandas
    framed = preparation.prepare(eval(input["frame"]))
    for name, array in arrays.items():
        np.testing.assert_array_equal(framed[name], array, name)
output = {
    "targets": {name: one.ravel().tolist() for name, one in ({} if preparation.saved["windows"] else preparation.targets(rows)).items()},
    "theirs": {name: {"shape": one.shape, "data": one.ravel(), "dtype": str(one.dtype)} for name, one in arrays.items()},
    "printed": list(csv.DictReader(io.StringIO(told.getvalue()))),
}`,
    { model, rows, frame },
  );
  const ours = Object.fromEntries([...features].map(([name, feature]) => [name, batch!.inputs[feature]!]));
  expect(targets).toEqual(
    Object.fromEntries(Object.entries(batch!.targets).map(([name, { data }]) => [name, Array.from(data)])),
  );
  return { ours, answers, directory, ...told };
}

/** Says that both prepared the same, to `difference` (0 for whole numbers), and that Keras answered what the engine did. */
export function expectSame({ ours, theirs, answers, printed }: Judged, difference = 1e-6): void {
  expect(Object.keys(theirs)).toEqual(Object.keys(ours));
  for (const [name, { data, shape }] of Object.entries(ours)) {
    const other = theirs[name]!;
    expect([other.shape, other.dtype]).toEqual([shape, data instanceof Int32Array ? 'int32' : 'float32']);
    const far = other.data.filter(
      (value, at) => !(Math.abs(value - data[at]!) <= difference * Math.max(1, Math.abs(value))),
    );
    expect(far).toEqual([]);
  }
  expect(printed.map(({ row }) => Number(row) - 1)).toEqual([...new Set(answers.map(({ row }) => row))]);
  const byRow = new Map(printed.map((line) => [Number(line.row) - 1, line]));
  for (const { row, output, prediction, label } of answers) {
    const told = byRow.get(row)![output]!;
    if (label !== null) expect(told).toBe(label);
    else
      for (const [at, one] of prediction.entries())
        expect(Math.abs(Number(told.split(' ')[at]) - one)).toBeLessThan(1e-4 * Math.max(1, Math.abs(one)));
  }
}
