import type { Tensor } from '@tensorflow/tfjs-core';
import { type DataType, sizeOf, type Tfjs } from '../../../shared/blocks/define-block.ts';
import type { BlockId } from '../../../shared/graph/document.ts';
import { engineMessages } from '../../../shared/messages/en.ts';
import { fill } from '../../../shared/messages/problem.ts';
import type { BatchTensor } from '../../data/dataset.ts';
import type { StartedBackend } from '../backends/define-backend.ts';
import type { NodeBackend, TensorNumbers } from '../backends/tensorflow/binding.ts';
import { initializeWeights } from '../program/initialize.ts';
import type { Program } from '../program/program.ts';
import { createAccount, type MeasuredNumbers } from './account.ts';
import {
  type BatchNumbers,
  createComputation,
  drawUniform,
  type Measured,
  type Replaceable,
  type StepOptions,
} from './computation.ts';
import type { Step, StepBatch } from './step.ts';
import { createStore, type TensorStore } from './tensor-store.ts';
import { compareChange, compareNumbers } from './traced/compare.ts';
import { type Recorder, type Recording, record } from './traced/recorder.ts';
import { openSession, type Session } from './traced/session.ts';
import { createTrainedState, stateKinds } from './traced/state.ts';
import { recordedUpdates } from './traced/updates.ts';
import { writeGraph } from './traced/write-graph.ts';

/** A step whose batches run as graphs of TensorFlow, one for each use and number of rows. */
export interface TracedStep extends Step {
  /**
   * Makes the graph of a training step on the first batch and holds it against the single operations on the others, which must be of as
   * many rows. Nothing is trained by it. Answers whether training of such batches runs as a graph, and if not, why.
   */
  prepare(batches: readonly StepBatch[]): { readonly traced: boolean; readonly reason: string };
  /** What runs by single operations because a graph failed, in words for people. */
  readonly fallbacks: readonly string[];
}

type Use = 'train' | 'evaluate' | 'predict';

/** Random numbers that a graph is given at each run. */
interface Drawn {
  readonly name: string;
  readonly block: BlockId;
  readonly call: number;
  readonly shape: readonly number[];
}

/** A graph and how its one row of numbers is made of results. */
interface Traced {
  readonly session: Session;
  readonly draws: readonly Drawn[];
  readonly pieces: readonly { readonly shape: readonly number[]; readonly dtype: DataType }[];
}

/** How batches of one use and number of rows are run. */
type Way =
  | { readonly kind: 'single-operations' }
  | { readonly kind: 'checking'; readonly traced: Traced; readonly agreed: number; readonly differed: number }
  | { readonly kind: 'graph'; readonly traced: Traced };

/** A graph is used once it has agreed with the single operations so often, and given up when it has differed so often. */
const checksToPass = 2;

/** How many tensors the sums of each metric are, by Output. */
type MetricTensors = readonly (readonly number[])[];

/** The computation's results, of which graphs are made and against which they are held. */
interface Computed {
  readonly numbers: readonly Tensor[];
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly slots: ReadonlyMap<string, Tensor>;
}

