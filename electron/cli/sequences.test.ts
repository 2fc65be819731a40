import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { networkForData } from '../../shared/graph/network-for-data.ts';
import { answersOf } from '../../testing/command-line.ts';
import { chaptersOfMobyDick, readPart } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { inspectDataset } from '../data/inspect.ts';
import { openDataset } from '../data/open.ts';
import { openProject, saveProject } from '../services/projects.ts';

/** The entropy of tokens by how often each comes, in nats: the loss of a model that knows nothing else. */
function entropyOf(tokens: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const token of Array.from(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / tokens.length) * Math.log(count / tokens.length),
    0,
  );
}

test('a book is data: its next letter is told far better than by how often letters come', async () => {
  const folder = temporaryFolder();
  const book = join(folder, 'book.txt');
  writeFileSync(book, chaptersOfMobyDick(8).join('\n'));
  const directory = join(folder, 'book.loom');
  await answersOf('new', '--from', book, directory);
  // Windows as short as these are learned in seconds.
  const project = await openProject(directory);
  const preparation = project.data.preparation.map((step) =>
    step.step === 'tokenize' ? { ...step, sequenceLength: 12 } : step,
  );
  const data = { ...project.data, preparation };
  const summary = await inspectDataset(data, { directory });
  const optimizer = { ...project.training.optimizer, learningRate: 0.005 };
  const training = { ...project.training, optimizer, batchSize: 32 };
  await saveProject({ ...project, data, training, model: networkForData(summary) }, directory);
  const end = (await answersOf('train', directory, '--epochs', '2', '--limit', '5000')).at(-1);
  expect(end).toMatchObject({ outcome: 'finished' });
  const dataset = await openDataset(data, { directory, limit: null });
  const { targets } = await readPart(dataset, 'test');
  dataset.close();
  expect(end.test.loss).toBeLessThan(entropyOf(targets.next!.data) - 0.3);
  // The commonest sign of all is the space; after "th" it is not.
  writeFileSync(join(folder, 'asked.txt'), 'the whale, the sea, th\n');
  const [answer, ...others] = await answersOf('predict', end.run, '--input', join(folder, 'asked.txt'));
  expect([answer.output, answer.label, others]).toEqual(['next', 'e', []]);
});
