import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { packFolder } from '../electron/data/packs/engine-packs.ts';
import { describeRemedy } from '../shared/messages/remedies.ts';
import { inEnglish } from '../shared/messages/sentence.ts';
import { leaveOut, type Need } from '../testing/leave-out.ts';
import { test as base, expect, projectRoot } from './host.ts';
import { download, type InstallTools, makeInstallTools } from './install-tools.ts';
import { LayerloomWindow } from './pages/layerloom-window.ts';

/** Tests on a machine of which an install knows the programs of the tests alone. */
const test = base.extend<{ readonly hasCompiler: boolean; readonly tools: InstallTools }>({
  hasCompiler: [true, { option: true }],
  tools: async ({ folder, hasCompiler }, use) => use(await makeInstallTools(join(folder, 'tools'), hasCompiler)),
  environment: async ({ tools }, use) => use(tools.environment),
});

/** Leaves a test out, and says why, unless the machine has what it needs. */
function need(isThere: boolean, { title, skip }: TestInfo, needs: Need, reason: string): void {
  if (isThere) return;
  leaveOut(title, needs, reason);
  skip(true, reason);
}

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a hook needs from here
test.beforeEach(({}, about) =>
  need(
    process.platform === 'linux',
    about,
    'system',
    'the programs of an install are played by shell scripts of Linux',
  ),
);

const packsOf = (folder: string) => readdir(join(folder, 'settings', 'engines')).catch(() => []);

/** A second window of the same host, on its Engines page. */
async function secondWindow(page: Page, url: string): Promise<LayerloomWindow> {
  const opened = await page.context().newPage();
  await opened.goto(url);
  const other = new LayerloomWindow(opened);
  await other.engines.open();
  return other;
}

