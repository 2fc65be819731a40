import { expect, it } from 'vitest';
import { hintReading, showReading } from './show-reading.ts';

it('a reading is one line in words, with a share where that is known', () => {
  expect(showReading({ step: 'load', count: null })).toBe('making a table of it');
  expect(showReading({ step: 'rows', count: { done: 1234, of: null } })).toBe('reading rows, 1,234');
  expect(showReading({ step: 'rows', count: { done: 2, of: 3 } })).toBe('reading rows, 66 %');
});

it('each word stands over the one before, after an end below it; nobody is told where nobody watches', () => {
  const lines: string[] = [];
  const tell = hintReading({ hint: (line) => lines.push(line), interactive: true });
  const half = { step: 'rows', count: { done: 1, of: 2 } } as const;
  for (const progress of [{ step: 'load', count: null } as const, half, half, null, half]) tell(progress);
  expect(lines).toEqual(['making a table of it', '\u001b[1A\u001b[2Kreading rows, 50 %', 'reading rows, 50 %']);
  lines.length = 0;
  hintReading({ hint: (line) => lines.push(line), interactive: false })(half);
  expect(lines).toEqual([]);
});
