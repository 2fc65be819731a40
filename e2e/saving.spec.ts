import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { text } from '../renderer/messages/text.ts';
import { lacks } from '../testing/leave-out.ts';
import { descendants, expect, projectRoot, startHost, type TestHost, test } from './host.ts';
import { LayerloomWindow } from './pages/layerloom-window.ts';

// What a host leaves in its settings is what these tests are about.
test.use({ hasOwnHost: true });

/** What a crash may take, in milliseconds. */
const mostLost = 2000;

async function copyOf(name: string, folder: string): Promise<string> {
  const project = join(folder, `${name}.loom`);
  await cp(join(projectRoot, 'e2e', 'documents', `${name}.loom`), project, { recursive: true });
  return project;
}

async function open({ start, paths, topBar }: LayerloomWindow, project: string): Promise<void> {
  await start.openProject.click();
  await paths.take('open-project', project);
  await expect(topBar.project).toBeVisible();
}

/** Another window of a host. */
async function openWindow(page: Page, host: TestHost): Promise<LayerloomWindow> {
  await page.goto(host.url);
  const layerloom = new LayerloomWindow(page);
  await expect(layerloom.start.title).toBeVisible();
  return layerloom;
}

/** Drafts on the disk. */
const draftsIn = (folder: string) => readdir(join(folder, 'settings', 'drafts')).catch(() => []);
/** The units of dense-3 in each draft on the disk. */
async function unitsInDrafts(folder: string): Promise<readonly number[]> {
  const names = (await draftsIn(folder)).filter((name) => /^[^.]+\.json$/.test(name));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, 'settings', 'drafts', name), 'utf8')));
  return texts.map((written) => JSON.parse(written).files.model.graphs.main.blocks['dense-3'].params.units);
}
const unitsOf = async (project: string) =>
  /"units": (\d+)/.exec(await readFile(join(project, 'model.json'), 'utf8'))?.[1];

