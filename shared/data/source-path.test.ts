import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { told } from '../../testing/told.ts';
import { parseProjectFile } from '../graph/parse.ts';
import { emptyData } from './document.ts';
import { isAbsoluteAnywhere, staysInside } from './source-path.ts';

const separator = fc.constantFrom('/', '\\');
const name = fc.oneof(
  fc.constantFrom('..', '.', '', '...', '.. ', '..a', 'a', 'C:', 'C:a', 'a b'),
  fc.string({ maxLength: 3 }),
);
/** Paths of any form, most of them odd. */
const paths = fc
  .array(fc.tuple(name, separator), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.flat().slice(0, -1).join(''));

describe('a relative path', () => {
  it('that stays inside leads nowhere else, on any system', () => {
    let inside = 0;
    fc.assert(
      fc.property(paths, (path) => {
        if (!staysInside(path)) return;
        inside += 1;
        expect(`${posix.resolve('/home/p', path)}/`.startsWith('/home/p/')).toBe(true);
        expect(`${win32.resolve('C:\\home\\p', path)}\\`.startsWith('C:\\home\\p\\')).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(inside).toBeGreaterThan(200);
  });

  it.each(['a.csv', 'data/a.csv', 'data\\a.csv', '.', 'a/../b.csv', '..a/b', 'a..b', './a', 'über/数据.csv', 'ab:c'])(
    'such as %s stays inside',
    (path) => expect([staysInside(path), isAbsoluteAnywhere(path)]).toEqual([true, false]),
  );

  it.each([
    '..',
    '../a.csv',
    'a/../../b',
    '..\\a.csv',
    'a\\..\\../b',
    'a/.. /../b',
    'a\\b/../../c',
    'C:a.csv',
    'c:..\\a',
  ])('such as %s does not', (path) => expect([staysInside(path), isAbsoluteAnywhere(path)]).toEqual([false, false]));
});

it.each(['/data/a.csv', 'C:\\data\\a.csv', 'c:/data/a.csv', '\\\\server\\data\\a.csv', '//server/a', '\\data'])(
  '%s is absolute, wherever it is looked at',
  (path) => expect([isAbsoluteAnywhere(path), staysInside(path)]).toEqual([true, false]),
);

describe('data of a file', () => {
  const parse = (source: object) => parseProjectFile('data', JSON.stringify({ ...emptyData, source }));

  it.each([
    { kind: 'table' },
    { kind: 'image-table', column: 'photo' },
    { kind: 'arrays' },
    { kind: 'text-folder' },
    { kind: 'image-folder' },
    { kind: 'next-token', stride: 1 },
  ])('of the kind $kind are refused where their path leaves the project', (source) => {
    for (const path of ['/data/a', 'D:\\data\\a', 'data/a']) expect(parse({ ...source, path }).ok).toBe(true);
    const parsed = parse({ ...source, path: '../../etc/passwd' });
    if (parsed.ok) throw new Error('A path that leaves the project was taken.');
    const { problem } = parsed;
    if (problem.kind !== 'broken') throw new Error(problem.kind);
    expect([problem.where, told(problem.expected as never), problem.received]).toEqual([
      'source.path',
      "a path inside the project's folder, or an absolute one",
      '"../../etc/passwd"',
    ]);
  });
});
