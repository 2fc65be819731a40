import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { newBlock } from '../../shared/graph/edits.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { fillDisk, lacksSmallDisk, smallDisk } from '../../testing/small-disk.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { told } from '../../testing/told.ts';
import { until } from '../../testing/until.ts';
import { temporaryName } from '../data/disk/leftovers.ts';
import { createDrafts } from './drafts.ts';
import { emptyProject, openProject, saveProject } from './projects.ts';

/** A number that no process has. */
const noProcess = 0x7fff_fffe;
const id = (letter: string) => `${letter.repeat(8)}-1`;

function withUnits(units: number, project: Project = emptyProject('digits')): Project {
  const main = { blocks: { 'dense-1': newBlock('Dense', { units }) }, wires: {} };
  return { ...project, model: { ...project.model, graphs: { main } } };
}

const names = async (drafts: ReturnType<typeof createDrafts>) => (await drafts.list()).map(({ draft }) => draft);

describe('a draft', () => {
  it('is offered once its window is gone, with when it was and what it holds, and not before', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    const drafts = createDrafts(folder);
    const window = drafts.openWindow();
    const began = Date.now();
    await window.keep(id('a'), withUnits(3));
    await window.keep(id('a'), withUnits(4));
    expect(await drafts.list()).toEqual([]);
    expect((await drafts.read(id('a'))).project).toEqual(withUnits(4));
    const heard = vi.fn();
    drafts.onChanged(heard);
    window.leave();
    await until(() => expect(heard).toHaveBeenCalledOnce());
    const [found, ...others] = await drafts.list();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ state: 'whole', draft: id('a'), name: 'digits', directory: null, blocks: 1 });
    expect(found).toMatchObject({ disk: 'never-saved', differences: [{ kind: 'blocks-added', names: ['dense-1'] }] });
    expect(found!.changed).toBeGreaterThanOrEqual(began);
    expect(readdirSync(folder)).toEqual([`${id('a')}.json`]);
    await drafts.close();
  });

  it('that is dropped leaves nothing, also when its window goes after it', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    const drafts = createDrafts(folder);
    const window = drafts.openWindow();
    await window.keep(id('a'), withUnits(3));
    await drafts.drop(id('a'));
    window.leave();
    await drafts.close();
    expect([readdirSync(folder), await drafts.list()]).toEqual([[], []]);
    await expect(drafts.read(id('a'))).rejects.toThrow(`There is no draft ${id('a')} any more.`);
  });

  it('of a saved project tells what changed since, and whether the files are still those it began from', async () => {
    const directory = join(temporaryFolder(), 'digits.loom');
    const saved = await saveProject(withUnits(128), directory);
    const drafts = createDrafts(join(temporaryFolder(), 'drafts'));
    const window = drafts.openWindow();
    await window.keep(id('a'), withUnits(64, saved));
    window.leave();
    const differences = [{ kind: 'param', block: 'dense-1', key: 'units', before: '128', after: '64' }];
    expect(await drafts.list()).toMatchObject([{ directory, disk: 'same', differences }]);
    expect((await drafts.read(id('a'))).saved).toEqual(saved);
    await saveProject(withUnits(32, saved), directory);
    expect((await drafts.read(id('a'))).saved).toBeNull();
    expect(await drafts.list()).toMatchObject([{ disk: 'elsewhere', differences: [{ before: '32', after: '64' }] }]);
    rmSync(directory, { recursive: true });
    expect(await drafts.list()).toMatchObject([{ disk: 'gone', differences: [] }]);
    expect((await drafts.read(id('a'))).project).toEqual(withUnits(64, saved));
    await drafts.close();
  });

  it('of one window is not touched by another on the same project', async () => {
    const drafts = createDrafts(join(temporaryFolder(), 'drafts'));
    const [one, other] = [drafts.openWindow(), drafts.openWindow()];
    await Promise.all([one.keep(id('a'), withUnits(1)), other.keep(id('b'), withUnits(2))]);
    one.leave();
    expect(await names(drafts)).toEqual([id('a')]);
    await drafts.drop(id('a'));
    expect((await drafts.read(id('b'))).project).toEqual(withUnits(2));
    await drafts.close();
  });

  it('that is still being written when its window goes is left, not held for ever', async () => {
    const drafts = createDrafts(join(temporaryFolder(), 'drafts'));
    const window = drafts.openWindow();
    const keeping = window.keep(id('a'), withUnits(1));
    window.leave();
    await keeping;
    expect(await names(drafts)).toEqual([id('a')]);
    // Its last words may come after the news that it is gone.
    await window.keep(id('b'), withUnits(2));
    expect((await names(drafts)).sort()).toEqual([id('a'), id('b')]);
    await drafts.close();
  });
});

