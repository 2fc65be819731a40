import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { leaveOut } from '../testing/leave-out.ts';
import { collectErrors, descendants, isRunning, projectRoot } from './host.ts';
import { LayerloomWindow } from './pages/layerloom-window.ts';

const title = 'in Electron a starter opens in a window without Node, trains, and leaves no process behind';

/** Electron's own files, fetched by its installer and not by npm. */
const electronFolder = join(projectRoot, 'node_modules', 'electron');
const isThere = ['dist', 'path.txt'].every((name) => existsSync(join(electronFolder, name)));

test(title, async () => {
  if (!isThere) {
    const reason = "Electron's binary is not on this machine";
    leaveOut(title, 'electron', reason);
    test.skip(true, reason);
  }
  const folder = await mkdtemp(join(tmpdir(), 'layerloom-electron-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    args: [...sandbox, '--disable-gpu', `--user-data-dir=${join(folder, 'user')}`, projectRoot],
    env: { ...(process.env as Record<string, string>), LAYERLOOM_HOME: join(folder, 'settings') },
    timeout: 60_000,
  });
  const pid = electron.process().pid ?? 0;
  try {
    const page = await electron.firstWindow();
    const errors = collectErrors(page);
    const layerloom = new LayerloomWindow(page);
    await expect(layerloom.start.title).toBeVisible();
    expect(await page.evaluate(() => ['process', 'require', 'Buffer'].filter((name) => name in window))).toEqual([]);

    // The system's dialog cannot be driven: its answer stands in for the person.
    const project = join(folder, 'diabetes.loom');
    await electron.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, project);
    await layerloom.start.starter('mlp-diabetes').click();
    await expect(layerloom.canvas.blocks).toHaveCount(5);
    await layerloom.topBar.goTo('train');
    await layerloom.train.set('epochs', 2);
    await layerloom.topBar.train.click();
    await expect(layerloom.train.runs).toHaveCount(1);
    await expect(layerloom.train.runs.first()).toContainText('2 epochs', { timeout: 60_000 });
    expect(errors).toEqual([]);
    const processes = descendants(pid);
    await electron.close();
    await expect.poll(() => processes.filter(isRunning)).toEqual([]);
  } finally {
    await electron.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
});
