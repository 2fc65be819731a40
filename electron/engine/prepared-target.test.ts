import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRandom } from '../../shared/training/random.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { trainProject } from '../../testing/train-project.ts';
import { projectForData } from '../services/project-for-data.ts';
import { openJob } from './job.ts';
import { predictRows } from './predict.ts';

/** Houses whose price in hundred thousands follows from size and age. */
function writeHouses(): string {
  const random = createRandom('houses');
  const rows = Array.from({ length: 400 }, () => {
    const [size, age] = [50 + 150 * random.uniform(1)[0]!, 80 * random.uniform(1)[0]!];
    return `${size.toFixed(1)},${age.toFixed(0)},${Math.round(1000 * (150 + 2 * size - 1.5 * age))}`;
  });
  const path = join(temporaryFolder(), 'houses.csv');
  writeFileSync(path, `size,age,price\n${rows.join('\n')}\n`);
  return path;
}

/** Trains a project; what it answers for its test part, and the metrics of that. */
async function answersOf(project: Parameters<typeof trainProject>[0]) {
  const { directory, end, events } = await trainProject(project, { epochs: 15 });
  const job = await openJob(directory, 'trained');
  const batches = job.feed.batches('test', { batchSize: 32, shuffleSeed: null });
  const answers = await predictRows(job, batches, (index) => index);
  job.close();
  return { answers, end, notices: events.filter(({ event }) => event === 'train:notice') };
}

/** Mean absolute error and R² of answers, as they stand there. */
function measure(answers: readonly { readonly prediction: readonly number[]; readonly target: number | null }[]) {
  const mean = answers.reduce((sum, { target }) => sum + target!, 0) / answers.length;
  const off = answers.map(({ prediction, target }) => prediction[0]! - target!);
  const squares = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number * number, 0);
  return {
    absolute: off.reduce((sum, number) => sum + Math.abs(number), 0) / off.length,
    r2: 1 - squares(off) / squares(answers.map(({ target }) => target! - mean)),
  };
}

test('a new project learns prices in hundred thousands, and answers and metrics are prices', async () => {
  const project = await projectForData(writeHouses(), { targets: ['price'] });
  expect(project.data.preparation).toContainEqual({ step: 'scale', columns: ['price'], method: 'standard' });
  const { answers, end, notices } = await answersOf(project);
  const { absolute, r2 } = measure(answers);
  expect(r2).toBeGreaterThan(0.95);
  expect(Math.min(...answers.map(({ target }) => target!))).toBeGreaterThan(1e5);
  // The metrics of the test part are those of the answers; the loss is of what is learned, which spreads by 1.
  expect(end.test!.mean_absolute_error! / absolute).toBeCloseTo(1, 4);
  expect(end.test!.r2_score!).toBeCloseTo(r2, 4);
  expect(end.test!.loss!).toBeLessThan(0.05);
  expect(notices).toMatchObject([{ message: { values: { column: 'price' } } }]);
});

test('metrics through a logarithm are of answers with it undone', async () => {
  const project = await projectForData(writeHouses(), { targets: ['price'] });
  const log = { step: 'log', columns: ['price'] } as const;
  const data = { ...project.data, preparation: [log, ...project.data.preparation] };
  const { answers, end } = await answersOf({ ...project, data });
  const { absolute, r2 } = measure(answers);
  expect(r2).toBeGreaterThan(0.9);
  expect(end.test!.mean_absolute_error! / absolute).toBeCloseTo(1, 3);
  expect(end.test!.r2_score!).toBeCloseTo(r2, 3);
});

test('without the step the same network learns nothing of them', async () => {
  const project = await projectForData(writeHouses(), { targets: ['price'] });
  const preparation = project.data.preparation.filter(({ columns }) => columns === null);
  const { answers } = await answersOf({ ...project, data: { ...project.data, preparation } });
  expect(measure(answers).r2).toBeLessThan(0);
});
