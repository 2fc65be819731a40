import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DataDocument } from '../../shared/data/document.ts';
import { differencesBetween } from '../../shared/graph/differences.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { createTestEngineHost } from '../../testing/engine-host.ts';
import { runDocumentOf } from '../../testing/run-document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { projectFolderOf, readRun, writeRun } from '../formats/run-folder.ts';
import { createDrafts } from './drafts.ts';
import { projectForData } from './project-for-data.ts';
import { compareProject, emptyProject, openProject, saveProject } from './projects.ts';
import { createRuns } from './runs.ts';
import { lookAtTest, looksFile } from './test-looks.ts';
import { describeVersion, listVersions, readVersion } from './versions.ts';

const table = ['size,age,price', ...Array.from({ length: 60 }, (_, at) => `${at},${at % 7},${at * 3}`), ''].join('\n');

function withSource(source: Project['data']['source'], project: Project = emptyProject('p')): Project {
  return { ...project, data: { ...project.data, source } };
}

const pathOf = ({ source }: Pick<DataDocument, 'source'>) => ('path' in source ? source.path : null);
const onDisk = (file: string) => pathOf(JSON.parse(readFileSync(file, 'utf8')) as DataDocument);

/** A project that is saved with its table in its folder. */
async function savedHouses(): Promise<{ readonly directory: string; readonly project: Project }> {
  const directory = join(temporaryFolder(), 'houses.loom');
  mkdirSync(join(directory, 'data'), { recursive: true });
  writeFileSync(join(directory, 'data', 'houses.csv'), table);
  const made = await projectForData(join(directory, 'data', 'houses.csv'), { targets: ['price'] });
  const project = await saveProject({ ...made, training: { ...made.training, epochs: 2, engine: 'wasm' } }, directory);
  return { directory, project };
}

/** Moves a project elsewhere under another name; answers where it is. */
function move(directory: string): string {
  const to = join(dirname(directory), 'elsewhere', 'moved.loom');
  mkdirSync(dirname(to));
  renameSync(directory, to);
  return to;
}

