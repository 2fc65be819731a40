import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DataDocument, emptyData, sourceSchema } from '../../../shared/data/document.ts';
import { lacks } from '../../../testing/leave-out.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { pathInProject, resolveDataPath, withAbsolutePaths, withProjectPaths } from './data-path.ts';

describe('the path of a source', () => {
  test('is from the folder of the project, which may be moved with its data', () => {
    const project = temporaryFolder();
    expect(resolveDataPath('data/a.csv', project)).toBe(join(project, 'data', 'a.csv'));
    expect(resolveDataPath(join(project, 'a.csv'), null)).toBe(join(project, 'a.csv'));
    expect(() => resolveDataPath('a.csv', null)).toThrow('a.csv');
  });

  test('leads to the same file where a project was made on Windows', () => {
    const project = temporaryFolder();
    mkdirSync(join(project, 'data'));
    writeFileSync(join(project, 'data', 'a.csv'), '');
    expect(resolveDataPath('data\\a.csv', project)).toBe(join(project, 'data', 'a.csv'));
    // What lies on a drive or a server of another computer is in no folder of this one, and is told as it is written.
    for (const path of ['D:\\data\\a.csv', 'd:/data/a.csv', '\\\\server\\data\\a.csv']) {
      expect([resolveDataPath(path, project), resolveDataPath(path, null)]).toEqual([path, path]);
    }
  });

  const sign = 'may have the sign in a name that is there';
  const noSign = lacks(
    process.platform !== 'win32',
    `the path of a source ${sign}`,
    'system',
    'no name on Windows has it',
  );

  test.skipIf(noSign)(sign, async () => {
    const project = temporaryFolder();
    const path = join(project, 'a\\b.csv');
    // What is not there would be looked for as `a/b.csv`.
    expect(await pathInProject(path, project)).toBeNull();
    writeFileSync(path, '');
    expect(resolveDataPath('a\\b.csv', project)).toBe(path);
    expect(await pathInProject(path, project)).toBe('a\\b.csv');
  });
});

describe('the path of data in a project', () => {
  const project = resolve('/somewhere/p.loom');

  test('is written from its folder on, and that of all else is not', async () => {
    expect(await pathInProject(join(project, 'data', 'a.csv'), project)).toBe('data/a.csv');
    expect(await pathInProject(project, project)).toBe('.');
    for (const path of [resolve(project, '..', 'a.csv'), resolve('/'), `${project}2`, join(`${project}2`, 'a.csv')]) {
      expect(await pathInProject(path, project)).toBeNull();
    }
    for (const path of ['D:\\a.csv', '\\\\server\\a.csv', 'a.csv'])
      expect(await pathInProject(path, project)).toBeNull();
    // What is no absolute path here starts nowhere, the folder that this program works in included.
    for (const path of ['package.json', '.', 'D:\\a.csv']) expect(await pathInProject(path, process.cwd())).toBeNull();
  });

  test('leads back to the same data, and in a project that was moved to those it was moved with', async () => {
    const moved = resolve('/elsewhere/copies/q');
    const plain = fc
      .string({ unit: fc.constantFrom(...'ab .-_:é数'), minLength: 2, maxLength: 8 })
      .filter((name) => !/^([. ]+|[a-z]:.*)$/.test(name));
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 5 }), async (names) => {
        const way = await pathInProject(join(project, ...names), project);
        expect(way).toBe(names.join('/'));
        expect(resolveDataPath(way!, project)).toBe(join(project, ...names));
        expect(resolveDataPath(way!, moved)).toBe(join(moved, ...names));
      }),
    );
    const odd = fc.oneof(
      fc.constantFrom('..', '.', '...', '.. ', 'C:', 'C:a', '\\', 'a\\..', '\\\\a'),
      fc.string({ maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 5 }), async (names) => {
        const path = resolve(project, ...names.map((name) => name.replaceAll('/', '_')));
        const way = await pathInProject(path, project);
        if (way === null) return;
        expect(resolveDataPath(way, project)).toBe(path);
        expect(sourceSchema.safeParse({ kind: 'arrays', path: way }).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  const linked = 'is found by real names where a link is on the way';
  const noLinks = lacks(
    process.platform !== 'win32',
    `the path of data in a project ${linked}`,
    'system',
    'Windows lets not everyone make links',
  );

  test.skipIf(noLinks)(linked, async () => {
    const folder = realpathSync(temporaryFolder());
    const real = join(folder, 'p.loom');
    const link = join(folder, 'link');
    mkdirSync(join(real, 'data'), { recursive: true });
    writeFileSync(join(real, 'data', 'a.csv'), '');
    symlinkSync(real, link);
    for (const directory of [real, link]) {
      for (const path of [real, link])
        expect(await pathInProject(join(path, 'data', 'a.csv'), directory)).toBe('data/a.csv');
    }
    // A link in the project's folder goes with it, whatever it leads to; what it leads to does not.
    mkdirSync(join(folder, 'large'));
    writeFileSync(join(folder, 'large', 'b.csv'), '');
    symlinkSync(join(folder, 'large'), join(real, 'large'));
    expect(await pathInProject(join(real, 'large', 'b.csv'), real)).toBe('large/b.csv');
    expect(await pathInProject(join(folder, 'large', 'b.csv'), real)).toBeNull();
  });
});

test('data of every kind are written by their path in the project, and come back with the absolute one', async () => {
  const project = resolve('/somewhere/p.loom');
  const moved = resolve('/elsewhere/q.loom');
  const path = (folder: string) => join(folder, 'data', 'a');
  const sources = (at: string) =>
    [
      { kind: 'table', path: at, sheet: 'sold' },
      { kind: 'image-table', path: at, column: 'photo' },
      { kind: 'arrays', path: at },
      { kind: 'text-folder', path: at },
      { kind: 'image-folder', path: at },
      { kind: 'next-token', path: at, stride: 3 },
    ] as const satisfies DataDocument['source'][];
  const written = sources('data/a');
  for (const [index, source] of sources(path(project)).entries()) {
    const data: DataDocument = { ...emptyData, source };
    const saved = await withProjectPaths(data, project);
    expect(saved).toEqual({ ...emptyData, source: written[index] });
    expect(withAbsolutePaths(saved, project)).toEqual(data);
    expect(withAbsolutePaths(saved, moved)).toEqual({ ...emptyData, source: sources(path(moved))[index] });
    // Data of another folder stay where they are.
    expect(await withProjectPaths(data, moved)).toBe(data);
  }
  const sample: DataDocument = { ...emptyData, source: { kind: 'mnist' } };
  expect([await withProjectPaths(sample, project), withAbsolutePaths(sample, project)]).toEqual([sample, sample]);
});
