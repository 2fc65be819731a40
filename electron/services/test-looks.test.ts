import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyData } from '../../shared/data/document.ts';
import { runDocumentOf } from '../../testing/run-document.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { writeRun } from '../formats/run-folder.ts';
import { lookAtTest, looksFile } from './test-looks.ts';

async function makeRun(folder: string, run: string, seed = 1): Promise<string> {
  const directory = join(folder, 'runs', run);
  mkdirSync(directory, { recursive: true });
  const data = { ...emptyData, split: { ...emptyData.split, seed } };
  await writeRun(directory, runDocumentOf(run, { data }));
  return directory;
}

test('looks at the same test rows with other runs are told, in their order; the same run again is none', async () => {
  const folder = temporaryFolder();
  let time = 0;
  const look = async (run: string, seed?: number) => lookAtTest(await makeRun(folder, run, seed), () => ++time);
  expect(await look('one')).toEqual({ earlier: [] });
  expect(await look('one')).toEqual({ earlier: [] });
  expect(await look('two')).toEqual({ earlier: [{ run: 'one', time: 1 }] });
  expect(await look('other rows', 2)).toEqual({ earlier: [] });
  expect(await look('three')).toEqual({
    earlier: [
      { run: 'one', time: 1 },
      { run: 'two', time: 2 },
    ],
  });
  // What a person knew when they looked at a run first does not change with later looks.
  expect(await look('two')).toEqual({ earlier: [{ run: 'one', time: 1 }] });
  expect(
    readFileSync(join(folder, 'runs', looksFile), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(4);
});

test('a record that is broken is named with its line', async () => {
  const directory = await makeRun(temporaryFolder(), 'one');
  const file = join(dirname(directory), looksFile);
  writeFileSync(file, '{"time":1,"run":"a","part":"b"}\nnot a look\n');
  await expect(lookAtTest(directory)).rejects.toThrow(
    `${file}, line 2, is not a look at test results. Received: not a look.`,
  );
});
