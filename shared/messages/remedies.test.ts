import { expect, test } from 'vitest';
import { describeRemedy, toDoOutside } from './remedies.ts';

const command = { kind: 'command', command: 'sudo apt install make' } as const;

test.each([
  [null, ''],
  [{ outside: null, inside: null }, ''],
  [toDoOutside('Use another engine'), 'Use another engine'],
  [{ outside: null, inside: 'install' }, 'layerloom engines install tensorflow'],
  // A damaged pack is made anew by the same command.
  [{ outside: null, inside: 'repair' }, 'layerloom engines install tensorflow'],
  [{ outside: command, inside: 'install' }, 'sudo apt install make, then layerloom engines install tensorflow'],
] as const)('a terminal says %j as "%s"', (remedy, words) => {
  expect(describeRemedy('tensorflow', remedy)).toBe(words);
});
