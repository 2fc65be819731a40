import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newBlock } from '../../shared/graph/edits.ts';
import { projectFiles } from '../../shared/graph/parse.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { compareProject, emptyProject, openProject, saveProject } from './projects.ts';
import {
  describeVersion,
  type KeptVersion,
  listVersions,
  pruneVersions,
  readVersion,
  versionsToRemove,
} from './versions.ts';

function withUnits(units: number, project: Project = emptyProject('digits')): Project {
  const main = { blocks: { 'dense-1': newBlock('Dense', { units }) }, wires: {} };
  return { ...project, model: { ...project.model, graphs: { main } } };
}

/** A project saved with one number of units after the other. */
async function savedWith(...units: readonly number[]): Promise<Project> {
  const directory = join(temporaryFolder(), 'digits.loom');
  let project = await saveProject(withUnits(units[0]!), directory);
  for (const count of units.slice(1)) project = await saveProject(withUnits(count, project), directory);
  return project;
}

const kept = (directory: string) => readdirSync(join(directory, 'versions')).filter((name) => name.endsWith('.gz'));
const changesOf = async (directory: string) =>
  Promise.all((await listVersions(directory)).map(({ version }) => describeVersion(directory, version)));
const filesOf = ({ model, layout, data, training }: Project) => ({ model, layout, data, training });

describe('the versions of a project', () => {
  it('are what each save replaced, newest first, with what changed, and read back as they were', async () => {
    const { directory } = (await savedWith(128, 64, 32)) as { directory: string };
    const versions = await listVersions(directory);
    const param = { kind: 'param', block: 'dense-1', key: 'units' };
    expect(await changesOf(directory)).toEqual([
      { state: 'changed', differences: [{ ...param, before: '64', after: '32' }] },
      { state: 'changed', differences: [{ ...param, before: '128', after: '64' }] },
      { state: 'first' },
    ]);
    expect(versions.map(({ version }) => version === 'current')).toEqual([true, false, false]);
    expect(versions.map(({ saved }) => saved)).toEqual(versions.map(({ saved }) => saved).toSorted((a, b) => b - a));
    for (const [index, units] of [32, 64, 128].entries()) {
      expect(await readVersion(directory, versions[index]!.version)).toEqual(filesOf(withUnits(units)));
    }
  });

  it('are not made by the first save, nor by one that changes nothing', async () => {
    const project = await savedWith(3);
    expect(existsSync(join(project.directory!, 'versions'))).toBe(false);
    await saveProject(project, project.directory!);
    expect(existsSync(join(project.directory!, 'versions'))).toBe(false);
    expect(await changesOf(project.directory!)).toEqual([{ state: 'first' }]);
  });

  it('stay out of git, unless a person took that away', async () => {
    const project = await savedWith(1, 2);
    const ignore = join(project.directory!, 'versions', '.gitignore');
    expect(readFileSync(ignore, 'utf8')).toBe('*\n');
    rmSync(ignore);
    await saveProject(withUnits(3, project), project.directory!);
    expect(existsSync(ignore)).toBe(false);
  });

  it('hold what another program wrote, also what cannot be read', async () => {
    const project = await savedWith(256, 128);
    const directory = project.directory!;
    const path = join(directory, 'model.json');
    const conflict = `<<<<<<< mine\n${readFileSync(path, 'utf8')}`;
    writeFileSync(path, conflict);
    await expect(saveProject(withUnits(64, project), directory)).rejects.toThrow(
      `${directory} was changed by another program or window, so nothing was written.`,
    );
    expect(readFileSync(path, 'utf8')).toBe(conflict);
    const compared = await compareProject(directory, project.revision!);
    if (compared.state !== 'unreadable') throw new Error(compared.state);
    expect(told(compared.problem)).toContain(path);
    await saveProject({ ...withUnits(64, project), revision: compared.revision }, directory);
    const [, version] = await listVersions(directory);
    expect(told(await changesOf(directory))).toMatchObject([
      { state: 'changed', differences: [{ before: '256', after: '64' }] },
      { state: 'damaged', problem: expect.stringContaining('model.json cannot be read') },
      { state: 'first' },
    ]);
    await expect(readVersion(directory, version!.version)).rejects.toThrow('model.json cannot be read');
    expect((await openProject(directory)).model).toEqual(withUnits(64).model);
  });

  it('that are damaged, at any length, are said to be so and passed over; other files are left alone', async () => {
    const { directory } = (await savedWith(128, 64, 32)) as { directory: string };
    const [first, second] = kept(directory).sort();
    writeFileSync(join(directory, 'versions', 'notes.txt'), 'x');
    const path = join(directory, 'versions', second!);
    const whole = readFileSync(path);
    for (const length of [0, 1, 30, whole.length - 1]) {
      truncateSync(path, length);
      expect(told(await changesOf(directory))).toMatchObject([
        { state: 'changed', differences: [{ before: '128', after: '32' }] },
        {
          state: 'damaged',
          problem: expect.stringContaining(`${path} is not a whole version of a project. Received: `),
        },
        { state: 'first' },
      ]);
      writeFileSync(path, whole);
    }
    rmSync(join(directory, 'versions', first!));
    await expect(readVersion(directory, first!.replace('.json.gz', ''))).rejects.toThrow('it is not there');
  });
});

