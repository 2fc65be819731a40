import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initializeWeights } from '../../electron/engine/program/initialize.ts';
import { compileProgram } from '../../electron/engine/program/program.ts';
import { sizeOf } from '../../shared/blocks/define-block.ts';
import { codeText } from '../../shared/code/code.ts';
import { toKeras } from '../../shared/code/keras.ts';
import { kerasGraph } from '../../shared/code/keras-graph.ts';
import { createRandom } from '../../shared/training/random.ts';
import { trainingOf } from '../../testing/networks.ts';
import type { BenchNetwork } from './networks.ts';
import type { OpenedNetwork, TensorForm } from './worker.ts';

/** Writes a network with first weights and random batches into a folder, for every program to read. */
export function prepareNetwork(name: string, { model, batch, steps }: BenchNetwork, folder: string): OpenedNetwork {
  mkdirSync(folder, { recursive: true });
  const program = compileProgram(model);
  const [input, output] = [program.inputs[0]!, program.outputs[0]!];
  const classes = output.loss.type === 'SparseCategoricalCrossentropy';
  const layers = kerasGraph(model).layers.filter((layer) => layer.weights.length > 0);
  const weights = initializeWeights(program, 1);
  const random = createRandom(2);
  const write = (file: string, content: string | Uint8Array) => writeFileSync(join(folder, file), content);
  const rows = batch * steps;
  const whole = (length: number, below: number) => Int32Array.from({ length }, () => random.integer(below));
  const inputSize = rows * sizeOf(input.spec.shape);
  const words = Number(program.calls[0]!.params.inputDim ?? 0);
  write('inputs.bin', bytesOf(input.spec.dtype === 'int32' ? whole(inputSize, words) : random.normal(inputSize)));
  const target: TensorForm = classes ? { shape: [], dtype: 'int32' } : { shape: output.spec.shape, dtype: 'float32' };
  if (classes) write('targets.bin', bytesOf(whole(rows, output.spec.shape.at(-1)!)));
  else if (output.loss.type === 'BinaryCrossentropy') write('targets.bin', bytesOf(Float32Array.from(whole(rows, 2))));
  else write('targets.bin', bytesOf(random.normal(rows)));
  write('model.json', JSON.stringify(model));
  write('keras.py', codeText(toKeras(model, { training: trainingOf('Adam') })));
  const ordered = layers.flatMap((layer) => layer.weights.map(({ key }) => weights.get(key)!));
  write('weights.bin', Buffer.concat(ordered.map(bytesOf)));
  return {
    name,
    folder,
    layers: layers.map((layer) => ({
      name: layer.name,
      weights: layer.weights.map(({ key, shape }) => ({ key, shape })),
    })),
    rows: batch,
    batches: steps,
    input: { shape: input.spec.shape, dtype: input.spec.dtype },
    target,
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
