import type { EngineProgress, EngineState } from '../../shared/ipc/engines.ts';
import { type PackName, packNames } from '../../shared/training/settings.ts';
import { text } from '../messages/text.ts';
import type { EngineWork } from '../store/view-slice.ts';
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
