import { describe, expect, it } from 'vitest';
import { crumbs, type Entry, fits, isAbsolute, isName, join, listed, split, within } from './paths.ts';

const entry = (name: string, kind: Entry['kind']): Entry => ({ name, kind, path: `/x/${name}`, bytes: 1 });

describe('paths', () => {
  it('are joined and split in the way of their system', () => {
    expect([join('/home/ada', 'a.csv'), join('/', 'a.csv'), join('C:\\Users', 'a.csv'), join('C:\\', 'a.csv')]).toEqual(
      ['/home/ada/a.csv', '/a.csv', 'C:\\Users\\a.csv', 'C:\\a.csv'],
    );
    for (const path of ['/home/ada/a.csv', '/a.csv', 'C:\\Users\\a.csv', 'C:\\a.csv']) {
      const { directory, name } = split(path);
      expect(join(directory, name)).toBe(path);
    }
    expect(split('model.keras')).toEqual({ directory: '', name: 'model.keras' });
    expect(split('/home/ada/')).toEqual({ directory: '/home', name: 'ada' });
  });

  it('lead from the root to a folder', () => {
    expect(crumbs('/home/ada').map(({ name, path }) => [name, path])).toEqual([
      ['/', '/'],
      ['home', '/home'],
      ['ada', '/home/ada'],
    ]);
    expect(crumbs('C:\\Users').map(({ path }) => path)).toEqual(['C:\\', 'C:\\Users']);
    expect(crumbs('/').length).toBe(1);
  });

  it('a backslash in a name of Linux does not make it a path of Windows', () => {
    expect(split('/home/a\\b.csv')).toEqual({ directory: '/home', name: 'a\\b.csv' });
  });

  it('are short within a folder', () => {
    expect(within('/home/ada/p.loom/data/a.csv', '/home/ada/p.loom')).toBe('data/a.csv');
    expect(within('C:\\p.loom\\data\\a.csv', 'C:\\p.loom')).toBe('data/a.csv');
    expect(within('/a.csv', '/')).toBe('a.csv');
    for (const path of ['/home/ada/p.loom2/a.csv', '/home/ada/a.csv', '/home/ada/p.loom', 'D:\\a.csv']) {
      expect(within(path, '/home/ada/p.loom')).toBeNull();
    }
  });

  it('tell names from paths', () => {
    expect(['a.keras', '..', '', 'a/b', 'a\\b'].map(isName)).toEqual([true, false, false, false, false]);
    expect(['/a', 'C:\\a', 'a', 'C:a'].map(isAbsolute)).toEqual([true, true, false, false]);
  });
});

describe('a folder for a purpose', () => {
  const entries = [
    entry('b10.csv', 'file'),
    entry('b2.tsv', 'file'),
    entry('notes.md', 'file'),
    entry('digits.loom', 'project'),
    entry('zoo', 'folder'),
    entry('.cache', 'folder'),
    entry('m.keras', 'file'),
    entry('flights.PARQUET', 'file'),
    entry('pack.tar.gz', 'file'),
  ];

  it('lists folders first and only files that fit; the others are counted', () => {
    const { shown, hidden } = listed(entries, 'open-table');
    expect(shown.map(({ name }) => name)).toEqual(['zoo', 'digits.loom', 'b2.tsv', 'b10.csv', 'flights.PARQUET']);
    expect(hidden).toBe(3);
    expect(listed(entries, 'open-pack').shown.map(({ name }) => name)).toEqual(['zoo', 'digits.loom', 'pack.tar.gz']);
    expect(listed(entries, 'export').shown.map(({ name }) => name)).toEqual(['zoo', 'digits.loom', 'm.keras']);
  });

  it('opens projects, not plain folders', () => {
    expect(entries.filter((one) => fits(one, 'open-project')).map(({ name }) => name)).toEqual(['digits.loom']);
  });
});