describe('a draft of another host', () => {
  /** A draft as a host leaves it that has no chance to do anything more. */
  async function killedHost(folder: string, process: number): Promise<void> {
    const host = createDrafts(folder);
    await host.openWindow().keep(id('a'), withUnits(9));
    await host.close();
    const holder = join(folder, `${id('a')}.open`);
    writeFileSync(holder, JSON.stringify({ ...JSON.parse(readFileSync(holder, 'utf8')), process }));
  }

  it('that was killed is offered at once, and what it had begun to write goes', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    await killedHost(folder, noProcess);
    const own = temporaryName(join(folder, `${id('b')}.json`));
    const begun = own.replace(`-${process.pid}-`, `-${noProcess}-`);
    writeFileSync(begun, '{"app":"layer');
    writeFileSync(join(folder, `${id('b')}.open`), '');
    expect(await names(createDrafts(folder))).toEqual([id('a')]);
    expect(existsSync(begun) || existsSync(join(folder, `${id('b')}.open`))).toBe(false);
  });

  it('that lives is not offered, until it has not shown itself for half a minute', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    await killedHost(folder, process.ppid);
    expect(await names(createDrafts(folder))).toEqual([]);
    const past = new Date(Date.now() - 31_000);
    utimesSync(join(folder, `${id('a')}.open`), past, past);
    expect(await names(createDrafts(folder))).toEqual([id('a')]);
  });

  it('with the number of this process, as after a restart of a container, is offered', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    await killedHost(folder, process.pid);
    expect(await names(createDrafts(folder))).toEqual([id('a')]);
  });

  it('whose window comes back to a new host goes on under its name', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    await killedHost(folder, noProcess);
    const drafts = createDrafts(folder);
    await drafts.openWindow().keep(id('a'), withUnits(10));
    expect(await drafts.list()).toEqual([]);
    expect((await drafts.read(id('a'))).project).toEqual(withUnits(10));
    await drafts.close();
  });
});

it('whatever windows and hosts do, each draft is what was kept last, and offered exactly when its window is gone', async () => {
  const letters = fc.constantFrom('a', 'b', 'c');
  const window = fc.constantFrom(0, 1);
  const act = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ act: fc.constant('keep' as const), window, letter: letters, units: fc.nat(9) }),
    },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('leave' as const), window }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('drop' as const), letter: letters }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('kill' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const folder = mkdtempSync(join(tmpdir(), 'layerloom-test-'));
      let host = createDrafts(folder);
      let windows = [host.openWindow(), host.openWindow()];
      /** What is expected: units last kept, and the window that has it; null once that is gone. */
      const expected = new Map<string, { units: number; holder: number | null }>();
      for (const step of acts) {
        if (step.act === 'keep') {
          // A window has drafts of its own names, so another one's are not kept by it.
          const draft = id(`${step.letter}${step.window}`).slice(0, 16);
          await windows[step.window]!.keep(draft, withUnits(step.units + 1));
          expected.set(draft, { units: step.units + 1, holder: step.window });
        } else if (step.act === 'drop') {
          const draft = id(`${step.letter}0`).slice(0, 16);
          await host.drop(draft);
          expected.delete(draft);
        } else if (step.act === 'leave') {
          windows[step.window]!.leave();
          windows[step.window] = host.openWindow();
          for (const state of expected.values()) if (state.holder === step.window) state.holder = null;
        } else {
          await host.close();
          for (const name of readdirSync(folder).filter((one) => one.endsWith('.open'))) {
            writeFileSync(join(folder, name), JSON.stringify({ process: noProcess, host: hostname() }));
          }
          host = createDrafts(folder);
          windows = [host.openWindow(), host.openWindow()];
          for (const state of expected.values()) state.holder = null;
        }
        const left = [...expected].filter(([, { holder }]) => holder === null).map(([draft]) => draft);
        expect((await names(host)).sort()).toEqual(left.sort());
        for (const [draft, { units }] of expected) {
          expect((await host.read(draft)).project).toEqual(withUnits(units));
        }
      }
      await host.close();
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 40 },
  );
});

