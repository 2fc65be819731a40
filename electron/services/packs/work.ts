import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EngineProgress } from '../../../shared/ipc/engines.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { say } from '../../../shared/messages/sentence.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import { describeFileError } from '../../data/disk/file-error.ts';
import { isDiskFull } from './disk-space.ts';
import { takeLock } from './lock.ts';
import { createProgress, type Progress } from './progress.ts';
import { newStaging, removeFolder, sweep } from './staging.ts';

/** What a change to the folder of packs is given. */
export interface Work {
  readonly folder: string;
  /** An empty folder for what is half-made; it is gone when the change is over, however it ends. */
  readonly staging: string;
  readonly progress: Progress;
  /** Aborts when the person cancels, and when the lock is lost. */
  readonly signal: AbortSignal;
}

export interface WorkOptions {
  /** The folder of packs. */
  readonly folder: string;
  readonly engine: PackName;
  readonly action: EngineProgress['action'];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: EngineProgress) => void;
}

/**
 * Does one change to the folder of packs: alone, on a folder without leftovers of changes that were cut off, and without leaving any.
 * Throws UserError for a disk that is full or refuses, naming what was tried.
 */
export async function changePacks<T>(options: WorkOptions, change: (work: Work) => Promise<T>): Promise<T> {
  const { folder, engine, action, onProgress } = options;
  options.signal.throwIfAborted();
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw describeFileError(error, folder, 'written');
  });
  const lock = await takeLock(folder, action, engine, { needsRoom: action !== 'remove' });
  const signal = AbortSignal.any([options.signal, lock.lost]);
  const progress = createProgress({ engine, action }, onProgress);
  let staging: string | null = null;
  try {
    await sweep(folder);
    staging = await newStaging(folder).catch((error: unknown) => {
      // To remove a pack is how room is made: it needs none.
      if (action === 'remove' && isDiskFull(error)) return null;
      throw error;
    });
    return await change({ folder, staging: staging ?? folder, progress, signal });
  } catch (error) {
    // Whatever it ended in, the person or the loss of the lock ended it.
    signal.throwIfAborted();
    throw describeChange(error, folder);
  } finally {
    progress.end();
    if (staging) await removeFolder(staging);
    await lock.release();
  }
}

function describeChange(error: unknown, folder: string): unknown {
  if (error instanceof UserError) return error;
  const path = (error as { path?: unknown }).path;
  if (isDiskFull(error)) {
    const words = (error as Error).message;
    const received = typeof path === 'string' && !words.includes(path) ? `${words} ${path}` : words;
    return new UserError(say(packMessages['disk-full'], { expected: say(phrases.room), folder, received }));
  }
  return describeFileError(error, typeof path === 'string' ? path : basename(folder), 'written');
}
