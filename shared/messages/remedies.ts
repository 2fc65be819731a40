import type { Remedy } from '../ipc/contract.ts';
import type { EngineName } from '../training/settings.ts';
import { packMessages } from './packs.ts';
import { fill } from './problem.ts';

/** What to do about an engine, in one line for a terminal; empty where there is nothing. */
export function describeRemedy(engine: EngineName, remedy: Remedy | null): string {
  const first = remedy?.outside ? outsideText(remedy.outside) : '';
  const next = remedy?.inside ? fill(packMessages['install-it'], { engine }) : '';
  return first !== '' && next !== '' ? fill(packMessages['first-then'], { first, next }) : first + next;
}

function outsideText(outside: NonNullable<Remedy['outside']>): string {
  switch (outside.kind) {
    case 'command':
      return outside.command;
    case 'words':
      return outside.words;
  }
}

/** That something has to be done outside of Layerloom, and nothing in it. */
export function toDoOutside(words: string): Remedy {
  return { outside: { kind: 'words', words }, inside: null };
}
