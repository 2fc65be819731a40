import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { packFolder } from '../electron/data/packs/engine-packs.ts';
import { findNoNvidia } from '../electron/data/packs/nvidia.ts';
import { backends } from '../electron/engine/backends/backend.ts';
import type { StartedBackend } from '../electron/engine/backends/define-backend.ts';
import { findAdapter } from '../electron/engine/backends/webgpu/adapter.ts';
import { inEnglish } from '../shared/messages/sentence.ts';
import { type EngineName, engineNames, packNames } from '../shared/training/settings.ts';
import { lacks, type Need } from './leave-out.ts';

/**
 * Starts an engine for tests, without the test that it makes of itself: `backend.test.ts` has that, and it takes seconds on a graphics card in
 * software.
 */
export async function startEngine(engine: EngineName): Promise<StartedBackend> {
  return backends.find(({ name }) => name === engine)!.start();
}

/** Why WebGPU cannot be tested here, or null: a graphics card is as good as one in software. */
const webGpu = await findAdapter().then(
  ({ software }) => ({ reason: null, software }),
  (error: unknown) => ({ reason: (error as Error).message, software: false }),
);

/**
 * Whether an engine is so slow here that tests leave out what others show already: WebGPU without a graphics card. `LAYERLOOM_TEST_SLOW` has
 * them run all the same.
 */
export function isSlow(engine: EngineName): boolean {
  return engine === 'webgpu' && webGpu.software && !process.env.LAYERLOOM_TEST_SLOW;
}

/** Why tests are left out on an engine that is slow here. */
export const slowReason = 'it takes minutes on a graphics card in software (LAYERLOOM_TEST_SLOW=1 runs it)';

const noNvidia = await findNoNvidia();

/** Why an engine cannot be tested here, or null: those of a pack need it installed, in `LAYERLOOM_HOME` or where the user's packs are. */
function obstacleTo(engine: EngineName): { readonly needs: Need; readonly reason: string } | null {
  if (engine === 'webgpu') return webGpu.reason === null ? null : { needs: 'gpu', reason: webGpu.reason };
  const pack = packNames.find((name) => name === engine);
  if (engine === 'tensorflow-gpu' && noNvidia) return { needs: 'gpu', reason: inEnglish(noNvidia) };
  if (pack === undefined || existsSync(join(packFolder(pack), 'pack.json'))) return null;
  // Nobody has to have gigabytes of CUDA to test.
  return {
    needs: engine === 'tensorflow-gpu' ? 'gpu' : 'pack',
    reason: `the engine ${engine} is not installed ("layerloom engines install ${engine}")`,
  };
}

/** Whether an engine can be tested here. */
export function isThere(engine: EngineName): boolean {
  return obstacleTo(engine) === null;
}

/** Declares tests on one engine, or one skipped test that says why they are left out. */
export function onEngine(engine: EngineName, title: string, declare: () => void): void {
  const obstacle = obstacleTo(engine);
  if (obstacle) test.skipIf(lacks(false, title, obstacle.needs, obstacle.reason))(title, () => {});
  else describe(title, declare);
}

/** Declares the same tests on every engine there is. */
export function onEachEngine(title: string, declare: (engine: EngineName) => void): void {
  for (const engine of engineNames) onEngine(engine, `${title} on ${engine}`, () => declare(engine));
}

/** The same for tests that train whole networks: they are left out, with the reason, on an engine that takes minutes for them. */
export function onEachQuickEngine(title: string, declare: (engine: EngineName) => void): void {
  for (const engine of engineNames) {
    const whole = `${title} on ${engine}`;
    if (isSlow(engine)) test.skipIf(lacks(false, whole, 'gpu', slowReason))(whole, () => {});
    else onEngine(engine, whole, () => declare(engine));
  }
}
