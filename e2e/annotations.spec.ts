import type { Locator } from '@playwright/test';
import { expect, test } from './host.ts';

/** How large its letters are on the screen, in pixels. */
const lettersOf = (words: Locator) =>
  words.evaluate((element) => {
    const zoom = element.getBoundingClientRect().width / (element as HTMLElement).offsetWidth;
    return Number.parseFloat(getComputedStyle(element).fontSize) * zoom;
  });

test('a frame is named above the first card, and from far in letters that can be read', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await canvas.select('dense-1');
  await canvas.byId('dense-2').click({ modifiers: ['Shift'] });
  await page.keyboard.press('f');
  await page.keyboard.type('Everything that learns in this network of ours');
  await page.keyboard.press('Enter');
  const name = canvas.area.getByText('Everything that learns');
  // Neither the card before it nor the shape at the wire lies on it.
  const [words, above] = [(await name.boundingBox())!, (await canvas.byId('input-1').boundingBox())!];
  expect(words.y).toBeGreaterThanOrEqual(above.y + above.height - 1);
  expect(words.x + words.width).toBeLessThan(above.x + above.width / 2 - 10);
  for (const level of ['name', 'bar']) {
    while ((await canvas.byId('dense-1').getAttribute('data-level')) !== level) await canvas.zoomOut();
    const size = await lettersOf(name);
    expect(size).toBeGreaterThan(10.4);
    expect(size).toBeLessThan(16);
  }
});

test('a note that is too long fades where it goes on and is scrolled; a short one lets the wheel move the canvas', async ({
  layerloom,
}) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await page.keyboard.press('n');
  await page.keyboard.type('Short');
  await page.keyboard.press('Escape');
  const note = canvas.area.locator('[data-annotation="note-1"]');
  const words = note.locator('div', { hasText: 'Short' }).last();
  await expect(words).not.toHaveAttribute('data-more');
  await note.hover();
  const zoom = () => note.evaluate((element) => element.getBoundingClientRect().width);
  const before = await zoom();
  await page.mouse.wheel(0, -200);
  await expect.poll(zoom).toBeGreaterThan(before);
  await note.dblclick();
  await page.keyboard.insertText(' no more. '.repeat(60));
  await page.keyboard.press('Escape');
  await expect(words).toHaveAttribute('data-more', 'true');
  const wide = await zoom();
  await note.hover();
  await page.mouse.wheel(0, 2000);
  await expect(words).not.toHaveAttribute('data-more');
  expect(await zoom()).toBe(wide);
});

test('the lasso shows what it catches before it is let go', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const card = (await canvas.byId('dense-1').boundingBox())!;
  await page.keyboard.press('l');
  const corners = [
    [card.x - 20, card.y - 14],
    [card.x + card.width + 20, card.y - 14],
    [card.x + card.width + 20, card.y + card.height + 14],
    [card.x - 20, card.y + card.height + 14],
  ] as const;
  const caught = canvas.area.locator('svg rect[rx]').filter({ visible: true });
  await page.mouse.move(...corners[0]);
  await page.mouse.down();
  const none = await caught.count();
  for (const corner of corners.slice(1)) await page.mouse.move(...corner, { steps: 5 });
  await expect(caught).toHaveCount(none + 1);
  const box = (await caught.last().boundingBox())!;
  expect(Math.abs(box.x - card.x) + Math.abs(box.y - card.y)).toBeLessThan(6);
  await expect(canvas.area.locator('[data-selected="true"]')).toHaveCount(0);
  await page.mouse.up();
  await expect(canvas.area.locator('[data-block][data-selected="true"]')).toHaveCount(1);
});
