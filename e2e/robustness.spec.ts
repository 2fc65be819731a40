import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, projectRoot, type TestHost, test } from './host.ts';
import type { LayerloomWindow } from './pages/layerloom-window.ts';

const documents = join(projectRoot, 'e2e', 'documents');

/** A project of the documents of these tests, copied to where it may change. */
async function copyOf(name: string, folder: string): Promise<string> {
  const project = join(folder, `${name}.loom`);
  await cp(join(documents, `${name}.loom`), project, { recursive: true });
  return project;
}

async function openProject({ start, paths }: LayerloomWindow, project: string): Promise<void> {
  await start.openProject.click();
  await paths.take('open-project', project);
}

/** What every file of a project says, but for its runs. */
async function filesOf(project: string): Promise<Record<string, string>> {
  const names = (await readdir(project)).filter((name) => name.endsWith('.json')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(project, name), 'utf8')])),
  );
}

/** The runs of a project, newest first, as the host lists them. */
async function runsOf(host: TestHost, project: string) {
  const client = await host.client();
  return client.ask('runs:list', { directory: project });
}

test('an engine killed in mid-run fails its run with the reason, and nothing else is lost', async ({
  layerloom,
  host,
  folder,
}) => {
  const { topBar, train, runBar } = layerloom;
  const project = await copyOf('long-run', folder);
  await openProject(layerloom, project);
  await expect(layerloom.canvas.blocks).toHaveCount(3);

  await test.step('a first run ends as it should', async () => {
    await topBar.goTo('train');
    await train.set('epochs', 1);
    await topBar.train.click();
    await expect(train.runs).toHaveCount(1);
    await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
    await expect(train.runs.first()).toContainText('1 epoch');
  });
  const [first] = await runsOf(host, project);

  await test.step('the second is killed', async () => {
    await train.set('epochs', 100_000);
    await topBar.train.click();
    await expect(train.runs).toHaveCount(2);
    await expect(runBar.progress).toBeVisible();
    await expect.poll(() => train.lossPoints()).toBeGreaterThan(2);
    const [running] = await runsOf(host, project);
    const saved = await filesOf(project);
    const { process: engine } = JSON.parse(await readFile(join(running!.directory, 'run.json'), 'utf8')) as {
      process: number;
    };
    expect(engine).not.toBe(host.pid);
    process.kill(engine, 'SIGKILL');
    await expect(train.failure).toContainText('SIGKILL');
    await expect(train.failure).toContainText('The project is untouched');
    await expect(runBar.bar).toBeHidden();
    expect(await filesOf(project)).toEqual(saved);
    const runs = await runsOf(host, project);
    expect(runs.map(({ state }) => state)).toEqual(['failed', 'finished']);
    expect(runs[1]).toEqual(first);
  });

  await test.step('the next starts and finishes', async () => {
    await train.set('epochs', 2);
    await topBar.train.click();
    await expect(train.runs).toHaveCount(3);
    await expect(runBar.bar).toBeHidden({ timeout: 60_000 });
    await expect(train.runs.first()).toContainText('2 epochs');
  });
});

test('a truncated project file is named, and what is open stays open', async ({ layerloom, folder }) => {
  const { topBar, canvas, notices, paths } = layerloom;
  const whole = await copyOf('long-run', folder);
  const broken = join(folder, 'broken.loom');
  await cp(whole, broken, { recursive: true });
  await truncate(join(broken, 'model.json'), 200);
  const before = await filesOf(broken);
  await openProject(layerloom, whole);
  await expect(canvas.blocks).toHaveCount(3);
  await topBar.choose('open');
  await paths.take('open-project', broken);
  await expect(notices.failures).toContainText('model.json');
  await expect(notices.failures).toContainText('nothing was opened or changed');
  await expect(topBar.project).toHaveText('long-run');
  await expect(canvas.blocks).toHaveCount(3);
  expect(await filesOf(broken)).toEqual(before);
});

test('a table with ragged rows is refused by its line, and read once the line is mended', async ({
  layerloom,
  folder,
}) => {
  const { data, paths, topBar } = layerloom;
  const table = join(folder, 'ragged.csv');
  const rows = Array.from({ length: 60 }, (_, row) => `${row},${row % 7},${row * 2}`);
  await writeFile(table, ['a,b,c', ...rows.with(4, '4,1'), ''].join('\n'));
  await layerloom.start.newProject.click();
  await topBar.goTo('data');
  await data.openTable.click();
  await paths.take('open-table', table);
  await expect(data.failure).toContainText('ragged.csv');
  await expect(data.failure).toContainText('line 6');
  await expect(data.failure).toContainText('Expected: 3. Received: 2');
  await writeFile(table, ['a,b,c', ...rows, ''].join('\n'));
  await data.readAgain.click();
  await expect(data.heading('ragged.csv')).toBeVisible();
  await expect(data.columns).toHaveCount(3);
});