describe('a project with its data in its folder', () => {
  it('is saved by their path in it, and opens where it was moved with those it was moved with', async () => {
    const { directory, project } = await savedHouses();
    expect(onDisk(join(directory, 'data.json'))).toBe('data/houses.csv');
    expect(pathOf(project.data)).toBe(join(directory, 'data', 'houses.csv'));
    expect(await openProject(directory)).toEqual(project);
    const moved = move(directory);
    const opened = await openProject(moved);
    expect(pathOf(opened.data)).toBe(join(moved, 'data', 'houses.csv'));
    // Nothing was changed by it: the files are the same to the byte, and a save writes none.
    expect(opened.revision).toBe(project.revision);
    expect(await compareProject(moved, project.revision!)).toEqual({ state: 'same' });
    await saveProject(opened, moved);
    expect(existsSync(join(moved, 'versions'))).toBe(false);
    // A copy has data of its own.
    cpSync(moved, `${moved}-copy`, { recursive: true });
    expect(pathOf((await openProject(`${moved}-copy`)).data)).toBe(join(`${moved}-copy`, 'data', 'houses.csv'));
  });

  it('that is saved elsewhere goes on with the data where they are', async () => {
    const { directory, project } = await savedHouses();
    const other = join(temporaryFolder(), 'other.loom');
    const saved = await saveProject(project, other);
    expect(onDisk(join(other, 'data.json'))).toBe(join(directory, 'data', 'houses.csv'));
    expect(saved.data).toEqual(project.data);
    expect(await openProject(other)).toEqual(saved);
    // And back again.
    await saveProject({ ...saved, directory, revision: project.revision }, directory);
    expect(onDisk(join(directory, 'data.json'))).toBe('data/houses.csv');
  });

  it('is the same to whoever compares, where another program wrote the absolute path', async () => {
    const { directory, project } = await savedHouses();
    const file = join(directory, 'data.json');
    const absolute = readFileSync(file, 'utf8').replace('"data/houses.csv"', JSON.stringify(pathOf(project.data)));
    writeFileSync(file, absolute);
    const found = await compareProject(directory, project.revision!);
    if (found.state !== 'changed') throw new Error(found.state);
    expect(differencesBetween(project, found.project)).toEqual([]);
    // An older project opens as it is, and is written by the path in it when it is saved.
    const saved = await saveProject(await openProject(directory), directory);
    expect([saved.data, onDisk(file)]).toEqual([project.data, 'data/houses.csv']);
    expect(await describeVersion(directory, 'current')).toEqual({ state: 'changed', differences: [] });
  });

  it('has versions of before that lead to the data where it was moved to', async () => {
    const { directory, project } = await savedHouses();
    const other = { kind: 'text-folder', path: join(directory, 'texts') } as const;
    await saveProject(withSource(other, project), directory);
    const moved = move(directory);
    const [now, before] = await listVersions(moved);
    expect(pathOf((await readVersion(moved, now!.version)).data)).toBe(join(moved, 'texts'));
    expect(pathOf((await readVersion(moved, before!.version)).data)).toBe(join(moved, 'data', 'houses.csv'));
  });

  it('is restored from a draft with its data, and nothing but the edit differs', async () => {
    const { directory, project } = await savedHouses();
    const drafts = createDrafts(join(temporaryFolder(), 'drafts'));
    const window = drafts.openWindow();
    await window.keep('aaaaaaaa-1', { ...project, training: { ...project.training, epochs: 9 } });
    window.leave();
    const change = { kind: 'training', block: '', key: 'epochs', before: '2', after: '9' };
    expect(await drafts.list()).toMatchObject([{ disk: 'same', differences: [change] }]);
    const { project: read, saved } = await drafts.read('aaaaaaaa-1');
    expect([read.data, saved]).toEqual([project.data, project]);
    // A draft of an earlier version has what its project said.
    await window.keep('bbbbbbbb-1', withSource({ kind: 'table', path: 'data/houses.csv' }, project));
    expect((await drafts.read('bbbbbbbb-1')).project.data).toMatchObject({ source: { path: pathOf(project.data) } });
    await drafts.close();
    expect(directory).toBe(read.directory);
  });

  it('may be made in a folder that has the data, and in no other that has files', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'photos', 'cats'), { recursive: true });
    writeFileSync(join(folder, 'photos', 'notes.txt'), '');
    const photos = join(folder, 'photos');
    const cats = withSource({ kind: 'image-folder', path: join(photos, 'cats') });
    const all = withSource({ kind: 'image-folder', path: photos });
    // What is read as data would have the project's own files in it.
    await expect(saveProject(all, photos)).rejects.toThrow('Received: a folder with cats, notes.txt.');
    writeFileSync(join(photos, 'data.json'), '[{ "size": 3 }]');
    await expect(saveProject(cats, photos)).rejects.toThrow('Received: a folder with data.json.');
    expect(readFileSync(join(photos, 'data.json'), 'utf8')).toBe('[{ "size": 3 }]');
    rmSync(join(photos, 'data.json'));
    await expect(saveProject(emptyProject('p'), photos)).rejects.toThrow('Received: a folder with cats, notes.txt.');
    await saveProject(cats, photos);
    expect(onDisk(join(photos, 'data.json'))).toBe('cats');
    expect(existsSync(join(photos, 'notes.txt'))).toBe(true);
  });
});

it('a project whose data are in another folder keeps their absolute path where it is copied', async () => {
  const path = join(temporaryFolder(), 'houses.csv');
  const directory = join(temporaryFolder(), 'p.loom');
  await saveProject(withSource({ kind: 'table', path }), directory);
  expect(onDisk(join(directory, 'data.json'))).toBe(path);
  cpSync(directory, `${directory}-copy`, { recursive: true });
  expect(pathOf((await openProject(`${directory}-copy`)).data)).toBe(path);
});

it('a project of somebody else whose path leaves its folder is refused, with file and path', async () => {
  const directory = join(temporaryFolder(), 'p.loom');
  await saveProject(withSource({ kind: 'table', path: join(directory, 'a.csv') }), directory);
  const file = join(directory, 'data.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"a.csv"', '"data/../../../etc/passwd"'));
  await expect(openProject(directory)).rejects.toThrow(
    `${file} cannot be read, so nothing was opened or changed. At source.path: expected a path inside the project's folder, ` +
      'or an absolute one. Received: "data/../../../etc/passwd".',
  );
});

