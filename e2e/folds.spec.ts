import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

test('Train with folds trains one model after the other and says what they come to together', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, paths, topBar, train, runBar, results } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await topBar.goTo('train');
  await train.set('epochs', 2);
  await train.set('folds', 2);
  const names = await runBar.namesFromNowOn();
  await topBar.train.click();
  await paths.take('save-project', join(folder, 'folds.loom'));
  await expect(runBar.bar).toContainText(text('training.foldOf', { fold: 1, folds: 2 }), { timeout: 60_000 });
  await expect(train.meanOfFolds).toContainText(text('training.crossValidationMean'), { timeout: 60_000 });
  await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
  // Between two folds too, when the list of runs does not have the next one yet.
  const foldNames = [1, 2].map((fold) => text('training.foldOfRun', { run: 'folds', fold }));
  expect(await names()).toEqual(foldNames);
  await expect(train.folds).toHaveCount(2);
  await expect(train.meanOfFolds).toContainText(' ± ');

  await train.folds.first().getByRole('button').click();
  await expect(page.getByRole('heading', { level: 1, name: foldNames[0]! })).toBeVisible();
  // The group in the list closes and opens; what is shown stays as it is, and the mean in sight.
  const group = train.runs.getByRole('button', { name: /^folds/ });
  const inList = (fold: number) => train.runs.getByRole('button', { name: text('training.foldNumber', { fold }) });
  await expect(inList(2)).toBeVisible();
  await group.click();
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(inList(2)).toBeHidden();
  await expect(group).toContainText(' ± ');
  await expect(page.getByRole('heading', { level: 1, name: foldNames[0]! })).toBeVisible();
  await group.press('Enter');
  await expect(inList(2)).toBeVisible();
  await expect(train.meanOfFolds).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: foldNames[0]! })).toBeVisible();

  // A fold is judged by what it held out, and the test part is not looked at.
  await topBar.goTo('results');
  await expect(results.scatter).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(text('results.noTestFold'))).toBeVisible();
});
