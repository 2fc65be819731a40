import { readFileSync } from 'node:fs';
import type { BatchTensor } from '../electron/data/dataset.ts';
import type { Program } from '../electron/engine/program/program.ts';
import type { Step, StepBatch } from '../electron/engine/step/step.ts';
import { codeText } from '../shared/code/code.ts';
import { toKeras } from '../shared/code/keras.ts';
import { kerasGraph } from '../shared/code/keras-graph.ts';
import type { ModelDocument } from '../shared/graph/document.ts';
import type { Logs } from '../shared/training/events.ts';
import type { TrainingDocument } from '../shared/training/settings.ts';
import type { Keras } from './keras.ts';

const source = readFileSync(new URL('./train-model.py', import.meta.url), 'utf8');

/** What one side says of a training. */
export interface Trained {
  /** The loss of each batch. */
  readonly losses: readonly number[];
  /** Running values after all batches, by Keras's names. */
  readonly logs: Logs;
  /** The same over the same batches, evaluated with the weights there are then. */
  readonly evaluated: Logs;
}

/** Trains a step on batches one after the other, then evaluates them. */
export async function trainOurs(step: Step, batches: readonly StepBatch[]): Promise<Trained> {
  step.resetLogs();
  const losses: number[] = [];
  for (const batch of batches) losses.push(await step.train(batch));
  const logs = step.logs();
  step.resetLogs();
  for (const batch of batches) await step.evaluate(batch);
  return { losses, logs, evaluated: step.logs() };
}

/**
 * Trains the model in real Keras: made from the Python source we write for it, with the step's weights and the same batches. The
 * names of the Outputs in logs are made ours. `classWeights` are given as Keras's `class_weight`.
 */
export async function trainKeras(
  keras: Pick<Keras, 'run'>,
  model: ModelDocument,
  training: TrainingDocument,
  program: Program,
  step: Step,
  batches: readonly StepBatch[],
  classWeights: readonly number[] | null = null,
): Promise<Trained> {
  const graph = kerasGraph(model);
  const weights = await step.readWeights();
  const listed = (tensors: Readonly<Record<string, BatchTensor>>, blocks: readonly string[]) =>
    blocks.map((block) => {
      const { data, shape } = tensors[block]!;
      return { values: Array.from(data), shape, dtype: data instanceof Int32Array ? 'int32' : 'float32' };
    });
  return keras.run<Trained>(source, {
    code: codeText(toKeras(model, { training })),
    layers: graph.layers
      .filter((layer) => layer.weights.length > 0)
      .map(({ name, weights: own }) => ({
        name,
        weights: own.map(({ key, shape }) => ({ shape, values: Array.from(weights.get(key)!) })),
      })),
    classWeights,
    outputs: graph.outputs.map(({ block }) => program.outputs.find((output) => output.block === block)!.name),
    batches: batches.map(({ inputs, targets }) => ({
      inputs: listed(
        inputs,
        graph.inputs.map(({ block }) => block),
      ),
      targets: listed(
        targets,
        graph.outputs.map(({ block }) => block),
      ),
    })),
  });
}
