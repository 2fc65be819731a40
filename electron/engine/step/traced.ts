import { engineMessages } from '../../../shared/messages/en.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { StartedBackend } from '../backends/define-backend.ts';
import type { NodeBackend } from '../backends/tensorflow/binding.ts';
import type { Program } from '../program/program.ts';
import { createAccount } from './account.ts';
import { type BatchNumbers, createComputation, type StepOptions } from './computation.ts';
import type { Step, StepBatch } from './step.ts';
import { type BatchGraph, differenceOf, makeGraph, runGraph } from './traced/batch-graph.ts';
import type { TracedContext, Use } from './traced/context.ts';
import { cut, type MetricTensors, readNumbers, unflatten } from './traced/measured-row.ts';
import { type Computed, computeBatch, discard } from './traced/single-operations.ts';
import { createTrainedState } from './traced/state.ts';
import { createTrainedStores } from './trained-stores.ts';

/** A step whose batches run as graphs of TensorFlow, one for each use and number of rows. */
export interface TracedStep extends Step {
  /**
   * Makes the graph of a training step on the first batch and holds it against the single operations on the others, which must be of as
   * many rows. Nothing is trained by it. Answers whether training of such batches runs as a graph, and if not, why.
   */
  prepare(batches: readonly StepBatch[]): { readonly traced: boolean; readonly reason: Words };
  /** What runs by single operations because a graph failed, in words for people. */
  readonly fallbacks: readonly Words[];
}

/** How batches of one use and number of rows are run. */
type Way =
  | { readonly kind: 'single-operations' }
  | { readonly kind: 'checking'; readonly graph: BatchGraph; readonly agreed: number; readonly differed: number }
  | { readonly kind: 'graph'; readonly graph: BatchGraph };

/** A graph is used once it has agreed with the single operations so often, and given up when it has differed so often. */
const checksToPass = 2;

/** What a batch came to, as numbers. */
interface Results {
  readonly numbers: readonly ArrayLike<number>[];
  readonly metricTensors: MetricTensors;
}

/** A step on TensorFlow that records what one batch computes and runs it as one graph from then on. */
export function createTracedStep(
  backend: Pick<StartedBackend, 'tf'> & { readonly native: { readonly backend: NodeBackend } },
  program: Program,
  options: StepOptions,
): TracedStep {
  const { tf } = backend;
  const native = backend.native.backend;
  const computation = createComputation(tf, program, options);
  const account = createAccount(computation.judges);
  const { weights, slots } = createTrainedStores(tf, program, computation, options.seed);
  const state = createTrainedState(native, { weight: weights, slot: slots });
  const ways = new Map<string, Way>();
  const fallbacks: Words[] = [];
  /** How many of the fallbacks have been told. */
  let told = 0;
  let steps = 0;
  const context: TracedContext = {
    tf,
    native,
    computation,
    seed: options.seed,
    state,
    get steps() {
      return steps;
    },
  };

  /** Takes the results of single operations for the state. */
  function accept({ weights: newWeights, slots: newSlots }: Computed): void {
    for (const [id, tensor] of newWeights) weights.replace(id, tensor);
    for (const [id, tensor] of newSlots) slots.replace(id, tensor);
    state.tensorsChanged();
  }

  function giveUp(key: string, use: Use, rows: number, problem: string): void {
    ways.set(key, { kind: 'single-operations' });
    const values = { use: say(engineMessages[`use-${use}`]), rows, problem };
    fallbacks.push(say(engineMessages['not-traced'], values));
  }

  function compute(use: Use, numbers: BatchNumbers): Computed {
    state.fetch();
    return computeBatch(context, use, numbers);
  }

  /** Computes by single operations, and brings the graph of such batches one stage further. The results are the caller's. */
  function computeAndTrace(use: Use, numbers: BatchNumbers): Computed {
    const key = keyOf(use, numbers.rows);
    const way = ways.get(key);
    if (way === undefined) {
      try {
        const { graph, computed } = makeGraph(context, use, numbers);
        ways.set(key, { kind: 'checking', graph, agreed: 0, differed: 0 });
        return computed;
      } catch (error) {
        giveUp(key, use, numbers.rows, wordsOf(error));
        return compute(use, numbers);
      }
    }
    const computed = compute(use, numbers);
    if (way.kind !== 'checking') return computed;
    const { graph } = way;
    let difference: string | null;
    try {
      difference = differenceOf(context, use, graph, runGraph(context, graph, numbers), computed);
    } catch (error) {
      difference = wordsOf(error);
    }
    // The graph has trained its own variables; they are given the state anew before they are used.
    state.forget(graph.session);
    const agreed = way.agreed + (difference === null ? 1 : 0);
    const differed = way.differed + (difference === null ? 0 : 1);
    if (differed === checksToPass) {
      graph.session.close();
      giveUp(key, use, numbers.rows, difference!);
    } else if (agreed === checksToPass) ways.set(key, { kind: 'graph', graph });
    else ways.set(key, { ...way, agreed, differed });
    return computed;
  }

  /** What a batch comes to, by the graph where there is one that has proved itself. */
  function run(use: Use, numbers: BatchNumbers): Results {
    const key = keyOf(use, numbers.rows);
    const way = ways.get(key);
    if (way?.kind === 'graph') {
      const { session, pieces, metricTensors } = way.graph;
      try {
        const row = runGraph(context, way.graph, numbers);
        if (use === 'train') state.sessionTrained(session);
        return { numbers: cut(row, pieces), metricTensors };
      } catch (error) {
        giveUp(key, use, numbers.rows, wordsOf(error));
        // Nothing was assigned, and what it has trained before may be there alone.
        state.fetch();
        session.close();
      }
    }
    const computed = computeAndTrace(use, numbers);
    if (use === 'train') accept(computed);
    return { numbers: readNumbers(computed.numbers), metricTensors: computed.metricTensors };
  }

  function accountFor(rows: number, { numbers, metricTensors }: Results): number {
    const measured = unflatten(metricTensors, numbers);
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
      const key = keyOf('train', first.rows);
      for (const batch of batches.filter(({ rows }) => rows === first.rows)) {
        if (ways.get(key)?.kind === 'graph') break;
        discard(tf, computeAndTrace('train', computation.shape(batch)));
      }
      // Who prepares is told by the answer.
      told = fallbacks.length;
      const traced = ways.get(key)?.kind === 'graph';
      return { traced, reason: traced ? engineMessages.traced : (fallbacks.at(-1) ?? '') };
    },
    async train(batch) {
      const results = run('train', computation.shape(batch));
      steps++;
      return accountFor(batch.rows, results);
    },
    async evaluate(batch) {
      return accountFor(batch.rows, run('evaluate', computation.shape(batch)));
    },
    async predict(batch) {
      const { numbers: answers } = run('predict', {
        rows: batch.rows,
        inputs: computation.checkInputs(batch),
        targets: [],
      });
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
    takeNotices() {
      const notices = fallbacks.slice(told);
      told = fallbacks.length;
      return notices;
    },
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
      for (const way of ways.values()) if (way.kind !== 'single-operations') way.graph.session.close();
      ways.clear();
      weights.dispose();
      slots.dispose();
    },
  };
}

const keyOf = (use: Use, rows: number) => `${use} ${rows}`;
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
