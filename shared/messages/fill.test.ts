import { expect, test } from 'vitest';
import { dataMessages, dataWarnings } from './data.ts';
import { fill } from './fill.ts';
import { phrases } from './phrases.ts';
import { runMessages } from './runs.ts';
import { inEnglish, say, tell } from './sentence.ts';
import { byKey } from './tables.ts';
import { chineseTables } from './zh/tables.ts';

type Case = [rule: string, message: string, values: Parameters<typeof fill>[1], first: string, second: string];

test.each<Case>([
  [
    'how many there are',
    'Expected: {expected}. Received: {count}.',
    { expected: 1000, count: 1234567 },
    '1,000',
    '1,234,567',
  ],
  ['fewer than a thousand', '{rows} of {count}', { rows: 999, count: 0.5 }, '999', '0.5'],
  ['below zero, and broken', '{count}, {received}', { count: -12345, received: 12345.25 }, '-12,345', '12,345.25'],
  ['places in a file', '{line}, {row}', { line: 123456, row: 123456 }, '123456', '123456'],
  ['what a person types', '{value}, {max}', { value: 20000, max: 100000 }, '20000', '100000'],
  ['years among what is measured', '{median}, {maximum}', { median: 1990, maximum: 163000 }, '1990', '163,000'],
  ['texts', '{column}, {received}', { column: '1234567', received: '2024' }, '1234567', '2024'],
])('numbers in a message are written as people read them: %s', (_, message, values, ...written) => {
  let at = 0;
  expect(fill(message, values)).toBe(message.replace(/\{\w+\}/g, () => written[at++]!));
});

test('both languages separate thousands, in sentences within sentences too', () => {
  const chinese = byKey(chineseTables);
  const found = say(dataMessages['idx-size'], {
    file: '2024.idx',
    expected: 47040016,
    received: say(phrases.bytes, { count: 65536 }),
  });
  expect(inEnglish(found)).toContain(
    '2024.idx is cut off or has more than it says. Expected: 47,040,016 bytes. Received: 65,536 bytes.',
  );
  expect(tell(found, (key) => chinese.get(key))).toMatch(/47,040,016.*65,536/);
  expect(inEnglish(say(dataWarnings['few-rows'], { count: 1234 }))).toContain('1,234');
  expect(inEnglish(say(runMessages['cut-off'], { process: 123456 }))).toContain('no process 123456');
});
