import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import type { BlockId } from '../../../../shared/graph/document.ts';
import { type BatchNumbers, drawUniform, flatten, type Measured, type Replaceable } from '../computation.ts';
import type { TensorStore } from '../tensor-store.ts';
import type { TracedContext, Use } from './context.ts';
import { type MetricTensors, tensorsOfMetrics } from './measured-row.ts';
import type { Recorder } from './recorder.ts';
import { recordedUpdates } from './updates.ts';

/** What a batch comes to, of which graphs are made and against which they are held. The tensors are the caller's. */
export interface Computed {
  readonly numbers: readonly Tensor[];
  /** Of the sums in `numbers`; empty for a prediction. */
  readonly metricTensors: MetricTensors;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly slots: ReadonlyMap<string, Tensor>;
}

/** Random numbers that a graph is given at each run. */
export interface Drawn {
  readonly name: string;
  readonly block: BlockId;
  readonly call: number;
  readonly shape: readonly number[];
}

/** Names what a batch is computed from, while it is recorded. */
export interface Recorded {
  readonly recorder: Recorder;
  /** Takes what is drawn. */
  readonly draws: Drawn[];
}

/** Computes a batch operation by operation from the state's tensors, which stay as they are. */
export function computeBatch(
  { tf, native, computation, seed, state, steps }: TracedContext,
  use: Use,
  numbers: BatchNumbers,
  recorded: Recorded | null = null,
): Computed {
  const { weight: weights, slot: slots } = state.stores;
  const newWeights = collect(tf, weights);
  const newSlots = collect(tf, slots);
  const draws = recorded?.draws ?? [];
  const feed = (name: string, tensor: Tensor) => {
    recorded?.recorder.source(tensor, { name, kind: 'feed' });
    return tensor;
  };
  const draw = (block: BlockId, call: number, shape: readonly number[]) => {
    const name = `draw_${draws.length}`;
    draws.push({ name, block, call, shape: [...shape] });
    return feed(name, tf.tensor(drawUniform(seed, steps, block, call, shape), [...shape], 'float32'));
  };
  let results: readonly Tensor[] = [];
  let metricTensors: MetricTensors = [];
  const take = (measured: Measured) => {
    metricTensors = tensorsOfMetrics(measured);
    results = flatten(measured);
  };
  tf.tidy(() => {
    const batch = computation.upload(numbers);
    for (const [index, { tensor }] of [...batch.inputs.values()].entries()) feed(`input_${index}`, tensor);
    for (const [index, forms] of batch.targets.entries()) {
      for (const [form, tensor] of forms) feed(`target_${index}_${form}`, tensor);
    }
    switch (use) {
      case 'train': {
        const step = feed('step', tf.scalar(steps));
        const learningRate = feed('learning_rate', tf.scalar(computation.learningRate));
        const training = { weights: newWeights, slots: newSlots, step, learningRate };
        take(
          computation.train(batch, training, draw, recorded ? recordedUpdates(native, recorded.recorder) : undefined),
        );
        break;
      }
      case 'evaluate':
        take(computation.evaluate(batch, weights.tensors));
        break;
      case 'predict':
        results = computation.predict(batch.inputs, weights.tensors).map((tensor) => tf.keep(tensor));
    }
  });
  return { numbers: results, metricTensors, weights: newWeights.made, slots: newSlots.made };
}

/** Frees what a batch came to. */
export function discard(tf: Tfjs, { numbers, weights, slots }: Computed): void {
  tf.dispose([...numbers, ...weights.values(), ...slots.values()]);
}

/** Takes what would replace tensors of a store, and leaves the store as it is. */
function collect(tf: Tfjs, store: TensorStore): Replaceable & { readonly made: ReadonlyMap<string, Tensor> } {
  const made = new Map<string, Tensor>();
  return {
    tensors: store.tensors,
    made,
    replace: (id, tensor) => {
      made.set(id, tf.keep(tensor));
    },
  };
}
