import { annotations } from './migrations/0002-annotations.ts';
import { classWeights } from './migrations/0002-class-weights.ts';
import { foldOfRun } from './migrations/0002-fold-of-run.ts';
import { steps } from './migrations/0002-steps.ts';
import { folds } from './migrations/0003-folds.ts';
import { windows } from './migrations/0003-windows.ts';
import { excluded } from './migrations/0004-excluded.ts';

/** One step up: turns a document of version `to - 1` into one of version `to`. Its name says what it did. */
export interface Migration {
  readonly to: number;
  readonly name: string;
  up(document: Record<string, unknown>): Record<string, unknown>;
}

/**
 * The steps of each project file, in order; each step is a file in `migrations/` named `0002-rename-units.ts`. Version 1 is the first
 * version of every file.
 */
export const migrations: Readonly<Record<'model' | 'layout' | 'data' | 'training' | 'run', readonly Migration[]>> = {
  model: [],
  layout: [annotations],
  data: [steps, windows, excluded],
  training: [classWeights, folds],
  run: [foldOfRun],
};

/** Brings a document of an older version up to the newest; steps must have no gap. */
export function migrate(document: Record<string, unknown>, steps: readonly Migration[]): Record<string, unknown> {
  let current = document;
  for (const { to, up } of steps) {
    if (current.version === to - 1) current = { ...up(current), version: to };
  }
  return current;
}

/** Throws if the steps leave a version out: every list must be 2, 3, 4, ... */
export function checkMigrations(steps: readonly Migration[]): void {
  steps.forEach(({ to, name }, index) => {
    if (to !== index + 2)
      throw new Error(`Migrations must rise by 1 from 2. Expected: ${index + 2}. Received: ${to} (${name}).`);
  });
}
