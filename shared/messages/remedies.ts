import type { EngineState, Remedy } from '../ipc/engines.ts';
import type { EngineName } from '../training/settings.ts';
import { packMessages } from './packs.ts';
import { inARow, inEnglish, recognize, say, type Words } from './sentence.ts';

/** Why an engine stands as it does, and what speaks against having it. */
export function reasonWords({ reason, caution }: Pick<EngineState, 'reason' | 'caution'>): Words {
  return caution === undefined ? reason : inARow([reason, caution]);
}

/** What to do about an engine, in one line for a terminal; empty where there is nothing. */
export function describeRemedy(engine: EngineName, remedy: Remedy | null): string {
  return inEnglish(remedyWords(engine, remedy));
}

/** The same as words that can be told in every language. */
export function remedyWords(engine: EngineName, remedy: Remedy | null): Words {
  const first = remedy?.outside ? outsideWords(remedy.outside) : null;
  const next = remedy?.inside ? say(packMessages['install-it'], { engine }) : null;
  return first && next ? say(packMessages['first-then'], { first, next }) : (first ?? next ?? '');
}

function outsideWords(outside: NonNullable<Remedy['outside']>): Words {
  switch (outside.kind) {
    case 'command':
      return outside.command;
    case 'words':
      return recognize(outside.words);
  }
}

/** That something has to be done outside of Layerloom, and nothing in it. */
export function toDoOutside(words: Words): Remedy {
  return { outside: { kind: 'words', words: recognize(words) }, inside: null };
}
