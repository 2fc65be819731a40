import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../shared/ipc/port.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { writeSafetensors } from './safetensors.ts';

const checkpoint: Checkpoint = {
  weights: new Map([
    ['dense/kernel', { shape: [2, 1], data: Float32Array.of(0.1, -0.2) }],
    ['block/with/slashes/bias', { shape: [1], data: Float32Array.of(3) }],
  ]),
  slots: new Map([['dense/kernel/m', { shape: [2, 1], data: Float32Array.of(1e-30, 0) }]]),
  position: { updates: 130, epochs: 2, step: 30, seed: 42 },
  logs: { loss: 0.25, val_loss: null },
};

it('a checkpoint gives back weights, optimizer slots and position', async () => {
  const path = join(temporaryFolder(), 'checkpoints', 'last.safetensors');
  await writeCheckpoint(path, checkpoint);
  expect(await readCheckpoint(path)).toEqual(checkpoint);
});

it('a checkpoint that is cut off is refused in words', async () => {
  const path = join(temporaryFolder(), 'last.safetensors');
  await writeCheckpoint(path, checkpoint);
  writeFileSync(path, readFileSync(path).subarray(0, -3));
  const reading = readCheckpoint(path);
  await expect(reading).rejects.toThrow(UserError);
  await expect(reading).rejects.toThrow(`${path} is not sound: the file is cut off`);
});

it.each([
  ['another kind of file', { format: 'pt' }, 'expected layerloom-checkpoint. Received: pt.'],
  ['a newer version', { format: 'layerloom-checkpoint', version: '2' }, 'At version: expected 1. Received: 2.'],
  ['no state', { format: 'layerloom-checkpoint', version: '1' }, 'At state:'],
])('%s is no checkpoint', async (_what, metadata, words) => {
  const path = join(temporaryFolder(), 'x.safetensors');
  await writeSafetensors(path, { tensors: new Map(), metadata: metadata as Record<string, string> });
  await expect(readCheckpoint(path)).rejects.toThrow(words);
});
