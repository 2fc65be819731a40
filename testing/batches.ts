import type { BatchTensor } from '../electron/data/dataset.ts';
import type { Program } from '../electron/engine/program/program.ts';
import type { StepBatch } from '../electron/engine/step/step.ts';
import { sizeOf } from '../shared/blocks/define-block.ts';
import { lossOf } from '../shared/training/losses.ts';
import { createRandom } from '../shared/training/random.ts';
import { shortestSequence } from './networks.ts';

/** Batches that fit a program's Inputs and losses: numbers that depend on the input a little, the last batch shorter. */
export function batchesFor(program: Program, count: number, rows: number, seed: number): readonly StepBatch[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index): StepBatch => {
    const size = index === count - 1 ? Math.ceil(rows / 2) : rows;
    const inputs: Record<string, BatchTensor> = {};
    for (const { block, spec } of program.inputs) {
      const shape = [size, ...spec.shape];
      if (spec.dtype === 'float32') inputs[block] = { data: random.normal(sizeOf(shape)), shape };
      else {
        const [, steps = 1] = shape;
        const words = smallestVocabulary(program, block);
        const data = Int32Array.from({ length: sizeOf(shape) }, () => 1 + random.integer(words - 1));
        // Padding at the end, another length for each row; the first row is nothing else, where that has an answer.
        const shortest = shortestSequence(program.calls.map(({ definition }) => definition.type));
        for (let row = 0; row < size; row++) {
          const length = row === 0 ? shortest : 1 + random.integer(steps);
          data.fill(0, row * steps + length, (row + 1) * steps);
        }
        inputs[block] = { data, shape };
      }
    }
    const targets: Record<string, BatchTensor> = {};
    for (const { block, spec, loss } of program.outputs) {
      const shape = [size, ...spec.shape];
      const { targets: form } = lossOf(loss);
      const labels = (below: number, length: number) => Int32Array.from({ length }, () => random.integer(below));
      if (form === 'classes') {
        const steps = shape.slice(0, -1);
        targets[block] = { data: labels(shape.at(-1)!, sizeOf(steps)), shape: steps };
      } else if (form === 'binary') targets[block] = { data: Float32Array.from(labels(2, sizeOf(shape))), shape };
      else if (form === 'one-hot') {
        const classes = shape.at(-1)!;
        const data = new Float32Array(sizeOf(shape));
        labels(classes, size).forEach((at, row) => {
          data[row * classes + at] = 1;
        });
        targets[block] = { data, shape };
      } else targets[block] = { data: random.normal(sizeOf(shape)), shape };
    }
    return { rows: size, inputs, targets };
  });
}

/** Words that every Embedding behind an Input knows, 20 at most. */
function smallestVocabulary({ calls }: Program, input: string): number {
  const readers = calls.filter(({ sources }) => sources.includes(input));
  return Math.min(20, ...readers.map(({ params }) => Number(params.inputDim ?? params.vocabularySize ?? 20)));
}
