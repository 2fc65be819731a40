import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onEngine } from '../../testing/backends.ts';
import { layerloom } from '../../testing/command-process.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

interface Trial {
  /** Of the command line. */
  readonly options: readonly string[];
  /** Written into `training.json`: more updates from fewer rows. */
  readonly batchSize?: number;
  /** What the test part must reach at least: far above what guessing gives. */
  readonly reaches: readonly [metric: string, value: number];
}

/** How each starter is trained in seconds, and what it reaches then. */
const trials: Readonly<Record<string, Trial>> = {
  'mlp-diabetes': { options: [], reaches: ['r2_score', 0.4] },
  'cnn-mnist': { options: ['--epochs', '1', '--limit', '4000'], reaches: ['accuracy', 0.75] },
  'lstm-spam': { options: ['--epochs', '2', '--limit', '1000'], batchSize: 16, reaches: ['accuracy', 0.8] },
  'gru-spam': { options: ['--epochs', '2', '--limit', '1000'], batchSize: 16, reaches: ['accuracy', 0.8] },
};

onEngine('tensorflow', 'starters trained from a terminal', () => {
  it('are all tried here', async () => {
    const names = (await layerloom('templates')).map(({ name }) => name);
    expect(names.sort()).toEqual(Object.keys(trials).sort());
  });

  it.each(Object.entries(trials))('%s finishes on tensorflow, as one graph, and has learned', async (name, trial) => {
    const directory = join(temporaryFolder(), `${name}.loom`);
    await layerloom('new', name, directory);
    const file = join(directory, 'training.json');
    const training = JSON.parse(readFileSync(file, 'utf8')) as object;
    const { options, batchSize, reaches } = trial;
    writeFileSync(file, JSON.stringify({ ...training, ...(batchSize && { batchSize }) }));
    const events = await layerloom('train', directory, '--engine', 'tensorflow', ...options);
    const begin = events.find(({ event }) => event === 'train:begin');
    expect(begin).toMatchObject({
      engine: {
        name: 'tensorflow',
        reason: 'Chosen in the training settings. Each training step runs as one TensorFlow graph.',
      },
    });
    // Nothing that a person should know of, such as a step that is no graph.
    expect(events.filter(({ event }) => event === 'train:notice')).toEqual([]);
    const end = events.at(-1);
    expect(end).toMatchObject({ event: 'train:end', outcome: 'finished', reason: null });
    const [metric, least] = reaches;
    const { [metric]: reached } = end!.test as Record<string, number>;
    expect(reached).toBeGreaterThan(least);
    console.log(`${name}: ${metric} ${reached!.toFixed(3)} in ${(end!.seconds as number).toFixed(1)} s.`);
  });
});
