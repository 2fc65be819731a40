import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
import { networkForData, trainingForData } from '../../shared/graph/network-for-data.ts';
import { createRandom } from '../../shared/training/random.ts';
import { vegaFile } from '../../testing/datasets.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { trainProject } from '../../testing/train-project.ts';
import { findData } from '../services/project-for-data.ts';
import { emptyProject } from '../services/projects.ts';

type Penguin = Readonly<Record<string, string | number | null>>;

const penguins = JSON.parse(readFileSync(vegaFile('penguins.json'), 'utf8')) as readonly Penguin[];
const heldOut = 0.35;

/** Accuracy on validation after every epoch and on the test part at the end, of the whole way from a file to a trained network. */
async function learn(rows: readonly Penguin[]) {
  const path = join(temporaryFolder(), 'penguins.json');
  writeFileSync(path, JSON.stringify(rows));
  const split = { ...emptyData.split, validation: heldOut, test: heldOut };
  const { data, summary } = await findData(path, { targets: ['Species'] }, { ...emptyData, split });
  const [model, training] = [networkForData(summary), trainingForData(summary)];
  const { end, events } = await trainProject({ ...emptyProject('penguins'), data, model, training }, { epochs: 12 });
  expect(end).toMatchObject({ outcome: 'finished', reason: null });
  const validation = events.flatMap((event) => (event.event === 'train:epoch-end' ? [event.logs.val_accuracy!] : []));
  return { validation, test: end.test!.accuracy! };
}

describe('kinds of penguins, from what was measured of them', () => {
  test('are learned', async () => {
    const { validation, test } = await learn(penguins);
    expect(validation).toHaveLength(12);
    expect(validation.at(-1)).toBeGreaterThan(0.95);
    expect(test).toBeGreaterThan(0.95);
  });

  test('are not learned where they are shuffled: held-out rows are told by chance alone', async () => {
    const order = createRandom('shuffled').permutation(penguins.length);
    const shuffled = penguins.map((row, at) => ({ ...row, Species: penguins[order[at]!]!.Species! }));
    const counts = new Map<unknown, number>();
    for (const { Species } of shuffled) counts.set(Species, (counts.get(Species) ?? 0) + 1);
    const chance = Math.max(...counts.values()) / shuffled.length;
    // Nobody who knows nothing does better than to name the most frequent kind; three deviations of so many draws are luck.
    const luck = 3 * Math.sqrt((chance * (1 - chance)) / (shuffled.length * heldOut));
    const { validation, test } = await learn(shuffled);
    expect(Math.max(...validation)).toBeLessThan(chance + luck);
    expect(test).toBeLessThan(chance + luck);
    expect(chance + luck).toBeLessThan(0.6);
  });
});