describe('files on disk', () => {
  it('are the same, changed or gone since they were read', async () => {
    const project = await savedWith(128);
    const directory = project.directory!;
    expect(await compareProject(directory, project.revision!)).toEqual({ state: 'same' });
    const theirs = await saveProject(withUnits(64, project), directory);
    expect(await compareProject(directory, project.revision!)).toEqual({ state: 'changed', project: theirs });
    rmSync(join(directory, 'data.json'));
    expect(told(await compareProject(directory, theirs.revision!))).toMatchObject({
      state: 'unreadable',
      problem: expect.stringContaining('Received: no data.json.'),
    });
    rmSync(directory, { recursive: true });
    expect(await compareProject(directory, theirs.revision!)).toEqual({ state: 'gone' });
    expect((await saveProject(theirs, directory)).revision).toBe(theirs.revision);
  });

  it('in the midst of being written are waited for', async () => {
    const project = await savedWith(128);
    const directory = project.directory!;
    const other = await savedWith(64);
    const whole = readFileSync(join(other.directory!, 'model.json'), 'utf8');
    writeFileSync(join(directory, 'model.json'), whole.slice(0, 100));
    const comparing = compareProject(directory, project.revision!);
    await new Promise((resolve) => setTimeout(resolve, 60));
    writeFileSync(join(directory, 'model.json'), whole);
    expect(await comparing).toMatchObject({ state: 'changed', project: { model: withUnits(64).model } });
  });

  it('are saved over in another folder only with what is there kept', async () => {
    const [project, other] = [await savedWith(128), await savedWith(64)];
    await saveProject(project, other.directory!);
    const [current, version] = await listVersions(other.directory!);
    expect(current!.version).toBe('current');
    expect(await readVersion(other.directory!, version!.version)).toEqual(filesOf(withUnits(64)));
  });
});

describe('pruning', () => {
  const hour = 3_600_000;
  const day = 24 * hour;
  const now = Date.UTC(2026, 10, 23, 12);
  const limits = { count: 10, bytes: 500, days: 10 };
  const version = (age: number, bytes = 1): KeptVersion => ({ name: String(age), saved: now - age, bytes });

  it('keeps all of the last day, the last of each day before, and none older than that', () => {
    const ages = [0, hour, 23 * hour, day + 13 * hour, day + 14 * hour, day + 22 * hour, 3 * day, 11 * day];
    const gone = versionsToRemove(
      ages.map((age) => version(age)),
      now,
      limits,
    );
    // The 22nd began 36 hours before `now`: one of the 21st stays, and one of the 20th.
    expect(gone).toEqual([day + 14 * hour, day + 22 * hour, 11 * day].map(String));
  });

  it('keeps within its limits, drops no newer one for an older, and never the newest', () => {
    const age = fc.integer({ min: -day, max: 15 * day });
    const versions = fc
      .uniqueArray(age, { maxLength: 40 })
      .chain((ages) =>
        fc.tuple(...ages.map((one) => fc.integer({ min: 1, max: 120 }).map((bytes) => version(one, bytes)))),
      );
    fc.assert(
      fc.property(versions, (all) => {
        const gone = new Set(versionsToRemove(all, now, limits));
        const rest = all.filter(({ name }) => !gone.has(name)).toSorted((a, b) => b.saved - a.saved);
        const newest = all.toSorted((a, b) => b.saved - a.saved)[0];
        if (newest) expect(rest[0]).toBe(newest);
        expect(rest.length).toBeLessThanOrEqual(limits.count);
        expect(rest.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limits.bytes);
        const old = rest.slice(1).filter(({ saved }) => now - saved > day);
        expect(new Set(old.map(({ saved }) => Math.floor(saved / day))).size).toBe(old.length);
        expect(old.every(({ saved }) => now - saved <= limits.days * day)).toBe(true);
        // What there is room for stays: all of the last day.
        const recent = all.filter(({ saved }) => now - saved <= day);
        const fits = recent.length <= limits.count && recent.reduce((sum, { bytes }) => sum + bytes, 0) <= limits.bytes;
        if (fits) expect(recent.filter(({ name }) => gone.has(name))).toEqual([]);
        expect(versionsToRemove(rest, now, limits)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes the files away, and no other', async () => {
    const { directory } = (await savedWith(1, 2, 3)) as { directory: string };
    const names = kept(directory).sort();
    writeFileSync(join(directory, 'versions', 'notes.txt'), 'x');
    mkdirSync(join(directory, 'versions', 'more'));
    await pruneVersions(directory, Date.now() + 200 * day);
    expect(readdirSync(join(directory, 'versions')).sort()).toEqual(
      ['.gitignore', 'more', 'notes.txt', names[1]].sort(),
    );
  });

  it('goes by when a version was saved, which is when its files were written', async () => {
    const project = await savedWith(1);
    const before = new Date(Date.now() - 3 * day);
    for (const name of projectFiles) utimesSync(join(project.directory!, `${name}.json`), before, before);
    await saveProject(withUnits(2, project), project.directory!);
    const [, version] = await listVersions(project.directory!);
    expect(version!.saved).toBe(before.getTime());
  });
});
