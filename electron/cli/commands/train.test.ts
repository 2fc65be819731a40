import { expect, test } from 'vitest';
import { showWords } from './train.ts';

test.each([true, false])('what a person should know of is a line of the answer (interactive: %s)', (interactive) => {
  const said: string[] = [];
  const terminal = {
    print: (line: string) => said.push(line),
    write: () => undefined,
    hint: (line: string) => said.push(line),
    onInterrupt: () => undefined,
    interactive,
  };
  const notice = {
    event: 'train:notice',
    run: 'r',
    time: 1,
    message: 'Evaluation runs operation by operation.',
  } as const;
  showWords(notice, '/runs/r', terminal);
  // A batch that comes next writes over the empty line, not over the words.
  expect(said).toEqual(['Evaluation runs operation by operation.', ...(interactive ? [''] : [])]);
});
