import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onEngine } from '../../testing/backends.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { trainProject } from '../../testing/train-project.ts';
import { projectForData } from '../services/project-for-data.ts';

// The network that is made for texts leaves padding out. Others than this engine take 0 for what is no number, where a relu follows.
onEngine('tensorflow', 'texts without a word among others', () => {
  test('are learned from like any other', async () => {
    const folder = temporaryFolder();
    const classes = { good: 'fine nice sunny', bad: 'awful rainy stormy' };
    for (const [name, words] of Object.entries(classes)) {
      mkdirSync(join(folder, name));
      for (let at = 0; at < 30; at++) {
        const text = at % 10 > 0 ? `${words} day ${at}` : at % 20 > 0 ? ' \n' : '';
        writeFileSync(join(folder, name, `${at}.txt`), text);
      }
    }
    const project = await projectForData(folder, {});
    expect(Object.values(project.model.graphs.main!.blocks).map(({ type }) => type)).toContain(
      'GlobalAveragePooling1D',
    );
    const { end } = await trainProject(project, { epochs: 2, engine: 'tensorflow' });
    expect(end).toMatchObject({ outcome: 'finished', reason: null });
    expect(end.test!.loss).toBeGreaterThan(0);
  });
});
