import type { Checkpoint } from '../formats/checkpoint.ts';
import type { CheckpointName } from '../formats/run-folder.ts';

/**
 * Writes checkpoints while training goes on: one at a time, each name at most once in a while, the newest state of each name. So
 * a network whose epochs take milliseconds does not wait for the disk, and a crash loses that while at most.
 */
export interface CheckpointKeeper {
  /** Whether a state kept under this name now would be written at once. */
  isDue(name: CheckpointName): boolean;
  /** Takes a state to be written when its time has come. Throws what went wrong with earlier ones. */
  keep(name: CheckpointName, checkpoint: Checkpoint): void;
  /** Resolves when all that was kept is on disk; rejects with what went wrong. */
  flush(): Promise<void>;
}

/** `write` puts a checkpoint on disk; `interval` is in milliseconds. */
export function createCheckpointKeeper(
  write: (name: CheckpointName, checkpoint: Checkpoint) => Promise<void>,
  interval = 1000,
): CheckpointKeeper {
  const waiting = new Map<CheckpointName, Checkpoint>();
  const written = new Map<CheckpointName, number>();
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failure: { readonly error: unknown } | null = null;

  const wait = (name: CheckpointName) => (written.get(name) ?? -Infinity) + interval - performance.now();

  /** Writes what is due, or everything, one after the other. */
  async function writeWaiting(all: boolean): Promise<void> {
    for (const [name, checkpoint] of waiting) {
      if (!all && wait(name) > 0) continue;
      waiting.delete(name);
      written.set(name, performance.now());
      try {
        await write(name, checkpoint);
      } catch (error) {
        failure ??= { error };
        return;
      }
    }
  }

  function schedule(): void {
    if (writing || timer || failure || waiting.size === 0) return;
    const soonest = Math.min(...[...waiting.keys()].map(wait));
    timer = setTimeout(
      () => {
        timer = null;
        writing = writeWaiting(false).finally(() => {
          writing = null;
          schedule();
        });
      },
      Math.max(0, soonest),
    );
  }

  function check(): void {
    if (failure) throw failure.error;
  }

  return {
    isDue: (name) => wait(name) <= 0,
    keep(name, checkpoint) {
      check();
      waiting.set(name, checkpoint);
      schedule();
    },
    async flush() {
      if (timer) clearTimeout(timer);
      timer = null;
      while (writing) await writing;
      check();
      writing = writeWaiting(true);
      await writing;
      writing = null;
      check();
    },
  };
}
