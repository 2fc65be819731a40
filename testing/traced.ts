import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect } from 'vitest';
import type { StartedBackend } from '../electron/engine/backends/define-backend.ts';
import type { Binding, NodeBackend } from '../electron/engine/backends/tensorflow/binding.ts';
import type { Call, Program, ProgramOutput, ProgramWeight } from '../electron/engine/program/program.ts';
import type { StepBatch } from '../electron/engine/step/step.ts';
import { createTracedStep, type TracedStep } from '../electron/engine/step/traced.ts';
import type { BlockDefinition, ForwardContext, TensorSpec, Value, WeightSpec } from '../shared/blocks/define-block.ts';
import { type ComponentValue, componentValue } from '../shared/blocks/params.ts';
import { meanSquaredError } from '../shared/training/losses/mean-squared-error.ts';
import { sgd } from '../shared/training/optimizers/sgd.ts';
import { onEngine, startEngine } from './backends.ts';
import type { Numbers } from './run-block.ts';

/** TensorFlow, which alone has graphs. */
export type GraphBackend = StartedBackend & Required<Pick<StartedBackend, 'native'>>;

/** Declares tests of what runs as graphs of TensorFlow, or one skipped test that says why they are left out. */
export function onGraphs(title: string, declare: (backend: () => GraphBackend) => void): void {
  onEngine('tensorflow', `${title} in graphs of TensorFlow`, () => {
    let backend: GraphBackend;
    beforeAll(async () => {
      backend = (await startEngine('tensorflow')) as unknown as GraphBackend;
    });
    declare(() => backend);
  });
}

/** A learning rate of 1 and nothing else: what a weight loses in a step is its gradient. */
export const plainSteps: ComponentValue = componentValue(sgd, { learningRate: 1 });

/** Part of a program that a test makes by hand: what one call computes, from inputs, other calls and weights of its own. */
export interface Part {
  readonly sources: readonly string[];
  readonly weights?: readonly WeightSpec[];
  /** Of its value; what is left out is a masked or unmasked row of decimals as it comes. */
  readonly spec?: Partial<TensorSpec>;
  forward(context: ForwardContext, inputs: readonly Value[], weights: Readonly<Record<string, Tensor>>): Value;
}

/** A weight of a part, of zeros unless others are loaded. */
export function weightOf(
  name: string,
  shape: readonly number[],
  regularizer: ComponentValue | null = null,
): WeightSpec {
  return { name, shape, initializer: { type: 'Zeros' }, regularizer, trainable: true };
}

/** An answer of a program that only shows what a part computes: its loss counts for nothing. */
export function shown(source: string, spec: TensorSpec): ProgramOutput {
  return {
    block: `${source} shown`,
    name: `${source} shown`,
    source,
    spec,
    loss: componentValue(meanSquaredError),
    lossWeight: 0,
    metrics: [],
  };
}

/** A program of parts, in the order given. Inputs are numbers with the batch first. */
export function programOf(
  inputs: Readonly<Record<string, Numbers>>,
  parts: Readonly<Record<string, Part>>,
  outputs: readonly ProgramOutput[],
): Program {
  const plain: TensorSpec = { shape: [], dtype: 'float32', masked: false };
  return {
    inputs: Object.entries(inputs).map(([block, { shape, dtype }]) => {
      return { block, name: block, spec: { ...plain, shape: shape.slice(1), dtype } };
    }),
    outputs,
    calls: Object.entries(parts).map(([block, { sources, weights = [], spec, forward }]): Call => {
      const definition: Pick<BlockDefinition, 'forward'> = {
        forward: (context, _params, values, own) => forward(context, values, own),
      };
      return {
        block,
        definition: definition as unknown as Call['definition'],
        params: {},
        sources,
        weights: weights.map(({ name }) => ({ name, id: `${block}/${name}` })),
        spec: { ...plain, ...spec },
        lastUseOf: [],
      };
    }),
    weights: Object.entries(parts).flatMap(([block, { weights = [] }]) =>
      weights.map((spec): ProgramWeight => ({ id: `${block}/${spec.name}`, block, spec })),
    ),
    work: { multiplyAdds: 0, largest: 0 },
  };
}

/** The batch of a program's inputs; what is only shown has a target of zeros. */
export function batchOf(
  inputs: Readonly<Record<string, Numbers>>,
  outputs: readonly ProgramOutput[],
  targets: StepBatch['targets'] = {},
): StepBatch {
  const rows = Object.values(inputs)[0]!.shape[0]!;
  const zeros = ({ spec }: ProgramOutput) => {
    const shape = [rows, ...spec.shape];
    return { data: new Float32Array(shape.reduce((product, size) => product * size, 1)), shape };
  };
  return {
    rows,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([block, { shape, values }]) => [block, { data: values, shape }]),
    ),
    targets: { ...Object.fromEntries(outputs.map((output) => [output.block, zeros(output)])), ...targets },
  };
}

/** Opens a step that traces, for `use`, which must not have fallen back to single operations by its end. */
export async function withTraced<Result>(
  { tf, native, fusedLayers, fusedUpdates }: GraphBackend,
  program: Program,
  options: { readonly seed?: number; readonly optimizer?: ComponentValue },
  use: (step: TracedStep) => Promise<Result>,
): Promise<Result> {
  const { seed = 1, optimizer = plainSteps } = options;
  const step = createTracedStep({ tf, native }, program, { optimizer, seed, fusedLayers, fusedUpdates });
  try {
    const result = await use(step);
    expect(step.fallbacks).toEqual([]);
    return result;
  } finally {
    step.dispose();
  }
}

/** Batches by which a graph is made and proves itself. */
const batchesToProve = 3;

/** Makes and proves the graph of a use, which a step runs from then on. */
export async function prove(step: TracedStep, use: 'train' | 'evaluate' | 'predict', batch: StepBatch): Promise<void> {
  const batches = new Array<StepBatch>(batchesToProve).fill(batch);
  if (use === 'train') expect(step.prepare(batches)).toMatchObject({ traced: true });
  else for (const each of batches) await step[use](each);
}

/** Runs something during which TensorFlow computes graphs and no operation by itself: one that comes is an error. */
export async function inGraphsAlone<Result>(
  { native: { backend } }: { readonly native: { readonly backend: NodeBackend } },
  run: () => Promise<Result>,
): Promise<Result> {
  const { binding } = backend;
  const executeOp: Binding['executeOp'] = (name) => {
    throw new Error(`Nothing is computed but by graphs. Received: ${name} by itself.`);
  };
  backend.binding = new Proxy({} as Binding, {
    get: (_target, key) => (key === 'executeOp' ? executeOp : binding[key as keyof Binding]),
  });
  try {
    return await run();
  } finally {
    backend.binding = binding;
  }
}
