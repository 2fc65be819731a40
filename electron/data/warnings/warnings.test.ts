import { expect, test } from 'vitest';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { rowNumbers } from '../rows.ts';
import { numbersIn } from '../store/numbers.ts';
import { warnAboutParts } from './warnings.ts';

const none = new Int32Array(0);

/** What is said of the classes of a training part with so many rows of each. */
function warned(counts: readonly number[]): string[] {
  const codes = counts.flatMap((count, code) => new Array<number>(count).fill(code));
  const categories = counts.map((_, code) => `class ${code}`);
  const target = { name: 'y', kind: 'categorical', values: numbersIn(Int32Array.from(codes)), categories } as const;
  const rows = { train: rowNumbers(codes.length), validation: none, test: none };
  return warnAboutParts([target], rows)
    .map(inEnglish)
    .filter((words) => words.includes('class '));
}

test('classes of which one has four times the rows of another are uneven, with less they are not', () => {
  expect(warned([25, 99])).toEqual([]);
  expect(warned([25, 100, 60])).toEqual([
    expect.stringContaining('"class 1", has 4 times as many training rows as the smallest, "class 0"'),
  ]);
});

test('a class without a training row is named, and not called rare', () => {
  expect(warned([60, 0, 60])).toEqual([expect.stringMatching(/^No training row has the class "class 1"/)]);
});
