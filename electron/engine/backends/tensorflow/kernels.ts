import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tfjs } from '../../../../shared/blocks/define-block.ts';
import { flagAttribute, type NodeBackend, type OperationAttribute } from './binding.ts';
import { normalizationKernels } from './normalization-kernels.ts';
import { recurrentKernels } from './recurrent-kernels.ts';

/** A kernel of ours on TensorFlow, in place of one of the package or beside them. */
export interface TensorFlowKernel {
  /** The kernel name of tfjs-core it stands in for, or one of our own that begins with `Loom`. */
  readonly name: string;
  /** Why the package's kernels are not enough; shown nowhere, kept beside the code it explains. */
  readonly why: string;
  /** `stock` computes the package's kernel of the same name. */
  compute(
    tf: Tfjs,
    backend: NodeBackend,
    inputs: NamedTensorMap,
    attributes: NamedAttrMap,
    stock: () => Tensor | Tensor[],
  ): Tensor | Tensor[];
}

/** Numbers from which sums over leading dimensions are an operation of ours. */
const worthSumming = 10_000;

/** Multiply-adds from which a product is an operation of ours. */
const worthMultiplying = 500_000;

/** The name that gives each variable handle a variable of its own, which goes when the handle does. Source: TensorFlow, `ResourceHandle`. */
const anonymous = 'cd2c89b7-88b7-44c8-ad83-06c2a9158347';

const kernels: readonly TensorFlowKernel[] = [
  {
    name: 'Add',
    why: 'An addition of one number to each channel that is called what it is, TensorFlow joins to the layer before it.',
    compute(_tf, backend, { a, b }, _attributes, stock) {
      const isBias = b!.rank === 1 && a!.rank >= 2 && b!.shape[0] === a!.shape.at(-1);
      if (!isBias || a!.dtype !== 'float32' || b!.dtype !== 'float32') return stock();
      const format = { name: 'data_format', type: backend.binding.TF_ATTR_STRING, value: 'NHWC' };
      return backend.executeSingleOutput('BiasAdd', [typeAttribute(backend, 'T', a!), format], [a!, b!]);
    },
  },
  {
    name: 'BatchMatMul',
    why: "TensorFlow's product keeps the processor half busy where it is large, so that is ours; and it joins addition and activation to a product of two matrices, not to one of batches of matrices.",
    compute(_tf, backend, { a, b }, { transposeA, transposeB }, stock) {
      if (a!.rank !== 2 || b!.rank !== 2) return stock();
      const { binding } = backend;
      const transposed = [
        flagAttribute(binding, 'transpose_a', transposeA),
        flagAttribute(binding, 'transpose_b', transposeB),
      ];
      const multiplyAdds = a!.size * b!.shape[transposeB ? 0 : 1]!;
      const isOurs = a!.dtype === 'float32' && b!.dtype === 'float32' && !binding.isUsingGpuDevice();
      if (isOurs && multiplyAdds >= worthMultiplying) {
        const ends = [{ name: 'biases', type: binding.TF_ATTR_INT, value: 0 }, flagAttribute(binding, 'relu', false)];
        return backend.executeSingleOutput('LoomMatMul', [...transposed, ...ends], [a!, b!]);
      }
      return backend.executeSingleOutput('MatMul', [typeAttribute(backend, 'T', a!), ...transposed], [a!, b!]);
    },
  },
  {
    name: 'Sum',
    why: "TensorFlow sums over leading dimensions on one thread, as the gradient of every bias does; ours is the pack's, on the processor.",
    compute(tf, backend, { x }, { axis, keepDims }, stock) {
      const axes = tf.util.parseAxisParam(axis as number | number[], x!.shape).toSorted((a, b) => a - b);
      const leading = axes.length > 0 && axes.length < x!.rank && axes.every((each, index) => each === index);
      const { binding } = backend;
      if (!leading || x!.dtype !== 'float32' || x!.size < worthSumming || binding.isUsingGpuDevice()) return stock();
      const count = { name: 'axes', type: binding.TF_ATTR_INT, value: axes.length };
      const sums = backend.executeSingleOutput('LoomColumnSums', [count], [x!]);
      if (!keepDims) return sums;
      const shape = x!.shape.map((size, index) => (index < axes.length ? 1 : size));
      return tf.tidy(() => tf.reshape(sums, shape));
    },
  },
  {
    name: 'GatherV2',
    why: 'The package reads all indices to check them at every call, as TensorFlow does anyway; a graph cannot hold that.',
    compute(tf, backend, inputs, { axis, batchDims }) {
      const [x, indices] = [inputs.x!, inputs.indices!];
      const { binding } = backend;
      return tf.tidy(() =>
        backend.executeSingleOutput(
          'GatherV2',
          [
            { name: 'batch_dims', type: binding.TF_ATTR_INT, value: batchDims as number },
            typeAttribute(backend, 'Tparams', x),
            typeAttribute(backend, 'Tindices', indices),
            { name: 'Taxis', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
          ],
          [x, indices, tf.scalar(axis as number, 'int32')],
        ),
      );
    },
  },
  {
    name: 'LoomReluGrad',
    why: 'tfjs-core composes it of a comparison, a conversion and a product.',
    compute: (_tf, backend, { y, dy }) =>
      backend.executeSingleOutput('ReluGrad', [typeAttribute(backend, 'T', dy!)], [dy!, y!]),
  },
  {
    name: 'LoomSigmoidGrad',
    why: 'tfjs-core composes it of two products and a difference.',
    compute: (_tf, backend, { y, dy }) =>
      backend.executeSingleOutput('SigmoidGrad', [typeAttribute(backend, 'T', dy!)], [y!, dy!]),
  },
  {
    name: 'LoomTanhGrad',
    why: 'tfjs-core composes it of a square, a difference and a product.',
    compute: (_tf, backend, { y, dy }) =>
      backend.executeSingleOutput('TanhGrad', [typeAttribute(backend, 'T', dy!)], [y!, dy!]),
  },
  {
    name: 'LoomAdam',
    why: 'tfjs-core composes it of a dozen passes over weight and slots.',
    compute(tf, backend, inputs) {
      if (backend.binding.isUsingGpuDevice()) return computeAdam(tf, backend, inputs);
      const given = adamInputs.map((name) => inputs[name]!);
      return backend.executeMultipleOutputs('LoomAdam', [], given, 3);
    },
  },
];

const adamInputs = [
  ...['weight', 'gradient', 'momentum', 'velocity'],
  ...['stepSize', 'freshMean', 'freshSquares', 'epsilon'],
];

/** Adam by `ResourceApplyAdam`, which works on variables: these are made for the call and gone after it. */
function computeAdam(tf: Tfjs, backend: NodeBackend, inputs: NamedTensorMap): Tensor[] {
  const { binding } = backend;
  const float = (name: string): OperationAttribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value: binding.TF_FLOAT,
  });
  const ids = (...tensors: readonly Tensor[]) => backend.getInputTensorIds(tensors);
  const handles = [inputs.weight!, inputs.momentum!, inputs.velocity!].map((tensor) => {
    const [handle] = binding.executeOp(
      'VarHandleOp',
      [
        { name: 'shared_name', type: binding.TF_ATTR_STRING, value: anonymous },
        float('dtype'),
        { name: 'shape', type: binding.TF_ATTR_SHAPE, value: tensor.shape },
      ],
      [],
      1,
    );
    binding.executeOp('AssignVariableOp', [float('dtype')], [handle!.id, ...ids(tensor)], 0);
    return handle!.id;
  });
  tf.tidy(() => {
    // The step size is already corrected, so the powers that TensorFlow would correct it by are none.
    const { stepSize, beta1, beta2, epsilon } = adamOperands(tf, inputs);
    const scalars = [tf.scalar(0), tf.scalar(0), stepSize, beta1, beta2, epsilon];
    binding.executeOp('ResourceApplyAdam', [float('T')], [...handles, ...ids(...scalars, inputs.gradient!)], 0);
  });
  return handles.map((handle) => {
    const [read] = binding.executeOp('ReadVariableOp', [float('dtype')], [handle], 1);
    binding.deleteTensor(handle);
    return backend.createOutputTensor(read!);
  });
}

