import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { packFolder } from '../electron/data/engine-packs.ts';
import { type EngineName, engineNames, packNames } from '../shared/training/settings.ts';
import { lacks } from './leave-out.ts';

/** Whether an engine can be tested here: those of a pack need it installed, in `LAYERLOOM_HOME` or where the user's packs are. */
export function isThere(engine: EngineName): boolean {
  const pack = packNames.find((name) => name === engine);
  return pack === undefined || existsSync(join(packFolder(pack), 'pack.json'));
}

/** Declares tests on one engine, or one skipped test that says why they are left out. */
export function onEngine(engine: EngineName, title: string, declare: () => void): void {
  if (isThere(engine)) describe(title, declare);
  else {
    const reason = `the engine ${engine} is not installed ("layerloom engines install ${engine}")`;
    test.skipIf(lacks(false, title, 'pack', reason))(title, () => {});
  }
}

/** Declares the same tests on every engine there is. */
export function onEachEngine(title: string, declare: (engine: EngineName) => void): void {
  for (const engine of engineNames) onEngine(engine, `${title} on ${engine}`, () => declare(engine));
}