test('a table that is gone is said to be missing, and the model stays as it was', async ({ layerloom, folder }) => {
  const { data, topBar, canvas } = layerloom;
  const table = join(folder, 'soon-gone.csv');
  await writeFile(table, 'a,b\n1,2\n3,4\n');
  await layerloom.start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await layerloom.openTable(table);
  await rm(table);
  await data.readAgain.click();
  await expect(data.failure).toContainText('soon-gone.csv');
  await expect(topBar.train).toHaveAttribute('aria-disabled', 'true');
  await topBar.goTo('model');
  await expect(canvas.blocks).toHaveCount(5);
  await layerloom.page.keyboard.press('Control+z');
  await expect(layerloom.dock.noProblems).toBeVisible();
});

test('a block of an unknown type is shown as unknown and kept when the project is saved', async ({
  layerloom,
  folder,
}) => {
  const { canvas, inspector, topBar, dock } = layerloom;
  const project = await copyOf('unknown-block', folder);
  const before = JSON.parse(await readFile(join(project, 'model.json'), 'utf8'));
  await openProject(layerloom, project);
  const unknown = canvas.byId('future-1');
  await expect(unknown).toContainText('QuantumDense');
  await expect(unknown).toHaveAttribute('data-state', 'problem');
  await expect(dock.problems.filter({ hasText: 'QuantumDense' })).toHaveCount(1);
  await canvas.select('future-1');
  await expect(inspector.panel).toContainText('Unknown to this version');
  await expect(topBar.train).toHaveAttribute('aria-disabled', 'true');

  await canvas.select('dense-1');
  await inspector.type('Units', '12');
  await layerloom.page.keyboard.press('Control+s');
  await expect(topBar.saved(/^Saved/)).toBeVisible();
  const after = JSON.parse(await readFile(join(project, 'model.json'), 'utf8'));
  before.graphs.main.blocks['dense-1'].params.units = 12;
  expect(after).toEqual(before);
});

test.describe('without the key to the host', () => {
  for (const [what, query] of [
    ['a wrong token', '?token=wrong'],
    ['no token', ''],
  ] as const) {
    test(`a window with ${what} says that the host does not answer, and where the key is`, async ({ page, host }) => {
      await page.goto(`${new URL(host.url).origin}/${query}`);
      const banner = page.getByRole('alert').filter({ hasText: 'The engine host does not answer' });
      await expect(banner).toContainText('the address carries the key to the host');
      await expect(page.getByRole('button', { name: 'New project' })).toBeDisabled();
    });
  }
});

test('a window whose host is gone says so and keeps the unsaved project', async ({
  layerloom,
  host,
  expectedErrors,
}) => {
  const { canvas, inspector, notices, topBar } = layerloom;
  expectedErrors.push(/WebSocket connection to .* failed/);
  await layerloom.start.starter('mlp-diabetes').click();
  await canvas.select('dense-1');
  await inspector.type('Units', '33');
  await expect(notices.lost).toBeHidden();
  await host.kill();
  await expect(notices.lost).toContainText('Your project is still here');
  await expect(topBar.train).toHaveAttribute('aria-disabled', 'true');
  await expect(canvas.byId('dense-1')).toContainText('33 units');
  await notices.reconnect.click();
  await expect(notices.lost).toBeVisible();
  await inspector.type('Units', '34');
  await expect(canvas.byId('dense-1')).toContainText('34 units');
});

test('a folder that cannot be written says so, and the project stays unsaved in the window', async ({
  layerloom,
  folder,
}) => {
  const { topBar, paths, notices, canvas } = layerloom;
  const taken = join(folder, 'photos');
  await mkdir(taken);
  await writeFile(join(taken, 'holiday.txt'), 'sun');
  await layerloom.start.starter('mlp-diabetes').click();
  await expect(canvas.blocks).toHaveCount(5);
  await topBar.choose('save');
  await paths.take('save-project', taken);
  await expect(notices.failures).toContainText('photos');
  await expect(topBar.saved('Not saved yet')).toBeVisible();
  expect(await readdir(taken)).toEqual(['holiday.txt']);
});
