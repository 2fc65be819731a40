import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { answersOf } from '../../testing/command-line.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';

const command = fileURLToPath(new URL('./layerloom.mjs', import.meta.url));
const table = ['size,age,price', ...Array.from({ length: 80 }, (_, at) => `${at},${at % 7},${at * 3}`), ''].join('\n');

/** What the command prints as JSON in a working directory of its own, a value a line. */
function commandIn(cwd: string, ...line: string[]) {
  const { VITEST: _inTest, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...line, '--json'], {
    cwd,
    env,
    encoding: 'utf8',
  });
  expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));
}

const pathIn = (directory: string) => JSON.parse(readFileSync(join(directory, 'data.json'), 'utf8')).source.path;

test('a project with its data in it is made, trained, moved, and asked and trained where it is now', async () => {
  const folder = temporaryFolder();
  const made = join(folder, 'houses.loom');
  mkdirSync(made);
  writeFileSync(join(made, 'houses.csv'), table);
  await answersOf('new', '--from', join(made, 'houses.csv'), '--target', 'price', made);
  expect(pathIn(made)).toBe('houses.csv');
  const end = (await answersOf('train', made, '--epochs', '3')).at(-1);
  const [measured] = await answersOf('evaluate', end.run);

  const moved = join(folder, 'elsewhere', 'moved.loom');
  mkdirSync(join(folder, 'elsewhere'));
  renameSync(made, moved);
  const run = join(moved, 'runs', basename(end.run));
  const [again] = await answersOf('evaluate', run);
  expect(again).toEqual({ ...measured, run });
  const predicted = await answersOf('predict', run, '--input', join(moved, 'houses.csv'));
  expect(predicted).toHaveLength(80);
  const [report] = await answersOf('export', run, '--format', 'tfjs', '--out', join(folder, 'm'));
  expect(report.proof.largestDifference).toBeLessThan(1e-3);
  expect((await answersOf('train', moved, '--epochs', '2')).at(-1)).toMatchObject({ outcome: 'finished' });
  expect((await answersOf('check', moved))[0]).toMatchObject({ problems: [] });
});

test('data are set by their path in the project, from any working directory and through a link', async () => {
  const folder = temporaryFolder();
  const directory = join(folder, 'p.loom');
  mkdirSync(join(directory, 'data'), { recursive: true });
  writeFileSync(join(directory, 'data', 'houses.csv'), table);
  await answersOf('new', '--from', join(directory, 'data', 'houses.csv'), directory);
  writeFileSync(join(folder, 'outside.csv'), table);
  const link = join(folder, 'link');
  symlinkSync(directory, link, 'junction');
  for (const [cwd, project, source, path] of [
    [folder, 'p.loom', 'p.loom/data/houses.csv', 'data/houses.csv'],
    [folder, 'p.loom', 'outside.csv', join(folder, 'outside.csv')],
    [join(directory, 'data'), '..', 'houses.csv', 'data/houses.csv'],
    [directory, link, 'data/houses.csv', 'data/houses.csv'],
  ] as const) {
    commandIn(cwd, 'data', project, '--source', source);
    expect([source, pathIn(directory)]).toEqual([source, path]);
  }
  const [found] = commandIn(folder, 'data', 'link', '--source', 'p.loom/data/houses.csv');
  expect(found.source.path).toBe(join(link, 'data', 'houses.csv'));
  const end = commandIn(folder, 'train', 'link', '--epochs', '1').at(-1);
  expect(end).toMatchObject({ outcome: 'finished' });
  const run = end.run.slice(link.length + 1);
  expect(commandIn(directory, 'evaluate', run)).toHaveLength(1);
});
