import type { BatchTensor } from '../../../data/dataset.ts';
import type { TensorNumbers } from '../../backends/tensorflow/binding.ts';
import { type BatchNumbers, drawUniform } from '../computation.ts';
import { compareChange, compareNumbers } from './compare.ts';
import type { TracedContext, Use } from './context.ts';
import { joinOperations } from './join-operations.ts';
import { cut, type MetricTensors, type Piece } from './measured-row.ts';
import { record } from './recorder.ts';
import { openSession, type Session } from './session.ts';
import { type Computed, computeBatch, type Drawn, discard } from './single-operations.ts';
import { stateKinds } from './state.ts';
import { writeGraph } from './write-graph.ts';

/** A graph for batches of one use and number of rows, and how its one row of numbers is made of results. */
export interface BatchGraph {
  readonly session: Session;
  readonly draws: readonly Drawn[];
  readonly pieces: readonly Piece[];
  /** How many tensors the sums of each metric are among the pieces. */
  readonly metricTensors: MetricTensors;
}

/** Computes a batch operation by operation and makes a graph of what was computed. Throws an Error that says why there can be none. */
export function makeGraph(
  context: TracedContext,
  use: Use,
  numbers: BatchNumbers,
): { readonly graph: BatchGraph; readonly computed: Computed } {
  const { tf, native, state } = context;
  const { stores, names } = state;
  state.fetch();
  const draws: Drawn[] = [];
  let computed: Computed | undefined;
  try {
    const { recording, result } = record(native, (recorder) => {
      const kinds = use === 'train' ? stateKinds : (['weight'] as const);
      for (const kind of kinds) {
        for (const [id, name] of names[kind]) {
          recorder.source(stores[kind].tensors.get(id)!, { name, kind: 'variable' });
        }
      }
      computed = computeBatch(context, use, numbers, { recorder, draws });
      const assigned = new Map<string, number>();
      for (const kind of kinds) {
        for (const [id, tensor] of computed[`${kind}s`]) assigned.set(names[kind].get(id)!, recorder.idOf(tensor));
      }
      return { numbers: computed.numbers.map((tensor) => recorder.idOf(tensor)), assigned };
    });
    const { binding } = native;
    const session = openSession(binding, writeGraph(binding, joinOperations(recording, result), result));
    const used = new Set(session.graph.feeds);
    const graph: BatchGraph = {
      session,
      draws: draws.filter(({ name }) => used.has(name)),
      pieces: computed!.numbers.map(({ shape, dtype }) => ({ shape, dtype: dtype === 'int32' ? 'int32' : 'float32' })),
      metricTensors: computed!.metricTensors,
    };
    return { graph, computed: computed! };
  } catch (error) {
    if (computed) discard(tf, computed);
    throw error;
  }
}

/** One run of a graph on a batch, from the newest state: its row of numbers. A training graph has then trained its own variables. */
export function runGraph(context: TracedContext, { session, draws }: BatchGraph, numbers: BatchNumbers): TensorNumbers {
  const { binding } = context.native;
  context.state.send(session);
  const feeds = feedsOf(context, numbers, draws);
  const fed = new Map<string, number>();
  try {
    for (const name of session.graph.feeds) {
      const { data, shape } = feeds.get(name)!;
      const dtype = data instanceof Int32Array ? binding.TF_INT32 : binding.TF_FLOAT;
      fed.set(name, binding.createTensor(shape, dtype, data));
    }
    return session.run(fed);
  } finally {
    for (const id of fed.values()) binding.deleteTensor(id);
  }
}

/** What a run is given besides the state, by the names of the graph's feeds. */
function feedsOf(
  { computation, seed, steps }: TracedContext,
  numbers: BatchNumbers,
  draws: readonly Drawn[],
): ReadonlyMap<string, BatchTensor> {
  const feeds = new Map<string, BatchTensor>();
  for (const [index, batch] of [...numbers.inputs.values()].entries()) feeds.set(`input_${index}`, batch);
  for (const [index, forms] of numbers.targets.entries()) {
    for (const [form, batch] of forms) feeds.set(`target_${index}_${form}`, batch);
  }
  for (const { name, block, call, shape } of draws) {
    feeds.set(name, { data: drawUniform(seed, steps, block, call, shape), shape });
  }
  feeds.set('step', { data: Float32Array.of(steps), shape: [] });
  feeds.set('learning_rate', { data: Float32Array.of(computation.learningRate), shape: [] });
  return feeds;
}

/** What a run of the graph has other than the single operations, from the same state; null where they agree. */
export function differenceOf(
  { native: { binding }, state: { stores, names } }: TracedContext,
  use: Use,
  { session, pieces }: BatchGraph,
  row: TensorNumbers,
  computed: Computed,
): string | null {
  const received = cut(row, pieces);
  for (const [index, tensor] of computed.numbers.entries()) {
    const what = use === 'predict' ? 'an answer' : index === 0 ? 'the loss' : 'what is measured';
    const difference = compareNumbers(what, tensor.dataSync() as TensorNumbers, received[index]!);
    if (difference) return difference;
  }
  for (const kind of stateKinds) {
    const made = computed[`${kind}s`];
    if (made.size === 0) continue;
    const facts = session.read([...made.keys()].map((id) => names[kind].get(id)!));
    const after = facts.map(({ id }) => {
      const numbers = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      return numbers;
    });
    for (const [index, [id, tensor]] of [...made].entries()) {
      const before = stores[kind].tensors.get(id)!.dataSync() as TensorNumbers;
      const difference = compareChange(id, before, tensor.dataSync() as TensorNumbers, after[index]!);
      if (difference) return difference;
    }
  }
  return null;
}
