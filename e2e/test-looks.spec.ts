import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

test('a second run judged on the same test rows is told so, the first and the same again are not', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, paths, topBar, train, runBar, results } = layerloom;
  const project = join(folder, 'again.loom');
  const why = page.getByText(text('results.lookedWhy'));
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await topBar.goTo('train');
  await train.set('epochs', 1);
  for (const run of [1, 2]) {
    await topBar.goTo('train');
    await topBar.train.click();
    if (run === 1) await paths.take('save-project', project);
    await expect(train.runs).toHaveCount(run);
    await expect(runBar.bar).toBeHidden({ timeout: 120_000 });
    for (const _ of ['a look', 'the same again']) {
      await topBar.goTo('results');
      await expect(results.scatter).toBeVisible({ timeout: 60_000 });
      await expect(why).toHaveCount(run - 1);
      await topBar.goTo('train');
    }
  }
  await expect
    .poll(async () => (await readFile(join(project, 'runs', 'test-looks.jsonl'), 'utf8')).trim().split('\n').length)
    .toBe(2);
});
