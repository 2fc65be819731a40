import type { Tensor } from '@tensorflow/tfjs-core';
import type { ProgramOutput } from '../electron/engine/program/program.ts';
import { drawUniform } from '../electron/engine/step/computation.ts';
import { sizeOf, type Tfjs, type WeightSpec } from '../shared/blocks/define-block.ts';
import { type Numbers, runBlock, type Subject, subjectBlock, tensorOf } from './run-block.ts';
import {
  batchOf,
  type GraphBackend,
  inGraphsAlone,
  type Part,
  programOf,
  prove,
  shown,
  weightOf,
  withTraced,
} from './traced.ts';

/** What a block came to in graphs of TensorFlow. */
export interface TracedBlock {
  /** By the graph of a training step. */
  readonly trained: TracedOutput;
  /** By the graph of a prediction; null where the block runs as in training, which no prediction does. */
  readonly predicted: TracedOutput | null;
  /** `sum(output * projection)` with all penalties: what the training step made small. */
  readonly loss: number;
  /** Of the same, by the float inputs in their order and then the trainable weights: what the training step took from them. */
  readonly gradients: readonly Float32Array[];
  /** The weights that are not trainable after the training step. */
  readonly updated: readonly ArrayLike<number>[];
  /** The uniform numbers that it drew. */
  readonly draws: readonly number[];
}

/** An output and, where there is one, its mask as whole numbers. */
export interface TracedOutput {
  readonly values: ArrayLike<number>;
  readonly mask: ArrayLike<number> | null;
}

/**
 * Runs a block in the graphs of a step that traces: one prediction, and one training step whose learning rate is 1, so that what it takes
 * from a weight is the gradient. To each float input a weight of zeros is added, for its gradient; the output and its mask are weighed by
 * others in the loss, so that their gradients are the very output and mask. Fails where anything does not run as a graph.
 */
export async function runTraced(backend: GraphBackend, subject: Subject): Promise<TracedBlock> {
  const { definition, params, training, weightSpecs, output, projection, seed } = subject;
  const [batch] = projection.shape as [number];
  const maskShape = shapeOfMask(backend.tf, subject);
  const isFloat = subject.inputs.map(({ dtype }) => dtype === 'float32');
  const inputs: Record<string, Numbers> = { projection };
  for (const [index, { mask, ...numbers }] of subject.inputs.entries()) {
    inputs[`input ${index}`] = numbers;
    if (mask) inputs[`mask ${index}`] = mask;
  }
  const shifts = subject.inputs.flatMap(({ shape }, index) =>
    isFloat[index] ? [weightOf(`shift ${index}`, shape)] : [],
  );
  const own = weightSpecs.map((spec): WeightSpec => ({ ...spec, name: `own ${spec.name}` }));
  const probes = [
    weightOf('output', [batch, ...output.shape]),
    ...(output.masked ? [weightOf('mask', maskShape)] : []),
  ];
  const drawn: (readonly number[])[] = [];
  const names = Object.keys(inputs);

  const run: Part = {
    sources: names,
    weights: [...shifts, ...own, ...probes],
    spec: output,
    forward(context, values, weights) {
      const { tf } = context;
      const given = (name: string): Tensor => values[names.indexOf(name)]!.tensor;
      const fed = subject.inputs.map(({ mask }, index) => {
        const input = given(`input ${index}`);
        const tensor = isFloat[index] ? tf.add(input, weights[`shift ${index}`]!) : input;
        return { tensor, mask: mask && tf.cast(given(`mask ${index}`), 'bool') };
      });
      drawn.length = 0;
      const uniform = (shape: readonly number[]) => {
        drawn.push([...shape]);
        return context.uniform(shape);
      };
      const byName = Object.fromEntries(weightSpecs.map(({ name }) => [name, weights[`own ${name}`]!]));
      const update = (weight: string, tensor: Tensor) => context.update(`own ${weight}`, tensor);
      const value = definition.forward({ ...context, training, uniform, update }, params, fed, byName);
      const decimals = tf.cast(value.tensor, 'float32');
      const weighed = tf.add(given('projection'), weights.output!);
      context.addLoss(tf.sum(tf.mul(decimals, weighed)));
      if (value.mask) context.addLoss(tf.sum(tf.mul(tf.cast(value.mask, 'float32'), weights.mask!)));
      return value;
    },
  };
  const showMask: Part = {
    sources: [subjectBlock],
    spec: { shape: maskShape.slice(1) },
    forward: ({ tf }, [value]) => ({ tensor: tf.cast(value!.mask!, 'float32'), mask: null }),
  };
  const outputs: ProgramOutput[] = [shown(subjectBlock, output)];
  if (output.masked) outputs.push(shown('mask', { shape: maskShape.slice(1), dtype: 'float32', masked: false }));
  const program = programOf(inputs, { [subjectBlock]: run, ...(output.masked && { mask: showMask }) }, outputs);
  const rows = batchOf(inputs, outputs);
  const idOf = ({ name }: WeightSpec) => `${subjectBlock}/${name}`;
  const zeros = [...shifts, ...probes];
  const before = new Map([
    ...zeros.map((spec) => [idOf(spec), new Float32Array(sizeOf(spec.shape))] as const),
    ...own.map((spec, index) => [idOf(spec), subject.weights[index]!.values as Float32Array] as const),
  ]);

  return withTraced(backend, program, { seed }, async (step) => {
    step.loadWeights(before);
    await prove(step, 'train', rows);
    if (!training) await prove(step, 'predict', rows);
    return inGraphsAlone(backend, async () => {
      const answers = training ? null : await step.predict(rows);
      const loss = await step.train(rows);
      const after = await step.readWeights();
      const taken = (spec: WeightSpec): Float32Array => {
        const [old, now] = [before.get(idOf(spec))!, after.get(idOf(spec))!];
        return old.map((value, index) => value - now[index]!);
      };
      const answer = (block: string) => answers!.get(`${block} shown`)!.data;
      const [probe, maskProbe] = probes;
      return {
        trained: { values: taken(probe!), mask: maskProbe ? taken(maskProbe) : null },
        predicted: answers && { values: answer(subjectBlock), mask: maskProbe ? answer('mask') : null },
        loss,
        gradients: [...shifts, ...own.filter(({ trainable }) => trainable)].map(taken),
        updated: own.filter(({ trainable }) => !trainable).map((spec) => after.get(idOf(spec))!),
        draws: drawn.flatMap((shape, call) => [...drawUniform(seed, 0, subjectBlock, call, shape)]),
      };
    });
  });
}

/** The shape of a block's mask, whether it hands one on or makes its own; that of one number where it has none. */
function shapeOfMask(tf: Tfjs, subject: Subject): readonly number[] {
  let shape: readonly number[] = [];
  tf.tidy(() => {
    const [inputs, weights] = [subject.inputs, subject.weights].map((list) => list.map((each) => tensorOf(tf, each)));
    shape = runBlock(tf, subject, inputs!, weights!).value.mask?.shape ?? [];
  });
  return shape;
}
