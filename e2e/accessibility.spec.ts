import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { text } from '../renderer/messages/text.ts';
import { expect, test } from './host.ts';

/** What axe finds that is serious or critical on the page as it stands: the rule, and where. */
async function findSerious(page: Page): Promise<readonly string[]> {
  // What fades in has no colours to judge before it is there.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html, failureSummary }) => `${id} at ${target}: ${failureSummary} ${html.slice(0, 300)}`),
    );
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page, ${theme}`, async ({ layerloom, folder }) => {
    const { page, start, canvas, dock, topBar, train, paths, runBar, results } = layerloom;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const found: Record<string, readonly string[]> = {};
    const look = async (where: string) => {
      const serious = await findSerious(page);
      if (serious.length > 0) found[where] = serious;
    };
    await look('start');
    await start.starter('mlp-diabetes').click();
    await expect(canvas.blocks).toHaveCount(5);
    await look('model, nothing selected');
    await canvas.select('dense-1');
    await look('model, a block selected');
    await page.keyboard.press('Control+g');
    await expect(canvas.block('Group')).toBeVisible();
    await look('model, a group');
    await page.keyboard.press('Control+ArrowDown');
    await expect(canvas.block('GroupInput')).toBeVisible();
    await look('model, inside a group');
    await page.keyboard.press('Control+ArrowUp');
    await dock.tab('code').click();
    await dock.showIn('TypeScript');
    await look('model, its source');
    await topBar.bar.getByRole('button', { name: text('command.history') }).click();
    await expect(page.getByRole('menuitem', { name: text('command.historyStart') })).toBeVisible();
    await look('history');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: text('window.searchCommands') })).toBeVisible();
    await look('search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: text('command.keySheet') })).toBeVisible();
    await look('all keys');
    await page.keyboard.press('Escape');
    await canvas.byId('output-1').click();
    await page.keyboard.press('Delete');
    await look('model, with problems');
    await page.keyboard.press('Control+z');
    await topBar.goTo('data');
    await look('data');
    await topBar.goTo('train');
    await look('train, before the first run');
    await train.set('epochs', 2);
    await topBar.train.click();
    await expect(paths.dialog('save-project')).toBeVisible();
    await look('choosing where to save');
    await paths.take('save-project', join(folder, 'seen.loom'));
    await expect(train.runs).toHaveCount(1);
    await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
    await look('train');
    await topBar.goTo('results');
    await expect(results.scatter).toBeVisible();
    await look('results');
    await topBar.goTo('export');
    await look('export');
    await topBar.bar.getByRole('button', { name: /^Engine/ }).click();
    await look('engines');
    expect(found).toEqual({});
  });
}