/** Another program changes the units of the first Dense. */
async function changeUnits(project: string, units: number): Promise<void> {
  const path = join(project, 'model.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace(/"units": \d+/, `"units": ${units}`));
}

async function setUnits({ canvas, inspector }: LayerloomWindow, units: number): Promise<void> {
  await canvas.select('dense-3');
  await inspector.type('Units', String(units));
}

test.describe('a host killed in the midst of editing, and its window with it', () => {
  for (const isSaved of [true, false]) {
    test(`loses less than two seconds of a project that was ${isSaved ? 'saved before' : 'never saved'}`, async ({
      page,
      layerloom,
      host,
      folder,
      context,
    }) => {
      const { canvas, inspector, start } = layerloom;
      const project = await copyOf('long-run', folder);
      const before = await unitsOf(project);
      if (isSaved) await open(layerloom, project);
      else await start.starter('mlp-diabetes').click();
      await canvas.select('dense-3');
      // Typed without a pause, so that the kill comes in the midst of it.
      const typed: { readonly units: number; readonly at: number }[] = [];
      const field = inspector.field('Units');
      const ends = Date.now() + 4000;
      for (let units = 1000; Date.now() < ends; units++) {
        await field.fill(String(units));
        typed.push({ units, at: Date.now() });
      }
      const killed = Date.now();
      await host.kill();
      await page.close({ runBeforeUnload: false });

      const again = await startHost(folder, {});
      const window = await openWindow(await context.newPage(), again.host);
      await expect(window.saving.draftList).toHaveCount(1);
      await expect(window.saving.draftList).toContainText('last changed today');
      await expect(window.saving.draftList).toContainText(isSaved ? 'units of dense-3' : 'never saved, 5 blocks');
      await window.saving.restore(isSaved ? 'long-run' : 'mlp-diabetes');
      await expect(window.topBar.saved(isSaved ? 'Unsaved changes' : 'Not saved yet')).toBeVisible();
      await expect(window.notices.words.filter({ hasText: 'not saved yet' })).toBeVisible();
      await window.canvas.select('dense-3');
      const units = Number(await window.inspector.field('Units').inputValue());
      const restored = typed.find((one) => one.units === units);
      const lost = typed.filter((one) => one.units > units && one.at <= killed - mostLost);
      expect(restored, `units ${units}, of ${typed.length} that were typed`).toBeDefined();
      expect(lost).toEqual([]);
      expect(await unitsOf(project)).toBe(before);

      if (isSaved) {
        await window.page.keyboard.press('Control+s');
        await expect(window.topBar.saved(/^Saved/)).toBeVisible();
        expect(await unitsOf(project)).toBe(String(units));
      } else {
        await window.topBar.choose('close');
        await window.leaving.discard.click();
      }
      await expect(window.start.title.or(window.topBar.project).first()).toBeVisible();
      await expect.poll(() => draftsIn(folder)).toEqual([]);
      await window.page.close({ runBeforeUnload: false });
      await again.end();
    });
  }
});

for (const how of ['closed', 'killed'] as const) {
  test(`a tab ${how} without saving is offered in the next one; saved, there is nothing to recover`, async ({
    page,
    layerloom,
    host,
    folder,
    context,
  }) => {
    await layerloom.start.newProject.click();
    await layerloom.canvas.drop(layerloom.palette.block('Dense'), [400, 200]);
    await expect(layerloom.canvas.blocks).toHaveCount(1);
    await expect.poll(() => draftsIn(folder)).toHaveLength(2);
    if (how === 'closed') await page.close({ runBeforeUnload: false });
    else {
      const crashed = page.waitForEvent('crash');
      const devtools = await context.newCDPSession(page);
      // It never answers, since the page that should is gone.
      void devtools.send('Page.crash').catch(() => undefined);
      await crashed;
    }

    const window = await openWindow(await context.newPage(), host);
    await expect(window.saving.draftList).toContainText('never saved, 1 block');
    await window.saving.restore('untitled');
    await expect(window.canvas.blocks).toHaveCount(1);
    await window.page.keyboard.press('Control+s');
    await window.paths.take('save-project', join(folder, 'mine.loom'));
    await expect(window.topBar.saved(/^Saved/)).toBeVisible();
    await expect.poll(() => draftsIn(folder)).toEqual([]);
    await window.topBar.choose('close');
    await expect(window.start.title).toBeVisible();
    await expect(window.saving.drafts).toBeHidden();
    await window.page.close();

    const third = await openWindow(await context.newPage(), host);
    await expect(third.start.recentProject('mine')).toBeVisible();
    await expect(third.saving.drafts).toBeHidden();
  });
}

const killed =
  'a host that is killed under npm start comes back at its address, and a window that went on loses nothing';

test(killed, async ({ folder, page, context }) => {
  const isLinux = process.platform === 'linux';
  test.skip(lacks(isLinux, killed, 'system', 'the processes of another are known on Linux alone'));
  const starter = spawn(process.execPath, [join(projectRoot, 'scripts', 'start.mjs'), '--web', '--no-window'], {
    env: { ...process.env, LAYERLOOM_HOME: join(folder, 'settings') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => starter.once('exit', resolve));
  try {
    const lines = createInterface({ input: starter.stdout });
    const url = await new Promise<string>((resolve) =>
      lines.on('line', (line) => {
        const found = /Open (http\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      }),
    );
    await page.goto(url);
    const layerloom = new LayerloomWindow(page);
    await layerloom.start.starter('mlp-diabetes').click();
    await setUnits(layerloom, 33);
    const [host] = descendants(starter.pid!);
    process.kill(host!, 'SIGKILL');
    await expect(layerloom.notices.lost).toContainText('this window alone keeps them');
    await setUnits(layerloom, 34);
    await expect.poll(() => descendants(starter.pid!).filter((pid) => pid !== host).length).toBeGreaterThan(0);
    await expect(async () => {
      await layerloom.notices.reconnect.click({ timeout: 1000 }).catch(() => undefined);
      await expect(layerloom.notices.lost).toBeHidden({ timeout: 1000 });
    }).toPass();
    // The draft of the host that was killed may be there already, with the units from before.
    await expect.poll(() => unitsInDrafts(folder)).toEqual([34]);
    await page.close({ runBeforeUnload: false });

    const other = await context.newPage();
    await other.goto(url);
    const again = new LayerloomWindow(other);
    await expect(again.saving.draftList).toHaveCount(1);
    await again.saving.restore('mlp-diabetes');
    await expect(again.canvas.byId('dense-3')).toContainText('34 units');
    await other.close({ runBeforeUnload: false });
  } finally {
    starter.kill('SIGTERM');
    await ended;
  }
});

test('two windows on one project keep a draft each, and one that is discarded leaves the other', async ({
  page,
  layerloom,
  host,
  folder,
  context,
}) => {
  const project = await copyOf('long-run', folder);
  await open(layerloom, project);
  const other = await openWindow(await context.newPage(), host);
  await open(other, project);
  await setUnits(layerloom, 71);
  await setUnits(other, 72);
  // A draft and whose it is, for each.
  await expect.poll(() => draftsIn(folder)).toHaveLength(4);
  const watcher = await openWindow(await context.newPage(), host);
  await expect(watcher.saving.drafts).toBeHidden();
  await page.close({ runBeforeUnload: false });
  await expect(watcher.saving.draftList).toHaveCount(1);
  await expect(watcher.saving.draftList).toContainText('to 71');
  await other.page.close({ runBeforeUnload: false });
  await expect(watcher.saving.draftList).toHaveCount(2);
  await expect(watcher.saving.draftList.first()).toContainText('to 72');
  await watcher.saving.drafts.getByRole('button', { name: 'Discard long-run' }).first().click();
  await watcher.saving.drafts.getByRole('button', { name: 'Discard for good' }).click();
  await expect(watcher.saving.draftList).toHaveCount(1);
  await watcher.saving.restore('long-run');
  await expect(watcher.canvas.byId('dense-3')).toContainText('71 units');
});

test('files that another program changes are shown as they are where nothing was changed here, and undo brings back', async ({
  layerloom,
  folder,
}) => {
  const { canvas, notices, topBar, saving } = layerloom;
  const project = await copyOf('long-run', folder);
  const before = await unitsOf(project);
  await open(layerloom, project);
  await changeUnits(project, 77);
  await expect(canvas.byId('dense-3')).toContainText('77 units');
  await expect(notices.words.filter({ hasText: `units of dense-3 ${before} to 77` })).toBeVisible();
  await expect(topBar.saved(/^Saved/)).toBeVisible();
  await expect(saving.changedOnDisk).toBeHidden();
  await topBar.undo.click();
  await expect(canvas.byId('dense-3')).toContainText(new RegExp(`answer ?${before} unit`));
  await expect(topBar.saved('Unsaved changes')).toBeVisible();
});

test('files that were changed here and on disk are not overwritten before it is said which stays', async ({
  layerloom,
  folder,
}) => {
  const { canvas, topBar, saving, page, paths } = layerloom;
  const project = await copyOf('long-run', folder);
  await open(layerloom, project);

  await test.step('the banner says what changed there; saving asks, and Cancel writes nothing', async () => {
    await setUnits(layerloom, 41);
    await changeUnits(project, 51);
    await expect(saving.changedOnDisk).toContainText('to 51');
    await page.keyboard.press('Control+s');
    await expect(saving.overwriting).toContainText('to 51');
    await saving.answer(saving.overwriting, 'overwriteStay');
    expect(await unitsOf(project)).toBe('51');
    await expect(topBar.saved('Unsaved changes')).toBeVisible();
  });

  await test.step('theirs takes the place of mine, and undo brings mine back', async () => {
    await saving.answer(saving.changedOnDisk, 'takeTheirs');
    await expect(canvas.byId('dense-3')).toContainText('51 units');
    await expect(topBar.saved(/^Saved/)).toBeVisible();
    await topBar.undo.click();
    await expect(canvas.byId('dense-3')).toContainText('41 units');
  });

  await test.step('mine replaces theirs, which stays among the versions', async () => {
    await changeUnits(project, 52);
    await expect(saving.changedOnDisk).toBeVisible();
    await page.keyboard.press('Control+s');
    await saving.answer(saving.overwriting, 'keepMine');
    await expect(topBar.saved(/^Saved/)).toBeVisible();
    expect(await unitsOf(project)).toBe('41');
    await expect(saving.changedOnDisk).toBeHidden();
    await topBar.choose('versions');
    await expect(saving.versionList.first()).toContainText('units of dense-3 52 to 41');
    await page.keyboard.press('Escape');
    await expect(saving.versions).toBeHidden();
  });

  await test.step('mine goes elsewhere, and theirs stays', async () => {
    await setUnits(layerloom, 42);
    await changeUnits(project, 53);
    await expect(saving.changedOnDisk).toBeVisible();
    await saving.changedOnDisk.getByRole('button', { name: 'Save mine elsewhere' }).click();
    await paths.take('save-project', join(folder, 'elsewhere.loom'));
    await expect(topBar.project).toHaveText('elsewhere');
    await expect(saving.changedOnDisk).toBeHidden();
    expect([await unitsOf(project), await unitsOf(join(folder, 'elsewhere.loom'))]).toEqual(['53', '42']);
  });

  await test.step('a folder that is gone is written again', async () => {
    const elsewhere = join(folder, 'elsewhere.loom');
    await rm(elsewhere, { recursive: true });
    const gone = page.getByRole('alert').filter({ hasText: 'no longer on disk' });
    await gone.getByRole('button', { name: 'Save it there again' }).click();
    await expect(gone).toBeHidden();
    await expect.poll(() => (existsSync(join(elsewhere, 'training.json')) ? unitsOf(elsewhere) : null)).toBe('42');
  });
});

test('an old version is looked at, restored, undone and saved', async ({ layerloom, folder }) => {
  const { canvas, topBar, saving, page } = layerloom;
  const project = await copyOf('long-run', folder);
  const first = await unitsOf(project);
  await open(layerloom, project);
  for (const units of [64, 32]) {
    await setUnits(layerloom, units);
    await page.keyboard.press('Control+s');
    await expect.poll(() => unitsOf(project)).toBe(String(units));
    await expect(topBar.saved(/^Saved/)).toBeVisible();
  }
  await topBar.choose('versions');
  await expect(saving.versionList).toHaveCount(3);
  await expect(saving.versionList.nth(0)).toContainText('On disk now');
  await expect(saving.versionList.nth(0)).toContainText('units of dense-3 64 to 32');
  await expect(saving.versionList.nth(1)).toContainText(`units of dense-3 ${first} to 64`);
  await saving.versionList.nth(0).click();
  await expect(saving.restoreVersion).toBeDisabled();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(saving.versionList.nth(2)).toHaveAttribute('aria-selected', 'true');
  await expect(saving.picture).toHaveAccessibleName(/Input, .*Dense|Dense, Input/);
  await expect(saving.versions).toContainText(`units of dense-3 32 to ${first}`);
  // A look changes nothing.
  await expect(canvas.byId('dense-3')).toContainText('32 units');
  await saving.restoreVersion.click();
  await expect(saving.versions).toBeHidden();
  await expect(canvas.byId('dense-3')).toContainText(new RegExp(`answer ?${first} unit`));
  await expect(topBar.saved('Unsaved changes')).toBeVisible();
  expect(await unitsOf(project)).toBe('32');
  await topBar.undo.click();
  await expect(canvas.byId('dense-3')).toContainText('32 units');
  await expect(topBar.saved(/^Saved/)).toBeVisible();
  await topBar.redo.click();
  await page.keyboard.press('Control+s');
  await expect.poll(() => unitsOf(project)).toBe(first);
  await topBar.choose('versions');
  await expect(saving.versionList).toHaveCount(4);
});

test('a version shows which group changed inside, and the graph of that group', async ({ layerloom, folder }) => {
  const { canvas, topBar, saving, page } = layerloom;
  const project = await copyOf('long-run', folder);
  await open(layerloom, project);
  await canvas.select('dense-3');
  await page.keyboard.press('Control+g');
  await page.keyboard.press('Control+s');
  await expect(topBar.saved(/^Saved/)).toBeVisible();
  await page.keyboard.press('Control+ArrowDown');
  await canvas.select('dense-3');
  await layerloom.inspector.type('Units', '17');
  await page.keyboard.press('Control+s');
  await expect(topBar.saved(/^Saved/)).toBeVisible();

  await topBar.choose('versions');
  await expect(saving.versionList.first()).toContainText('group-1 › dense-3');
  await expect(saving.picture).toContainText(text('saving.changedInside'));
  const graphs = saving.versions.getByRole('radiogroup', { name: text('saving.versionGraph') });
  await graphs.getByText('group-1').click();
  await expect(saving.picture).toContainText('GroupInput');
  await expect(saving.picture.locator('[data-differs]')).toHaveCount(1);
  await graphs.getByText(text('saving.mainGraph')).click();
  // What is on disk is what is open: no group differs.
  await saving.versionList.first().click();
  await expect(graphs).toHaveCount(0);
  await expect(saving.picture).not.toContainText(text('saving.changedInside'));
});