/** A step on TensorFlow that records what one batch computes and runs it as one graph from then on. */
export function createTracedStep(
  backend: Pick<StartedBackend, 'tf'> & { readonly native: { readonly backend: NodeBackend } },
  program: Program,
  options: StepOptions,
): TracedStep {
  const { tf } = backend;
  const native = backend.native.backend;
  const { binding } = native;
  const computation = createComputation(tf, program, options);
  const account = createAccount(computation.judges);
  const weights = createStore(tf, 'weight', new Map(program.weights.map(({ id, spec }) => [id, spec.shape])));
  weights.load(initializeWeights(program, options.seed));
  const slots = createStore(tf, 'optimizer slot', computation.slotShapes);
  slots.load(computation.firstSlots());
  const state = createTrainedState(native, { weight: weights, slot: slots });
  const { stores, names } = state;
  const ways = new Map<string, Way>();
  const fallbacks: string[] = [];
  let steps = 0;
  /** Known from the first batch on, which is computed by single operations. */
  let tensorsOfMetrics: MetricTensors = [];

  /** What a run is given besides the state, by the names of the graph's feeds. */
  function feedsOf(numbers: BatchNumbers, draws: readonly Drawn[]): ReadonlyMap<string, BatchTensor> {
    const feeds = new Map<string, BatchTensor>();
    for (const [index, batch] of [...numbers.inputs.values()].entries()) feeds.set(`input_${index}`, batch);
    for (const [index, forms] of numbers.targets.entries()) {
      for (const [form, batch] of forms) feeds.set(`target_${index}_${form}`, batch);
    }
    for (const { name, block, call, shape } of draws) {
      feeds.set(name, { data: drawUniform(options.seed, steps, block, call, shape), shape });
    }
    feeds.set('step', { data: Float32Array.of(steps), shape: [] });
    feeds.set('learning_rate', { data: Float32Array.of(computation.learningRate), shape: [] });
    return feeds;
  }

  function runGraph({ session, draws }: Traced, numbers: BatchNumbers): TensorNumbers {
    state.send(session);
    const feeds = feedsOf(numbers, draws);
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

  /** Computes by single operations from the tensors, which stay as they are; results are kept. Names what it is given to a recorder. */
  function compute(use: Use, numbers: BatchNumbers, recorder: Recorder | null, draws: Drawn[]): Computed {
    const newWeights = collect(tf, weights);
    const newSlots = collect(tf, slots);
    const feed = (name: string, tensor: Tensor) => {
      recorder?.source(tensor, { name, kind: 'feed' });
      return tensor;
    };
    const flattened = (measured: Measured) => {
      tensorsOfMetrics = measured.sums.map((metrics) => metrics.map((sums) => sums.length));
      return flatten(measured);
    };
    let results: readonly Tensor[] = [];
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
          const draw = (block: BlockId, call: number, shape: readonly number[]) => {
            const name = `draw_${draws.length}`;
            draws.push({ name, block, call, shape: [...shape] });
            return feed(name, tf.tensor(drawUniform(options.seed, steps, block, call, shape), [...shape], 'float32'));
          };
          const training = { weights: newWeights, slots: newSlots, step, learningRate };
          results = flattened(
            computation.train(batch, training, draw, recorder ? recordedUpdates(recorder) : undefined),
          );
          break;
        }
        case 'evaluate':
          results = flattened(computation.evaluate(batch, weights.tensors));
          break;
        case 'predict':
          results = computation.predict(batch.inputs, weights.tensors).map((tensor) => tf.keep(tensor));
      }
    });
    return { numbers: results, weights: newWeights.made, slots: newSlots.made };
  }

  /** Computes by single operations and makes a graph of what was computed. */
  function trace(use: Use, numbers: BatchNumbers): { readonly traced: Traced; readonly computed: Computed } {
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
        computed = compute(use, numbers, recorder, draws);
        const assigned = new Map<string, number>();
        for (const kind of kinds) {
          for (const [id, tensor] of computed[`${kind}s`]) assigned.set(names[kind].get(id)!, recorder.idOf(tensor));
        }
        return { numbers: computed.numbers.map((tensor) => recorder.idOf(tensor)), assigned };
      });
      return { traced: open(recording, result, computed!.numbers, draws), computed: computed! };
    } catch (error) {
      if (computed) discard(computed);
      throw error;
    }
  }

  function open(
    recording: Recording,
    results: Parameters<typeof writeGraph>[2],
    tensors: readonly Tensor[],
    draws: readonly Drawn[],
  ): Traced {
    const session = openSession(binding, writeGraph(binding, recording, results));
    const used = new Set(session.graph.feeds);
    return {
      session,
      draws: draws.filter(({ name }) => used.has(name)),
      pieces: tensors.map(({ shape, dtype }) => ({ shape, dtype: dtype === 'int32' ? 'int32' : 'float32' })),
    };
  }

  /** Takes the results of single operations for the state. */
  function accept({ weights: newWeights, slots: newSlots }: Computed): void {
    for (const [id, tensor] of newWeights) weights.replace(id, tensor);
    for (const [id, tensor] of newSlots) slots.replace(id, tensor);
    state.tensorsChanged();
  }

  function discard({ numbers, weights: newWeights, slots: newSlots }: Computed): void {
    tf.dispose([...numbers, ...newWeights.values(), ...newSlots.values()]);
  }

  /** Reads results and frees them, each tensor once. */
  function readNumbers(tensors: readonly Tensor[]): readonly TensorNumbers[] {
    const read = tensors.map((tensor) => tensor.dataSync() as TensorNumbers);
    for (const tensor of new Set(tensors)) tensor.dispose();
    return read;
  }

  const cut = (row: ArrayLike<number>, pieces: Traced['pieces']): readonly Float32Array[] => {
    const all = row as Float32Array;
    let end = 0;
    return pieces.map(({ shape }) => {
      const begin = end;
      end += sizeOf(shape);
      return all.subarray(begin, end);
    });
  };

  /** What a run of the graph has other than the single operations, from the same state; null where they agree. */
  function compare(use: Use, { session, pieces }: Traced, row: TensorNumbers, computed: Computed): string | null {
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

  function giveUp(key: string, use: Use, rows: number, problem: string): void {
    ways.set(key, { kind: 'single-operations' });
    fallbacks.push(fill(engineMessages['not-traced'], { use: engineMessages[`use-${use}`], rows, problem }));
  }

  /** Computes by single operations, and brings the graph of such batches one stage further. The results are the caller's. */
  function computeAndTrace(use: Use, numbers: BatchNumbers): Computed {
    const key = `${use} ${numbers.rows}`;
    const way = ways.get(key);
    const plain = () => {
      state.fetch();
      return compute(use, numbers, null, []);
    };
    if (way === undefined) {
      try {
        const { traced, computed } = trace(use, numbers);
        ways.set(key, { kind: 'checking', traced, agreed: 0, differed: 0 });
        return computed;
      } catch (error) {
        giveUp(key, use, numbers.rows, error instanceof Error ? error.message : String(error));
        return plain();
      }
    }
    const computed = plain();
    if (way.kind !== 'checking') return computed;
    const { traced } = way;
    let difference: string | null;
    try {
      difference = compare(use, traced, runGraph(traced, numbers), computed);
    } catch (error) {
      difference = error instanceof Error ? error.message : String(error);
    }
    // The graph has trained its own variables; they are given the state anew before they are used.
    state.forget(traced.session);
    const agreed = way.agreed + (difference === null ? 1 : 0);
    const differed = way.differed + (difference === null ? 0 : 1);
    if (differed === checksToPass) {
      traced.session.close();
      giveUp(key, use, numbers.rows, difference!);
    } else if (agreed === checksToPass) ways.set(key, { kind: 'graph', traced });
    else ways.set(key, { ...way, agreed, differed });
    return computed;
  }

  /** Results of a batch as rows of numbers, by the graph where there is one that has proved itself. */
  function run(use: Use, numbers: BatchNumbers): readonly ArrayLike<number>[] {
    const way = ways.get(`${use} ${numbers.rows}`);
    if (way?.kind === 'graph') {
      const row = runGraph(way.traced, numbers);
      if (use === 'train') state.sessionTrained(way.traced.session);
      return cut(row, way.traced.pieces);
    }
    const computed = computeAndTrace(use, numbers);
    if (use === 'train') accept(computed);
    return readNumbers(computed.numbers);
  }

  function accountFor(rows: number, numbers: readonly ArrayLike<number>[]): number {
    const measured = unflatten(tensorsOfMetrics, numbers);
    account.add(rows, measured);
    return measured.total;
  }

  return {
    get steps() {
      return steps;
    },
    fallbacks,
    prepare(batches) {
      const [first] = batches;
      if (!first) return { traced: false, reason: '' };
      const key = `train ${first.rows}`;
      for (const batch of batches.filter(({ rows }) => rows === first.rows)) {
        if (ways.get(key)?.kind === 'graph') break;
        discard(computeAndTrace('train', computation.shape(batch)));
      }
      const traced = ways.get(key)?.kind === 'graph';
      return { traced, reason: traced ? engineMessages.traced : (fallbacks.at(-1) ?? '') };
    },
    async train(batch) {
      const numbers = run('train', computation.shape(batch));
      steps++;
      return accountFor(batch.rows, numbers);
    },
    async evaluate(batch) {
      return accountFor(batch.rows, run('evaluate', computation.shape(batch)));
    },
    async predict(batch) {
      const numbers = { rows: batch.rows, inputs: computation.checkInputs(batch), targets: [] };
      const answers = run('predict', numbers);
      return new Map(
        program.outputs.map(({ block, spec }, index) => {
          const shape = [batch.rows, ...spec.shape];
          const data = answers[index]!;
          return [block, { data: spec.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape }];
        }),
      );
    },
    logs: () => account.logs(),
    resetLogs: () => account.reset(),
    async readWeights() {
      state.fetch();
      return weights.read();
    },
    loadWeights(values) {
      state.fetch();
      weights.load(values);
      state.tensorsChanged();
    },
    async readOptimizer() {
      state.fetch();
      return { steps, slots: await slots.read() };
    },
    loadOptimizer(optimizer) {
      state.fetch();
      slots.load(optimizer.slots);
      steps = optimizer.steps;
      state.tensorsChanged();
    },
    dispose() {
      for (const way of ways.values()) if (way.kind !== 'single-operations') way.traced.session.close();
      ways.clear();
      weights.dispose();
      slots.dispose();
    },
  };
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

/** What is measured as a list of tensors: the total, the loss of each Output, the sums of each metric. */
function flatten({ total, losses, sums }: Measured): readonly Tensor[] {
  return [total, ...losses, ...sums.flat(2)];
}

/** The reverse of `flatten`, for numbers; `tensorsOfMetrics` says how many tensors the sums of each metric are. */
function unflatten(tensorsOfMetrics: MetricTensors, numbers: readonly ArrayLike<number>[]): MeasuredNumbers {
  let at = 0;
  const next = () => Array.from(numbers[at++]!);
  const total = next()[0]!;
  const losses = tensorsOfMetrics.map(() => next()[0]!);
  const sums = tensorsOfMetrics.map((metrics) => metrics.map((count) => Array.from({ length: count }, next).flat()));
  return { total, losses, sums };
}