/** Runs a command of the terminal with the settings of the test's host. */
async function layerloom(folder: string, environment: Readonly<Record<string, string>>, ...line: string[]) {
  const child = spawn(process.execPath, [join(projectRoot, 'build', 'cli.mjs'), ...line], {
    env: { ...process.env, ...environment, LAYERLOOM_HOME: join(folder, 'settings') },
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, `layerloom ${line.join(' ')}`).toBe(0);
}

test('every engine of the host is listed as it stands, and the best that is ready trains by default', async ({
  layerloom: { engines },
  host,
}) => {
  await engines.open();
  const told = await (await host.client()).ask('engine:list', null);
  await expect(engines.cards.getByRole('heading')).toHaveText(told.map(({ name }) => name));
  for (const { name, state, reason, caution, remedy, device, onlyIfNamed } of told) {
    const card = engines.card(name);
    const words = { ready: 'ready', 'not-installed': 'not installed', unavailable: 'not available' }[state];
    await expect(card.getByText(words, { exact: true })).toBeVisible();
    if (device) await expect(card).toContainText(inEnglish(device));
    if (state === 'unavailable') await expect(card).toContainText(inEnglish(reason));
    if (caution !== undefined) await expect(card).toContainText(inEnglish(caution));
    if (remedy?.outside) await expect(card).toContainText(describeRemedy(name, { ...remedy, inside: null }));
    const isDefault = name === told.find((one) => one.state === 'ready' && !one.onlyIfNamed)?.name;
    await expect(card.getByText('trains by default')).toHaveCount(isDefault ? 1 : 0);
    await expect(card.getByText('only if chosen')).toHaveCount(onlyIfNamed ? 1 : 0);
  }
  await expect(engines.card('tensorflow')).toContainText('not installed');
  await expect(engines.button('install', 'tensorflow')).toBeEnabled();
  await expect(engines.button('remove', 'tensorflow')).toHaveCount(0);
});

test('an install says how far it is in every window, makes all else wait, and leaves nothing when it is cancelled', async ({
  layerloom: { engines, page },
  host,
  folder,
}) => {
  await engines.open();
  await engines.button('install', 'tensorflow').click();
  const words = `Downloading TensorFlow, ${download.done} of ${download.said}`;
  await expect(engines.progress).toHaveAttribute('aria-valuetext', words);
  await expect(engines.progress).toHaveAttribute('aria-valuenow', '44');
  await expect(engines.card('tensorflow').locator('[aria-current="step"]')).toHaveText('Download');
  await expect(engines.said).toHaveText('Installing tensorflow');
  await expect(engines.button('install', 'tensorflow')).toHaveCount(0);
  await expect(engines.main.getByRole('button', { name: 'Import pack…' })).toBeDisabled();
  const other = await secondWindow(page, host.url);
  await expect(other.engines.progress).toHaveAttribute('aria-valuetext', words);
  await expect(other.engines.main).toContainText('Another window asked for it');

  await engines.cancel.click();
  await expect(engines.card('tensorflow')).toContainText('Cancelled. Nothing half-made is left.');
  await expect(engines.button('install', 'tensorflow')).toBeEnabled();
  await expect(other.engines.progress).toHaveCount(0);
  await expect(other.engines.button('install', 'tensorflow')).toBeEnabled();
  await expect(other.engines.main).not.toContainText('Cancelled');
  expect(await packsOf(folder)).toEqual([]);
});

test('a failed install says why at the card, and the next try begins without that', async ({
  layerloom: { engines },
  tools,
}) => {
  await tools.setIndex('nothing');
  await engines.open();
  await engines.button('install', 'tensorflow').click();
  const failure = engines.card('tensorflow').getByRole('alert');
  await expect(failure).toContainText('Not installed');
  await expect(failure).toContainText('has no tensorflow');
  await expect(failure).toContainText('No matching distribution found');
  await expect(engines.said).toHaveText('');
  await tools.setIndex('package');
  await engines.button('install', 'tensorflow').click();
  await expect(engines.progress).toBeVisible();
  await expect(failure).toHaveCount(0);
  await engines.cancel.click();
  await expect(engines.card('tensorflow')).toContainText('Cancelled.');
});

test.describe('without a compiler', () => {
  test.use({ hasCompiler: false });

  test('what is lacking is said before an install, with what brings it', async ({ layerloom: { engines }, host }) => {
    await engines.open();
    const [told] = await (await host.client()).ask('engine:list', null);
    expect(told?.remedy).toMatchObject({ outside: expect.anything(), inside: 'install' });
    const card = engines.card('tensorflow');
    await expect(card).toContainText('Expected: make and g++. Received: no make.');
    await expect(card).toContainText(describeRemedy('tensorflow', { ...told!.remedy!, inside: null }));
    await expect(card).toContainText('Then press Install.');
    await engines.button('install', 'tensorflow').click();
    await expect(card.getByRole('alert')).toContainText('No C++ compiler was found.');
  });
});

test.describe('with an engine that loads', () => {
  // biome-ignore lint/correctness/noEmptyPattern: see above
  test.beforeEach(({}, about) => {
    const hasPack = existsSync(join(packFolder('tensorflow'), 'pack.json'));
    need(hasPack, about, 'pack', 'the engine tensorflow is not installed, whose binding is borrowed');
  });

  test('what is installed is ready and trains by default, and is gone from every window when one removes it', async ({
    layerloom: { engines, page },
    host,
    tools,
    folder,
  }) => {
    await tools.release();
    await engines.open();
    const other = await secondWindow(page, host.url);
    await engines.button('install', 'tensorflow').click();
    const card = engines.card('tensorflow');
    await expect(card).toContainText('tensorflow is installed.', { timeout: 60_000 });
    await expect(card.getByText('ready', { exact: true })).toBeVisible();
    await expect(card.getByText('trains by default')).toBeVisible();
    await expect(engines.button('export', 'tensorflow')).toBeEnabled();
    await expect(other.engines.card('tensorflow').getByText('ready', { exact: true })).toBeVisible();
    expect(await packsOf(folder)).toEqual(['tensorflow']);

    await other.engines.remove('tensorflow');
    await expect(other.engines.card('tensorflow')).toContainText('tensorflow is removed.');
    await expect(engines.button('install', 'tensorflow')).toBeEnabled();
    await expect(engines.card('wasm').getByText('trains by default')).toBeVisible();
    expect(await packsOf(folder)).toEqual([]);
  });

  test('what a terminal installs and removes shows in a window by itself', async ({
    layerloom: { engines },
    tools,
    folder,
  }) => {
    await tools.release();
    await engines.open();
    await layerloom(folder, tools.environment, 'engines', 'install', 'tensorflow');
    await expect(engines.card('tensorflow').getByText('ready', { exact: true })).toBeVisible();
    await layerloom(folder, tools.environment, 'engines', 'remove', 'tensorflow');
    await expect(engines.card('tensorflow').getByText('not installed', { exact: true })).toBeVisible();
  });
});
