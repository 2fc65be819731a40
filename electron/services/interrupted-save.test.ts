import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newBlock } from '../../shared/graph/edits.ts';
import { projectFiles } from '../../shared/graph/parse.ts';
import type { Project } from '../../shared/ipc/project.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createDrafts } from './drafts.ts';
import { emptyProject, openProject, saveProject } from './projects.ts';
import { listVersions, readVersion } from './versions.ts';

/** The program that saves and is killed; it is bundled once. */
const program = join(process.cwd(), '.cache', 'test', `interrupted-save-${process.pid}.mjs`);
beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, '..', '..', 'testing', 'interrupted-save.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  }),
);
afterAll(() => rmSync(program, { force: true }));

function withUnits(units: number): Project {
  const empty = emptyProject('digits');
  const main = { blocks: { 'dense-1': newBlock('Dense', { units }) }, wires: {} };
  return { ...empty, model: { ...empty.model, graphs: { main } }, training: { ...empty.training, epochs: units } };
}

/** Runs the program, killed before its nth operation on files; whether it was. */
function interrupted(what: 'save' | 'keep', folder: string, units: number, count: number): boolean {
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [program, what, folder, String(units), String(count)],
    {
      encoding: 'utf8',
    },
  );
  if (signal === 'SIGKILL') return true;
  if (status !== 0) throw new Error(`Expected: killed, or done. Received: ${status ?? signal}, ${stderr}`);
  return false;
}

/** What stands in the project's files, file by file, as the number that all of it was written with. */
const numbersIn = (directory: string) =>
  projectFiles.flatMap((name) => {
    const text = readFileSync(join(directory, `${name}.json`), 'utf8');
    JSON.parse(text);
    return /"(?:units|epochs)": (\d+)/.exec(text)?.[1] ?? [];
  });

describe('a crash before any operation on files', () => {
  it('of a save leaves each file old or new, and what was before is on disk or among the versions, whole', async () => {
    const start = join(temporaryFolder(), 'start.loom');
    const first = await saveProject(withUnits(1), start);
    await saveProject({ ...withUnits(2), directory: first.directory, revision: first.revision }, start);
    const before = await openProject(start);
    let killed = 0;
    for (let count = 1; ; count++) {
      const directory = join(temporaryFolder(), 'digits.loom');
      cpSync(start, directory, { recursive: true });
      if (!interrupted('save', directory, 3, count)) break;
      killed += 1;
      const numbers = numbersIn(directory);
      expect(numbers).toHaveLength(2);
      expect(['2,2', '3,2', '3,3']).toContain(numbers.join());
      const versions = await listVersions(directory);
      const states = await Promise.all(versions.map(({ version }) => readVersion(directory, version)));
      const { model, layout, data, training } = before;
      expect(states).toContainEqual({ model, layout, data, training });
      // The next save goes as if nothing had been, and clears away what is half-made.
      const now = await openProject(directory);
      await saveProject({ ...withUnits(4), directory, revision: now.revision }, directory);
      expect(numbersIn(directory)).toEqual(['4', '4']);
      expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
    }
    // To make a folder, to open, write and flush three files and to rename them: fewer were not all.
    expect(killed).toBeGreaterThan(12);
  });

  it('of keeping a draft leaves the one before or the new one, and it is offered', async () => {
    const start = temporaryFolder();
    await saveProject(withUnits(1), join(start, 'digits.loom'));
    let killed = 0;
    const seen = new Set<string>();
    for (const hasBefore of [true, false]) {
      for (let count = 1; ; count++) {
        const folder = temporaryFolder();
        cpSync(start, folder, { recursive: true });
        if (hasBefore) expect(interrupted('keep', folder, 2, 1000)).toBe(false);
        if (!interrupted('keep', folder, 3, count)) break;
        killed += 1;
        const drafts = createDrafts(join(folder, 'drafts'));
        const found = await drafts.list();
        expect(found.every(({ state }) => state === 'whole')).toBe(true);
        const epochs = found.length === 0 ? 'none' : String((await drafts.read('aaaaaaaa-1')).project.training.epochs);
        expect(hasBefore ? ['2', '3'] : ['none', '3']).toContain(epochs);
        seen.add(epochs);
        expect(found.map(({ draft }) => draft)).toEqual(epochs === 'none' ? [] : ['aaaaaaaa-1']);
        const leftOver = existsSync(join(folder, 'drafts')) ? readdirSync(join(folder, 'drafts')) : [];
        expect(leftOver.filter((name) => name.startsWith('.'))).toEqual([]);
      }
    }
    expect(killed).toBeGreaterThan(10);
    expect([...seen].sort()).toEqual(['2', '3', 'none']);
  });
});
