import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { resolveDataPath } from './sources.ts';

describe('the path of a source', () => {
  test('is from the folder of the project, which may be moved with its data', () => {
    const project = temporaryFolder();
    expect(resolveDataPath('data/a.csv', project)).toBe(join(project, 'data', 'a.csv'));
    expect(resolveDataPath('../a.csv', project)).toBe(join(project, '..', 'a.csv'));
    expect(resolveDataPath(join(project, 'a.csv'), null)).toBe(join(project, 'a.csv'));
    expect(() => resolveDataPath('a.csv', null)).toThrow('a.csv');
  });

  test('leads to the same file where a project was made on Windows', () => {
    const project = temporaryFolder();
    mkdirSync(join(project, 'data'));
    writeFileSync(join(project, 'data', 'a.csv'), '');
    expect(resolveDataPath('data\\a.csv', project)).toBe(join(project, 'data', 'a.csv'));
    // What lies on a drive of another computer is in no folder of this one, and is told as it is written.
    expect(resolveDataPath('D:\\data\\a.csv', project)).toBe('D:\\data\\a.csv');
  });

  test.skipIf(process.platform === 'win32')('may have the sign in a name that is there', () => {
    const project = temporaryFolder();
    writeFileSync(join(project, 'a\\b.csv'), '');
    expect(resolveDataPath('a\\b.csv', project)).toBe(join(project, 'a\\b.csv'));
  });
});
