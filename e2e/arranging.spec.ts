import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { text } from '../renderer/messages/text.ts';
import { frameColours } from '../shared/graph/annotations.ts';
import { findSerious } from './find-serious.ts';
import { expect, test } from './host.ts';
import type { Canvas } from './pages/canvas.ts';

type Place = readonly [x: number, y: number];

/** Where a card is drawn, in canvas pixels. */
async function placeOf(page: Page, id: string): Promise<Place> {
  return page.locator(`.react-flow__node[data-id="${id}"]`).evaluate((node) => {
    const { e, f } = new DOMMatrix((node as HTMLElement).style.transform);
    return [e, f] as const;
  });
}

/** Drags something of the canvas by the mouse, so far in pixels of the screen. */
async function dragBy(page: Page, at: { x: number; y: number }, by: Place): Promise<void> {
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + by[0] / 2, at.y + by[1] / 2, { steps: 4 });
  await page.mouse.move(at.x + by[0], at.y + by[1], { steps: 4 });
  await page.mouse.up();
}

async function dragCard(page: Page, canvas: Canvas, id: string, by: Place): Promise<void> {
  const box = (await canvas.byId(id).boundingBox())!;
  await dragBy(page, { x: box.x + 60, y: box.y + 20 }, by);
}

/** The places that a card is drawn at from now on, each once, until it has not moved for half a second. */
async function wayOf(page: Page, id: string, begin: () => Promise<void>): Promise<readonly Place[]> {
  const node = page.locator(`.react-flow__node[data-id="${id}"]`);
  await node.evaluate((element) => {
    const seen = [(element as HTMLElement).style.transform];
    const look = () => {
      const now = (element as HTMLElement).style.transform;
      if (now !== seen.at(-1)) seen.push(now);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { waySeen: seen });
  });
  const seen = () => page.evaluate(() => (window as unknown as { waySeen: readonly string[] }).waySeen);
  await begin();
  await expect.poll(async () => (await seen()).length).toBeGreaterThan(1);
  let transforms: readonly string[] = [];
  do {
    transforms = await seen();
    await page.waitForTimeout(500);
  } while ((await seen()).length > transforms.length);
  return transforms.map((each) => {
    const [x, y] = each.match(/-?[\d.]+/g)!.map(Number);
    return [x!, y!] as const;
  });
}

test('blocks in disorder are arranged in one step and glide there, the worker loaded for it', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const loaded: string[] = [];
  page.on('request', (request) => {
    if (/elk/.test(request.url())) loaded.push(request.url());
  });
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  expect(loaded).toEqual([]);
  const [inputX, inputY] = await placeOf(page, 'input-1');
  await dragCard(page, canvas, 'dense-1', [180, 60]);
  const [x, y] = await placeOf(page, 'dense-1');
  expect(x).toBeGreaterThan(inputX + 100);
  const way = await wayOf(page, 'dense-1', () => page.keyboard.press('Control+Shift+l'));
  expect(way.length).toBeGreaterThan(3);
  expect(way.at(-1)).toEqual([inputX, inputY + 116]);
  expect(loaded.some((url) => /elk-worker/.test(url))).toBe(true);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const back = await wayOf(page, 'dense-1', () => page.keyboard.press('Control+z'));
  expect(back).toEqual([
    [inputX, inputY + 116],
    [x, y],
  ]);
});

test('of the selected blocks alone, the others stay', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await dragCard(page, canvas, 'input-1', [-160, 40]);
  await dragCard(page, canvas, 'dense-2', [120, 20]);
  const input = await placeOf(page, 'input-1');
  await canvas.select('dense-1');
  await canvas.byId('dense-2').click({ modifiers: ['Shift'] });
  const [x, y] = await placeOf(page, 'dense-1');
  await canvas.area.getByRole('button', { name: text('command.tidy') }).click();
  await expect.poll(() => placeOf(page, 'dense-2')).toEqual([x, y + 116]);
  expect(await placeOf(page, 'dense-1')).toEqual([x, y]);
  expect(await placeOf(page, 'input-1')).toEqual(input);
});

test('without its worker nothing moves, and the reason is told', async ({ layerloom, expectedErrors }) => {
  const { page, start, canvas } = layerloom;
  expectedErrors.push(/elk-worker|Failed to load/);
  await page.route(/elk-worker/, (route) => route.abort());
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await dragCard(page, canvas, 'dense-1', [180, 60]);
  const place = await placeOf(page, 'dense-1');
  await page.keyboard.press('Control+Shift+l');
  const words = text('command.tidyFailed', { received: '…' }).split('…')[0]!;
  await expect(page.getByText(words)).toBeVisible();
  expect(await placeOf(page, 'dense-1')).toEqual(place);
  await page.unroute(/elk-worker/);
  await page.keyboard.press('Control+Shift+l');
  await expect.poll(() => placeOf(page, 'dense-1')).not.toEqual(place);
});