it('a run of a project that was moved is measured, asked and exported there, and another is trained', async () => {
  const runs = createRuns({ engineHost: await createTestEngineHost(), version: '0.0.0-test' });
  onTestFinished(() => runs.close());
  async function train(project: string): Promise<string> {
    const ended = new Promise<string>((resolve) => {
      const stop = runs.onEvents((events) => {
        const end = events.find((event) => event.event === 'train:end');
        if (end?.event !== 'train:end') return;
        stop();
        resolve(end.outcome);
      });
    });
    const { run } = await runs.start(project);
    expect(await ended).toBe('finished');
    return run;
  }
  const ask = async (run: string) => [
    await runs.evaluate(run, 'test'),
    await runs.predict(run, { kind: 'part', part: 'test', limit: 10 }),
  ];

  const { directory } = await savedHouses();
  const first = await train(directory);
  const before = join(directory, 'runs', first);
  expect(pathOf(JSON.parse(readFileSync(join(before, 'run.json'), 'utf8')).data)).toBe('data/houses.csv');
  const answers = await ask(before);
  expect(await lookAtTest(before)).toEqual({ earlier: [] });

  const moved = move(directory);
  const run = join(moved, 'runs', first);
  expect(pathOf((await readRun(run)).data)).toBe(join(moved, 'data', 'houses.csv'));
  expect(await ask(run)).toEqual(answers);
  const report = await runs.export(run, 'tfjs', join(temporaryFolder(), 'model'));
  expect(report?.proof.largestDifference).toBeLessThan(1e-3);

  // The same rows are in the test part as before: the look at them is not forgotten.
  const second = await train(moved);
  expect((await runs.list(moved)).map(({ run: one, state }) => [one, state])).toEqual([
    [second, 'finished'],
    [first, 'finished'],
  ]);
  expect((await lookAtTest(join(moved, 'runs', second))).earlier).toMatchObject([{ run: first }]);

  // A link to the run leads to the project all the same, and so does a folder of runs that lies on another disk.
  const link = join(temporaryFolder(), 'latest');
  symlinkSync(run, link, 'junction');
  expect(await ask(link)).toEqual(answers);
  const elsewhere = join(temporaryFolder(), 'large', 'runs');
  cpSync(join(moved, 'runs'), elsewhere, { recursive: true });
  rmSync(join(moved, 'runs'), { recursive: true });
  symlinkSync(elsewhere, join(moved, 'runs'), 'junction');
  expect(await ask(run)).toEqual(answers);
});

it('looks at test results that were recorded with the absolute path still count', async () => {
  const { directory, project } = await savedHouses();
  const runs = join(directory, 'runs');
  for (const run of ['old', 'new']) {
    mkdirSync(join(runs, run), { recursive: true });
    await writeRun(join(runs, run), runDocumentOf(run, { data: project.data }));
  }
  const { source, split } = project.data;
  const part = createHash('sha256').update(JSON.stringify({ source, split })).digest('hex').slice(0, 16);
  writeFileSync(join(runs, looksFile), `${JSON.stringify({ time: 1, run: 'old', part })}\n`);
  expect(await lookAtTest(join(runs, 'new'))).toEqual({ earlier: [{ run: 'old', time: 1 }] });
});

it('a run is of the project that it is named in, also where another has its folder of runs', async () => {
  const folder = temporaryFolder();
  const [one, other] = [join(folder, 'one.loom'), join(folder, 'other.loom')];
  for (const directory of [one, other]) await saveProject(emptyProject('p'), directory);
  mkdirSync(join(one, 'runs', 'run'), { recursive: true });
  symlinkSync(join(one, 'runs'), join(other, 'runs'), 'junction');
  expect(await projectFolderOf(join(one, 'runs', 'run'))).toBe(one);
  expect(await projectFolderOf(join(other, 'runs', 'run'))).toBe(other);
});