describe('a draft that is not whole', () => {
  it('at every length, is said to be damaged and stays; the others are offered', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    const drafts = createDrafts(folder);
    const window = drafts.openWindow();
    await window.keep(id('a'), withUnits(1));
    await window.keep(id('b'), withUnits(2));
    window.leave();
    const file = join(folder, `${id('a')}.json`);
    const whole = readFileSync(file);
    for (let length = whole.length - 2; length >= 0; length -= 97) {
      truncateSync(file, length);
      const found = await drafts.list();
      expect(found.find(({ draft }) => draft === id('b'))).toMatchObject({ state: 'whole' });
      const damaged = found.find(({ draft }) => draft === id('a'));
      expect(told(damaged)).toMatchObject({ state: 'damaged', problem: expect.stringContaining(file) });
      await expect(drafts.read(id('a'))).rejects.toThrow(`${file} is not a whole draft of a project. Received: `);
      expect(statSync(file).size).toBe(length);
      writeFileSync(file, whole);
    }
    expect((await drafts.read(id('a'))).project).toEqual(withUnits(1));
    await drafts.close();
  });

  it('names the file of the project that is wrong, also one of a newer version', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    const drafts = createDrafts(folder);
    await drafts.openWindow().keep(id('a'), withUnits(1));
    const file = join(folder, `${id('a')}.json`);
    const document = JSON.parse(readFileSync(file, 'utf8'));
    const write = (files: object) =>
      writeFileSync(file, JSON.stringify({ ...document, files: { ...document.files, ...files } }));
    write({ training: { app: 'layerloom', version: 99 } });
    await expect(drafts.read(id('a'))).rejects.toThrow('(training) was written by a newer Layerloom.');
    write({ model: { ...document.files.model, graphs: {} } });
    await expect(drafts.read(id('a'))).rejects.toThrow('(model) cannot be read');
    await drafts.close();
  });
});

describe('drafts that were left', () => {
  it('are bounded in number and in bytes: the oldest go, the newest stays whatever it takes', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    const drafts = createDrafts(folder);
    const window = drafts.openWindow();
    const letters = ['a', 'b', 'c', 'd', 'e'];
    for (const [index, letter] of letters.entries()) {
      await window.keep(id(letter), withUnits(index + 1));
      const time = new Date(Date.now() - (letters.length - index) * 1000);
      utimesSync(join(folder, `${id(letter)}.json`), time, time);
    }
    window.leave();
    await drafts.close();
    expect(await names(createDrafts(folder))).toEqual([...letters].reverse().map(id));
    expect(await names(createDrafts(folder, { count: 3, bytes: 1e9 }))).toEqual(['e', 'd', 'c'].map(id));
    expect(await names(createDrafts(folder, { count: 3, bytes: 1 }))).toEqual([id('e')]);
    expect(readdirSync(folder)).toEqual([`${id('e')}.json`]);
  });

  it('are none of the files that others have in the folder', async () => {
    const folder = join(temporaryFolder(), 'drafts');
    mkdirSync(folder);
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, 'x.json'), '{}');
    expect(await createDrafts(folder).list()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['notes.txt', 'x.json']);
  });
});

const title = 'drafts on a full disk';
describe.skipIf(lacksSmallDisk(title))(title, () => {
  it('say that they are not kept, keep what was kept before, and go on once there is room', async () => {
    const disk = smallDisk(1);
    const folder = join(disk, 'drafts');
    const drafts = createDrafts(folder);
    const window = drafts.openWindow();
    await window.keep(id('a'), withUnits(1));
    const empty = fillDisk(disk);
    const large = { ...withUnits(2), name: 'n'.repeat(100_000) };
    await expect(window.keep(id('a'), large)).rejects.toThrow(
      `${join(folder, `${id('a')}.json`)} could not be written: the disk is full. Received: ENOSPC.`,
    );
    expect((await drafts.read(id('a'))).project).toEqual(withUnits(1));
    await expect(window.keep(id('b'), withUnits(3))).rejects.toThrow('the disk is full');
    window.leave();
    expect(await names(drafts)).toEqual([id('a')]);
    empty();
    await drafts.openWindow().keep(id('a'), large);
    expect((await drafts.read(id('a'))).project).toEqual(large);
    await drafts.close();
  });

  it('can still be dropped', async () => {
    const disk = smallDisk(1);
    const drafts = createDrafts(join(disk, 'drafts'));
    await drafts.openWindow().keep(id('a'), withUnits(1));
    fillDisk(disk);
    await drafts.drop(id('a'));
    expect(readdirSync(join(disk, 'drafts'))).toEqual([]);
    await drafts.close();
  });
});

it('a project is restored and saved from a draft as from anything else', async () => {
  const directory = join(temporaryFolder(), 'digits.loom');
  const saved = await saveProject(withUnits(128), directory);
  const drafts = createDrafts(join(temporaryFolder(), 'drafts'));
  await drafts.openWindow().keep(id('a'), withUnits(64, saved));
  const { project, saved: before } = await drafts.read(id('a'));
  expect(before).toEqual(saved);
  await saveProject(project, directory);
  expect((await openProject(directory)).model).toEqual(withUnits(64).model);
  await drafts.close();
});