/**
 * Scalars for `ResourceApplyAdam` that make of it what Keras computes. It takes the shares of fresh gradients and squares to be
 * `1 - beta`, which rounding moves by up to 3 in 100,000 where a beta is near 1; the means it keeps are off by that, and step size and
 * epsilon are scaled so that the step is not. No beta may be 1.
 */
export function adamOperands(tf: Tfjs, scalars: Readonly<Record<string, Tensor>>) {
  const { stepSize, freshMean, freshSquares, epsilon } = scalars as Readonly<
    Record<'stepSize' | 'freshMean' | 'freshSquares' | 'epsilon', Tensor>
  >;
  const [beta1, beta2] = [tf.sub(1, freshMean), tf.sub(1, freshSquares)];
  const meanOff = tf.div(tf.sub(1, beta1), freshMean);
  const rootOff = tf.sqrt(tf.div(tf.sub(1, beta2), freshSquares));
  return {
    stepSize: tf.mul(stepSize, tf.div(rootOff, meanOff)),
    beta1,
    beta2,
    epsilon: tf.mul(epsilon, rootOff),
  } as const;
}

function typeAttribute({ binding }: NodeBackend, name: string, { dtype }: Tensor): OperationAttribute {
  const value = dtype === 'int32' ? binding.TF_INT32 : dtype === 'bool' ? binding.TF_BOOL : binding.TF_FLOAT;
  return { name, type: binding.TF_ATTR_TYPE, value };
}

/** Puts our kernels beside those of the package, or into their place; these must be registered. */
export function registerKernels(tf: Tfjs, backend: NodeBackend): void {
  for (const { name, compute } of [...kernels, ...recurrentKernels, ...normalizationKernels]) {
    const stock = tf.getKernel(name, 'tensorflow');
    if (stock) tf.unregisterKernel(name, 'tensorflow');
    tf.registerKernel({
      kernelName: name,
      backendName: 'tensorflow',
      kernelFunc: (given) =>
        compute(
          tf,
          backend,
          given.inputs as NamedTensorMap,
          given.attrs ?? {},
          () => stock!.kernelFunc(given) as Tensor,
        ),
    });
  }
}