test('selected blocks are aligned by the panel and distributed by keys, each in one step', async ({ layerloom }) => {
  const { page, start, canvas, inspector } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const ids = ['input-1', 'dense-1', 'dense-2'];
  await dragCard(page, canvas, 'dense-1', [100, 0]);
  await dragCard(page, canvas, 'dense-2', [-80, 20]);
  await canvas.select('input-1');
  await canvas.byId('dense-1').click({ modifiers: ['Shift'] });
  await canvas.byId('dense-2').click({ modifiers: ['Shift'] });
  const before = await Promise.all(ids.map((id) => placeOf(page, id)));
  const left = Math.min(...before.map(([x]) => x));
  await inspector.panel.getByRole('button', { name: text('command.alignLeft') }).click();
  await expect.poll(() => Promise.all(ids.map(async (id) => (await placeOf(page, id))[0]))).toEqual([left, left, left]);
  await canvas.area.focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => Promise.all(ids.map((id) => placeOf(page, id)))).toEqual(before);
  await canvas.byId('dense-2').focus();
  await page.keyboard.press('Alt+Shift+v');
  const [[, top], , [, bottom]] = before as [Place, Place, Place];
  await expect.poll(async () => (await placeOf(page, 'dense-1'))[1]).toBe(Math.round((top + bottom) / 2));
});

/** Where an annotation is drawn, in canvas pixels. */
const annotationPlace = (page: Page, id: string) => placeOf(page, `annotation:${id}`);

test('a frame is drawn around the selection, named, moved with what it holds, resized, and deleted without it', async ({
  layerloom,
}) => {
  const { page, start, canvas, inspector } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await canvas.select('input-1');
  await canvas.byId('dense-1').click({ modifiers: ['Shift'] });
  await page.keyboard.press('f');
  const frame = canvas.area.locator('[data-annotation="frame-1"]');
  await expect(frame.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Encoder');
  await page.keyboard.press('Enter');
  await expect(frame).toHaveAccessibleName(/^Encoder, 2 blocks, [\d,]+ params$/);
  await expect(frame).toBeFocused();
  await inspector.panel.getByRole('radio', { name: text('inspector.colourRec') }).check({ force: true });
  await expect(frame).toHaveAttribute('style', /--k-rec/);

  const places = () => Promise.all(['input-1', 'dense-1', 'dense-2'].map((id) => placeOf(page, id)));
  const [input, dense, outside] = (await places()) as [Place, Place, Place];
  const head = (await frame.getByText('Encoder').boundingBox())!;
  await dragBy(page, { x: head.x + 10, y: head.y + 6 }, [-160, 40]);
  const [movedInput, movedDense, movedOutside] = (await places()) as [Place, Place, Place];
  expect(movedInput[0]).toBeLessThan(input[0] - 100);
  expect([movedDense[0] - dense[0], movedDense[1] - dense[1]]).toEqual([
    movedInput[0] - input[0],
    movedInput[1] - input[1],
  ]);
  expect(movedOutside).toEqual(outside);
  await page.keyboard.press('Control+z');
  await expect.poll(places).toEqual([input, dense, outside]);

  // The middle of a frame is canvas: to drag there moves the camera, no block.
  const before = (await frame.boundingBox())!;
  const card = (await canvas.byId('input-1').boundingBox())!;
  await dragBy(page, { x: card.x + 40, y: card.y + card.height + 16 }, [30, 20]);
  const after = (await frame.boundingBox())!;
  expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([30, 20]);
  expect(await places()).toEqual([input, dense, outside]);

  await frame.focus();
  const corner = (await frame.boundingBox())!;
  await dragBy(page, { x: corner.x + corner.width, y: corner.y + corner.height }, [60, 40]);
  expect((await frame.boundingBox())!.width).toBeGreaterThan(corner.width + 40);
  expect(await places()).toEqual([input, dense, outside]);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await frame.boundingBox())!.width).toBeCloseTo(corner.width, 0);

  await frame.focus();
  await page.keyboard.press('Delete');
  await expect(frame).toBeHidden();
  await expect(canvas.blocks).toHaveCount(5);
});

