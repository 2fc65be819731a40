import type { EngineProgress, EngineState } from '../../shared/ipc/contract.ts';
import { packMessages } from '../../shared/messages/packs.ts';
import { fill } from '../../shared/messages/problem.ts';
import { type PackName, packNames } from '../../shared/training/settings.ts';
import { text } from '../messages/text.ts';
import type { EngineWork } from '../store/state.ts';
import { showBytes } from '../training/number-text.ts';

/** The phases of a change, in their order; removing has none. */
export const phasesOf: Readonly<Record<EngineProgress['action'], readonly EngineProgress['phase'][]>> = {
  install: ['prepare', 'download', 'unpack', 'build', 'prove'],
  remove: [],
  export: ['prepare', 'write'],
  import: ['read', 'prove'],
};

/** An engine's name if it is a pack, which can be installed, copied and removed; null for one that comes with the application. */
export function packOf({ name }: Pick<EngineState, 'name'>): PackName | null {
  return packNames.find((pack) => pack === name) ?? null;
}

/** What a person has to do outside of the window. */
export interface Remedy {
  readonly kind: 'command' | 'words';
  readonly text: string;
}

/** What is left of an engine's remedy for the person: what a button of the page does is left out, null if that is all. */
export function remedyOf({ name, state, remedy }: EngineState): Remedy | null {
  const pack = packOf({ name });
  const values = { engine: name };
  if (remedy === '' || pack === null) return remedy === '' ? null : { kind: 'words', text: remedy };
  if (remedy === fill(packMessages['install-it'], values) || remedy === fill(packMessages['install-again'], values)) {
    return null;
  }
  const then = fill(packMessages['install-first'], { ...values, command: '' });
  if (state === 'not-installed' && remedy.endsWith(then)) {
    const first = remedy.slice(0, -then.length);
    // On systems whose packages are not known, the remedy says what to install and not how.
    return { kind: first.startsWith('install ') ? 'words' : 'command', text: first };
  }
  return { kind: 'words', text: remedy };
}

/** What goes on, in words: "Installing tensorflow". */
export function workTitle({ action, engine, step }: Pick<EngineWork, 'action' | 'engine' | 'step'>): string {
  return step === 'looking' ? text('engines.looking') : text(`engines.doing-${action}`, { engine: engine ?? '' });
}

/** How far a change is within its phase, 0 to 1; null where nothing can be counted. */
export function workShare({ progress, step }: Pick<EngineWork, 'progress' | 'step'>): number | null {
  if (step !== 'working' || !progress?.total) return null;
  return Math.min(1, progress.done / progress.total);
}

/** What a change is at, with sizes: "Downloading TensorFlow, 120 MB of 275 MB". */
export function progressWords({ progress, step }: Pick<EngineWork, 'progress' | 'step'>): string {
  if (step === 'looking') return text('engines.looking');
  if (step === 'cancelling') return text('engines.cancelling');
  if (!progress) return text('engines.begin');
  const phase = text(`engines.at-${progress.phase}`);
  const done = showBytes(progress.done);
  if (progress.total !== null) return text('engines.progressOf', { phase, done, total: showBytes(progress.total) });
  return progress.done > 0 ? text('engines.progress', { phase, bytes: done }) : phase;
}