test('a note is put down and written by keys, copied, and there again when the project is opened', async ({
  layerloom,
  folder,
}) => {
  const { page, start, canvas, topBar, paths } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await page.keyboard.press('n');
  const note = canvas.area.locator('[data-annotation="note-1"]');
  await expect(note.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Overfits from epoch 6');
  await page.keyboard.press('Escape');
  await expect(note).toBeFocused();
  await expect(note).toHaveText('Overfits from epoch 6');
  const place = await annotationPlace(page, 'note-1');
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(() => annotationPlace(page, 'note-1')).toEqual([place[0] + 20, place[1]]);
  await page.keyboard.press('Control+d');
  await expect(canvas.area.locator('[data-annotation]')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(canvas.area.locator('[data-annotation]')).toHaveCount(1);
  await page.keyboard.press('Control+s');
  await paths.take('save-project', join(folder, 'noted.loom'));
  await expect(topBar.saved(text('window.saved'))).toBeVisible();
  const saved = JSON.parse(await readFile(join(folder, 'noted.loom', 'layout.json'), 'utf8'));
  expect(saved.version).toBe(2);
  expect(saved.graphs.main.annotations['note-1'].text).toBe('Overfits from epoch 6');
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on a canvas with frames and notes, ${theme}`, async ({ layerloom }) => {
    const { page, start, canvas } = layerloom;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await start.starter('mlp-diabetes').click();
    await expect(canvas.blocks).toHaveCount(5);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('f');
    await page.keyboard.type('All of it');
    await page.keyboard.press('Enter');
    const found: Record<string, readonly string[]> = {};
    const look = async (where: string) => {
      const serious = await findSerious(page);
      if (serious.length > 0) found[where] = serious;
    };
    for (const colour of frameColours) {
      await page
        .locator(`[data-panel="inspector"] input[type="radio"]`)
        .nth(frameColours.indexOf(colour))
        .check({ force: true });
      await look(`frame, ${colour}`);
    }
    await page.keyboard.press('Escape');
    await canvas.byId('dense-1').focus();
    await page.keyboard.press('n');
    await look('empty note, being written');
    await page.keyboard.type('why');
    await page.keyboard.press('Escape');
    await look('note, selected');
    await page.keyboard.press('Control+a');
    await look('everything selected');
    expect(found).toEqual({});
  });
}

test('a dragged card snaps to the edges of others with guides, not with Alt held or when that is turned off', async ({
  layerloom,
}) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await page.keyboard.press('Control+0');
  await expect(canvas.area.getByRole('button', { name: text('command.actualSize') })).toHaveText('100 %');
  const guides = canvas.area.locator('[class*="guide"]');
  const [inputX] = await placeOf(page, 'input-1');
  /** Drags the second card so far across, and tells where it is and how many guides there were before it was let go. */
  const drag = async (by: number) => {
    const box = (await canvas.byId('dense-1').boundingBox())!;
    await page.mouse.move(box.x + 60, box.y + 20);
    await page.mouse.down();
    // The first pixel begins the drag.
    await page.mouse.move(box.x + 60 + Math.sign(by) * 2, box.y + 20);
    await page.mouse.move(box.x + 60 + Math.sign(by) * 2 + by, box.y + 20, { steps: 8 });
    const shown = await guides.count();
    await page.mouse.up();
    await expect(guides).toHaveCount(0);
    return { offset: (await placeOf(page, 'dense-1'))[0] - inputX, shown };
  };
  const away = await drag(60);
  expect(away.offset).toBeGreaterThan(50);
  const back = await drag(3 - away.offset);
  expect(back.offset).toBe(0);
  expect(back.shown).toBeGreaterThan(0);

  await drag(60);
  await page.keyboard.down('Alt');
  const held = await drag(4 - 60);
  await page.keyboard.up('Alt');
  expect([held.offset, held.shown]).toEqual([4, 0]);

  await canvas.area.getByRole('button', { name: text('command.snapping') }).click();
  await drag(56);
  const off = await drag(4 - 60);
  expect([off.offset, off.shown]).toEqual([4, 0]);
  await page.reload();
  await start.starter('mlp-diabetes').click();
  const toggle = canvas.area.getByRole('button', { name: text('command.snapping') });
  await expect(toggle).toHaveAttribute('aria-pressed', 'false');
});

test('the lasso selects what it is drawn around, adds with Shift, and is left by Escape', async ({ layerloom }) => {
  const { page, start, canvas } = layerloom;
  await start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  const selected = () =>
    canvas.area
      .locator('[data-block][data-selected]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-block')).sort());
  const around = async (id: string) => {
    const { x, y, width, height } = (await canvas.byId(id).boundingBox())!;
    await page.mouse.move(x - 8, y - 8);
    await page.mouse.down();
    for (const [toX, toY] of [
      [x + width / 2, y - 14],
      [x + width + 8, y - 8],
      [x + width + 8, y + height + 8],
      [x - 8, y + height + 8],
    ] as const)
      await page.mouse.move(toX, toY, { steps: 3 });
    await page.mouse.up();
  };
  const button = canvas.area.getByRole('button', { name: text('command.lasso') });
  await page.keyboard.press('l');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await around('dense-1');
  expect(await selected()).toEqual(['dense-1']);
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await page.keyboard.down('Shift');
  await around('output-1');
  await page.keyboard.up('Shift');
  expect(await selected()).toEqual(['dense-1', 'output-1']);
  await button.click();
  await page.keyboard.press('Escape');
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  expect(await selected()).toEqual(['dense-1', 'output-1']);
});
